"""What must hold between records: ids, names, parents, territories, dates, files, languages, commission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model_data import PROGRAM, Raw, edited, partner, problems_of, program, said, small, write_source

P = "partners[0]"


def dealer(own: str, *territories: str, **changes: Any) -> Raw:
    claims = [{"territory": territory, "exclusive": "yes"} for territory in territories]
    return {
        "id": own,
        "name": own.title(),
        "type": "dealer",
        "status": "active",
        "territories": claims,
        **changes,
    }


# --- one id, former id or address twice


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([small(), small(name="Other")], [("error", "duplicate-id", "partners[1].id")]),
        (
            [small(), small(id="b", name="B", formerly=["kupava"])],
            [("error", "duplicate-id", "partners[1].formerly[0]")],
        ),
        (
            [small(id="b", name="B", formerly=["kupava"]), small()],
            [("error", "duplicate-id", f"{P}.formerly[0]")],
        ),
        ([small(formerly=["kupava"])], [("error", "duplicate-id", f"{P}.formerly[0]")]),
        (
            [small(formerly=["old"]), small(id="b", name="B", formerly=["old"])],
            [("error", "duplicate-id", "partners[1].formerly[0]")],
        ),
        ([small(formerly=["old", "old"])], [("error", "listed-twice", f"{P}.formerly[1]")]),
        ([small(id="ru")], [("error", "reserved", f"{P}.id")]),
        ([small(), small(id="KUPAVA", name="B")], [("error", "slug", "partners[1].id")]),
        ([small(), small(id="kupаva", name="B")], [("error", "slug", "partners[1].id")]),
    ],
)
def test_an_id_belongs_to_one_partner_for_ever(tmp_path: Path, records: list[Raw], told: Any) -> None:
    assert said(problems_of(tmp_path, *records)) == told


def test_an_id_cannot_be_a_language_folder_of_the_site(tmp_path: Path) -> None:
    from partnersite.model import load_network

    write_source(tmp_path, small(id="haw"))
    _, problems = load_network(tmp_path, languages=("en", "haw"))
    assert [problem.code for problem in problems.errors] == ["reserved"]


def at(email: str, street: str = "", **changes: Any) -> Raw:
    contacts = {"email": email} if email else {}
    address = {"country": "RU", "city": "Москва", "street": street} if street else None
    return {key: value for key, value in small(contacts=contacts, address=address, **changes).items() if value}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            at("a@b.example.com"),
            at("A@B.Example.com", id="b", name="B"),
            [("error", "duplicate-email", "partners[1].contacts.email")],
        ),
        (
            at("", "Ёлочная 5"),
            at("", "ЁЛОЧНАЯ  5", id="b", name="B"),
            [("warning", "duplicate-street", "partners[1].address.street")],
        ),
        (
            at("", "Cafe\u0301 1"),
            at("", "Café 1", id="b", name="B"),
            [("warning", "duplicate-street", "partners[1].address.street")],
        ),
        (at("", "Лесная 5"), at("", "Лесная 6", id="b", name="B"), []),
        (at("a@b.example.com"), at("a@b.example.com", id="b", name="B", status="ended", until="2020"), []),
        (
            small(contacts={"website": "https://www.a.example.com/"}),
            small(id="b", name="B", contacts={"website": "http://A.example.com"}),
            [
                ("warning", "duplicate-website", "partners[1].contacts.website"),
                ("warning", "url-insecure", "partners[1].contacts.website"),
            ],
        ),
    ],
)
def test_an_address_of_two_partners_is_told(tmp_path: Path, one: Raw, other: Raw, told: Any) -> None:
    assert said(problems_of(tmp_path, one, other)) == told


def test_a_family_may_share_its_address(tmp_path: Path) -> None:
    family = [
        dealer("a", contacts={"email": "x@a.example.com"}),
        dealer("b", contacts={"email": "x@a.example.com"}, parent="a"),
        dealer("c", contacts={"email": "x@a.example.com"}, parent="a"),
    ]
    assert problems_of(tmp_path, *family) == []


# --- names


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Kupava", "KUPAVA", [("warning", "duplicate-name", "partners[1].name")]),
        ("Kupava", {"en": "x", "ru": "kupava"}, [("warning", "duplicate-name", "partners[1].name.ru")]),
        ("CAPA", "САРА", [("error", "name-lookalike", "partners[1].name")]),
        (
            {"en": "CAPA", "ru": "Капа"},
            {"en": "Sara", "ru": "САРА"},
            [("error", "name-lookalike", "partners[1].name.ru")],
        ),
        ("Market 1", "Market l", [("warning", "name-lookalike", "partners[1].name")]),
        ("Kupava", "Купава", []),
        ("System Group", "System Groups", []),
    ],
)
def test_names_that_can_be_confused_are_told(tmp_path: Path, one: Any, other: Any, told: Any) -> None:
    assert said(problems_of(tmp_path, small(name=one), small(id="b", name=other))) == told


def test_a_partner_may_call_itself_alike_in_two_languages(tmp_path: Path) -> None:
    assert problems_of(tmp_path, small(name={"en": "CAPA", "ru": "САРА"})) == []


# --- parents


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([dealer("a"), dealer("b", parent="a")], []),
        ([dealer("b", parent="a")], [("error", "unknown-parent", f"{P}.parent")]),
        (
            [dealer("a", formerly=["x"]), dealer("b", parent="x")],
            [("error", "unknown-parent", "partners[1].parent")],
        ),
        ([dealer("a", parent="a")], [("error", "parent-circle", f"{P}.parent")]),
        ([dealer("a", parent="b"), dealer("b", parent="a")], [("error", "parent-circle", f"{P}.parent")]),
        (
            [
                dealer("x", parent="a"),
                dealer("a", parent="b"),
                dealer("b", parent="c"),
                dealer("c", parent="a"),
            ],
            [("error", "parent-circle", "partners[1].parent")],
        ),
        (
            [dealer("a"), dealer("b", parent="a"), dealer("c", parent="b")],
            [("warning", "parent-deep", "partners[2].parent")],
        ),
        ([small(), dealer("b", parent="kupava")], [("error", "parent-cannot-recruit", "partners[1].parent")]),
        (
            [dealer("a", status="ended", until="2020"), dealer("b", parent="a")],
            [("warning", "parent-ended", "partners[1].parent")],
        ),
        (
            [
                dealer("a", status="ended", until="2020"),
                dealer("b", parent="a", status="ended", until="2020"),
            ],
            [],
        ),
    ],
)
def test_parents_form_two_tiers(tmp_path: Path, records: list[Raw], told: Any) -> None:
    problems = problems_of(tmp_path, *records)
    assert sorted(said(problems)) == sorted(told)


def test_a_parent_called_by_its_former_id_is_told_the_new_one(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, dealer("a", formerly=["x"]), dealer("b", parent="x"))
    assert [problem.hint for problem in problems] == ["it is called `a` now"]


# --- exclusive territories


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (["PE"], ["PE"], True),
        (["PE"], ["KZ"], False),
        (["KZ"], ["kz-almaty"], True),
        (["kz-almaty"], ["KZ"], True),
        (["central-asia"], ["kz-almaty"], True),
        (["central-asia"], ["turkic"], True),
        (["central-asia"], ["AZ"], False),
        (["PE", "central-asia"], ["UZ"], True),
    ],
)
def test_two_exclusive_partners_may_not_share_ground(
    tmp_path: Path, one: list[str], other: list[str], clash: bool
) -> None:
    told = said(problems_of(tmp_path, dealer("a", *one), dealer("b", *other)))
    assert told == [("error", "exclusive-conflict", "partners[1].territories[0].territory")] * clash


@pytest.mark.parametrize("status", ["active", "onboarding", "suspended", "ended"])
def test_only_a_partner_that_ended_gives_its_territory_back(tmp_path: Path, status: str) -> None:
    other = dealer("b", "PE", status=status, until="2030")
    codes = [problem.code for problem in problems_of(tmp_path, dealer("a", "PE"), other)]
    assert ("exclusive-conflict" in codes) is (status != "ended")


def test_partners_of_two_types_may_share_ground(tmp_path: Path) -> None:
    assert problems_of(tmp_path, dealer("a", "PE"), dealer("b", "PE", type="integrator")) == []


def test_a_sub_partner_is_no_rival_of_its_parent_but_of_its_sister_and_of_strangers(tmp_path: Path) -> None:
    parent, child = dealer("a", "KZ"), dealer("b", "kz-almaty", parent="a")
    sister, stranger = dealer("c", "kz-almaty", parent="a"), dealer("d", "kz-almaty")
    assert problems_of(tmp_path, parent, child) == []
    assert problems_of(tmp_path, child, parent) == []
    told = problems_of(tmp_path, parent, child, sister)
    assert [(p.code, p.field) for p in told] == [("exclusive-conflict", "partners[2].territories[0].territory")]
    assert "`b` and `c`" in told[0].message
    # The stranger's record and the parent's: whoever stands below is told against whoever stands above.
    told = problems_of(tmp_path, parent, child, stranger)
    assert {p.code for p in told} == {"exclusive-conflict"}
    assert len(told) == 2


def test_a_conflict_names_both_partners_the_nesting_and_the_other_place(tmp_path: Path) -> None:
    (told,) = problems_of(tmp_path, dealer("a", "central-asia"), dealer("b", "kz-almaty"))
    assert told.message == "`a` and `b` are both the only dealer for `kz-almaty`, which lies in `central-asia`."
    assert "partners.yaml, line " in told.hint


def test_an_exclusive_territory_where_others_work_is_a_warning(tmp_path: Path) -> None:
    shared = [{"territory": "KZ"}]
    others = [dealer(f"o{n}", territories=shared) for n in range(7)]
    (told,) = problems_of(
        tmp_path,
        dealer("a", "kz-almaty"),
        dealer("sub", territories=[{"territory": "kz-almaty"}], parent="a"),
        *[{**o, "territories": [{"territory": "kz-almaty"}]} for o in others],
    )
    assert (told.severity, told.code) == ("warning", "exclusive-shared")
    assert told.message.endswith("o0, o1, o2, o3, o4 and 2 more.")


def test_a_territory_listed_twice_by_one_partner_is_a_problem(tmp_path: Path) -> None:
    assert said(problems_of(tmp_path, dealer("a", "PE", "PE"))) == [
        ("error", "listed-twice", f"{P}.territories[1].territory")
    ]


def test_more_partners_than_a_territory_takes_are_a_warning(tmp_path: Path) -> None:
    limited = program(territory_limits={"KZ": {"dealer": "1", "referral": "3"}, "PE": {"deler": "1"}, "nowhere": {}})
    two = [dealer(own, territories=[{"territory": "kz-almaty"}]) for own in ("a", "b")]
    assert said(problems_of(tmp_path, *two, program=limited)) == [
        ("warning", "territory-full", "territory_limits.KZ.dealer"),
        ("error", "unknown-partner-type", "territory_limits.PE.deler"),
        ("error", "unknown-territory", "territory_limits.nowhere"),
    ]


# --- dates


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "ended", "until": None}, [("error", "ended-without-date", f"{P}.until")]),
        ({"status": "ended", "until": "2020"}, []),
        (
            {"since": "2015-04-02", "until": "2015-04-01", "status": "ended"},
            [("error", "dates-order", f"{P}.until")],
        ),
        ({"since": "2015-04", "until": "2015", "status": "ended"}, []),
        ({"since": "2016", "until": "2015-12", "status": "ended"}, [("error", "dates-order", f"{P}.until")]),
        ({"reviewed": "2026-11-24"}, [("warning", "date-in-future", f"{P}.reviewed")]),
        ({"reviewed": "2026-11-23"}, []),
        ({"reviewed": "2026"}, []),
        ({"since": "2027"}, [("warning", "date-in-future", f"{P}.since")]),
        ({"since": "2027", "status": "onboarding"}, []),
        ({"until": "2026-10"}, [("warning", "contract-over", f"{P}.until")]),
        ({"until": "2027", "status": "ended"}, [("warning", "date-in-future", f"{P}.until")]),
        (
            {"competencies": [{"competency": "installation", "since": "2028"}]},
            [("error", "dates-order", f"{P}.competencies[0].since")],
        ),
    ],
)
def test_dates_make_sense(tmp_path: Path, change: Raw, told: Any) -> None:
    assert sorted(
        said(
            problems_of(
                tmp_path,
                partner(competencies=[], **change) if "competencies" not in change else partner(**change),
            )
        )
    ) == sorted(told)


# --- words of the programme


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tier": "gold"}, ("error", "unknown-tier", f"{P}.tier")),
        ({"type": "integrator"}, ("error", "tier-of-other-type", f"{P}.tier")),
        ({"verticals": ["banks"]}, ("error", "unknown-vertical", f"{P}.verticals[0]")),
        (
            {"territories": [{"territory": "XX"}]},
            ("error", "unknown-country", f"{P}.territories[0].territory"),
        ),
        (
            {"territories": [{"territory": "mars"}]},
            ("error", "unknown-territory", f"{P}.territories[0].territory"),
        ),
        (
            {"competencies": [{"competency": "repair", "sla": "gold"}]},
            ("error", "unknown-competency", f"{P}.competencies[0].competency"),
        ),
        (
            {"competencies": [{"competency": "installation", "sla": "gold"}]},
            ("error", "unknown-sla-class", f"{P}.competencies[0].sla"),
        ),
        (
            {"references": [{"customer": "x", "vertical": "banks"}]},
            ("error", "unknown-vertical", f"{P}.references[0].vertical"),
        ),
        ({"languages": ["klingon"]}, ("error", "unknown-language", f"{P}.languages[0]")),
    ],
)
def test_a_word_that_the_programme_does_not_know_is_a_problem(tmp_path: Path, change: Raw, told: Any) -> None:
    assert told in said(problems_of(tmp_path, partner(**change)))


def test_kinds_of_integration_are_checked_where_the_programme_lists_them(tmp_path: Path) -> None:
    listed = edited(PROGRAM, lambda raw: raw["vocabularies"].update(integrations={"payment": "Payment"}))
    assert said(problems_of(tmp_path, partner(), program=listed)) == [
        ("error", "unknown-kind-of-integration", f"{P}.integration.kind")
    ]


# --- the programme


def steps(*written: tuple[str, str, str]) -> Raw:
    keys = ("from", "to", "rate")
    return edited(
        PROGRAM,
        lambda raw: raw["commission_scales"]["dealer-sales"].update(
            steps=[{key: value for key, value in zip(keys, step, strict=True) if value} for step in written]
        ),
    )


S = "commission_scales.dealer-sales.steps"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([("0", "", "15")], []),
        ([("0", "10", "15"), ("10", "", "15")], []),
        ([("0", "10", "15"), ("20", "", "20")], [("error", "commission-gap", f"{S}[1].from")]),
        ([("0", "20", "15"), ("10", "", "20")], [("error", "commission-overlap", f"{S}[1].from")]),
        (
            [("10", "20", "15"), ("0", "", "20")],
            [
                ("error", "commission-overlap", f"{S}[1].from"),
                ("warning", "commission-start", f"{S}[0].from"),
            ],
        ),
        ([("0", "", "15"), ("10", "", "20")], [("error", "commission-open", f"{S}[0]")]),
        ([("0", "10", "15")], [("error", "commission-end", f"{S}[0].to")]),
        ([("0", "0", "15"), ("0", "", "20")], [("error", "commission-order", f"{S}[0].to")]),
        ([("0", "", "101")], [("error", "commission-rate", f"{S}[0].rate")]),
        ([("0", "", "100.01")], [("error", "commission-rate", f"{S}[0].rate")]),
        ([("0", "", "100")], []),
        ([("0", "", "0")], [("error", "commission-rate", f"{S}[0].rate")]),
        ([("0", "10", "20"), ("10", "", "15")], [("warning", "commission-falling", f"{S}[1].rate")]),
        ([("5", "", "15")], [("warning", "commission-start", f"{S}[0].from")]),
        ([], [("error", "empty", S)]),
    ],
)
def test_a_commission_scale_has_no_holes(tmp_path: Path, written: Any, told: Any) -> None:
    assert sorted(said(problems_of(tmp_path, small(), program=steps(*written)))) == sorted(told)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda raw: raw["types"]["dealer"].update(commission="x"),
            ("error", "unknown-commission-scale", "types.dealer.commission"),
        ),
        (
            lambda raw: raw["tiers"]["silver"].update(types=["x"]),
            ("error", "unknown-partner-type", "tiers.silver.types[0]"),
        ),
        (
            lambda raw: raw["tiers"]["silver"].update(requirements=["x"]),
            ("error", "unknown-requirement", "tiers.silver.requirements[0]"),
        ),
        (
            lambda raw: raw["tiers"]["silver"].update(benefits=["x"]),
            ("error", "unknown-benefit", "tiers.silver.benefits[0]"),
        ),
        (lambda raw: raw["tiers"]["silver"].update(rank="1"), ("warning", "tier-rank", "tiers.silver.rank")),
        (
            lambda raw: raw["prohibited"]["price-dumping"].update(types=["x"]),
            ("error", "unknown-partner-type", "prohibited.price-dumping.types[0]"),
        ),
        (
            lambda raw: raw["requirements"]["trained-staff"].update(kind="money"),
            ("error", "unknown-value", "requirements.trained-staff.kind"),
        ),
        (
            lambda raw: raw["territories"]["kz-almaty"].update(within="kz-south"),
            ("error", "unknown-territory", "territories.kz-almaty.within"),
        ),
        (
            lambda raw: raw["territories"]["turkic"].update(contains=["turkic"]),
            ("error", "territory-circle", "territories.turkic"),
        ),
        (
            lambda raw: raw["territories"].update(a={"name": "A", "within": "b"}, b={"name": "B", "within": "a"}),
            ("error", "territory-circle", "territories.a"),
        ),
        (
            lambda raw: raw["territories"].update(kz={"name": "A", "within": "KZ"}),
            ("error", "territory-like-country", "territories.kz"),
        ),
        (
            lambda raw: raw["territories"].update(moon={"name": "Moon"}),
            ("warning", "territory-nowhere", "territories.moon"),
        ),
        (
            lambda raw: raw["vendor"].update(url="http://example.com/"),
            ("warning", "url-insecure", "vendor.url"),
        ),
        (lambda raw: raw["vendor"].update(logo="brand/logo.svg"), ("error", "file-missing", "vendor.logo")),
        (
            lambda raw: raw["vendor"]["colours"].update(primary="green"),
            ("error", "colour", "vendor.colours.primary"),
        ),
        (lambda raw: raw.pop("vendor"), ("error", "missing-key", "vendor")),
        (lambda raw: raw.update(types={}), ("error", "empty", "types")),
        (
            lambda raw: raw["types"].update({"Big Dealer": raw["types"]["dealer"]}),
            ("error", "slug", 'types["Big Dealer"]'),
        ),
        (lambda raw: raw.update(tier={}), ("error", "unknown-key", "tier")),
    ],
)
def test_the_programme_refers_only_to_what_it_has(tmp_path: Path, edit: Any, told: Any) -> None:
    assert told in said(problems_of(tmp_path, small(), program=edited(PROGRAM, edit)))


# --- files, links, languages


@pytest.mark.parametrize(
    ("logo", "code", "hint"),
    [
        ("logos/peru.svg", None, ""),
        ("logos/Peru.svg", "file-missing", "did you mean `peru.svg`?"),
        ("logos/perou.svg", "file-missing", "did you mean `peru.svg`?"),
        ("logo/peru.svg", "file-missing", "did you mean `logos`?"),
        ("peru.svg", "file-missing", "put it there, or remove the key"),
        ("logos/folder.svg", "file-missing", "did you mean `folder.svg`?"),
        ("logos/link.svg", "file-link", "put the file itself there"),
        ("linked/peru.svg", "file-link", "put the file itself there"),
        ("logos/peru.svg/x.svg", "file-missing", "did you mean `peru.svg`?"),
        ("../../program.svg", "file-name", None),
    ],
)
def test_a_named_file_must_be_there_exactly_so_called(
    tmp_path: Path, logo: str, code: str | None, hint: str | None
) -> None:
    logos = write_source(tmp_path) / "content/partners/logos"
    (logos / "folder.svg").mkdir()
    (logos / "link.svg").symlink_to(logos / "peru.svg")
    (logos.parent / "linked").symlink_to(logos)
    told = problems_of(tmp_path, partner(logo=logo))
    assert [problem.code for problem in told] == ([code] if code else [])
    if told and hint is not None and not logo.startswith("logos/folder") and "/x" not in logo:
        assert told[0].hint == hint


def test_more_links_than_a_page_bears_are_a_problem(tmp_path: Path) -> None:
    social = [{"kind": "x", "url": f"https://x.example.com/{n}"} for n in range(20)]
    changed = small(contacts={"website": "https://a.example.com/", "social": social})
    assert said(problems_of(tmp_path, changed)) == [("error", "too-many-links", f"{P}.contacts")]


def test_a_link_that_holds_a_key_is_a_warning(tmp_path: Path) -> None:
    told = problems_of(tmp_path, small(contacts={"website": "https://a.example.com/?token=CANARY"}))
    assert said(told) == [("warning", "url-secret", f"{P}.contacts.website")]
    assert "CANARY" not in told[0].message + told[0].hint


def test_a_required_text_that_a_language_lacks_is_a_warning(tmp_path: Path) -> None:
    names = small(name={"ru": "Купава"}, tagline={"ru": "не обязательно"})
    lacking = edited(PROGRAM, lambda raw: raw["joining"][0].update(text={"en": "Write."}))
    told = problems_of(tmp_path, names, program=lacking)
    assert [(p.severity, p.code, p.field, p.message) for p in told] == [
        ("warning", "missing-translation", f"{P}.name", "This text is missing in: en."),
        ("warning", "missing-translation", "joining[0].text", "This text is missing in: ru."),
    ]
