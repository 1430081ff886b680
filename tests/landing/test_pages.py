"""A partner's page shows what is known, makes sense when little is, and says who is not active."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest

import oracle
import view_data
from partnersite import landing
from partnersite.render.head import json_in_html
from partnersite.render.page import Page
from view_data import full, small


def pages(*records: dict[str, object], language: str = "en") -> dict[str, Page]:
    """Every page of these partners by its address, those of former addresses among them."""
    site, renderer = view_data.Site(*records), view_data.renderer(language)
    views, around = {view.id: view for view in site.partners(language)}, site.around(language)
    made = [landing.render(view, around.get(view.id, landing.Around()), renderer) for view in views.values()]
    made += [landing.render_moved(old, views[new], renderer) for old, new in site.network.renamed.items()]
    assert len({page.path for page in made}) == len(made)
    return {page.path: page for page in made}


def page(record: dict[str, object], language: str = "en") -> Page:
    root = "" if language == "en" else f"{language}/"
    return pages(record, language=language)[f"{root}partners/{record['id']}/"]


@pytest.mark.parametrize(
    "text",
    [
        *("SmartTouch POS Peru", "Tills for cafés", "Sells software.", "Dealer", "Silver", "April 2015"),
        *("Peru exclusive", "Spanish and English", "Catering", "Retail", "October 1, 2026"),
        *("pe.example.com", "sales@pe.example.com", "+51 1 555 0100", "WhatsApp", "facebook.example.com/x"),
        *("Av. Arequipa 100", "15001", "Lima", "Monday – Friday", "9:00 AM – 6:00 PM", "local time in Lima"),
        *("Installation", "January 2020", "Standard", "8 hours", "Working days"),
        *("Café", "Two halls", "Catalogue page", "Vans", "list.example.com"),
        *("Incust", "loyalty", "Points", "each product works inside the other", "i.example.com"),
        *("Contact card (vCard)", "partners.example.com/partners/smarttouch-pos-peru"),
        *("Partner since April 2015", "Visit the website", "Official partner", "Service class"),
    ],
)
def test_everything_that_is_known_is_on_the_page(text: str) -> None:
    assert text in oracle.visible_text(page(full()).main).replace("\u202f", " ")


@pytest.mark.parametrize("record", [full(), small(), full(status="suspended"), full(status="ended")])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_headings_are_in_order_and_nothing_is_active(record: dict[str, object], language: str) -> None:
    main = page(record, language).main
    assert oracle.heading_faults(main) == []
    assert oracle.active_nodes(main) == []
    assert oracle.duplicate_ids(main) == []
    assert oracle.foreign_requests(main, view_data.SITE) == []
    assert all(text for _, text in oracle.headings(main))


def test_a_page_with_little_on_it_has_no_empty_parts() -> None:
    main = page(small()).main
    assert [text for _, text in oracle.headings(main)] == ["Kupava", "Contacts", "Official partner"]
    text = oracle.visible_text(main)
    assert "To reach this partner, write to SmartTouch POS: partners@example.com" in text
    for empty in ("<dd></dd>", "<li></li>", "<ul>\n</ul>", "None", 'href=""', "Undefined"):
        assert empty not in main


def test_links_are_relative_and_outside_ones_say_what_they_are() -> None:
    for language in ("en", "ru"):
        for link in oracle.links(page(full(), language).main):
            if link["href"].startswith("http"):
                assert {"noopener", "noreferrer", "nofollow"} <= set(link["rel"].split())
            else:
                assert link["href"].startswith(("../", "mailto:", "tel:"))


def test_ordinary_special_characters_are_escaped_once_everywhere() -> None:
    name = "A & B <i>\"'"
    shown = page(full(name=name, tagline=name, description=name))
    assert shown.title == name
    assert shown.description == name
    assert shown.main.count("A &amp; B &lt;i&gt;") == 4  # breadcrumb, heading, tagline, description
    assert "&amp;amp;" not in shown.main
    assert "&amp;lt;" not in shown.main
    data = json.loads(json_in_html(shown.json_ld[0]))
    assert data["name"] == data["description"] == name


def test_template_syntax_in_partner_texts_is_text() -> None:
    text = "{{ 7*7 }} {% raw %} {{ config }} %(vendor)s ${x} #{y}"
    main = page(full(name=text, tagline=text, description=text, references=[{"customer": text}])).main
    assert oracle.visible_text(main).count(text) == 5


def test_a_text_in_another_language_says_so() -> None:
    main = page(full(description={"en": "In English."}, tagline={"en": "Tills"}), "ru").main
    assert '<div class="ps-prose" dir="auto" lang="en"><p>In English.</p>' in main
    assert '<bdi lang="en">Tills</bdi>' in main


def strings(data: object) -> Iterator[tuple[str, str]]:
    """Every (property, text) of structured data."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str):
                yield name, value
            elif isinstance(value, list):
                for item in value:
                    yield from strings({name: item})
            else:
                yield from strings(value)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_structured_data_says_what_readers_see(language: str) -> None:
    shown = page(full(), language)
    organization, breadcrumb = shown.json_ld
    assert organization["@type"] == "LocalBusiness"
    text = oracle.visible_text(shown.main)
    addresses = {link["href"] for link in oracle.links(shown.main)}
    for name, value in strings(organization):
        if name.startswith("@") or name in (
            "logo",
            "addressCountry",
            "knowsLanguage",
            "dayOfWeek",
            "opens",
            "closes",
        ):
            continue
        assert value in text or value in addresses, name
    steps = breadcrumb["itemListElement"]
    assert isinstance(steps, list)
    way = re.findall("<bdi>(.*?)</bdi>", shown.main.partition("</nav>")[0])
    assert [step["name"] for step in steps] == [unescape(title) for title in way]
    assert steps[-1]["item"] == view_data.SITE + shown.path


