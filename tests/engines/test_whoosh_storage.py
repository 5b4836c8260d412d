"""The Whoosh engine's files: durable in their order, swept of leftovers, whole after failures."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import open_dir
from whoosh.query import And as WhooshAnd
from whoosh.query import Query, Term

from searchcable.engines import Reader, open_engine
from searchcable.engines.whoosh import WhooshEngine, segments, writing
from searchcable.engines.whoosh.documents import Document
from searchcable.engines.whoosh.schema import Places
from searchcable.errors import IndexCorrupt, QueryLimitError, UnsupportedQuery
from searchcable.fields import Row, find_field
from searchcable.query import parse_query
from searchcable.query.nodes import Near
from tests.engines.cables import ROWS

ROOT = Path(__file__).parents[2]


def make_row(number: int, text: str = "red", stored: bytes = b"x") -> Row:
    return Row(f"row{number:04}", "cable", {"text": (text,)}, stored)


def commit(folder: Path, *rows: Row) -> None:
    engine = open_engine("whoosh", folder)
    with engine.writer() as writer:
        writer.add(map(engine.entry, rows))
        writer.commit()


def read(folder: Path) -> dict[str, bytes]:
    reader = open_engine("whoosh", folder).reader()
    rows = dict(reader.stored("cable"))
    reader.close()
    return rows


def count(reader: Reader, text: str) -> int:
    return reader.count(parse_query(text).node)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is synced, renamed and deleted, in its order, by the files' kinds."""
    told: list[tuple[str, str]] = []
    paths: dict[int, str] = {}
    real_open, real_sync = os.open, os.fsync
    real_replace, real_unlink = Path.replace, Path.unlink

    def kind(path: Any) -> str:
        name = Path(path).name
        match = re.fullmatch(r"MAIN_[0-9a-z]+(\.[\w.]+)|_MAIN_\d+(\.toc)(\.\d+\.\d+)?", name)
        if match is None:
            return "folder"
        return match[1] or ("new .toc" if match[3] else ".toc")

    def spy_open(path: Any, *args: Any, **options: Any) -> int:
        descriptor = real_open(path, *args, **options)
        paths[descriptor] = kind(path)
        return descriptor

    def spy_sync(descriptor: int) -> None:
        told.append(("sync", paths.pop(descriptor)))
        real_sync(descriptor)

    def spy_replace(self: Path, target: Any) -> Path:
        told.append(("rename", kind(target)))
        return real_replace(self, target)

    def spy_unlink(self: Path, missing_ok: bool = False) -> None:
        told.append(("delete", kind(self)))
        real_unlink(self, missing_ok)

    monkeypatch.setattr(os, "open", spy_open)
    monkeypatch.setattr(os, "fsync", spy_sync)
    monkeypatch.setattr(Path, "replace", spy_replace)
    monkeypatch.setattr(Path, "unlink", spy_unlink)
    return told


FILES = [
    ".trm", ".pst", ".row_id.col", ".row_stored.col", "._stored.col", "._text_len.col",
]  # fmt: skip


