"""What stands at the head of a page is what it is in YAML."""

from __future__ import annotations

import random

import pytest
import yaml

from partnersite.engine.frontmatter import LINES, load

PIECES = (
    *("words", " ", "  ", "\t", "'", "#", ": ", "\\", '\\"', '"', "\\n", "\\/", "\\u00e9", "&amp;", "%", "{{", "- "),
    *("é", "слово", "كلمة", "\xa0", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffd", "😀", "\x7f", "~", "null", "1"),
)
LOADER = yaml.CSafeLoader


@pytest.mark.parametrize("quick", [True, False])
def test_any_text_is_read_as_yaml_reads_it(quick: bool) -> None:
    chance = random.Random(1)
    seen = 0
    while seen < 1000:
        lines = [
            f'{chance.choice(("title", "written_in"))}: "{"".join(chance.choices(PIECES, k=chance.randrange(5)))}"\n'
            for _ in range(chance.randrange(1, 3))
        ]
        text = "".join(lines)
        if (LINES.fullmatch(text) is not None) is not quick:
            continue
        seen += 1
        try:
            expected = yaml.load(text, LOADER)
        except yaml.YAMLError:
            with pytest.raises(yaml.YAMLError):
                load(text, LOADER)
        else:
            assert load(text, LOADER) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", 'title: "a"', 'title: "a"\n\n', "title: a\n", 'yes: "a"\n', 'hide: ["toc"]\n'),
        *(' title: "a"\n', 'title: "a" # b\n', 'title: "a\n  b"\n'),
    ],
)
def test_what_staging_does_not_write_so_is_left_to_yaml(text: str) -> None:
    assert LINES.fullmatch(text) is None
    assert load(text, LOADER) == yaml.load(text, LOADER)
