"""The site's colours, worked out from the vendor's: light and dark, with contrast that WCAG 2.2 asks for (1.4.3).

Shades are mixed in OKLCH (B. Ottosson, 2020), where equal steps of lightness look equal in every hue.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partnersite.problems import Problem

STYLESHEET = "assets/colours.css"
"""Where the generated sheet is published."""

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text of any size."""
EDGE_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: what marks the edge of a control."""

PRIMARY, ACCENT = "#1f5fbf", "#f2a900"
"""Used where the programme names no colours."""

WHITE, BLACK = "#ffffff", "#0c1210"
STEP = 0.01
"""Of lightness, while looking for a shade with enough contrast."""

Shades = Mapping[str, str]
"""Colours by the name of their custom property without `--ps-`."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of both schemes, and what had to be changed in the vendor's."""

    light: Shades
    dark: Shades
    problems: tuple[Problem, ...] = ()

    @property
    def css(self) -> str:
        """The sheet that sets the colours; dark ones also where scripts are off and the reader's system is dark."""
        light, dark = _block(self.light, "light"), _block(self.dark, "dark")
        return (
            f"body,[data-md-color-scheme]{{{light}}}\n"
            f"[data-md-color-scheme=slate]{{{dark}}}\n"
            f"@media (prefers-color-scheme:dark){{.no-js body,body:not([data-md-color-scheme]){{{dark}}}}}\n"
            f"@media print{{body,.no-js body,body[data-md-color-scheme]{{{light}}}}}\n"
            # The root too, for what the browser draws around the page: scroll bars, and its ground while it loads.
            ":root{color-scheme:light}:root:has(body[data-md-color-scheme=slate]){color-scheme:dark}\n"
            "@media (prefers-color-scheme:dark)"
            "{.no-js,:root:has(body:not([data-md-color-scheme])){color-scheme:dark}}\n"
            "@media print{:root:root:root:has(body){color-scheme:light}}\n"
        )


def palette(primary: str = PRIMARY, accent: str = "", file: str = "program.yaml") -> Palette:
    """The palette of a vendor's colours, `#rrggbb`; a colour on which no text can be read is replaced and reported."""
    primary, accent = full_form(primary), full_form(accent)
    brand = readable_ground(primary)
    mark = readable_ground(accent or primary)
    problems = [
        _adjusted(given, used, name, file)
        for name, given, used in (("primary", primary, brand), ("accent", accent, mark))
        if given and used != given
    ]
    link = with_contrast(brand, _tint(brand, 0.955, 0.02), TEXT_CONTRAST)
    if link != brand and not problems:
        problems.append(_adjusted(primary, link, "primary", file, "as text on a light page"))
    return Palette(_light(brand, mark, link), _dark(brand, mark), tuple(problems))


def full_form(colour: str) -> str:
    """`#rrggbb` in small letters of a colour that may be written `#RGB`; nothing of nothing."""
    short = len(colour) == len("#rgb")
    return "#" + "".join(digit * 2 for digit in colour[1:].lower()) if short else colour.lower()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(ground: str) -> str:
    """White or near-black, whichever is read more easily on a colour; white where it is good enough."""
    return WHITE if contrast(WHITE, ground) >= TEXT_CONTRAST else BLACK


def readable_ground(colour: str) -> str:
    """The colour, or the nearest shade of it on which white or near-black text has enough contrast."""
    if contrast(text_on(colour), colour) >= TEXT_CONTRAST:
        return colour
    return with_contrast(colour, WHITE, TEXT_CONTRAST)


def with_contrast(colour: str, ground: str, ratio: float) -> str:
    """The colour, or the nearest shade of it with enough contrast to what it stands on."""
    lightness, chroma, hue = _to_oklch(colour)
    direction = -STEP if _luminance(ground) > 0.18 else STEP
    while contrast(colour, ground) < ratio and 0 <= lightness + direction <= 1:
        lightness += direction
        colour = _from_oklch(lightness, chroma, hue)
    return colour


def _light(brand: str, mark: str, link: str) -> Shades:
    _, chroma, hue = _to_oklch(brand)
    rich = min(chroma, 0.075)
    surface = _tint(brand, 0.975, 0.006)
    return {
        "page": WHITE,
        "surface": surface,
        "raised": WHITE,
        "sunken": _tint(brand, 0.955, 0.012),
        "line": _tint(brand, 0.905, 0.012),
        "edge": with_contrast(_tint(brand, 0.62, 0.02), surface, EDGE_CONTRAST),
        "ink": _from_oklch(0.23, 0.025, hue),
        "muted": with_contrast(_from_oklch(0.47, 0.025, hue), _tint(brand, 0.94, 0.03), TEXT_CONTRAST),
        "brand": brand,
        "on-brand": text_on(brand),
        "brand-hover": _hover(brand),
        "link": link,
        "tint": _tint(brand, 0.955, 0.02),
        "tint-strong": _tint(brand, 0.91, 0.04),
        "deep": _from_oklch(0.29, rich, hue),
        "deep-soft": _from_oklch(0.35, rich, hue),
        "deep-line": _from_oklch(0.42, rich, hue),
        "on-deep": WHITE,
        "on-deep-muted": with_contrast(_from_oklch(0.86, 0.03, hue), _from_oklch(0.35, rich, hue), TEXT_CONTRAST),
        "accent": mark,
        "on-accent": text_on(mark),
        "accent-hover": _hover(mark),
        "accent-tint": _tint(mark, 0.96, 0.045),
        "accent-ink": with_contrast(_shift(mark, -0.2), _tint(mark, 0.96, 0.045), TEXT_CONTRAST),
        "focus": with_contrast(link, WHITE, TEXT_CONTRAST),
        "shadow-tone": "12 30 24",
    } | _tones(0.93, 0.05, 0.36, 0.09)


