"""The same telegrams in four containers give the same cables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from searchcable.cable import Cable
from searchcable.formats import read_file

TWINS = Path(__file__).parents[3] / "shared" / "corpora" / "twins"
HAVE = (TWINS / "truth.json").exists()
pytestmark = pytest.mark.skipif(not HAVE, reason="no ../shared/corpora/twins beside the project")

APART = ("sources", "offices", "attributes", "defects", "text")
"""What may differ: where and how it was read, NARA's offices, and each container's whole text."""

TRUTH = json.loads((TWINS / "truth.json").read_text(encoding="utf-8")) if HAVE else []


def read(path: Path) -> list[Cable]:
    return list(read_file(path, path.name).cables)


@pytest.fixture(scope="module")
def rows() -> dict[str, Cable]:
    return {str(cable.mrn): cable for cable in read(TWINS / "cables.csv")}


def same(cable: Cable) -> dict[str, Any]:
    return {name: value for name, value in cable.to_dict().items() if name not in APART}


@pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: str(truth["id"]))
def test_four_containers_give_one_cable(truth: dict[str, str], rows: dict[str, Cable]) -> None:
    name = truth["id"]
    (page,) = read(next((TWINS / "html").rglob(f"{name}.html")))
    (markdown,) = read(TWINS / "md" / f"{name}.txt")
    (raw,) = read(TWINS / "txt" / f"{truth['nara_document_number']}.txt")
    assert same(page) == same(rows[name])
    assert same(markdown) == same(rows[name])
    assert same(raw) == same(rows[name])


@pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: str(truth["id"]))
def test_the_text_counts_for_more_than_the_container(
    truth: dict[str, str], rows: dict[str, Cable]
) -> None:
    cable = rows[truth["id"]]
    assert str(cable.mrn) == truth["id"]
    assert cable.date is not None
    assert f"{cable.date:%Y-%m-%d %H:%M}" == truth["created"]


def test_a_disagreement_is_a_defect(rows: dict[str, Cable]) -> None:
    codes = [d.code for cable in rows.values() for d in cable.defects]
    assert codes.count("classification-differs") == 7  # of 30, as corpora/README.md counts
