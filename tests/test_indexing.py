"""A corpus into an index, again and again: what is new, changed, gone, killed in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import count, islice
from pathlib import Path

import pytest

import searchcable
from searchcable.engines import Entry
from searchcable.errors import CorpusError
from searchcable.fields import Row
from searchcable.formats import Part
from searchcable.formats.records import Record
from searchcable.indexing import Gone, Interrupted, Progress, Report, index_corpus
from searchcable.indexing.preparing import PreparedPart, prepare
from searchcable.store import create
from searchcable.store.sources import UNIT
from tests.formats.packing import zipped
from tests.telegrams import telegram, write_telegrams

OLD = time.time_ns() - 3_600_000_000_000


def write(path: Path, text: str, *, age: int = 0) -> None:
    """Write a file that was last changed an hour ago, `age` seconds more or less."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, ns=(OLD, OLD - age * 1_000_000_000))


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten telegrams below the working folder."""
    monkeypatch.chdir(tmp_path)
    for serial in range(1, 11):
        write(tmp_path / f"corpus/{serial:02}.txt", telegram(serial, f"Fish number{serial}."))
    return Path("corpus")


def found(query: str = "fish") -> list[str | None]:
    with searchcable.open() as index:
        return sorted((hit.mrn for hit in index.search(query)), key=str)


def rows(path: Path = Path("indexes/default")) -> dict[str, bytes]:
    """Return all that an index has stored."""
    with searchcable.open(path) as index, index.writing() as session:
        reader = session._reader
        return {**dict(reader.stored("cable")), **dict(reader.stored(UNIT))}


def changes(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.unchanged, report.removed


def test_first_run_takes_up_all(corpus: Path) -> None:
    report = index_corpus(corpus)
    assert changes(report) == (10, 0, 0, 0)
    assert (report.cables, report.files, report.read, report.gone) == (10, 10, 10, 0)
    assert {form: total.files for form, total in report.forms.items()} == {"telegram": 10}
    assert report.skipped == {}
    files = [path for path in Path("indexes/default").rglob("*") if path.is_file()]
    assert report.size_bytes == sum(path.stat().st_size for path in files)
    assert found("number7") == ["06OSLO7"]
    with searchcable.open() as index:
        assert index.get("06OSLO7").sources[0].path == "corpus/07.txt"
        assert index.stats().sources == 10
        assert index.meta.corpora == ("corpus",)


def test_second_run_opens_no_file(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_corpus(corpus)
    before = rows()

    def refuse(data: bytes, path: str) -> None:
        raise AssertionError(path)

    monkeypatch.setattr("searchcable.indexing.run.read_file", refuse)
    report = index_corpus(corpus)
    assert (changes(report), report.read) == ((0, 0, 10, 0), 0)
    assert rows() == before


def test_touched_file_is_known_by_its_digest(corpus: Path) -> None:
    index_corpus(corpus)
    (corpus / "03.txt").touch()
    report = index_corpus(corpus)
    assert (changes(report), report.read) == ((0, 0, 10, 0), 0)


def test_changed_file_of_same_size_and_time_is_found_by_force(corpus: Path) -> None:
    index_corpus(corpus)
    write(corpus / "03.txt", telegram(3, "Fish numberX."))
    assert changes(index_corpus(corpus)) == (0, 0, 10, 0)
    assert changes(index_corpus(corpus, force=True)) == (0, 1, 9, 0)
    assert found("numberx") == ["06OSLO3"]


def test_file_changed_right_after_it_was_read_is_noticed(corpus: Path) -> None:
    path = corpus / "03.txt"
    path.write_text(telegram(3, "Fish number3."))
    stat = path.stat()
    index_corpus(corpus)
    path.write_text(telegram(3, "Fish numberX."))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert changes(index_corpus(corpus)) == (0, 1, 9, 0)


def test_replaced_file_takes_its_old_cable_along(corpus: Path) -> None:
    index_corpus(corpus)
    write(corpus / "03.txt", telegram(33, "Fowl."))
    report = index_corpus(corpus)
    assert changes(report) == (1, 0, 9, 1)
    assert found("mrn:06OSLO3") == []
    assert found("fowl") == ["06OSLO33"]


def test_file_that_is_no_cable_any_more_loses_its_cable(corpus: Path) -> None:
    index_corpus(corpus)
    write(corpus / "03.txt", "Nothing of note.")
    report = index_corpus(corpus)
    assert (changes(report), report.skipped) == ((0, 0, 9, 1), {"no cable": 1})


def test_non_cables_are_counted_named_and_not_read_twice(corpus: Path) -> None:
    for name in ("a.md", "b.md", "c.md", "d.md"):
        write(corpus / name, "Read me.")
    write(corpus / ".hidden", telegram(50, "Fish."))
    write(corpus / "tool.py", "import re\n")
    for read in (14 + 1, 0):
        report = index_corpus(corpus)
        assert report.skipped == {"no cable": 4, "hidden": 1, "code or its documentation": 1}
        assert report.examples["no cable"] == ("corpus/a.md", "corpus/b.md", "corpus/c.md")
        assert report.examples["hidden"] == ("corpus/.hidden",)
        assert (report.cables, report.read) == (10, read)


def test_index_inside_of_its_corpus_is_not_read(corpus: Path) -> None:
    index_corpus(corpus, corpus / "ix")
    report = index_corpus(corpus, corpus / "ix")
    assert report.skipped == {"an index": 1}
    assert changes(report) == (0, 0, 10, 0)


def test_unreadable_file_is_reported_and_keeps_its_cable(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_corpus(corpus)
    write(corpus / "03.txt", telegram(3, "Fish, but other."))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("searchcable.indexing.run.read_file", refuse)
    report = index_corpus(corpus, prune=True)
    assert (report.skipped, report.cables) == ({"unreadable: Permission denied": 1}, 10)


def test_file_too_large_is_refused(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchcable.formats.parts.MAX_TEXT", 1_000_000)
    with (corpus / "big.txt").open("wb") as file:
        file.truncate(1_000_001)
    assert index_corpus(corpus).skipped == {"larger than 1 MB": 1}


def test_cables_of_an_archive_are_found_and_what_else_it_holds_is_counted(corpus: Path) -> None:
    members = {"a.txt": telegram(11, "Fish in zip.").encode(), "b.md": b"Read me."}
    (corpus / "z.zip").write_bytes(zipped(members))
    report = index_corpus(corpus)
    assert (report.cables, report.forms["telegram, packed"].files) == (11, 1)
    assert (report.skipped, report.examples["no cable"]) == (
        {"no cable": 1},
        ("corpus/z.zip/b.md",),
    )
    with searchcable.open() as index:
        source = index.get("06OSLO11").sources[0]
    assert (source.path, source.member) == ("corpus/z.zip", "a.txt")
    assert changes(index_corpus(corpus)) == (0, 0, 11, 0)


# The same cable twice, and files that move.


def test_two_files_of_one_cable_then_one(corpus: Path) -> None:
    write(corpus / "more/03.txt", telegram(3, "Fish number3. And fowl."))
    report = index_corpus(corpus)
    assert changes(report) == (10, 0, 0, 0)
    assert found("fowl") == ["06OSLO3"]
    with searchcable.open() as index:
        paths = [version.sources[0].path for version in index.versions("06OSLO3")]
    assert paths == ["corpus/more/03.txt", "corpus/03.txt"]
    (corpus / "more/03.txt").unlink()
    assert changes(index_corpus(corpus, prune=True)) == (0, 1, 9, 0)
    assert found("fowl") == []
    assert found("number3") == ["06OSLO3"]


def test_moved_file_keeps_its_cable(corpus: Path) -> None:
    index_corpus(corpus)
    (corpus / "03.txt").rename(corpus / "99.txt")
    assert index_corpus(corpus).gone == 1
    with searchcable.open() as index:
        paths = [source.path for source in index.get("06OSLO3").sources]
    assert paths == ["corpus/03.txt", "corpus/99.txt"]
    assert changes(index_corpus(corpus, prune=True)) == (0, 1, 9, 0)
    with searchcable.open() as index:
        assert [source.path for source in index.get("06OSLO3").sources] == ["corpus/99.txt"]


def test_corpus_typed_otherwise_is_the_same(corpus: Path, tmp_path: Path) -> None:
    index_corpus(corpus)
    for other in (f"./{corpus}/", tmp_path / corpus, corpus / "03.txt"):
        assert index_corpus(other).added + index_corpus(other).read == 0


def test_corpus_of_the_same_name_elsewhere_is_another(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_corpus(corpus)
    write(tmp_path / "b/corpus/03.txt", telegram(3, "Fish, told otherwise."))
    monkeypatch.chdir(tmp_path / "b")
    index_corpus("corpus", tmp_path / "indexes/default")
    with searchcable.open(tmp_path / "indexes/default") as index:
        paths = {version.sources[0].path for version in index.versions("06OSLO3")}
    assert paths == {"corpus/03.txt", f"{tmp_path.as_posix()}/b/corpus/03.txt"}


# Files that are gone.


def test_without_prune_gone_files_are_only_counted(corpus: Path) -> None:
    index_corpus(corpus)
    (corpus / "03.txt").unlink()
    report = index_corpus(corpus)
    assert (report.gone, report.cables, changes(report)) == (1, 10, (0, 0, 9, 0))


def test_a_fifth_goes_without_a_question(corpus: Path) -> None:
    index_corpus(corpus)
    for name in ("03.txt", "04.txt"):
        (corpus / name).unlink()
    assert changes(index_corpus(corpus, prune=True)) == (0, 0, 8, 2)
    assert index_corpus(corpus).gone == 0


def lose(corpus: Path, number: int) -> None:
    for serial in range(1, number + 1):
        (corpus / f"{serial:02}.txt").unlink()


def test_more_than_a_fifth_asks(corpus: Path) -> None:
    index_corpus(corpus)
    lose(corpus, 3)
    asked: list[Gone] = []

    def refuse(gone: Gone) -> bool:
        asked.append(gone)
        return False

    for confirm in (None, refuse):
        with pytest.raises(CorpusError, match=r"3 of the index's 10 files.*--prune --yes"):
            index_corpus(corpus, prune=True, confirm=confirm)
    assert len(found()) == 10
    assert (asked[0].sources, asked[0].total, asked[0].cables, asked[0].missing) == (
        3,
        10,
        3,
        False,
    )
    assert changes(index_corpus(corpus, prune=True, confirm=lambda gone: True)) == (0, 0, 7, 3)


def test_missing_corpus_asks_however_little_would_go(corpus: Path) -> None:
    index_corpus(corpus)
    write(Path("one/a.txt"), telegram(77, "Fish."))
    index_corpus("one")
    Path("one/a.txt").unlink()
    with pytest.raises(CorpusError, match="one is missing or empty"):
        index_corpus("one", prune=True)
    Path("one").rmdir()
    with pytest.raises(CorpusError, match="one is missing or empty"):
        index_corpus("one", prune=True)
    with pytest.raises(CorpusError, match="no corpus at one"):
        index_corpus("one")
    assert index_corpus("one", prune=True, confirm=lambda gone: True).removed == 1
    assert len(found()) == 10


def test_missing_corpus_makes_no_index(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        index_corpus(tmp_path / "none", tmp_path / "ix")
    assert not (tmp_path / "ix").exists()


def test_prune_minds_only_its_own_corpus(corpus: Path) -> None:
    index_corpus(corpus)
    write(Path("corpus2/a.txt"), telegram(77, "Fish."))
    assert changes(index_corpus("corpus2", prune=True)) == (1, 0, 0, 0)
    assert len(found()) == 11


# Commits, interruptions and kills.


def test_commits_are_told(corpus: Path) -> None:
    seen: list[Progress] = []
    index_corpus(corpus, progress=seen.append, commit_rows=6)  # a cable and a file are two rows
    assert [p.committed for p in seen if p.stage == "committed"] == [3, 6, 9, 10]
    assert (
        seen[-1].bytes_done
        == seen[-1].bytes_total
        == sum(path.stat().st_size for path in corpus.iterdir())
    )


def press_once(cables: int) -> Callable[[Progress], None]:
    """Return what presses Ctrl-C when so many cables are read."""
    pressed: list[bool] = []

    def press(progress: Progress) -> None:
        for _ in range(progress.cables == cables and not pressed):
            pressed.append(True)
            signal.raise_signal(signal.SIGINT)

    return press


def test_ctrl_c_commits_what_is_done(corpus: Path) -> None:
    with pytest.raises(Interrupted) as caught:
        index_corpus(corpus, progress=press_once(4))
    assert caught.value.report.added == caught.value.report.cables == len(found()) == 4
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert changes(index_corpus(corpus)) == (6, 0, 4, 0)


def write_csv(path: Path, serials: Iterable[int], words: str = "Fish.") -> None:
    """Write a `cables.csv` with the cables of these serials, in that order."""
    rows = (
        f'"{number}","4/18/2006 9:03","06OSLO{number}","Embassy Oslo","UNCLASSIFIED","","",'
        f'"SUBJECT: FISH\n\n1. (U) {words}"\n'
        for number in serials
    )
    write(path, "".join(rows))


def test_progress_is_of_what_is_done_and_not_of_what_is_read_ahead(tmp_path: Path) -> None:
    write_csv(tmp_path / "many.csv", range(1, 201), "Fish. " * 500)
    seen: list[Progress] = []
    index_corpus(tmp_path / "many.csv", tmp_path / "ix", progress=seen.append, jobs=2)
    done = [(p.bytes_done / p.bytes_total, p.cables) for p in seen if p.stage == "reading"]
    assert [part for part, cables in done if cables == 100] == [pytest.approx(0.5, abs=0.1)]
    assert done[-1] == (1.0, 200)


@pytest.fixture
def read_rows(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the place of each record that is read."""
    places: list[str] = []

    def noted(parts: list[Part], entry: Callable[[Row], Entry]) -> list[PreparedPart]:
        places.extend(part.place for part in parts if isinstance(part.data, Record))
        return prepare(parts, entry)

    monkeypatch.setattr("searchcable.indexing.workers.prepare", noted)
    return places


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_in_a_file_a_run_goes_on_there(read_rows: list[str], jobs: int) -> None:
    write_csv(Path("many/cables.csv"), range(1, 21))
    with pytest.raises(Interrupted):
        index_corpus("many", progress=press_once(8), jobs=1)
    stopped = set(found())
    assert len(stopped) in (8, 9)
    read_rows.clear()
    report = index_corpus("many", jobs=jobs)
    assert len(read_rows) == (20 - len(stopped)) * (jobs == 1)  # others read in other processes
    assert changes(report) == (20 - len(stopped), 0, len(stopped), 0)
    assert len(found()) == 20
    assert changes(index_corpus("many")) == (0, 0, 20, 0)


