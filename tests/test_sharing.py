"""The parts of a corpus that many feeders read."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchcable
from searchcable.errors import SearchcableError
from searchcable.indexing import index_corpus, sharing
from searchcable.indexing.sharing import Share
from tests.telegrams import write_telegrams

PARTS = ("1/3", "2/3", "3/3")

NO_PARTS = [
    pytest.param("0/3", id="from-one"),
    pytest.param("4/3", id="too-many"),
    pytest.param("3", id="no-number-of-parts"),
    pytest.param("a/b", id="no-numbers"),
    pytest.param("1/0", id="none"),
]


@pytest.mark.parametrize("text", NO_PARTS)
def test_what_is_no_part(text: str) -> None:
    with pytest.raises(SearchcableError, match="is no part of a corpus"):
        Share.parse(text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_telegrams(Path("corpus"), 40)
    return Path("corpus")


@pytest.fixture
def table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same cables as rows of one file, which is large enough to be parted."""
    monkeypatch.setattr(sharing, "LARGE", 1_000)
    monkeypatch.setattr(sharing, "STRETCH", 4)
    rows = (
        (str(number), "1/1/2006 10:00", f"06OSLO{number}", "Embassy Oslo", "CONFIDENTIAL", "", "",
         path.read_text())
        for number, path in enumerate(sorted(folder.iterdir(), key=lambda p: int(p.stem)), 1)
    )  # fmt: skip
    escaped = ([value.replace("\\", "\\\\").replace('"', '\\"') for value in row] for row in rows)
    text = "".join(",".join(f'"{value}"' for value in row) + "\n" for row in escaped)
    path = Path("cables.csv")
    path.write_text(text)
    return path


def ids(path: Path) -> set[str]:
    with searchcable.open(path) as index:
        return {hit.cable.id for hit in index.search("*")}


@pytest.mark.parametrize("corpus", ["folder", "table"])
def test_parts_are_the_whole_and_share_nothing(corpus: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(corpus)
    read = []
    for number, part in enumerate(PARTS):
        index_corpus(source, f"i{number}", part=part)
        read.append(ids(Path(f"i{number}")))
    assert sum(map(len, read)) == 40
    assert len(set.union(*read)) == 40
    assert all(5 < len(part) < 25 for part in read)


@pytest.mark.parametrize("corpus", ["folder", "table"])
def test_parts_into_one_index_then_the_whole(corpus: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(corpus)
    for part in (*PARTS, "2/3"):
        report = index_corpus(source, "index", part=part)
    assert (report.added, report.cables) == (0, 40)
    report = index_corpus(source, "index")
    assert (report.added, report.replaced, report.removed, report.cables) == (0, 0, 0, 40)
    assert index_corpus(source, "index").read == 0


def test_a_part_removes_nothing(table: Path) -> None:
    for part in PARTS:
        index_corpus(table, "index", part=part)
    rows = table.read_text()
    table.write_text(rows[rows.index('"2","1/1/2006') :])
    for part in PARTS:
        report = index_corpus(table, "index", part=part)
        assert (report.removed, report.cables) == (0, 40)
    report = index_corpus(table, "index")
    assert (report.removed, report.cables) == (1, 39)


def test_what_feeders_brought_goes_with_its_file(folder: Path) -> None:
    for part in PARTS:
        index_corpus(folder, "index", part=part)
    min(folder.iterdir()).unlink()
    report = index_corpus(folder, "index", prune=True, confirm=lambda gone: True)
    assert (report.removed, report.cables) == (1, 39)


def test_a_part_is_not_pruned(folder: Path) -> None:
    with pytest.raises(SearchcableError, match="prune without the part"):
        index_corpus(folder, "index", part="1/2", prune=True)
