"""Views hold what is public, in the page's language and its alphabetical order, and nothing else."""

from __future__ import annotations

import pickle
from typing import Annotated, Any

import pytest

import view_data
from partnersite.model import Partner, Program
from partnersite.model.facts import facts_of
from partnersite.model.record import PUBLIC, Record, public_fields
from partnersite.render.prose import Passage
from partnersite.render.richtext import to_html
from partnersite.view import PartnerView, PartnerViews, Words, program_view, site_view
from view_data import full, small

CANARY = "canary-7f3a"

NOT_SHOWN = {
    "Partner": {"parent", "formerly"},  # by way of the facts: whom a page names, which addresses lead to it
    "Vendor": {"colours", "logo"},  # for the stylesheet and the theme
    "Program": {"territory_limits"},  # for checks of the network
    "Messenger": set(),
}
"""Public fields that no view takes up."""


def page_of(partner_id: str, *records: dict[str, Any], language: str = "en") -> PartnerView:
    """What the page of one of these partners shows."""
    views = view_data.partner_views(*records, language=language)
    return next(view for view in views if view.id == partner_id)


def test_views_survive_the_way_to_a_worker_process() -> None:
    site = view_data.Site(full(), small())
    for view in (site.view(), site.partners(), site.cards(), site.texts()):
        assert pickle.loads(pickle.dumps(view)) == view


class TomorrowsPartner(Partner):
    added: Annotated[str, PUBLIC] = CANARY


class TomorrowsProgram(Program):
    added: Annotated[str, PUBLIC] = CANARY


def test_a_new_field_reaches_no_view_until_it_is_named_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnersite.model.reading.Partner", TomorrowsPartner)
    monkeypatch.setattr("view_data.Program", TomorrowsProgram)
    site = view_data.Site(full(), small())
    assert CANARY in repr(site.program)
    assert all(CANARY in repr(page.record()) for page in site.pages)
    assert CANARY not in repr(site.network.partners)
    for language in view_data.LANGUAGES:
        for view in (site.view(language), site.partners(language), site.cards(language), site.texts(language)):
            assert CANARY.encode() not in pickle.dumps(view)
            assert CANARY not in repr(view)