@pytest.mark.usefixtures("corpus")
def test_file_that_changed_since_a_run_was_stopped_is_read_whole() -> None:
    write_csv(Path("many/cables.csv"), range(1, 21))
    with pytest.raises(Interrupted):
        index_corpus("many", progress=press_once(8), jobs=1)
    write_csv(Path("many/cables.csv"), range(5, 21), "Cod.")
    index_corpus("many")
    assert found() == [f"06OSLO{number}" for number in sorted(range(5, 21), key=str)]
    write_csv(Path("many/cables.csv"), range(7, 21), "Eel.")
    with pytest.raises(Interrupted):
        index_corpus("many", progress=press_once(8), jobs=1)
    assert len(found()) == 16  # what has gone is known at the end
    index_corpus("many")
    assert len(found("eel")) == len(found()) == 14
    Path("many/cables.csv").unlink()
    index_corpus("many", prune=True, confirm=lambda gone: True)
    assert rows() == {}


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_files_that_an_engine_merges_are_no_damage(tmp_path: Path, engine: str) -> None:
    serials = count(1)
    for commits in range(1, 12):
        with create(tmp_path / "ix", engine) as index:
            with index.writing() as session:
                for serial in islice(serials, commits):
                    session.put(searchcable.parse(telegram(serial, "Fish.")))
                    session.commit()
            assert index.verify() == ()
        with searchcable.open(tmp_path / "ix") as index:
            assert len(index) == commits * (commits + 1) // 2


