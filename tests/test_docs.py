"""What there is, is documented; what is documented, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from searchcable.cli import app
from searchcable.fields import FIELDS, cable_row
from searchcable.formats.telegram import parse
from searchcable.query import parse_query

ROOT = Path(__file__).parents[1]
SEED = ROOT / "corpus" / "07TOKYO1716.txt"
DOCS = {
    path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *ROOT.glob("docs/*"))
}
QUERY = DOCS[ROOT / "docs" / "query.md"]
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented(command: str) -> None:
    assert re.search(rf"searchcable\s+{command}\b|`{command}`", "\n".join(DOCS.values()))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_field_is_documented_as_it_is(field) -> None:  # type: ignore[no-untyped-def]
    row = f"| {field.name} | {', '.join(field.aliases)} | {field.help} | `{field.example}` |"
    assert row in QUERY


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_example_finds_the_seed(field) -> None:  # type: ignore[no-untyped-def]
    from searchcable.cable import Source

    source = Source(path="corpus/07TOKYO1716.txt")
    cable = parse(SEED.read_text(encoding="utf-8"), source=source)
    assert parse_query(field.example).matches(cable_row(cable, b""))


WRITTEN = re.findall(
    r"^\| (`.+?`) \|", QUERY.split("## Fields")[0] + QUERY.split("## Dates")[1], re.M
)
QUERIES = [text for cell in WRITTEN for text in re.findall("`(.+?)`", cell)]


@pytest.mark.parametrize("text", QUERIES)
def test_each_written_query_reads(text: str) -> None:
    assert parse_query(text).explain()


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", DOCS[page])
    assert [link for link in links if not (page.parent / link).exists()] == []