def test_a_commit_syncs_before_it_renames_and_deletes_last(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    commit(tmp_path, make_row(1))
    calls.clear()
    commit(tmp_path, make_row(1, "blue"))
    at = calls.index(("rename", ".toc"))
    assert sorted(calls[: at - 1]) == sorted(("sync", kind) for kind in [*FILES, "new .toc"])
    assert calls[at - 1] == ("sync", "folder")
    assert calls[at + 1] == ("sync", "folder")
    deleted = calls[at + 2 :]
    assert sorted(deleted) == sorted(("delete", kind) for kind in [*FILES, ".toc"])


LEFTOVERS = [
    "_MAIN_7.toc.1700000000.5", "_MAIN_0.toc", "MAIN_0123456789abcdef.trm",
    "MAIN_0123456789abcdef.row_id.col", "MAIN_0123456789abcdef.seg", "abcdefghijkl.run", "xyz.ctmp",
]  # fmt: skip


def test_leftovers_of_kills_are_swept_and_the_rest_is_not(tmp_path: Path) -> None:
    commit(tmp_path, make_row(1))
    own = {path.name for path in tmp_path.iterdir()}
    for name in LEFTOVERS:
        (tmp_path / name).write_bytes(b"left")
    (tmp_path / "MAIN.tmp").mkdir()
    (tmp_path / "MAIN.tmp" / "part").write_bytes(b"left")
    for name in ("notes.txt", "manifest.json", ".lock"):
        (tmp_path / name).write_bytes(b"not ours")
    with open_engine("whoosh", tmp_path).writer():
        there = {path.name for path in tmp_path.iterdir()}
    assert there == own | {"notes.txt", "manifest.json", ".lock"}
    assert read(tmp_path) == {"row0001": b"x"}


def test_what_is_not_committed_is_dropped(tmp_path: Path) -> None:
    commit(tmp_path, make_row(1))
    own = sorted(path.name for path in tmp_path.iterdir())
    with suppress(KeyboardInterrupt), open_engine("whoosh", tmp_path).writer() as writer:
        writer.add([WhooshEngine.entry(make_row(2))])
        raise KeyboardInterrupt
    assert sorted(path.name for path in tmp_path.iterdir()) == own
    assert read(tmp_path) == {"row0001": b"x"}


@pytest.mark.parametrize("after", range(0, 40, 3))
def test_a_full_disk_loses_nothing_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """From its n-th write on, every write of whoosh's files fails."""
    from whoosh.filedb.structfile import StructFile

    commit(tmp_path, *map(make_row, range(5)))
    own = sorted(path.name for path in tmp_path.iterdir())
    left = iter(range(after))
    real = StructFile.write

    def write(self: Any, *args: Any) -> object:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, *args)

    monkeypatch.setattr(StructFile, "write", write)
    with pytest.raises(OSError, match="No space"):
        commit(tmp_path, *map(make_row, range(3, 9)))
    monkeypatch.undo()
    assert read(tmp_path) == {f"row{n:04}": b"x" for n in range(5)}
    assert sorted(path.name for path in tmp_path.iterdir()) == own, "nothing half-written is left"
    commit(tmp_path, make_row(9))
    assert len(read(tmp_path)) == 6


def test_rows_replace_each_other_over_batches_commits_and_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 30)
    wanted: dict[str, bytes] = {}
    for turn in range(20):
        rows = [make_row((turn * 3 + n) % 40, f"turn{turn} red", b"%d" % turn) for n in range(10)]
        rows.append(make_row(turn, "last", b"last"))
        with open_engine("whoosh", tmp_path).writer() as writer:
            writer.add(map(WhooshEngine.entry, rows))
            writer.delete([f"row{turn:04}"] * (turn % 2))
            writer.commit()
        wanted |= {row.id: row.stored for row in rows}
        wanted = {id: kept for id, kept in wanted.items() if turn % 2 == 0 or id != f"row{turn:04}"}
        assert read(tmp_path) == wanted
    reader = open_engine("whoosh", tmp_path).reader()
    assert count(reader, "*") == len(wanted)
    assert count(reader, "turn19") == sum(kept == b"19" for kept in wanted.values())
    assert count(reader, '"turn19 red"') == count(reader, "turn19")
    assert count(reader, "turn0") == sum(kept == b"0" for kept in wanted.values())
    reader.close()
    assert len(list(tmp_path.glob("*.trm"))) < 10, "small segments are merged"


def test_a_reader_keeps_its_snapshot(tmp_path: Path) -> None:
    commit(tmp_path, make_row(1), make_row(2))
    reader = open_engine("whoosh", tmp_path).reader()
    for turn in range(12):
        commit(tmp_path, make_row(1, "blue", b"%d" % turn), make_row(3 + turn))
    assert (count(reader, "red"), count(reader, "blue")) == (2, 0)
    assert dict(reader.stored("cable")) == {"row0001": b"x", "row0002": b"x"}
    reader.close()
    assert len(read(tmp_path)) == 14


def test_a_commit_that_lacks_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, make_row(1))
    real = segments.CableWriter.add

    def forgetful(self: segments.CableWriter, id: str, document: Document) -> None:
        real(self, "row0002", document)

    monkeypatch.setattr(segments.CableWriter, "add", forgetful)
    with pytest.raises(IndexCorrupt, match="3 rows were to be there, 2 are"):
        commit(tmp_path, make_row(2), make_row(3))
    assert read(tmp_path) == {"row0001": b"x"}


def test_segments_stay_few_and_small_commits_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_tier", lambda rows: (max(rows, 2).bit_length() - 1) // 3)
    merged: list[int] = []
    real = segments.CableWriter.take_over

    def spy(self: segments.CableWriter, reader: Any) -> None:
        merged.append(reader.doc_count())
        real(self, reader)

    monkeypatch.setattr(segments.CableWriter, "take_over", spy)
    most = 0
    for number in range(200):
        commit(tmp_path, make_row(number))
        most = max(most, len(list(tmp_path.glob("*.trm"))))
    assert most <= 7 * 3
    assert sum(merged) < 200 * 3, "a row is rewritten as often as there are tiers"
    assert len(read(tmp_path)) == 200


