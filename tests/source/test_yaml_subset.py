"""The subset of YAML: what is read as it was written, and what is refused with its line."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

from partnersite.problems import Problem, ProblemsFound
from partnersite.source import YamlDocument, read_yaml

GOOD = (Path(__file__).parent / "partners.yaml").read_bytes()


def read(text: str, *, end_mark: bool = False, tags: bool = False) -> YamlDocument:
    return read_yaml(text.encode("utf-8"), "data.yaml", end_mark=end_mark, tags=tags)


def problems_of(text: str, *, end_mark: bool = False) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as failure:
        read(text, end_mark=end_mark)
    return failure.value.problems


def codes(text: str, *, end_mark: bool = False) -> list[str]:
    return [problem.code for problem in problems_of(text, end_mark=end_mark)]


def test_a_good_file_is_read_whole() -> None:
    value = read_yaml(GOOD, "partners.yaml").value
    first, second = value["partners"]
    assert first["territories"] == [
        {"territory": "PE", "exclusive": "yes"},
        {"territory": "NO", "exclusive": "no"},
    ]
    assert first["tagline"]["en"] == "Tills that never sleep"
    assert first["tagline"]["ru"] == "Кассы, которые никогда не спят"
    assert first["description"]["en"].startswith("# Who we are\n\nWe sell")
    assert first["description"]["es"] == "Vendemos cajas."
    assert first["address"]["street"] == 'Av. Larco 1234, of. "5"'
    assert second["name"] == "Кýпава 'Плюс'"
    assert (second["tier"], second["logo"], second["empty"]) == ("", "~", "")
    assert (second["none"], second["nothing"]) == ([], {})


def test_a_good_file_means_the_same_to_a_plain_yaml_reader() -> None:
    assert read_yaml(GOOD, "partners.yaml").value == yaml.load(GOOD, Loader=yaml.BaseLoader)


def test_a_good_file_means_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    value = read_yaml(GOOD, "partners.yaml").value
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read_yaml(GOOD, "partners.yaml").value == value


# --- scalars stay what was written


def _words(text: str) -> list[str]:
    return text.split()


WORDS = _words("""
    NO No no N n Y y YES Yes yes ON On on OFF Off off TRUE True true FALSE False false
    ~ null Null NULL nil None undefined
    0 00 012 01234 08 0o14 0x1F 0xff 0b101 -0 +1 -1 +51 1_000 1,5 190:20:30 12:30 12:30:45 09:00
    1e3 1E3 1e400 1.0 1.10 .5 5. 1. -.5 6.8523015e+5 .inf -.INF +.Inf .nan .NaN NaN Infinity
    2001-01-01 2015-04 2015 2001-12-14t21:59:43.10-05:00 2001-02-30 9999999999999999999999999999
    = a#b a:b c:\\d http://x/?a=b#c x=y $x 100% <b> (x) é 日本 .. -- -x ?x :x +51 / \\ ; ^ _ A+ C# F#
    true,false yes/no 1/2 1-2 1..2 a,b a] a}