def test_without_a_street_it_is_an_organization() -> None:
    shown = page(full(address={"country": "PE"}))
    assert shown.json_ld[0]["@type"] == "Organization"
    assert "openingHoursSpecification" not in shown.json_ld[0]


def test_hours_round_the_clock_and_over_midnight() -> None:
    hours = {
        "time_zone": "Europe/Moscow",
        "open": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
    }
    shown = page(full(contacts={"hours": hours}))
    assert "around the clock" in oracle.visible_text(shown.main)
    specification = shown.json_ld[0]["openingHoursSpecification"]
    assert specification == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            "opens": "00:00",
            "closes": "23:59",
        }
    ]


def test_a_suspended_partner_is_shown_as_such_and_kept_out_of_search() -> None:
    shown = page(full(status="suspended"))
    assert "suspended at the moment" in oracle.visible_text(shown.main)
    assert not shown.indexable
    assert shown.json_ld == ()
    assert ".vcf" not in shown.main


def test_a_former_partner_leaves_a_tombstone_without_personal_data() -> None:
    shown = page(full(status="ended", until="2024-05"))
    text = oracle.visible_text(shown.main)
    assert "Since May 2024 this company is no longer an official partner of SmartTouch POS." in text
    assert not shown.indexable
    for known in (
        "+51",
        "pe.example.com",
        "Arequipa",
        "Tills",
        "software",
        "Incust",
        "Café",
        "vcf",
        "qr.svg",
    ):
        assert known not in shown.main + shown.description + shown.search_text
    assert shown.json_ld == ()


def test_a_former_address_leads_to_the_page_of_today() -> None:
    shown = pages(full())["partners/smarttouch-peru/"]
    assert shown.redirect == "partners/smarttouch-pos-peru/"
    assert not shown.indexable
    assert [link["href"] for link in oracle.links(shown.main)] == ["../../partners/smarttouch-pos-peru/"]
    assert oracle.heading_faults(shown.main) == []
    assert oracle.active_nodes(shown.main) == []


def test_former_addresses_lead_on_in_every_language_whether_the_partner_is_active_or_not() -> None:
    gone = small("gone", status="ended", until="2020", formerly=["older"])
    made = pages(full(), gone, small("not-yet", status="onboarding", formerly=["oldest"]), language="ru")
    assert {(page.path, page.redirect) for page in made.values() if page.redirect} == {
        ("ru/partners/smarttouch-peru/", "ru/partners/smarttouch-pos-peru/"),
        ("ru/partners/older/", "ru/partners/gone/"),
    }


def test_partners_of_a_family_lead_to_each_other() -> None:
    made = pages(
        full(),
        small("b-child", parent="smarttouch-pos-peru", name="B & <b>"),
        small("a", parent="smarttouch-pos-peru"),
        language="ru",
    )

    def named(partner: str) -> list[tuple[str, str]]:
        cards = re.findall(r'<li class="ps-card".*?</li>', made[f"ru/partners/{partner}/"].main, re.DOTALL)
        return [(link["href"], oracle.visible_text(card)) for card in cards for link in oracle.links(card)]

    parent, *children = named("smarttouch-pos-peru"), named("a"), named("b-child")
    assert [href for href, _ in parent] == ["../../../ru/partners/b-child/", "../../../ru/partners/a/"]
    assert "B & <b>" in parent[0][1]
    for child in children:
        assert [href for href, _ in child] == ["../../../ru/partners/smarttouch-pos-peru/"]
        assert "SmartTouch POS Peru" in child[0][1]
        assert "Кассы для кафе" in child[0][1]


def test_others_in_the_country_are_named_where_there_are_any() -> None:
    def neighbours(*records: dict[str, object]) -> list[str]:
        main = pages(full(), *records)["partners/smarttouch-pos-peru/"].main
        assert oracle.heading_faults(main) == []
        assert ("More partners: Peru" in oracle.visible_text(main)) == ("ps-card--small" in main)
        cards = re.findall(r'<li class="ps-card ps-card--small".*?</li>', main, re.DOTALL)
        return [link["href"] for card in cards for link in oracle.links(card)]

    assert neighbours(small("there", address={"country": "PE"})) == ["../../partners/there/"]
    assert neighbours(small("elsewhere", address={"country": "FR"})) == []


def test_every_language_has_the_page_and_knows_the_others() -> None:
    assert page(full(), "ru").alternates == (
        ("en", "partners/smarttouch-pos-peru/"),
        ("ru", "ru/partners/smarttouch-pos-peru/"),
    )


@pytest.mark.parametrize(
    ("record", "description"),
    [
        (small(), "Kupava: official partner of SmartTouch POS"),
        (small(tagline="A line."), "A line."),
        (small(description="Some **bold** [words](https://x.example.com/)."), "Some bold words."),
    ],
)
def test_a_page_is_described_by_the_best_there_is(record: dict[str, object], description: str) -> None:
    assert page(record).description == description


def test_a_long_description_is_cut_between_words() -> None:
    text = page(small(description="word " * 100)).description
    assert len(text) <= 160
    assert text.endswith("word…")


def test_search_finds_what_the_page_says() -> None:
    entry = json.loads(view_data.Site(full()).texts()["smarttouch-pos-peru"].search)
    assert (entry["location"], entry["title"]) == ("partners/smarttouch-pos-peru/", "SmartTouch POS Peru")
    words = entry["text"]
    for word in (
        "Dealer",
        "Silver",
        "Tills for cafés",
        "Peru",
        "Lima",
        "Catering",
        "Installation",
        "software",
    ):
        assert word in words
    assert "D-2015-17" not in words
