"""A small good network as raw values, and ways to spoil it: what the tests of the model begin with."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from partnersite.model import Network, Partner, load_network
from partnersite.model.checks import Rules
from partnersite.model.reading import PARTNERS_FILE, read_piece
from partnersite.model.vocabulary import Vocabulary
from partnersite.problems import Problem, Problems
from partnersite.source.pieces import whole

TODAY = date(2026, 11, 23)
LANGUAGES = ("en", "ru")

Raw = dict[str, Any]

PARTNER: Raw = {
    "id": "smarttouch-pos-peru",
    "name": "SmartTouch POS Peru",
    "type": "dealer",
    "tier": "silver",
    "status": "active",
    "since": "2015-04",
    "until": "2027-12-31",
    "reviewed": "2026-10-01",
    "formerly": ["smarttouch-peru"],
    "territories": [{"territory": "PE", "exclusive": "yes"}],
    "address": {
        "country": "PE",
        "region": "Lima",
        "city": {"en": "Lima", "ru": "Лима"},
        "street": "Av. Arequipa 100",
        "postal_code": "15001",
    },
    "languages": ["es", "en"],
    "verticals": ["catering", "retail"],
    "competencies": [{"competency": "installation", "sla": "standard", "since": "2020-01"}],
    "contacts": {
        "website": "https://pe.example.com/",
        "email": "sales@pe.example.com",
        "phone": "+51 1 555 0100",
        "messengers": [{"kind": "whatsapp", "address": "+51 1 555 0100"}],
        "social": [{"kind": "facebook", "url": "https://facebook.example.com/x"}],
        "hours": {
            "time_zone": "America/Lima",
            "open": [{"days": "mon-fri", "from": "09:00", "to": "18:00"}],
        },
    },
    "tagline": {"en": "Tills for cafés", "ru": "Кассы для кафе"},
    "description": {"en": "Sells **software**.\n\nAnd helps.", "ru": "Продаёт программы."},
    "logo": "logos/peru.svg",
    "references": [
        {
            "customer": "Café",
            "vertical": "catering",
            "summary": "Two halls",
            "url": "https://cafe.example.com/",
        }
    ],
    "referral": {"place": "catalogue", "url": "https://list.example.com/", "summary": "Vans"},
    "integration": {
        "product": "Incust",
        "kind": "loyalty",
        "summary": "Points",
        "url": "https://i.example.com/",
        "both_ways": "yes",
    },
    "internal": {"contract": "D-2015-17", "discount": "40 %", "notes": {"owner": ["a", "b"]}},
}
SMALL_PARTNER: Raw = {"id": "kupava", "name": "Kupava", "type": "referral", "status": "active"}

PROGRAM: Raw = {
    "vendor": {
        "name": "SmartTouch POS",
        "url": "https://www.example.com/",
        "email": "partners@example.com",
        "phone": "+1 555 0100 100",
        "colours": {"primary": "#0b6e4f", "accent": "#FFB703"},
        "illustrative": "yes",
    },
    "types": {
        "dealer": {
            "name": {"en": "Dealer", "ru": "Дилер"},
            "plural": {"en": "Dealers", "ru": "Дилеры"},
            "summary": "Represents the vendor.",
            "gains": ["Commission", {"en": "Training", "ru": "Обучение"}],
            "commission": "dealer-sales",
            "sub_partners": "yes",
        },
        "referral": {"name": "Referral partner", "plural": "Referral partners", "summary": "Places a link."},
        "integrator": {"name": "Integrator", "plural": "Integrators", "summary": "Joins products."},
    },
    "tiers": {
        "bronze": {"name": "Bronze", "rank": "1", "types": ["dealer"]},
        "silver": {
            "name": "Silver",
            "rank": "2",
            "types": ["dealer"],
            "requirements": ["trained-staff"],
            "benefits": ["training"],
        },
    },
    "commission_scales": {
        "dealer-sales": {
            "name": "Dealer's commission",
            "basis": "Paid licences",
            "period": "quarter",
            "currency": "USD",
            "steps": [
                {"from": "0", "to": "10000", "rate": "15"},
                {"from": "10000", "to": "30000", "rate": "20"},
                {"from": "30000", "rate": "25"},
            ],
        }
    },
    "requirements": {"trained-staff": {"text": "Train two.", "types": ["dealer"], "kind": "training"}},
    "benefits": {"training": {"text": "Lessons.", "types": ["dealer", "referral"]}},
    "obligations": {"local-site": {"text": "A site."}},
    "prohibited": {"price-dumping": {"text": "Dumping.", "types": ["dealer"]}},
    "joining": [{"title": "Apply", "text": "Write to us.", "days": "5"}],
    "territories": {
        "central-asia": {"name": "Central Asia", "contains": ["KZ", "KG", "UZ"]},
        "kz-almaty": {"name": "Almaty", "within": "KZ"},
        "turkic": {"name": "Turkic countries", "contains": ["AZ", "KZ"]},
    },
    "vocabularies": {
        "verticals": {"catering": "Catering", "retail": "Retail"},
        "competencies": {"installation": "Installation"},
        "sla": {"standard": {"name": "Standard", "response": "8 hours", "hours": "Working days"}},
    },
}


def partner(**changes: Any) -> Raw:
    """The full good partner with some keys changed; a key set to None is left out."""
    return _changed(PARTNER, changes)


def small(**changes: Any) -> Raw:
    """The smallest good partner with some keys changed."""
    return _changed(SMALL_PARTNER, changes)


def program(**changes: Any) -> Raw:
    """The good programme with some sections changed."""
    return _changed(PROGRAM, changes)


def edited(raw: Raw, edit: Callable[[Any], object]) -> Raw:
    """A copy that `edit` changed in place."""
    changed = copy.deepcopy(raw)
    edit(changed)
    return changed


def _changed(raw: Raw, changes: Raw) -> Raw:
    merged = {**copy.deepcopy(raw), **changes}
    return {key: value for key, value in merged.items() if value is not None}


def yaml_of(value: object) -> str:
    """A value as YAML that the strict reader takes: flow style, every text quoted."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n...\n"


def write_source(folder: Path, *partners: Raw, program: Raw = PROGRAM) -> Path:
    """Write a source folder with these partners, and the logo that the full one names."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.yaml").write_text(yaml_of(program), "utf-8")
    (folder / "partners.yaml").write_text(yaml_of({"partners": list(partners)}), "utf-8")
    logos = folder / "content" / "partners" / "logos"
    logos.mkdir(parents=True, exist_ok=True)
    (logos / "peru.svg").write_text("<svg/>", "utf-8")
    return folder


def load(folder: Path) -> tuple[Network | None, Problems]:
    """Load a folder as the tests' site does."""
    return load_network(folder, languages=LANGUAGES, today=TODAY)


def read_partners(folder: Path) -> tuple[Partner, ...]:
    """The records of a good folder, whole."""
    piece = whole(PARTNERS_FILE, (folder / PARTNERS_FILE).read_bytes())
    return read_piece(piece, Rules(Vocabulary.of(None), None, LANGUAGES)).partners


def problems_of(folder: Path, *partners: Raw, program: Raw = PROGRAM) -> list[Problem]:
    """Every problem of these partners and this programme."""
    return list(load(write_source(folder, *partners, program=program))[1])


def said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Severity, code and field of each, for comparing."""
    return [(problem.severity, problem.code, problem.field) for problem in problems]
