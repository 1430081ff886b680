"""Whatever is done to good files, the answer is a network or problems: never another exception."""

from __future__ import annotations

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import NAUGHTY_STRINGS, XSS_PAYLOADS, needs_corpora
from model_data import PARTNER, PROGRAM, load, partner, program, small, write_source, yaml_of
from partnersite.problems import Problems, render_github, render_json, render_text

QUICK = settings(
    max_examples=150,
    deadline=timedelta(seconds=10),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

GARBAGE = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            " ",
            "~",
            "null",
            "yes",
            "NO",
            "012",
            "1e3",
            "-",
            "{}",
            "2015-13",
            "0",
            "-1",
            "9" * 400,
            "x" * 5000,
            "pe",
            "PE",
            "dealer",
            "kupava",
            "ended",
            "javascript:x",
            "https://",
            "https://[",
            "https://a:b@c",
            "//x",
            "\u202e",
            "\u0000",
            "\ud800",
            "a\u0300" * 50,
            "{{ x }}",
            "../../x",
            "en",
            "kz",
            "mon-",
            "25:00",
            "+",
            "@",
        ]
    ),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just([{}]),
    st.just({"": ""}),
    st.just({"en": ["x"]}),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a raw value."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, part in inner for place in places(part, (*path, key))]


@st.composite
def edits(draw: st.DrawFn, good: Any) -> Any:
    """A good raw value with up to four random edits: deleted, doubled, renamed, retyped, garbage instead."""
    value = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 4))):
        found = places(value)
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        holder = value
        for key in way:
            holder = holder[key]
        match draw(st.sampled_from(["delete", "double", "rename", "wrap", "garbage", "garbage", "move"])):
            case "delete":
                del holder[last]
            case "double" if isinstance(holder, list):
                holder.insert(last, copy.deepcopy(holder[last]))
            case "double" | "rename" if isinstance(holder, dict):
                other = draw(st.text(max_size=6) | st.sampled_from(["id", "internal", "en", str(last) + "s"]))
                holder[other] = copy.deepcopy(holder[last])
            case "wrap":
                holder[last] = draw(st.sampled_from([[holder[last]], {"en": holder[last]}]))
            case "move":
                there = draw(st.sampled_from(found))
                part: Any = value
                try:
                    for key in there:
                        part = part[key]
                except (KeyError, IndexError, TypeError):
                    continue
                holder[last] = copy.deepcopy(part)
            case _:
                holder[last] = copy.deepcopy(draw(GARBAGE))
    return value


def answer(folder: Path) -> Problems:
    """The problems of a folder; makes sure that they can be printed and that errors mean no network."""
    network, problems = load(folder)
    assert (network is None) == bool(problems.errors)
    for problem in problems:
        assert problem.code
        assert problem.message.endswith("."), problem
        assert problem.line >= 0
        assert "stand-in" not in problem.message + problem.hint
        assert problem.hint or problem.code.startswith("yaml-"), problem
    for render in (render_text, render_json, render_github):
        render(problems).encode("utf-8")
    return problems


@QUICK
@given(edits([PARTNER, small(), partner(id="b", name="B", parent="smarttouch-pos-peru", territories=[])]))
def test_edited_partners_are_answered(tmp_path: Path, partners: Any) -> None:
    write_source(tmp_path)
    (tmp_path / "partners.yaml").write_bytes(yaml_of({"partners": partners}).encode("utf-8", "replace"))
    answer(tmp_path)


@QUICK
@given(edits(PROGRAM))
def test_an_edited_programme_is_answered(tmp_path: Path, changed: Any) -> None:
    write_source(tmp_path, partner(), small())
    (tmp_path / "program.yaml").write_bytes(yaml_of(changed).encode("utf-8", "replace"))
    answer(tmp_path)


@QUICK
@given(st.data())
def test_edited_bytes_are_answered(tmp_path: Path, data: st.DataObject) -> None:
    write_source(tmp_path, partner(), small())
    path = tmp_path / data.draw(st.sampled_from(["partners.yaml", "program.yaml"]))
    good = path.read_bytes()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    path.write_bytes(
        good[:start]
        + data.draw(st.binary(max_size=12) | st.sampled_from([b"&a ", b"*a", b"\n- ", b"'", b"{", b"...\n", b"\t"]))
        + good[end:]
    )
    answer(tmp_path)


def test_a_file_cut_anywhere_gives_problems_never_a_shorter_network(tmp_path: Path) -> None:
    write_source(tmp_path, small(), small(id="b", name="B"))
    for name in ("partners.yaml",):
        good = (tmp_path / name).read_bytes()
        for end in range(len(good.rstrip())):
            (tmp_path / name).write_bytes(good[:end])
            assert answer(tmp_path).errors, end


TEXT_FIELDS = [
    lambda text: partner(name=text),
    lambda text: partner(tagline={"en": text}),
    lambda text: partner(description=text),
    lambda text: partner(address={"country": "PE", "city": text, "street": text, "postal_code": text}),
    lambda text: partner(contacts={"website": text, "email": text, "phone": text}),
    lambda text: partner(references=[{"customer": text, "summary": text, "url": text}]),
    lambda text: partner(id=text, logo=text, since=text, languages=[text], territories=[{"territory": text}]),
    lambda text: partner(**{text: text}),
    lambda text: partner(internal={text: text}),
]


@needs_corpora
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_naughty_strings_in_any_field_are_answered(tmp_path: Path, field: Any) -> None:
    texts = [*NAUGHTY_STRINGS, *XSS_PAYLOADS[::20]]
    plain = [text for text in texts if text.isprintable()]
    # The reader refuses a file for one control character, so each of those texts stands alone.
    for together in [plain, *([text] for text in texts if not text.isprintable())]:
        write_source(tmp_path)
        records = {"partners": [field(text) for text in together]}
        (tmp_path / "partners.yaml").write_bytes(yaml_of(records).encode("utf-8", "replace"))
        answer(tmp_path)


def test_deep_and_wide_networks_are_answered_in_linear_time(tmp_path: Path) -> None:
    chain = [
        small(id=f"p{n}", name=f"P {n}", type="dealer", parent=f"p{n - 1}" if n else f"p{1999}") for n in range(2000)
    ]
    exclusive = [
        small(id=f"e{n}", name=f"E {n}", type="dealer", territories=[{"territory": "PE", "exclusive": "yes"}])
        for n in range(2000)
    ]
    nested = {f"t{n}": {"name": f"T {n}", "within": f"t{n - 1}" if n else "KZ"} for n in range(300)}
    write_source(tmp_path, *chain, *exclusive, program=program(territories=nested))
    problems = answer(tmp_path)
    assert sum(problem.code == "exclusive-conflict" for problem in problems) == 1999
    assert sum(problem.code == "parent-circle" for problem in problems) == 1
