"""`scripts/bench` runs, at a size that says nothing about speed; what was measured stays quoted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from searchcable.fields import FIELDS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
KINDS = 14


def bench(*arguments: str) -> str:
    """Run the script, and return what it prints."""
    command = [sys.executable, str(ROOT / "scripts" / "bench"), *arguments]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, timeout=300
    ).stdout


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a small run printed, and its JSON file."""
    file = tmp_path_factory.mktemp("bench") / "figures.json"
    small = ("--counts", "30", "--repeats", "1", "--each", "2", "--rows", "0")
    return bench(*small, "--json", str(file)), file


def test_all_are_asked_everything_they_can(measured: tuple[str, Path]) -> None:
    [run] = json.loads(measured[1].read_text(encoding="utf-8"))["runs"]
    assert len(run["indexing"]) == len(run["adding s"]) == 5
    assert len(run["queries"]) == KINDS
    assert {len(answers) for kind, answers in run["queries"].items() if kind != "fuzzy word"} == {5}
    assert "SQLite FTS5" not in run["queries"]["fuzzy word"]


def test_all_find_as_many(measured: tuple[str, Path]) -> None:
    [run] = json.loads(measured[1].read_text(encoding="utf-8"))["runs"]
    exact = sorted(run["queries"].keys() - {"fuzzy word", "prefix"})  # of stems, or as written
    for kind in exact:  # bodies have words that are in no paragraph
        found = [answer["found"] for answer in run["queries"][kind].values()]
        assert found == pytest.approx([found[0]] * 5, rel=0.05), kind


def test_a_table_is_printed_and_shown_again(measured: tuple[str, Path]) -> None:
    printed, file = measured
    assert printed.strip() == bench("show", str(file)).strip()
    assert re.search(r"^  bare tantivy( +[\d.,]+){9}$", printed, re.M)
    assert re.search(r"^targets, \d+ of 10 met$", printed, re.M)


def test_a_plot_is_drawn(measured: tuple[str, Path], tmp_path: Path) -> None:
    bench("plot", str(measured[1]), "--svg", str(tmp_path / "plot.svg"))
    drawn = ElementTree.parse(tmp_path / "plot.svg")
    assert len(drawn.findall(".//{*}circle")) == 5 + 3 * 5


def test_the_page_quotes_what_was_measured() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    shown = bench("show", str(ROOT / "docs" / "performance.json"))
    assert f"```text\n{shown}```" in page


def test_the_page_of_the_cluster_quotes_what_was_measured() -> None:
    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    shown = bench("show", str(ROOT / "docs" / "cluster.json"))
    assert f"```text\n{shown}```" in page


def test_a_cluster_is_measured(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "opensearch"), "status"]
    if subprocess.run(script, capture_output=True).returncode:
        pytest.skip("no cluster that scripts/opensearch started; scripts/test starts one")
    file = tmp_path / "figures.json"
    printed = bench("cluster", "--counts", "30", "--repeats", "1", "--json", str(file))
    [run] = json.loads(file.read_text(encoding="utf-8"))["cluster"]
    assert len(run["ways"]) == 5
    assert len(run["queries"]) == KINDS
    for name in (*run["ways"], "100,000,000"):
        assert name in printed
    assert printed.strip() == bench("show", str(file)).strip()


def test_a_bare_cluster_gets_the_same_documents(tmp_path: Path) -> None:
    pytest.importorskip("opensearchpy")
    from benching import cables, prepared

    from searchcable.tokens import spaced

    file = tmp_path / "30.csv"
    cables.make_csv(file, 30)
    made = prepared.prepare(file)
    rows = [row for some in made.read_rows() for row in some]
    theirs = list(made.read_documents())
    texts = {field.name for field in FIELDS if field.kind.tokenized}
    assert len(rows) == 30
    for row, document in zip(rows, theirs, strict=True):
        ours = json.loads(row.document.source) | {"_id": row.id}
        assert ours.keys() == document.keys()
        for name, value in document.items():
            there = list(map(spaced, value)) if value and name in texts else value
            assert there == ours[name], name
    assert theirs[0].keys() <= prepared.mapping().keys() | {"_id"}