def _dark(brand: str, mark: str) -> Shades:
    _, chroma, hue = _to_oklch(brand)
    rich = min(chroma, 0.06)
    page, raised = _from_oklch(0.19, 0.012, hue), _from_oklch(0.235, 0.014, hue)
    tint = _from_oklch(0.29, min(chroma, 0.035), hue)
    button = readable_ground(_from_oklch(0.76, min(chroma, 0.13), hue))
    link = with_contrast(_from_oklch(0.8, min(chroma, 0.11), hue), tint, TEXT_CONTRAST)
    return {
        "page": page,
        "surface": _from_oklch(0.215, 0.013, hue),
        "raised": raised,
        "sunken": _from_oklch(0.165, 0.01, hue),
        "line": _from_oklch(0.33, 0.016, hue),
        "edge": with_contrast(_from_oklch(0.52, 0.02, hue), raised, EDGE_CONTRAST),
        "ink": _from_oklch(0.945, 0.008, hue),
        "muted": with_contrast(_from_oklch(0.76, 0.015, hue), tint, TEXT_CONTRAST),
        "brand": button,
        "on-brand": text_on(button),
        "brand-hover": _hover(button),
        "link": link,
        "tint": tint,
        "tint-strong": _from_oklch(0.34, min(chroma, 0.045), hue),
        "deep": _from_oklch(0.265, rich, hue),
        "deep-soft": _from_oklch(0.315, rich, hue),
        "deep-line": _from_oklch(0.4, rich, hue),
        "on-deep": _from_oklch(0.97, 0.006, hue),
        "on-deep-muted": with_contrast(_from_oklch(0.83, 0.025, hue), _from_oklch(0.315, rich, hue), TEXT_CONTRAST),
        "accent": mark,
        "on-accent": text_on(mark),
        "accent-hover": _hover(mark),
        "accent-tint": _from_oklch(0.3, 0.035, _to_oklch(mark)[2]),
        "accent-ink": with_contrast(_shift(mark, 0.05), _from_oklch(0.3, 0.035, _to_oklch(mark)[2]), TEXT_CONTRAST),
        "focus": link,
        "shadow-tone": "0 0 0",
    } | _tones(0.33, 0.055, 0.9, 0.06)


TONES = 8
"""Pairs of colours for monograms, all around the hues."""


def _tones(ground: float, ground_chroma: float, ink: float, ink_chroma: float) -> dict[str, str]:
    """Ground and ink of every monogram tone, as `tone-0` and `tone-0-ink`."""
    shades = {}
    for tone in range(TONES):
        hue = math.radians(20 + tone * 360 / TONES)
        below = _from_oklch(ground, ground_chroma, hue)
        shades[f"tone-{tone}"] = below
        shades[f"tone-{tone}-ink"] = with_contrast(_from_oklch(ink, ink_chroma, hue), below, TEXT_CONTRAST)
    return shades


def _tint(colour: str, lightness: float, chroma: float) -> str:
    """The colour's hue at a given lightness, with at most its own chroma."""
    _, own, hue = _to_oklch(colour)
    return _from_oklch(lightness, min(chroma, own), hue)


def _hover(ground: str) -> str:
    """The shade of a button under the pointer: away from its text, which is read as easily as before."""
    lightness, chroma, hue = _to_oklch(ground)
    by = -0.06 if text_on(ground) == WHITE else 0.04
    return _from_oklch(min(max(lightness + by, 0), 1), chroma, hue)


def _shift(colour: str, by: float) -> str:
    """The colour, lighter or darker, as long as text can still be read on it."""
    lightness, chroma, hue = _to_oklch(colour)
    return readable_ground(_from_oklch(min(max(lightness + by, 0), 1), chroma, hue))


def _adjusted(given: str, used: str, name: str, file: str, where: str = "with text on it") -> Problem:
    return Problem(
        "colour-adjusted",
        f"The colour `{given}` has too little contrast {where}; the site uses `{used}` there.",
        file=file,
        field=f"vendor.colours.{name}",
        hint="choose a darker or lighter shade, or leave it so",
        severity="warning",
    )


def _block(shades: Shades, scheme: str) -> str:
    return f"color-scheme:{scheme};" + ";".join(f"--ps-{name}:{value}" for name, value in shades.items())


# sRGB and OKLCH


def _channels(colour: str) -> Iterator[float]:
    """Red, green and blue, 0 to 1, of light rather than of signal (IEC 61966-2-1)."""
    for at in (1, 3, 5):
        value = int(colour[at : at + 2], 16) / 255
        yield value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, hue in radians."""
    red, green, blue = _channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show: chroma gives way where there is none."""
    lightness = min(max(lightness, 0.0), 1.0)
    while True:
        channels = _linear(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= value <= 1.0005 for value in channels):
            return "#" + "".join(f"{round(255 * _signal(min(max(value, 0.0), 1.0))):02x}" for value in channels)
        chroma = max(0.0, chroma - 0.004)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _signal(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