def test_deleted_rows_are_merged_away(tmp_path: Path) -> None:
    commit(tmp_path, *map(make_row, range(20)))
    with open_engine("whoosh", tmp_path).writer() as writer:
        writer.delete([f"row{number:04}" for number in range(11)])
        writer.commit()
    index = open_dir(str(tmp_path), schema=STOCK)
    assert index.doc_count_all() == 9
    with open_engine("whoosh", tmp_path).writer() as writer:
        writer.delete([f"row{number:04}" for number in range(20)])
        writer.commit()
    assert read(tmp_path) == {}
    assert not list(tmp_path.glob("*.trm"))


STOCK = Schema(row_id=ID(unique=True), tags=KEYWORD, text=TEXT)


def test_stock_whoosh_searches_the_index(tmp_path: Path) -> None:
    with open_engine("whoosh", tmp_path).writer() as writer:
        writer.add(map(WhooshEngine.entry, ROWS.values()))
        writer.commit()
    index = open_dir(str(tmp_path), schema=STOCK)
    assert index.doc_count() == len(ROWS)
    with index.searcher() as searcher:
        ids = searcher.reader().column_reader("row_id", VarBytesColumn())

        def found(query: Query) -> set[str]:
            return {ids[hit.docnum] for hit in searcher.search(query)}

        parm = {"07TOKYO1716", "79PARIS1974"}
        assert found(Term("text", "munit")) == {*parm, "74LAPAZ39", "07PARIS12"}
        assert found(Term("tags", "PARM")) == parm
        assert found(WhooshAnd([Term("text", "munit"), Term("tags", "PARM")])) == parm
        assert b"RICE, ANN" in set(searcher.lexicon("tags"))


def test_stock_whoosh_opens_the_index_by_the_schema_in_it(tmp_path: Path) -> None:
    """In another process, where nothing of ours is imported but what the schema names."""
    commit(tmp_path, make_row(1, "red treaties red"), make_row(2, "treaty"))
    code = (
        "import sys; from whoosh.index import open_dir; index = open_dir(sys.argv[1]);"
        "searcher = index.searcher(); matcher = searcher.postings('text', b'red');"
        "print(index.doc_count(), index.schema['text'], searcher.doc_frequency('text', b'treati'),"
        "list(matcher.value_as('positions')))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stderr == ""
    assert done.stdout.startswith("2 Words(format=Places(")
    assert done.stdout.endswith(" 2 [0, 2]\n")


def test_positions_go_to_bytes_and_back() -> None:
    for positions in ([0], [5, 70], [65535], [3, 65536], [4_000_000_000]):
        value = Places().encode(positions)
        assert list(Places().decode_positions(value)) == positions
        assert Places().decode_frequency(value) == len(positions)


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """An index of 1,200 rows and as many words, and a few that are in all rows."""
    folder = tmp_path_factory.mktemp("wordy")
    commit(folder, *(make_row(n, f"word{n}x red blue green " * 3) for n in range(1200)))
    reader = open_engine("whoosh", folder).reader()
    yield reader
    reader.close()


def test_limits_are_named(wordy: Reader) -> None:
    text = find_field("text")
    assert text is not None
    with pytest.raises(QueryLimitError, match="more than 1,024 words"):
        count(wordy, "word*")
    assert count(wordy, "word11*") == 111
    with pytest.raises(UnsupportedQuery, match="at most 99 apart"):
        wordy.count(Near((text,), ("red", "blue"), 100, False))


def test_all_pages_are_reached_once(wordy: Reader) -> None:
    node = parse_query("red").node
    pages = [wordy.search(node, offset=at, limit=70, sort="relevance") for at in range(0, 1260, 70)]
    ids = [found.id for page in pages for found in page]
    assert ids == sorted(ids)
    assert len(ids) == 1200


def test_ten_kills_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "scripts" / "kill", "--runs", "10", "--folder", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "always opened, none lost" in done.stdout


def test_several_threads_may_ask_one_reader(tmp_path: Path) -> None:
    commit(tmp_path, *(make_row(number, f"red w{number}") for number in range(30)))
    reader = open_engine("whoosh", tmp_path).reader()
    nodes = [parse_query(f"w{number}").node for number in range(30)]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(reader.count, nodes * 100))
    finally:
        sys.setswitchinterval(switching)
    assert set(found) == {1}
    reader.close()


def test_a_date_that_is_none_is_in_no_range(tmp_path: Path) -> None:
    commit(tmp_path, Row("a", "cable", {"date": ("20",)}, b""))
    reader = open_engine("whoosh", tmp_path).reader()
    assert reader.count(parse_query("date:2007").node) == 0
    reader.close()
