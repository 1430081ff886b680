"""Synthetic partner networks of any size: realistic texts in three scripts, most optional fields missing at random.

The same records are written twice: as `partners.yaml`, which people would write, and as JSON for programs that do not
read 40 MB of YAML.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

LANGUAGES = ("en", "ru", "ar", "es", "kk")
SMALL_SITE = Path(__file__).parent.parent / "tests" / "sites" / "small"
"""The site whose programme and pages the synthetic partners join."""

LATIN = "tills kitchens shops receipts stock training support installs serves opens grows counts plans bars cafés"
CYRILLIC = "кассы кухни магазины чеки склад обучение поддержка запускает растёт считает открывает планы бары кафе"
ARABIC = "صناديق مطابخ متاجر إيصالات مخزون تدريب دعم يركب يخدم يفتح ينمو يعد خطط مقاه"
WORDS = {tag: tuple(LATIN.split()) for tag in LANGUAGES} | {
    "ru": tuple(CYRILLIC.split()),
    "kk": tuple(CYRILLIC.split()),
    "ar": tuple(ARABIC.split()),
}
COUNTRIES = ("KZ", "RU", "UZ", "PE", "AZ", "DE", "MX", "TR", "EG", "ES")
ZONES = {"KZ": "Asia/Almaty", "RU": "Europe/Moscow", "PE": "America/Lima"}
PRESENT = 0.57
"""How often an optional field is there."""

Record = Mapping[str, object]


def write_site(
    folder: Path, partners: int, *, languages: Sequence[str] = LANGUAGES, pages: int = 0, seed: int = 1
) -> Path:
    """Writes a whole site with so many synthetic partners and additional editorial pages; the same for the same seed.

    Gives the folder.
    """
    shutil.copytree(SMALL_SITE, folder, ignore=shutil.ignore_patterns(".partnersite"))
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("[en, ru, ar]", f"[{', '.join(languages)}]")
    config.write_text(text, encoding="utf-8")
    with (folder / "partners.yaml").open("w", encoding="utf-8") as file:
        file.write("partners:\n")
        for record in records(partners, languages, seed):
            file.writelines(yaml_lines(record))
        file.write("...\n")
    for language in languages:
        (folder / "content" / language).mkdir(exist_ok=True)
    _write_pages(folder / "content", languages, pages, seed)
    return folder


def write_json(file: Path, partners: int, *, languages: Sequence[str] = LANGUAGES, seed: int = 1) -> None:
    """Writes the records of a site of `write_site` as one JSON list, without what is internal."""
    public = [
        {key: value for key, value in record.items() if key != "internal"}
        for record in records(partners, languages, seed)
    ]
    file.write_text(json.dumps(public, ensure_ascii=False), encoding="utf-8")


def records(count: int, languages: Sequence[str], seed: int) -> Iterator[Record]:
    """Partner records, one after the other."""
    chance = random.Random(seed)
    for number in range(count):
        yield _record(number, languages, chance)


def yaml_lines(record: Record) -> Iterator[str]:
    """A record as an entry of the list in `partners.yaml`, in the block style that people write."""
    mark = "- "
    for key, value in record.items():
        yield f"  {mark}{key}:{_yaml(value, 6)}\n"
        mark = "  "


def _yaml(value: object, indent: int) -> str:
    if isinstance(value, Mapping):
        return "".join(f"\n{' ' * indent}{key}:{_yaml(item, indent + 2)}" for key, item in value.items())
    if isinstance(value, list):
        return " " + json.dumps(value, ensure_ascii=False)  # JSON is YAML's flow style
    if isinstance(value, str) and "\n" in value:
        return " |\n" + "\n".join(f"{' ' * indent}{line}".rstrip() for line in value.splitlines())
    return f" {json.dumps(value, ensure_ascii=False)}"


def _record(number: int, languages: Sequence[str], chance: random.Random) -> Record:
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
        "tagline": {language: _sentence(language, chance, 6) for language in languages},
        "description": {language: _text(language, chance) for language in languages},
        "internal": {"contract": f"D-{number}", "notes": _sentence("en", chance, 12)},
    }
    record.update((key, value) for key, value in optional.items() if chance.random() < PRESENT)
    return record


def _sentence(language: str, chance: random.Random, length: int) -> str:
    words = [chance.choice(WORDS[language]) for _ in range(length)]
    return " ".join(words).capitalize() + "."


def _text(language: str, chance: random.Random) -> str:
    paragraphs = [" ".join(_sentence(language, chance, 9) for _ in range(5)) for _ in range(2)]
    points = "\n".join(f"- **{chance.choice(WORDS[language])}** {_sentence(language, chance, 4)}" for _ in range(3))
    return "\n\n".join([*paragraphs, points])


def _write_pages(content: Path, languages: Sequence[str], pages: int, seed: int) -> None:
    """Editorial pages in every language, out of the menu."""
    chance = random.Random(seed)
    for language in languages:
        for number in range(pages):
            sections = "\n\n".join(
                f"## {_sentence(language, chance, 3)}\n\n{_text(language, chance)}" for _ in range(4)
            )
            page = content / language / "articles" / f"article-{number:04}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            title = f"{_sentence(language, chance, 4)[:-1]} {number}"
            page.write_text(f"---\ntitle: {title}\n---\n\n# {title}\n\n{sections}\n", encoding="utf-8")
