"""The palette: readable whatever the vendor's colours are, and honest about what it changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnersite.render.colours import EDGE_CONTRAST, TEXT_CONTRAST, TONES, Palette, contrast, palette

TEXTS = [
    ("ink", ("page", "surface", "raised", "sunken", "tint")),
    ("muted", ("page", "surface", "raised", "tint")),
    ("link", ("page", "surface", "raised", "tint")),
    ("on-brand", ("brand", "brand-hover")),
    ("on-accent", ("accent", "accent-hover")),
    ("on-deep", ("deep", "deep-soft")),
    ("on-deep-muted", ("deep", "deep-soft")),
    ("accent-ink", ("accent-tint",)),
    *((f"tone-{tone}-ink", (f"tone-{tone}",)) for tone in range(TONES)),
]
"""What stands on what in our sheets."""


def _unreadable(made: Palette) -> list[str]:
    return [
        f"{scheme}: {text} on {ground}"
        for scheme, shades in (("light", made.light), ("dark", made.dark))
        for text, grounds in TEXTS
        for ground in grounds
        if contrast(shades[text], shades[ground]) < TEXT_CONTRAST
    ]


def test_known_ratios() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_every_text_can_be_read_in_both_schemes_whatever_the_colours(primary: int, accent: int) -> None:
    made = palette(f"#{primary:06x}", f"#{accent:06x}")
    assert _unreadable(made) == []
    assert contrast(made.light["edge"], made.light["page"]) >= EDGE_CONTRAST
    assert contrast(made.dark["edge"], made.dark["page"]) >= EDGE_CONTRAST


@pytest.mark.parametrize("primary", ["#0b6e4f", "#1f5fbf", "#7a1f5c", "#000"])
def test_a_colour_that_can_carry_text_is_used_as_it_is(primary: str) -> None:
    made = palette(primary)
    assert made.problems == ()
    assert made.light["brand"] == ("#000000" if primary == "#000" else primary)


@pytest.mark.parametrize(
    ("primary", "used_as"),
    [("#777777", "brand"), ("#ffd400", "link"), ("#f0f0f0", "link")],
)
def test_a_colour_that_cannot_is_replaced_and_named_in_a_warning(primary: str, used_as: str) -> None:
    made = palette(primary)
    (problem,) = made.problems
    assert problem.severity == "warning"
    assert problem.field == "vendor.colours.primary"
    assert primary in problem.message
    assert made.light[used_as] in problem.message
    assert made.light[used_as] != primary


def test_the_sheet_has_a_light_a_dark_and_a_printed_scheme() -> None:
    css = palette("#0b6e4f").css
    assert css.startswith("body,[data-md-color-scheme]{color-scheme:light;--ps-page:#ffffff;")
    assert "[data-md-color-scheme=slate]{color-scheme:dark;" in css
    assert "@media (prefers-color-scheme:dark){.no-js body" in css
    assert "@media print{" in css
