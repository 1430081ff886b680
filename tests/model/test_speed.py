"""Checking is quick, and twice the partners take about twice the time; CPU time, so that neighbours do not count."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from model_data import Raw, load, partner, write_source

PROSE = "Продаёт программы **для кафе** и магазинов. " * 12


def rich(number: int, **changes: object) -> Raw:
    """A partner with everything, in five languages, unlike any other."""
    return partner(
        id=f"partner-{number}",
        name={"en": f"Partner No {number}", "ru": f"Партнёр № {number}"},
        formerly=[f"old-{number}"],
        territories=[{"territory": "PE"}],
        description=dict.fromkeys(("en", "ru", "es", "kk", "az"), PROSE),
        address={"country": "PE", "city": "Lima", "street": f"Av. Arequipa {number}"},
        contacts={"website": f"https://p{number}.example.com/", "email": f"sales@p{number}.example.com"},
    ) | dict(changes)


def seconds(folder: Path, *partners: Raw) -> float:
    """CPU time of loading, in seconds."""
    write_source(folder, *partners)
    start = time.process_time()
    load(folder)
    return time.process_time() - start


def test_a_thousand_rich_partners_take_less_than_two_seconds(tmp_path: Path) -> None:
    assert seconds(tmp_path, *map(rich, range(1000))) < 2


@pytest.mark.parametrize(
    "changes",
    [
        {"parent": "nobody"},
        {"tier": "gild", "verticals": ["cattering"], "descripton": "x"},
        {"territories": [{"territory": "PE", "exclusive": "yes"}]},
        {"contacts": {"email": "sales@example.com"}, "name": "One name"},
    ],
)
def test_a_mistake_made_in_every_record_costs_linear_time(tmp_path: Path, changes: Raw) -> None:
    few, many = ([rich(n, **changes) for n in range(count)] for count in (250, 1500))
    assert seconds(tmp_path, *many) < 12 * seconds(tmp_path, *few) + 0.5
