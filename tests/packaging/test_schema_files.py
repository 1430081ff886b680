"""The schemas that editors use: those that the program prints, named by the files that they are for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from partnersite.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = "# yaml-language-server: $schema="


@pytest.mark.parametrize("kind", ["partners", "program"])
def test_the_committed_schema_is_the_one_printed_today(kind: str) -> None:
    printed = CliRunner().invoke(main, ["schema", kind])
    assert printed.exit_code == 0
    committed = (REPOSITORY / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert json.loads(printed.output) == json.loads(committed), "run: make schema"


@pytest.mark.parametrize("file", ["partners.yaml", "program.yaml"])
def test_the_data_file_names_its_schema_in_its_first_line(file: str) -> None:
    first = (REPOSITORY / file).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(HEADER)
    assert (REPOSITORY / first.removeprefix(HEADER)).is_file()
