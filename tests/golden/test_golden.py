"""The small site's most telling files as they were last looked at, kept in `expected/`.

A change of templates or texts shows here as a difference to read. When it is meant: pytest tests/golden --update-golden
"""

from __future__ import annotations

from pathlib import Path

import pytest

from partnersite.build import build
from plain_engine import PlainEngine
from small_site import copy_small_site

HERE = Path(__file__).parent

FILES = (
    "index.html",
    "ru/index.html",
    "ar/index.html",
    "404.html",
    "program/dealer/index.html",
    "ru/program/dealer/index.html",
    "ru/program/referral/index.html",
    "training/start/index.html",
    "training/start/first/index.html",
    "brand/index.html",
    "brand/kit/index.html",
    "ar/brand/kit/index.html",
    "partners/index.html",
    "ar/partners/index.html",
    "partners/country/ru/index.html",
    "partners/type/dealer/index.html",
    "partners/nord-pos/index.html",
    "ru/partners/nord-pos/index.html",
    "ar/partners/nord-pos/index.html",
    "partners/nord-pos/nord-pos.vcf",
    "partners/steppe-tills/index.html",
    "partners/van-builders/index.html",
    "partners/paused-partner/index.html",
    "partners/former-partner/index.html",
    "partners/nordpos/index.html",
    "partners.json",
    "ru/partners.json",
    "search/data.json",
    "ru/search/data.json",
    "sitemap.xml",
    "robots.txt",
    "_headers",
    "_redirects",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as it is built now."""
    folder = tmp_path_factory.mktemp("golden")
    source, site_dir = copy_small_site(folder / "source"), folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764547200")
        build(source, site_dir=site_dir, engine=PlainEngine(), durable=False)
    return site_dir


@pytest.mark.parametrize("path", FILES)
def test_the_file_is_as_it_was_last_looked_at(path: str, site: Path, request: pytest.FixtureRequest) -> None:
    expected = HERE / "expected" / path
    made = (site / path).read_bytes()
    if request.config.getoption("--update-golden"):
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_bytes(made)
    assert made.decode() == expected.read_bytes().decode()