""")
"""Words that other readers take for numbers, dates, truth values or nothing, or that hold signs of YAML."""

SIGNS = _words("| > - ? : @x %x &x *x !x `x` [] {} [ ] { } # #x << \"\" '' ... --- , ,x \" '")
"""What means something in YAML: text in some places, refused or a sign in others."""


@pytest.mark.parametrize("word", WORDS)
def test_a_word_stays_what_was_written(word: str) -> None:
    assert read(f"key: {word}\n").value == {"key": word}
    assert read(f"- {word}\n- a\n").value == [word, "a"]
    assert read(f"a:\n  - b\n  - {word}").value == {"a": ["b", word]}
    assert read(f"{word}: end\n").value == {word: "end"}
    assert read(f"a:\n  {word} : end\n").value == {"a": {word: "end"}}
    assert read(f"a: ['{word}', \"b\"]\n").value == {"a": [word, "b"]}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("place", ["{}: a", "key: {}", "key: {} a", "- {}", "a: {{b: {}}}", "a: [x, {}]", "a:\n  {}"])
def test_a_sign_of_yaml_is_read_as_others_read_it_or_refused(sign: str, place: str) -> None:
    text = place.format(sign)
    try:
        value = read(text).value
    except ProblemsFound:
        return
    assert value == yaml.load(text + "\n", Loader=yaml.BaseLoader)


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in [key, *_leaves(item)]]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [str(value)]


# --- keys that stand twice

DUPLICATES = [
    ("plain", "a: 1\na: 2\n", 2, 1),
    ("quoted and plain", 'a: 1\n"a": 2\n', 2, 1),
    ("single and double quotes", "'a': 1\nb: 2\n\"a\": 3\n", 3, 1),
    ("escaped", 'a: 1\n"\\x61": 2\n', 2, 1),
    ("explicit", "a: 1\n? a\n: 2\n", 2, 1),
    ("nested", "x:\n  a: 1\n  b: 2\n  a: 3\n", 4, 2),
    ("in a list", "- x\n- a: 1\n  a: 2\n", 3, 2),
    ("in braces", "x: {a: 1,\n  a: 2}\n", 2, 1),
    ("case", "name: 1\nNAME: 2\n", 2, 1),
    ("case, the later one first by alphabet", "b: 1\nname: 2\nName: 3\n", 3, 2),
    (
        "Unicode form",
        f"{unicodedata.normalize('NFC', 'é')}: 1\n{unicodedata.normalize('NFD', 'é')}: 2\n",
        2,
        1,
    ),
    ("sharp s", "Straße: 1\nx: 2\nSTRASSE: 3\n", 3, 1),
    ("final sigma", "ΟΔΟΣ: 1\nοδος: 2\n", 2, 1),
    ("numbers", "1: a\n1: b\n", 2, 1),
    ("empty values", "a:\nb:\na:\n", 3, 1),
    ("collections", "a: {x: 1}\na: [y]\n", 2, 1),
]


@pytest.mark.parametrize(("name", "text", "line", "first"), DUPLICATES, ids=[row[0] for row in DUPLICATES])
def test_a_key_that_stands_twice_is_refused_with_both_lines(name: str, text: str, line: int, first: int) -> None:
    (problem,) = problems_of(text)
    assert problem.code == "yaml-duplicate-key"
    assert problem.line == line
    assert f"in line {first}" in problem.message
    assert problem.excerpt == text.splitlines()[line - 1]


def test_a_key_that_stands_three_times_is_reported_twice() -> None:
    assert [(p.line, "in line 1" in p.message) for p in problems_of("a: 1\na: 2\na: 3\n")] == [
        (2, True),
        (3, True),
    ]


@pytest.mark.parametrize("text", ["1: a\n1.0: b\n", "true: a\nTrue x: b\n", "a: {a: {a: 1}}\n", "- a: 1\n- a: 2\n"])
def test_different_keys_are_not_taken_for_one(text: str) -> None:
    assert read(text).value == yaml.load(text, Loader=yaml.BaseLoader)


# --- what YAML has and the subset has not

REFUSED = [
    ("anchor on a text", "a: &x b\n", "yaml-anchor", (1, 4)),
    ("anchor on a key", "&x a: b\n", "yaml-anchor", (1, 1)),
    ("anchor on a list", "a: &x [b]\n", "yaml-anchor", (1, 4)),
    ("anchor on a mapping", "a: &x\n  b: c\n", "yaml-anchor", (1, 4)),
    ("alias", "a: *x\n", "yaml-alias", (1, 4)),
    ("alias as a key", "*x : b\n", "yaml-alias", (1, 1)),
    ("alias in a list", "- a\n- *x\n", "yaml-alias", (2, 3)),
    ("alias to itself", "- *x\n", "yaml-alias", (1, 3)),
    ("merge key", "<<: {a: b}\n", "yaml-merge-key", (1, 1)),
    ("merge key in quotes", '"<<": {a: b}\n', "yaml-merge-key", (1, 1)),
    ("merge key in braces", "a: {<<: {b: c}}\n", "yaml-merge-key", (1, 5)),
    ("mapping as a key", "{a: b}: c\n", "yaml-complex-key", (1, 1)),
    ("list as a key", "? [a]\n: b\n", "yaml-complex-key", (1, 3)),
    ("template in braces", "a: {{ x }}\n", "yaml-complex-key", (1, 5)),
    ("empty key", '"": a\n', "yaml-empty-key", (1, 1)),
    ("key over two lines", '? "a\n\n  b"\n: c\n', "yaml-key-lines", (1, 3)),
    ("directive", "%YAML 1.2\n---\na: b\n", "yaml-directive", (1, 1)),
    ("tag directive", "%TAG ! tag:example.com,2000:\n---\na: b\n", "yaml-directive", (1, 1)),
    ("unknown directive", "%FOO\n---\na: b\n", "yaml-syntax", (1, 5)),
    ("two documents", "a: b\n---\nc: d\n", "yaml-several-documents", (2, 1)),
    ("another document after the end", "a: b\n...\n---\nc: d\n", "yaml-several-documents", (3, 1)),
    ("record after the end", "- a\n...\n- b\n", "yaml-after-end", (3, 1)),
    ("error after the end", "a: b\n...\n}\n", "yaml-after-end", (3, 1)),
    ("nothing", "", "yaml-empty", (1, 1)),
    ("only a comment", "# nothing\n", "yaml-empty", (1, 1)),
    ("comment without a space", 'a: "b"# c\n', "yaml-comment", (1, 7)),
    ("comment after a comma", "a: [b,# c\n  d]\n", "yaml-comment", (1, 7)),
    ("comment after a block sign", "a: |# c\n  d\n", "yaml-comment", (1, 5)),
    ("question mark in brackets", "a: [?b]\n", "yaml-question-mark", (1, 5)),
    ("block that begins too deep", "a: |\n     \n  # b\n", "yaml-block-indent", (1, 4)),
    ("forgotten quote", 'name: "Foo\ntype: dealer"\n', "yaml-quoted-indent", (1, 7)),
    ("forgotten quote in a list", "- name: 'Foo\n  type: dealer'\n", "yaml-quoted-indent", (1, 9)),
    ("tab", "a:\n\tb: c\n", "yaml-syntax", (2, 1)),
    ("colon in a text", "a: b: c\n", "yaml-syntax", (1, 5)),
    ("open bracket", "a: [b, c\n", "yaml-syntax", (1, 9)),
    ("open quote", "a: 'b\n", "yaml-syntax", (1, 4)),
    ("wrong indentation", "a:\n    b: c\n  d: e\n", "yaml-syntax", (3, 3)),
]


@pytest.mark.parametrize(("name", "text", "code", "place"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_outside_the_subset_is_refused_at_its_place(
    name: str, text: str, code: str, place: tuple[int, int]
) -> None:
    problem = problems_of(text)[0]
    assert problem.code == code
    assert (problem.line, problem.column) == place
    assert problem.file == "data.yaml"
    assert problem.message.endswith(".")
    assert problem.severity == "error"


TAGS = [
    "!x",
    "!!str",
    "!!int",
    "!!binary",
    "!!set",
    "!!omap",
    "!!timestamp",
    "!",
    "!<tag:example.com,2000:x>",
]
DANGEROUS = [
    "!!python/object/apply:os.system ['touch {canary}']",
    "!!python/object/new:os.system ['touch {canary}']",
    "!!python/name:os.system",
    "!!python/module:os",
]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", ["a: {} b", "{} a: b", "- {} a", "a: {} [b]", "a: {} {{b: c}}", "{}\na: b"])
def test_a_tag_is_refused_wherever_it_stands(tag: str, place: str) -> None:
    assert "yaml-tag" in codes(place.format(tag) + "\n")


@pytest.mark.parametrize("tag", DANGEROUS)
@pytest.mark.parametrize("ignored", [False, True])
def test_a_tag_never_runs_anything(tag: str, ignored: bool, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    text = f"a: {tag.format(canary=canary)}\n"
    if ignored:
        read(text, tags=True)
    else:
        assert codes(text) == ["yaml-tag"]
    assert not canary.exists()


def test_tags_are_ignored_where_that_is_asked_for() -> None:
    text = "emoji: !!python/name:material.extensions.emoji.twemoji\nsite: !ENV [SITE, x]\n"
    assert read(text, tags=True).value == {"emoji": "", "site": ["SITE", "x"]}


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    text = "a: &x 1\nb: *x\nc: !!int 3\na: 4\n<<: {d: e}\n'f\n"
    assert codes(text) == [
        "yaml-anchor",
        "yaml-alias",
        "yaml-tag",
        "yaml-duplicate-key",
        "yaml-merge-key",
        "yaml-syntax",
    ]


def test_a_merge_that_was_not_finished_is_named() -> None:
    text = "<<<<<<< ours\na: b\n=======\na: c\n>>>>>>> theirs\n"
    assert codes(text) == ["merge-conflict"]
    assert codes("x: y\n" + text) == ["merge-conflict"]


# --- comments that swallow text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name: Cafe #1\n", "Cafe"),
        ("- name: Cafe #1\n", "Cafe"),
    ],
)
def test_a_text_cut_by_a_number_sign_is_a_warning(text: str, value: str) -> None:
    document = read(text)
    (warning,) = document.warnings
    assert (warning.code, warning.severity) == ("yaml-comment-in-text", "warning")
    assert value in _leaves(document.value)


@pytest.mark.parametrize(
    "text",
    [
        "name: Cafe # the first\n",
        "name: 'Cafe #1'\n",
        'name: "Cafe #1" # x\n',
        "name: |\n  note: Cafe #1\n",
        "# note: Cafe #1\na: b\n",
        'name: x # Cafe #1, [x]#y, "z"#\n',
        "name: Cafe#1\n",
        "#note\na: b\n",
        "colour: '#fff'\nother: [\"#000\", '#111']\n",
        "a: [b, c] # d\n",
        "a: |2 # c\n   d\n",
        "a: what, ?x\n",
    ],
)
def test_an_ordinary_comment_is_no_warning(text: str) -> None:
    document = read(text)
    assert document.warnings == ()
    assert document.value == yaml.load(text, Loader=yaml.BaseLoader)


def test_a_warning_shows_no_internal_line() -> None:
    document = read("internal:\n  rate: 40 #1\nname: Cafe #1\n")
    assert [warning.excerpt for warning in document.warnings] == ["", "name: Cafe #1"]


# --- the end mark


def test_a_file_without_the_end_mark_is_refused() -> None:
    (problem,) = problems_of("a: b\n", end_mark=True)
    assert problem.code == "yaml-end-mark"
    assert problem.line == 1
    assert "`...`" in problem.hint


@pytest.mark.parametrize("text", ["a: b\n...\n", "a: b\n...", "---\na: b\n... # end\n# more\n\n", "a: b\r\n...\r\n"])
def test_a_file_with_the_end_mark_is_whole(text: str) -> None:
    assert read(text, end_mark=True).value == {"a": "b"}


def test_a_missing_end_mark_is_reported_beside_other_problems() -> None:
    assert codes("a: 1\na: 2\n", end_mark=True) == ["yaml-duplicate-key", "yaml-end-mark"]