def _run(corpus: Path, path: Path, engine: str, jobs: int) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from searchcable.indexing import index_corpus\n"
        "index_corpus(sys.argv[1], sys.argv[2], engine=sys.argv[3], jobs=int(sys.argv[4]),"
        " commit_rows=12, progress=lambda p:"
        " p.stage == 'committed' and print(p.committed, flush=True))"
    )
    command = [sys.executable, "-c", code, str(corpus), str(path), engine, str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_killed_runs_lose_nothing_committed_and_end_alike(tmp_path: Path, engine: str) -> None:
    corpus = tmp_path / "corpus"
    write_telegrams(corpus, 60)
    index_corpus(corpus, tmp_path / "whole", engine=engine)
    chance = random.Random(6)
    killed = 0
    for attempt in range(6):
        path = tmp_path / f"ix{attempt}"
        with _run(corpus, path, engine, 1 + attempt % 2) as process:
            assert process.stdout is not None
            committed = process.stdout.readline()
            time.sleep(attempt * chance.uniform(0, 0.03))
            process.kill()
            *_, last = committed.split() + process.stdout.read().split()
        killed += process.returncode == -signal.SIGKILL and int(last) < 60
        with searchcable.open(path) as index:
            assert len(index) >= int(last)
            index.verify()
        index_corpus(corpus, path)
        assert rows(path) == rows(tmp_path / "whole")
        with searchcable.open(path) as index:
            assert index.verify() == ()
            assert index.stats().sources == 60
    assert killed  # a slow machine may be late for some
