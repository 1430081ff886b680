"""Limits of reading: sizes around their bounds, and bombs under the operating system's own limits."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest

from partnersite.problems import ProblemsFound, render_text
from partnersite.source import Limits, read_yaml


def codes(text: str, limits: Limits) -> list[str]:
    try:
        read_yaml(text.encode(), "data.yaml", limits=limits)
    except ProblemsFound as failure:
        return [problem.code for problem in failure.problems]
    return []


def keys(count: int) -> str:
    return "".join(f"k{number}: v\n" for number in range(count)) + "...\n"


def record(nodes: int) -> str:
    """A file with a record of this many nodes: its mapping, a key, a list, and texts."""
    return "partners:\n  - id: x\n    list:\n" + "      - v\n" * (nodes - 5) + "  - id: y\n...\n"


# name of the limit, a limit, a file that is exactly at it, and how to make one that is over it by so many.
BOUNDS: list[tuple[str, int, Callable[[int], str], str]] = [
    ("yaml_bytes", 100, lambda size: "a: " + "x" * (size - 8) + "\n...\n", "file-too-large"),
    ("depth", 5, lambda depth: "[" * depth + "]" * depth + "\n...\n", "yaml-too-deep"),
    ("depth", 5, lambda depth: "- " * depth + "x\n...\n", "yaml-too-deep"),
    ("depth", 5, lambda depth: "".join(" " * i + "a:\n" for i in range(depth)) + "...\n", "yaml-too-deep"),
    ("record_nodes", 50, record, "yaml-too-large"),
    ("file_nodes", 51, lambda nodes: "- v\n" * (nodes - 1) + "...\n", "yaml-too-large"),
    ("scalar_characters", 30, lambda size: f"a: {'x' * size}\n...\n", "yaml-too-large"),
    ("scalar_characters", 30, lambda size: f"a: |-\n  {'é' * size}\n...\n", "yaml-too-large"),
    ("key_characters", 30, lambda size: f"{'x' * size}: a\n...\n", "yaml-too-large"),
    ("map_keys", 9, keys, "yaml-too-large"),
]


@pytest.mark.parametrize(("name", "limit", "make", "code"), BOUNDS)
def test_a_limit_is_allowed_and_one_more_is_refused_by_its_name(
    name: str, limit: int, make: Callable[[int], str], code: str
) -> None:
    limits = Limits(**{name: limit})
    assert codes(make(limit - 1), limits) == []
    assert codes(make(limit), limits) == []
    assert codes(make(limit + 1), limits) == [code]
    with pytest.raises(ProblemsFound) as failure:
        read_yaml(make(limit + 1).encode(), "data.yaml", limits=limits)
    assert f"(limit `{name}`)" in failure.value.problems[0].message


def test_records_do_not_count_for_each_other() -> None:
    records = "  - {a: b, c: d}\n" * 1000
    assert codes(f"partners:\n{records}...\n", Limits(record_nodes=5, file_nodes=1003)) == []


def test_what_stands_outside_of_records_is_counted_through_them() -> None:
    text = "a: b\npartners:\n  - {x: y}\n  - {x: y}\nc: d\ne: f\n...\n"
    outside = 1 + 2 + 2 + 2 + 2 + 2  # mapping, a, partners and its list, two records, c, e
    assert codes(text, Limits(file_nodes=outside)) == []
    assert codes(text, Limits(file_nodes=outside - 1)) == ["yaml-too-large"]


def test_reading_stops_after_so_many_problems() -> None:
    found = codes("a: &x b\n" * 500, Limits(problems=10))
    assert len(found) == 11
    assert found[-1] == "yaml-many-problems"


def test_a_flood_of_warnings_is_cut() -> None:
    text = "".join(f"k{number}: a #1\n" for number in range(500)) + "...\n"
    assert len(read_yaml(text.encode(), "data.yaml", limits=Limits(problems=10)).warnings) == 10


def test_a_name_of_any_length_is_shown_short() -> None:
    with pytest.raises(ProblemsFound) as failure:
        read_yaml(b"a: !" + b"x" * 1_000_000 + b" b\nc: &" + b"y" * 1_000_000 + b" d\n", "data.yaml")
    assert len(render_text(failure.value.problems)) < 2_000


# --- bombs: each is read in a process of its own that the system kills when it takes too much

GUARD = """
import resource, signal, sys
from partnersite.problems import ProblemsFound, render_text
from partnersite.source import read_yaml

def answer(text):
    try:
        read_yaml(text.encode(), "bomb.yaml")
    except ProblemsFound as failure:
        render_text(failure.problems)
        return failure.problems[0].code
    return "read"

