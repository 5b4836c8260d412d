"""The Whoosh engine's files: durable in their order, swept of leftovers, whole after failures."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from searchcable.engines import Reader, open_engine
from searchcable.engines.whoosh import writing
from searchcable.engines.whoosh.contents import Contents, Segment
from searchcable.engines.whoosh.segments import SegmentWriter
from searchcable.errors import IndexCorrupt, QueryLimitError, UnsupportedQuery
from searchcable.fields import Row, find_field
from searchcable.query import parse_query
from searchcable.query.nodes import Near, Or, Pattern

ROOT = Path(__file__).parents[2]


def make_row(number: int, text: str = "red", stored: bytes = b"x") -> Row:
    return Row(f"row{number:04}", "cable", {"text": (tuple(text.split()),)}, stored)


def commit(folder: Path, *rows: Row) -> None:
    with open_engine("whoosh", folder).writer() as writer:
        writer.add(rows)
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
        match = re.fullmatch(r"MAIN_\w+(\.\w+)|_MAIN_\d+(\.toc)(\.tmp)?", name)
        return "folder" if match is None else "".join(filter(None, match.groups()))

    def spy_open(path: Any, *args: Any, **options: Any) -> int:
        descriptor = real_open(path, *args, **options)
        paths[descriptor] = kind(path)
        return descriptor

    def spy_sync(descriptor: int) -> None:
        told.append(("sync", paths.pop(descriptor, ".toc.tmp")))
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


FILES = [".trm", ".pst", ".lex", ".num", ".ids", ".sto"]


def test_a_commit_syncs_before_it_renames_and_deletes_last(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    commit(tmp_path, make_row(1))
    calls.clear()
    commit(tmp_path, make_row(1, "blue"))
    at = calls.index(("rename", ".toc"))
    assert calls[:at] == [
        *(("sync", suffix) for suffix in FILES),
        ("sync", "folder"),
        ("sync", ".toc.tmp"),
    ]
    assert calls[at + 1] == ("sync", "folder")
    deleted = calls[at + 2 :]
    assert sorted(deleted) == sorted(("delete", suffix) for suffix in [*FILES, ".toc"])


LEFTOVERS = [
    "_MAIN_7.toc.1700000000.5", "_MAIN_2.toc.tmp", "MAIN_0123456789abcdef.trm",
    "MAIN_0123456789abcdef.sto", "abcdefghijkl.run", "xyz.ctmp",
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
        writer.add([make_row(2)])
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
    assert len(list(tmp_path.iterdir())) == 7, "nothing half-written is left"
    commit(tmp_path, make_row(9))
    assert len(read(tmp_path)) == 6


def test_rows_replace_each_other_over_batches_commits_and_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH_ROWS", 7)
    wanted: dict[str, bytes] = {}
    for turn in range(20):
        rows = [make_row((turn * 3 + n) % 40, f"turn{turn} red", b"%d" % turn) for n in range(10)]
        rows.append(make_row(turn, "last", b"last"))
        with open_engine("whoosh", tmp_path).writer() as writer:
            writer.add(rows)
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
    real = SegmentWriter.write_row

    def forgetful(self: SegmentWriter, id: bytes, stored: bytes) -> None:
        real(self, b"row0002", stored)

    monkeypatch.setattr(SegmentWriter, "write_row", forgetful)
    with pytest.raises(IndexCorrupt, match="3 rows were to be there, 2 are"):
        commit(tmp_path, make_row(2), make_row(3))
    assert read(tmp_path) == {"row0001": b"x"}


def test_contents_go_to_bytes_and_back() -> None:
    contents = Contents(4, [Segment("MAIN_a1", 9, 70, {"text": 5}, {1, 8})])
    assert Contents.from_bytes(contents.to_bytes()) == contents


@pytest.mark.parametrize("name", ["../evil", "MAIN_A", "/etc/passwd", "MAIN_a/../b"])
def test_contents_name_no_file_elsewhere(name: str) -> None:
    with pytest.raises(IndexCorrupt, match="does not read"):
        Contents.from_bytes(Contents(1, [Segment(name, 1)]).to_bytes())


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
    with pytest.raises(QueryLimitError, match="too much work"):
        wordy.count(Or(tuple(Pattern((text,), f"*{n % 10}*{n}x*") for n in range(9000))))


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