@pytest.fixture
def read_fields(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The model fields that anybody reads while the test runs, by the name of the model."""
    read: dict[str, set[str]] = {}
    original = Record.__getattribute__

    def watch(self: Record, name: str) -> Any:
        if name in type(self).__pydantic_fields__:
            read.setdefault(type(self).__name__, set()).add(name)
        return original(self, name)

    monkeypatch.setattr(Record, "__getattribute__", watch)
    return read


def test_views_read_public_fields_and_all_of_them(read_fields: dict[str, set[str]]) -> None:
    records = full(), small("ended-one", status="ended", until="2024"), small(parent="smarttouch-pos-peru")
    partners = [Partner.model_validate(record) for record in records]
    passages = {"en": to_html("Sells **software**."), "ru": to_html("Продаёт программы.")}
    site, settings = view_data.Site(*records), view_data.settings()
    read_fields.clear()
    site_view(site.network, "en", settings, site.intake.listed["en"])
    views = PartnerViews(site.program, program_view(site.program, "en", settings), "en", settings)
    for partner in partners:
        views.page(partner, passages)
        list(views.keywords(partner, views.card(partner)))
    models = {model.__name__: model for model in _models(Record)}
    for name, fields in read_fields.items():
        assert fields <= public_fields(models[name]), f"a view reads a private field of {name}"
        unread = public_fields(models[name]) - fields - NOT_SHOWN.get(name, set())
        assert not unread, f"pages do not show {unread} of {name}"
    assert set(read_fields) >= {"Partner", "Contacts", "Hours", "Reference", "Program", "CommissionStep"}


def test_nobody_is_told_how_to_reach_a_former_partner() -> None:
    contacts = {"email", "website", "streets"}
    known = {status: facts_of(Partner.model_validate(full(status=status)))._asdict() for status in ("active", "ended")}
    assert all(known["active"][name] for name in contacts)
    assert not any(known["ended"][name] for name in contacts)


def test_what_others_know_of_a_partner_is_public(read_fields: dict[str, set[str]]) -> None:
    partner = Partner.model_validate(full(parent="kupava"))
    read_fields.clear()
    facts_of(partner)
    models = {model.__name__: model for model in _models(Record)}
    for name, fields in read_fields.items():
        assert fields <= public_fields(models[name]), f"the facts of a partner hold a private field of {name}"
    assert read_fields["Partner"] >= NOT_SHOWN["Partner"]


def _models(model: type[Record]) -> list[type[Record]]:
    return [model, *(found for below in model.__subclasses__() for found in _models(below))]


def test_internal_data_and_unpublished_partners_are_in_no_view() -> None:
    site = view_data.Site(
        full(internal={"contract": CANARY, "deep": [{"x": CANARY}]}),
        small("not-yet", status="onboarding", name=CANARY, description=CANARY, parent="smarttouch-pos-peru"),
    )
    for language in view_data.LANGUAGES:
        views = site.view(language), site.partners(language), site.texts(language), site.around(language)
        assert CANARY.encode() not in pickle.dumps(views)
    assert [partner.id for partner in site.partners()] == ["smarttouch-pos-peru"]
    assert set(site.texts()) == set(site.view().kin.digests) == {"smarttouch-pos-peru"}


def test_pages_are_made_from_nothing_that_is_internal_or_unpublished() -> None:
    """None of it may reach a page, so none of it is there when pages are made."""
    site = view_data.Site(
        full(internal={"contract": CANARY, "deep": [{"x": CANARY}]}),
        small("not-yet", status="onboarding", tagline=CANARY, description=CANARY, parent="smarttouch-pos-peru"),
        small("gone", status="ended", until="2024", tagline=CANARY, description=CANARY, internal={"x": CANARY}),
    )
    assert [page.id for page in site.pages] == ["smarttouch-pos-peru", "gone"]
    kept = site.pages, site.network.partners, site.intake.listed, site.texts(), site.intake.digests
    assert CANARY.encode() not in pickle.dumps(kept)
    assert not any(CANARY in repr(page.record()) for page in site.pages)


def test_of_a_former_partner_only_its_name_and_kind_are_left() -> None:
    site = view_data.Site(full(status="ended", name="Former Tills"), small(parent="smarttouch-pos-peru"))
    former = next(partner for partner in site.partners() if partner.status == "ended")
    kept = {"id", "language", "path", "status", "name", "vendor", "type", "type_path", "until"}
    empty = {name: getattr(former, name) for name in former.__slots__ if name not in kept}
    assert not any(empty.values()), empty
    assert former.until == "2027-12-31"
    assert site.view().kin.of("kupava").family == ()
    assert former.id not in site.texts()


def test_a_suspended_partner_has_its_page_and_is_not_listed() -> None:
    records = full(status="suspended"), small(parent="smarttouch-pos-peru")
    view = view_data.view(*records)
    assert [card.id for card in view.cards] == ["kupava"]
    assert [kind.id for kind in view.types] == ["referral"]
    assert view.countries == ()
    assert view.figures.partners == 1
    page = page_of("smarttouch-pos-peru", *records)
    assert page.status == "suspended"
    assert page.phone
    assert page.type_path == ""
    assert view.kin.of("kupava").family == ("smarttouch-pos-peru",)


@pytest.mark.parametrize(
    ("language", "names", "order"),
    [
        ("en", ["Zulu", "alpha", "Émile", "Eve", "7 Tills"], ["7 Tills", "alpha", "Émile", "Eve", "Zulu"]),
        ("ru", ["Яблоко", "ёлка", "Ежи", "жук"], ["Ежи", "ёлка", "жук", "Яблоко"]),
        ("kk", ["Қала", "Кино", "Лира", "Әлем", "Ауыл"], ["Ауыл", "Әлем", "Кино", "Қала", "Лира"]),
        (
            "az",
            ["Xəzər", "Hava", "İlk", "Islaq", "Çay", "Dəniz"],
            ["Çay", "Dəniz", "Hava", "Xəzər", "Islaq", "İlk"],
        ),
        ("es", ["Ñandú", "Oso", "Nube"], ["Nube", "Ñandú", "Oso"]),
    ],
)
def test_names_stand_in_the_readers_alphabetical_order(
    language: str, names: list[str], order: list[str]
) -> None:
    records = [small(f"p{number}", name=name) for number, name in enumerate(names)]
    site = view_data.Site(*records, languages=("en", language) if language != "en" else ("en",))
    said = site.texts(language)
    assert [said[card.id].title for card in site.view(language).cards] == order


def test_countries_and_types_are_listed_where_there_is_somebody() -> None:
    view = view_data.view(
        full(territories=[{"territory": "central-asia"}, {"territory": "PE"}], address={"country": "PE"}),
        small(territories=[{"territory": "kz-almaty"}]),
        language="ru",
    )
    listed = {(place.code, place.path): [card.id for card in place.cards] for place in view.countries}
    assert listed == {
        ("KZ", "ru/partners/country/kz/"): ["kupava", "smarttouch-pos-peru"],
        ("KG", "ru/partners/country/kg/"): ["smarttouch-pos-peru"],
        ("PE", "ru/partners/country/pe/"): ["smarttouch-pos-peru"],
        ("UZ", "ru/partners/country/uz/"): ["smarttouch-pos-peru"],
    }
    assert [place.name for place in view.countries] == ["Казахстан", "Киргизия", "Перу", "Узбекистан"]
    assert [(kind.id, kind.path) for kind in view.types] == [
        ("dealer", "ru/partners/type/dealer/"),
        ("referral", "ru/partners/type/referral/"),
    ]
    assert view.program.types["integrator"].path == ""


def test_a_text_says_which_language_it_is_in_when_it_is_not_the_pages() -> None:
    record = full(
        tagline={"en": "Tills", "ru": "Кассы"},
        description={"en": "Only English."},
        name="SmartTouch POS Peru",
    )
    (partner,) = view_data.partner_views(record, language="ru")
    assert partner.tagline == Words("Кассы")
    assert partner.description == Passage("<p>Only English.</p>\n", "en")
    assert partner.name == Words("SmartTouch POS Peru")


def test_partners_below_a_partner_are_on_its_page_and_it_is_on_theirs() -> None:
    view = view_data.view(
        full(),
        small("b-child", parent="smarttouch-pos-peru", name="B"),
        small("a", parent="smarttouch-pos-peru"),
        small("not-yet", parent="smarttouch-pos-peru", status="onboarding"),
        small("paused", parent="smarttouch-pos-peru", status="suspended"),
    )
    assert {partner: view.kin.of(partner).family for partner in view.kin.digests} == {
        "smarttouch-pos-peru": ("b-child", "a"),
        "b-child": ("smarttouch-pos-peru",),
        "a": ("smarttouch-pos-peru",),
        "paused": ("smarttouch-pos-peru",),
    }


def test_a_page_names_those_who_follow_in_its_country_and_are_not_family() -> None:
    names = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E", "child": "F"}
    records = [small(key, name=name, address={"country": "PE"}) for key, name in names.items()]
    records[-1]["parent"] = "a"
    elsewhere = small("far", name="A far one", address={"country": "FR"})
    paused = small("paused", name="AA", address={"country": "PE"}, status="suspended")
    view = view_data.view(*records, elsewhere, paused)
    assert {partner: view.kin.of(partner).neighbours for partner in view.kin.digests} == {
        "a": ("b", "c", "d"),
        "b": ("c", "d", "e"),
        "c": ("d", "e", "child"),
        "d": ("e", "child", "a"),
        "e": ("child", "a", "b"),
        "child": ("b", "c", "d"),
        "far": (),
        "paused": ("a", "b", "c"),
    }
