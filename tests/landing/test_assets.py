"""Files beside a partner's page: once for all languages, for those who may be advertised."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, PngImagePlugin

import view_data
from partnersite import landing
from partnersite.landing.qr import qr_svg
from partnersite.media.svg import check_svg
from partnersite.problems import Problems
from partnersite.settings import SiteSettings
from view_data import full, small

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def settings(tmp_path: Path) -> SiteSettings:
    logos = tmp_path / "content" / "partners" / "logos"
    logos.mkdir(parents=True)
    (logos / "peru.svg").write_bytes(SVG)
    information = PngImagePlugin.PngInfo()
    information.add_text("Author", "CANARY-author")
    Image.new("RGB", (2000, 1000), "red").save(logos / "big.png", pnginfo=information)
    return view_data.settings(folder=tmp_path)


def files(settings: SiteSettings, *records: dict[str, object]) -> dict[str, bytes]:
    partners = view_data.Site(*records, of=settings).partners("en")
    found = [file for partner in partners for file in landing.assets(partner, settings)]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_an_active_partner_has_card_code_and_logo(settings: SiteSettings) -> None:
    found = files(settings, full(), small())
    assert set(found) == {
        "partners/smarttouch-pos-peru/smarttouch-pos-peru.vcf",
        "partners/smarttouch-pos-peru/qr.svg",
        "partners/smarttouch-pos-peru/logo.svg",
        "partners/kupava/kupava.vcf",
        "partners/kupava/qr.svg",
    }
    assert found["partners/smarttouch-pos-peru/logo.svg"] == SVG


def test_a_suspended_partner_keeps_its_logo_only_and_a_former_one_nothing(settings: SiteSettings) -> None:
    records = full(status="suspended"), small(status="ended", until="2024", logo="logos/peru.svg")
    assert set(files(settings, *records)) == {"partners/smarttouch-pos-peru/logo.svg"}


def test_a_logo_of_pixels_is_published_small_and_without_metadata(settings: SiteSettings) -> None:
    data = files(settings, full(logo="logos/big.png"))["partners/smarttouch-pos-peru/logo.png"]
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (512, 256)
        assert picture.info == {}
    assert b"CANARY" not in data


def test_hostile_logos_are_problems(settings: SiteSettings) -> None:
    logo = settings.content_dir / "partners" / "logos" / "peru.svg"
    logo.write_bytes(SVG.replace(b"<path", b"<script>alert(1)</script><path"))
    problems = Problems()
    landing.check_logos(view_data.network(full(), small()), settings, problems)
    assert [(problem.code, problem.file, problem.line) for problem in problems.errors] == [
        ("svg-element", "content/partners/logos/peru.svg", 1)
    ]


def test_the_code_leads_to_the_canonical_address(settings: SiteSettings) -> None:
    """The dark modules drawn are those of a code with this address, read back from the picture."""
    address = "https://partners.example.com/partners/smarttouch-pos-peru/"
    data = files(settings, full())["partners/smarttouch-pos-peru/qr.svg"]
    assert data == qr_svg(address)
    assert check_svg(data, "qr.svg") == []
    assert read(data) == (address, "M")


@pytest.mark.parametrize("letters", [0, 9, 40, 150, 400])
def test_codes_of_every_size_lead_where_they_should(letters: int) -> None:
    address = f"https://partners.example.com/{'x' * letters}/"
    assert read(qr_svg(address)) == (address, "M")


def read(data: bytes) -> tuple[str, str]:
    """What a reader makes of the modules that are drawn: the text, and the level of error correction."""
    modules = drawn(data)
    border = 4
    picture = Image.new("L", (len(modules[0]) + 2 * border, len(modules) + 2 * border), 255)
    picture.putdata(
        [255] * border * picture.width
        + [0 if dark else 255 for row in modules for dark in (*[False] * border, *row, *[False] * border)]
        + [255] * border * picture.width
    )
    (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    return found.text, found.ec_level


def drawn(data: bytes) -> list[list[bool]]:
    """The modules of a code drawn by horizontal strokes, without its white border."""
    root = ET.fromstring(data)
    paths = [node for node in root.iter() if node.tag.endswith("path")]
    side = int(root.attrib["viewBox"].split()[2])
    assert paths[0].attrib == {"fill": "#fff", "d": f"M0 0h{side}v{side}h-{side}z"}
    rows = [[False] * side for _ in range(side)]
    x, y = 0.0, 0.0
    for command, arguments in commands(paths[1].attrib["d"]):
        if command == "M":
            x, y = arguments
        elif command == "m":
            x, y = x + arguments[0], y + arguments[1]
        else:
            for step in range(int(arguments[0])):
                rows[int(y - 0.5)][int(x) + step] = True
            x += arguments[0]
    return [row[4:-4] for row in rows[4:-4]]


def commands(path: str) -> list[tuple[str, list[float]]]:
    return [
        (command, [float(number) for number in re.findall(r"-?\d*\.?\d+", arguments)])
        for command, arguments in re.findall(r"([Mmh])([^Mmh]*)", path)
    ]
