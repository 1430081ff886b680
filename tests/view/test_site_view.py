"""Views hold what is public, in the page's language and its alphabetical order, and nothing else."""

from __future__ import annotations

import pickle
from typing import Annotated, Any

import pytest

import view_data
from partnersite.model import Network, Partner, Program
from partnersite.model.record import PUBLIC, Record, public_fields
from partnersite.view import Words, site_view
from view_data import full, small

CANARY = "canary-7f3a"

NOT_SHOWN = {
    "Vendor": {"colours", "logo"},  # for the stylesheet and the theme
    "Program": {"territory_limits"},  # for checks of the network
    "Messenger": set(),
}
"""Public fields that no view takes up."""


def test_a_view_survives_the_way_to_a_worker_process() -> None:
    view = view_data.view(full(), small())
    assert pickle.loads(pickle.dumps(view)) == view


def test_a_new_field_reaches_no_view_until_it_is_named_there() -> None:
    class TomorrowsPartner(Partner):
        added: Annotated[str, PUBLIC] = CANARY

    class TomorrowsProgram(Program):
        added: Annotated[str, PUBLIC] = CANARY

    network = Network(
        (TomorrowsPartner.model_validate(full()), TomorrowsPartner.model_validate(small())),
        TomorrowsProgram.model_validate(view_data.PROGRAM),
        view_data.LANGUAGES,
    )
    assert CANARY in repr(network)
    for language in view_data.LANGUAGES:
        view = site_view(network, language, view_data.settings())
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
    network = view_data.network(
        full(), small("ended-one", status="ended", until="2024"), small(parent="smarttouch-pos-peru")
    )
    read_fields.clear()
    site_view(network, "en", view_data.settings())
    models = {model.__name__: model for model in _models(Record)}
    for name, fields in read_fields.items():
        assert fields <= public_fields(models[name]), f"a view reads a private field of {name}"
        unread = public_fields(models[name]) - fields - NOT_SHOWN.get(name, set())
        assert not unread, f"pages do not show {unread} of {name}"
    assert set(read_fields) >= {"Partner", "Contacts", "Hours", "Reference", "Program", "CommissionStep"}


def _models(model: type[Record]) -> list[type[Record]]:
    return [model, *(found for below in model.__subclasses__() for found in _models(below))]


def test_internal_data_and_unpublished_partners_are_in_no_view() -> None:
    view = view_data.view(
        full(internal={"contract": CANARY, "deep": [{"x": CANARY}]}),
        small("not-yet", status="onboarding", name=CANARY, description=CANARY, parent="smarttouch-pos-peru"),
    )
    assert CANARY.encode() not in pickle.dumps(view)
    assert [partner.id for partner in view.partners] == ["smarttouch-pos-peru"]


def test_of_a_former_partner_only_its_name_and_kind_are_left() -> None:
    view = view_data.view(full(status="ended", name="Former Tills"), small(parent="smarttouch-pos-peru"))
    former = next(partner for partner in view.partners if partner.status == "ended")
    kept = {"id", "language", "path", "status", "name", "vendor", "type", "type_path", "until"}
    empty = {name: getattr(former, name) for name in former.__slots__ if name not in kept}
    assert not any(empty.values()), empty
    assert former.until == "2027-12-31"
    child = next(partner for partner in view.partners if partner.id == "kupava")
    assert child.parent is None


def test_a_suspended_partner_has_its_page_and_is_not_listed() -> None:
    view = view_data.view(full(status="suspended"), small(parent="smarttouch-pos-peru"))
    assert [card.id for card in view.cards] == ["kupava"]
    assert [kind.id for kind in view.types] == ["referral"]
    assert view.countries == ()
    assert view.figures.partners == 1
    page = next(partner for partner in view.partners if partner.status == "suspended")
    assert page.phone
    assert page.type_path == ""
    child = next(partner for partner in view.partners if partner.id == "kupava")
    assert child.parent is not None
    assert child.parent.id == "smarttouch-pos-peru"


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
    view = view_data.view(
        *records, language=language, languages=("en", language) if language != "en" else ("en",)
    )
    assert [card.name.text for card in view.cards] == order


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
    (partner,) = view_data.view(record, language="ru").partners
    assert partner.tagline == Words("Кассы")
    assert partner.description == Words("Only English.", "en")
    assert partner.name == Words("SmartTouch POS Peru")


def test_former_ids_lead_to_the_page_of_today() -> None:
    view = view_data.view(
        full(), small("gone", status="ended", until="2020", formerly=["older"]), language="ru"
    )
    assert {(redirect.path, redirect.target) for redirect in view.redirects} == {
        ("ru/partners/smarttouch-peru/", "ru/partners/smarttouch-pos-peru/"),
        ("ru/partners/older/", "ru/partners/gone/"),
    }


def test_partners_below_a_partner_are_on_its_page_and_it_is_on_theirs() -> None:
    view = view_data.view(
        full(),
        small("b-child", parent="smarttouch-pos-peru", name="B"),
        small("a", parent="smarttouch-pos-peru"),
    )
    parent = next(partner for partner in view.partners if partner.children)
    assert [card.name.text for card in parent.children] == ["B", "Kupava"]
    assert all(partner.parent for partner in view.partners if partner is not parent)
