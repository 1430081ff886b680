"""Synthetic partner networks of any size: realistic texts in three scripts, most optional fields missing at random."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("en", "ru", "ar")
SMALL_SITE = Path(__file__).parent.parent / "tests" / "sites" / "small"
"""The site whose programme and pages the synthetic partners join."""

WORDS = {
    "en": ["tills", "kitchens", "shops", "receipts", "stock", "training", "support", "installs", "serves"],
    "ru": ["кассы", "кухни", "магазины", "чеки", "склад", "обучение", "поддержка", "запускает", "растёт"],
    "ar": ["صناديق", "مطابخ", "متاجر", "إيصالات", "مخزون", "تدريب", "دعم", "يركب", "يخدم"],
}
COUNTRIES = ("KZ", "RU", "UZ", "PE", "AZ", "DE", "MX", "TR", "EG", "ES")
ZONES = {"KZ": "Asia/Almaty", "RU": "Europe/Moscow", "PE": "America/Lima"}


def write_site(folder: Path, partners: int, *, seed: int = 1) -> Path:
    """Writes a whole site with so many synthetic partners; the same for the same seed. Gives the folder."""
    shutil.copytree(SMALL_SITE, folder, ignore=shutil.ignore_patterns(".partnersite"))
    with (folder / "partners.yaml").open("w", encoding="utf-8") as file:
        file.write("partners:\n")
        for record in records(partners, seed):
            # JSON is YAML, and the reader cannot tell.
            file.write(f"  - {json.dumps(record, ensure_ascii=False)}\n")
        file.write("...\n")
    return folder


def records(count: int, seed: int) -> Iterator[dict[str, object]]:
    """Partner records, one after the other."""
    chance = random.Random(seed)
    for number in range(count):
        yield _record(number, chance)


def _record(number: int, chance: random.Random) -> dict[str, object]:
    country = chance.choice(COUNTRIES)
    record: dict[str, object] = {
        "id": f"partner-{number:06}",
        "name": f"Partner {number:06}",
        "type": chance.choice(("dealer", "referral")),
        "status": "active",
        "address": {"country": country, "city": f"City {number % 97}"},
    }
    optional: dict[str, object] = {
        "since": f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}",
        "languages": chance.sample(["en", "ru", "kk", "ar", "es"], 2),
        "verticals": ["catering"],
        "competencies": [{"competency": "installation", "sla": "standard"}],
        "contacts": {
            "website": f"https://p{number}.example.com/",
            "email": f"sales@p{number}.example.com",
            "hours": {
                "time_zone": ZONES.get(country, "UTC"),
                "open": [{"days": "mon-fri", "from": "09:00", "to": "18:00"}],
            },
        },
        "tagline": {language: _sentence(language, chance, 6) for language in LANGUAGES},
        "description": {language: _text(language, chance) for language in LANGUAGES},
        "internal": {"contract": f"D-{number}", "notes": _sentence("en", chance, 12)},
    }
    record.update((key, value) for key, value in optional.items() if chance.random() < 0.5)
    return record


def _sentence(language: str, chance: random.Random, length: int) -> str:
    words = [chance.choice(WORDS[language]) for _ in range(length)]
    return " ".join(words).capitalize() + "."


def _text(language: str, chance: random.Random) -> str:
    paragraphs = [" ".join(_sentence(language, chance, 9) for _ in range(4)) for _ in range(2)]
    points = "\n".join(f"- **{chance.choice(WORDS[language])}** {_sentence(language, chance, 4)}" for _ in range(3))
    return "\n\n".join([*paragraphs, points])
