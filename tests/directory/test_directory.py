"""The directory lists every active partner once per listing, in pages that link to each other."""

from __future__ import annotations

import pytest

import oracle
import view_data
from partnersite import directory
from partnersite.directory.pages import shown_numbers
from partnersite.pages.blockcontext import BlockContext
from partnersite.render.page import Page
from view_data import full, small


def pages(*records: dict[str, object], language: str = "en") -> dict[str, Page]:
    site, renderer = view_data.Site(*records), view_data.renderer(language)
    said = site.cards_of(language)
    return {job.path: directory.render(job.with_cards(said), renderer) for job in directory.jobs(site.view(language))}


def many(number: int) -> list[dict[str, object]]:
    return [small(f"p-{at:03}", name=f"Partner {at:03}", address={"country": "PE"}) for at in range(number)]


def test_there_is_a_page_per_country_and_type_with_somebody_in_it() -> None:
    assert set(
        pages(full(), small(), small("old", status="ended", until="2020", address={"country": "FR"}))
    ) == {
        "partners/",
        "partners/country/pe/",
        "partners/type/dealer/",
        "partners/type/referral/",
    }


def test_an_empty_network_has_a_directory_that_says_so() -> None:
    (page,) = pages(small(status="onboarding")).values()
    assert "There are no partners to show yet." in oracle.visible_text(page.main)
    assert oracle.heading_faults(page.main) == []


@pytest.mark.parametrize(("number", "last"), [(48, 1), (49, 2), (96, 2), (97, 3)])
def test_everybody_is_listed_once_over_the_pages(number: int, last: int) -> None:
    found = pages(*many(number))
    listing = [found["partners/"]] + [found[f"partners/page/{at}/"] for at in range(2, last + 1)]
    assert f"partners/page/{last + 1}/" not in found
    seen = [
        link["href"].rstrip("/").rpartition("/")[2]
        for page in listing
        for link in oracle.links(page.main)
        if "/p-" in link["href"]
    ]
    assert seen == [f"p-{at:03}" for at in range(number)]


def test_pages_link_to_their_neighbours() -> None:
    page = pages(*many(97))["partners/page/2/"]
    hrefs = {link.get("rel"): link["href"] for link in oracle.links(page.main) if "rel" in link}
    assert hrefs == {"prev": "../../../partners/", "next": "../../../partners/page/3/"}
    assert page.title == "Partners, page 2"
    assert page.alternates == (("en", "partners/page/2/"), ("ru", "ru/partners/page/2/"))


def test_a_country_page_says_where_it_is() -> None:
    page = pages(full(), language="ru")["ru/partners/country/pe/"]
    assert page.title.endswith("Перу")
    way = [f"{view_data.SITE}{path}" for path in ("ru/", "ru/partners/", "ru/partners/country/pe/")]
    (steps,) = page.json_ld
    assert [step["item"] for step in steps["itemListElement"]] == way


def test_a_card_shows_its_partner_from_every_list() -> None:
    records = [full(logo="logos/peru.svg"), *many(60)]
    found = pages(*records, language="ru")
    assert "ru/partners/page/2/" in found
    for path, page in found.items():
        assert "\0" not in page.main
        root = "../" * path.count("/")
        cards = [link["href"] for link in oracle.links(page.main) if "partners/p-" in link["href"]]
        assert path == "ru/partners/type/dealer/" or cards
        assert all(href.startswith(f"{root}ru/partners/p-") for href in cards)
        if path in ("ru/partners/type/dealer/", "ru/partners/country/pe/page/2/"):
            assert f'href="{root}ru/partners/smarttouch-pos-peru/"' in page.main
            assert f'src="{root}partners/smarttouch-pos-peru/logo.svg"' in page.main
            assert "Кассы для кафе" in oracle.visible_text(page.main)


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [(1, 1, (1,)), (1, 5, (1, 2, 3, 5)), (10, 20, (1, 8, 9, 10, 11, 12, 20)), (20, 20, (1, 18, 19, 20))],
)
def test_long_listings_name_a_few_pages(current: int, last: int, shown: tuple[int, ...]) -> None:
    assert shown_numbers(current, last) == shown


def test_every_listing_is_harmless_and_has_its_headings_in_order() -> None:
    for page in pages(full(), small(), *many(60)).values():
        assert oracle.heading_faults(page.main) == []
        # A long list has the field that narrows it, which sends nothing.
        assert oracle.active_nodes(page.main) == ["<input>"] * page.main.count('data-ps="filter"')
        assert oracle.duplicate_ids(page.main) == []
        assert page.shell == ("directory" if page.path == "partners/" else "listing")


def test_the_network_block_leads_into_the_directory() -> None:
    view = view_data.view(full(), small(), language="ru")
    renderer = view_data.renderer("ru")
    html = directory.block("network", "", BlockContext(view, renderer, "ru/program/", "program/index.md"))
    assert {link["href"] for link in oracle.links(html)} == {
        "../../ru/partners/",
        "../../ru/partners/type/dealer/",
        "../../ru/partners/type/referral/",
        "../../ru/partners/country/pe/",
    }
    assert oracle.active_nodes(html) == []