answer("a: [b, {c: d}]\\n")  # everything is imported now
pages = int(open("/proc/self/statm").read().split()[0])
allowed = pages * resource.getpagesize() + 64 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))

def within(seconds, text):
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of processor time; then SIGPROF kills
    code = answer(text)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return code

"""


def guarded(script: str) -> list[str]:
    """Run a script that prints codes, with 64 MB and the processor time it asks for."""
    done = subprocess.run(
        [sys.executable, "-c", GUARD + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONHASHSEED": "0"},
        check=False,
    )
    assert done.returncode == 0, f"{done.returncode}: {done.stderr[-1000:]}"
    return done.stdout.split()


on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and RLIMIT_AS")


@on_linux
@pytest.mark.parametrize(
    "shape",
    [
        "'[' * n",
        "'[' * n + ']' * n",
        "'{a: ' * n",
        "'{\"a\":' * n + '}' * n",
        "'- ' * n + 'a'",
        "'? ' * n + 'a'",
        "'[{a: ' * (n // 2)",
        "'{' * n",
        "''.join(' ' * i + 'a:\\n' for i in range(min(n, 3000)))",
        "''.join(' ' * i + '-\\n' for i in range(min(n, 3000)))",
    ],
)
def test_nesting_of_any_depth_is_answered(shape: str) -> None:
    depths = [33, 1_000, 20_000, 50_000, 100_000, 1_000_000]
    found = guarded(f"for n in {depths}:\n    print(within(0.5, {shape}))\n")
    assert len(found) == len(depths)
    assert set(found) <= {"yaml-too-deep", "yaml-complex-key", "yaml-syntax"}


@on_linux
@pytest.mark.parametrize("shape", ["'[' * n", "'{a: ' * n", "'- ' * n + 'a'", "'? ' * n + 'a'"])
def test_nesting_is_answered_by_the_parser_in_python_too(shape: str) -> None:
    script = f"""
    import yaml
    yaml.__with_libyaml__ = False
    for n in [33, 1_000, 20_000]:
        print(within(3, {shape}))
    """
    assert set(guarded(script)) <= {"yaml-too-deep", "yaml-complex-key", "yaml-syntax"}


@on_linux
@pytest.mark.parametrize(
    "level",
    [
        "f'l{i}: &l{i} [' + ', '.join([f'*l{i - 1}'] * 9) + ']\\n'",
        "f'l{i}: &l{i} {{' + ', '.join(f'k{j}: *l{i - 1}' for j in range(9)) + '}\\n'",
        "f'l{i}: &l{i}\\n  <<: [' + ', '.join([f'*l{i - 1}'] * 9) + ']\\n'",
        'f\'l{i}: &l{i} "{"x" * 1000}"\\n\'',
    ],
    ids=["list", "mapping", "merge", "text"],
)
def test_an_alias_bomb_is_refused_before_anything_is_expanded(level: str) -> None:
    script = f"""
    for levels in range(3, 21):
        text = "l0: &l0 lol\\n" + "".join({level} for i in range(1, levels + 1))
        print(within(0.1, text))
    """
    found = guarded(script)
    assert len(found) == 18
    assert set(found) == {"yaml-anchor"}


@on_linux
@pytest.mark.parametrize(
    "text",
    [
        "'a: b\\n' * 300_000",
        "'- &a b\\n' * 300_000",
        "'---\\n' * 300_000",
        "'%A\\n' * 300_000",
        "'[' + 'a, ' * 300_000",
        "'a: |\\n' + '  x\\n' * 300_000",
        "'a: \"' + 'x\\n  ' * 300_000 + '\"'",
        "'#' * 1_000_000",
        "'a: ' + ']#' * 300_000",
        "'a: |\\n' + '  ,    ?x\\n' * 100_000",
        "'a: b # ' + '\"#' * 300_000",
        "' ' * 1_000_000 + 'a'",
        "'\\n' * 1_000_000 + 'a'",
        "'a: \"' + '\\\\0' * 300_000 + '\"'",
        "'? \"a\" ' * 300_000",
        "'\"' * 1_000_001",
        "'!' * 1_000_000",
        "'<<<<<<< \\n' * 100_000",
        "'a:\\n' + '  internal: x\\n' * 100_000 + 'b'",
        "'- internal: {a: b}\\n' * 100_000 + ']'",
    ],
)
def test_a_long_monotonous_file_takes_no_more_than_linear_time(text: str) -> None:
    assert len(guarded(f"print(within(2, {text}))")) == 1
