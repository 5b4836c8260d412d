"""TAGS and their meanings, and the commands that look them up."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from searchcable.cli import app
from searchcable.query.meanings import meant_tags
from searchcable.vocabulary.tags import KINDS, tags, tags_of_kind

MEANT = [
    pytest.param("arms control", {"PARM", "KACT"}, id="words-in-a-row-in-another-form"),
    pytest.param("Control arms", set(), id="not-in-another-order"),
    pytest.param("japan", {"JA"}, id="a-country"),
    pytest.param("JA", set(), id="a-code-means-no-others"),
    pytest.param("ja", set(), id="a-code-in-lower-case"),
    pytest.param("RICE, ANN", set(), id="a-person"),
    pytest.param("...", set(), id="no-word"),
]


@pytest.mark.parametrize(("text", "expected"), MEANT)
def test_meaning(text: str, expected: set[str]) -> None:
    assert {tag.code for tag in meant_tags(text)} == expected


def test_every_tag_is_of_a_kind_and_has_a_source() -> None:
    kinds = {kind for names in KINDS.values() for kind in names}
    assert {tag.kind for tag in tags().values()} == kinds
    assert [tag for tag in tags().values() if not (tag.meaning and tag.source)] == []


def test_unknown_kind_names_the_kinds() -> None:
    with pytest.raises(ValueError, match="country, organisation, program and subject"):
        tags_of_kind("colour")


COMMANDS = [
    pytest.param("tags parm", "PARM  subject  Arms Controls and Disarmament\n", id="tag"),
    pytest.param("posts lisbon", "LISBON  embassy  PT  RUEHLI  Embassy Lisbon\n", id="post"),
    pytest.param(
        "tags parm -f csv",
        "code,kind,meaning,source\n"
        "PARM,subject,Arms Controls and Disarmament,compiler knowledge of 5 FAH-3\n",
        id="csv",
    ),
]


@pytest.mark.parametrize(("line", "expected"), COMMANDS)
def test_command_prints(line: str, expected: str) -> None:
    result = CliRunner().invoke(app, line.split())
    assert (result.exit_code, result.stdout) == (0, expected)


@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_nothing_found_prints_nothing(form: str) -> None:
    result = CliRunner().invoke(app, ["tags", "zzzz", "-f", form])
    assert (result.exit_code, result.stdout) == (1, "")


def test_json_is_an_array() -> None:
    result = CliRunner().invoke(app, ["posts", "lisbon", "-f", "json"])
    assert [row["code"] for row in json.loads(result.stdout)] == ["LISBON"]
