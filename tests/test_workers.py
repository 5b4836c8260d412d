"""Reading in several processes gives what reading in one gives, whatever befalls them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchcable.cable import Source, inked
from searchcable.engines import Entry, memory
from searchcable.errors import SearchcableError
from searchcable.fields import Row
from searchcable.formats import Part, read_file, walk
from searchcable.indexing import index_corpus, worker, workers
from searchcable.indexing.preparing import PreparedPart, prepare
from searchcable.indexing.workers import Workers, prepare_here
from searchcable.versions import decode
from tests.telegrams import telegram

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
TEXTS = [telegram(number, f"Fish number{number}.").encode() for number in range(1, 41)]
PARTS = [Part(Source(path=f"{number}.txt"), "", text) for number, text in enumerate(TEXTS)]

LARGE = TEXTS[0] + b"\n2. (U) Fish and more fish.\n" * 1_000_000


def outcome(pairs: Iterator[tuple[Part, PreparedPart]]) -> list[tuple[str, list[str], list[str]]]:
    return [
        (
            part.source.path,
            [c.entry.id for c in made.cables],
            [why for _, why in made.tally.left_out],
        )
        for part, made in pairs
    ]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BATCH", 1_000)


@pytest.mark.usefixtures("small_batches")
def test_workers_give_what_one_process_gives_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    parts = [*PARTS[:20], Part(Source(path="none"), "", b"\0\1\2"), *PARTS[20:]]
    with Workers(3, "memory") as readers:
        found = list(readers.prepare(parts))
    assert [made.cables for _, made in found] == [
        made.cables for made in prepare(parts, memory.entry)
    ]
    assert outcome(iter(found)) == outcome(prepare_here("memory", parts))
    assert capfd.readouterr().err == ""


def test_the_ink_of_a_cable_and_of_its_paragraphs_is_counted() -> None:
    counted = 0
    for file in walk(CORPUS):
        for part in read_file(file.location, file.path).parts:
            for made in prepare([part], memory.entry)[0].cables:
                cable = decode(made.entry.stored)[0]
                texts = [text for p in cable.paragraphs for text in (p.heading or "", p.text)]
                assert (made.read, made.paragraphs) == (inked(cable.text), sum(map(inked, texts)))
                counted += made.paragraphs > 0
    assert counted > 40


def test_readers_give_way_to_the_writer_and_do_not_hear_its_ctrl_c() -> None:
    with Workers(1, "memory") as readers:
        list(readers.prepare(PARTS[:1]))
        (pid,) = [one.process.pid for one in readers._workers]
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.nice(0) + worker._NICE)
        assert os.getsid(pid) == os.getsid(0)  # of another session, they would have a like share
        assert os.getpgid(pid) != os.getpgid(0)


@pytest.mark.parametrize("at_once", [0, 1, 9])
def test_workers_start_at_once_or_when_there_is_work(at_once: int) -> None:
    with Workers(2, "memory", at_once=at_once) as readers:
        assert len(readers._workers) == min(at_once, 2)
        assert outcome(readers.prepare(PARTS[:3])) == outcome(prepare_here("memory", PARTS[:3]))
    assert readers._workers == []


# What a part does to its worker when it is unpickled there.
class Deadly(bytes):
    """Text that ends the process which reads it."""

    def __reduce__(self) -> tuple[object, ...]:
        return _die_elsewhere, (os.getpid(), bytes(self))


class Endless(bytes):
    """Text that is never read to its end."""

    def __reduce__(self) -> tuple[object, ...]:
        return _hang_elsewhere, (os.getpid(), bytes(self))


class Telling(bytes):
    """A file of which a worker says something."""

    def __reduce__(self) -> tuple[object, ...]:
        return _tell_elsewhere, (os.getpid(), bytes(self))


def _tell_elsewhere(writer: int, data: bytes) -> bytes:
    if os.getpid() != writer:
        sys.stderr.write("a word\n")
    return data


def _die_elsewhere(writer: int, data: bytes) -> bytes:
    if os.getpid() != writer:
        os.kill(os.getpid(), signal.SIGKILL)
    return data


def _hang_elsewhere(writer: int, data: bytes) -> bytes:
    if os.getpid() != writer:
        time.sleep(1_000)
    return data


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        pytest.param(Deadly, "its reader died", id="dies"),
        pytest.param(Endless, "was not read within 2 seconds", id="hangs"),
    ],
)
def test_a_worker_that_goes_costs_one_part(kind: type[bytes], why: str) -> None:
    parts = [*PARTS[:7], Part(Source(path="bad"), "", kind(b"x")), *PARTS[7:20]]
    with Workers(2, "memory", patience=2.0) as readers:
        found = outcome(readers.prepare(parts))
    assert [ids for _, ids, _ in found] == [
        [] if part.source.path == "bad" else [prepare([part], memory.entry)[0].cables[0].entry.id]
        for part in parts
    ]
    assert [(path, reasons) for path, _, reasons in found if reasons] == [("bad", [why])]


@pytest.mark.usefixtures("small_batches")
def test_ctrl_c_leaves_no_worker_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    pids = list[int]()

    def interrupted(self: Workers, worker: workers._Worker, part: Part) -> PreparedPart:
        pids.append(worker.process.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(Workers, "_alone", interrupted)
    with Workers(1, "memory") as readers, pytest.raises(KeyboardInterrupt):
        list(readers.prepare([Part(Source(path="bad"), "", Deadly(b"x"))]))
    (pid,) = pids
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.usefixtures("small_batches")
def test_what_a_worker_says_is_shown_at_its_end(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(2, "memory") as readers:
        found = outcome(readers.prepare([*PARTS, Part(Source(path="told"), "", Telling(TEXTS[0]))]))
    assert found[-1] == ("told", [prepare(PARTS[:1], memory.entry)[0].cables[0].entry.id], [])
    assert capfd.readouterr().err == "a word\n"


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_workers_that_cannot_begin_stop_the_run(
    jobs: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with Workers(jobs, "none", at_once=jobs) as readers, pytest.raises(SearchcableError) as caught:
        list(readers.prepare(PARTS))
    assert "ended as it began: KeyError: 'none'; --jobs 1" in str(caught.value)
    (note,) = caught.value.__notes__
    assert note.startswith("Traceback")
    assert note.count("Traceback") == 1
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("missing", [False, True], ids=["fault", "package missing"])
def test_a_fault_of_the_reader_costs_one_part(
    missing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = memory.entry

    def entry(row: Row) -> Entry:
        if "number3" in str(row.values["text"]):
            raise ImportError("lxml") if missing else KeyError("post")
        return sound(row)

    monkeypatch.setattr(memory, "entry", entry)
    if missing:
        with pytest.raises(ImportError):
            outcome(prepare_here("memory", PARTS[:5]))
        return
    found = outcome(prepare_here("memory", PARTS[:5]))
    assert [len(ids) for _, ids, _ in found] == [1, 1, 0, 1, 1]
    assert found[2][2] == ["its reading failed: KeyError: 'post'"]


def test_memory_that_does_not_suffice_costs_one_part() -> None:
    parts = [*PARTS[:2], Part(Source(path="big"), "", LARGE), *PARTS[2:4]]
    with Workers(1, "memory", memory=400_000_000) as readers:
        found = outcome(readers.prepare(parts))
    assert [len(ids) for _, ids, _ in found] == [1, 1, 0, 1, 1]
    (why,) = found[2][2]
    assert why.startswith(("needs more memory than --memory allows", "its reader died"))


def test_jobs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "corpus" / f"{number:02}.txt").write_bytes(text)
    (tmp_path / "corpus" / "nothing.txt").write_bytes(b"no cable")
    reports = [index_corpus("corpus", f"index{jobs}", jobs=jobs) for jobs in (1, 2)]
    assert [report.cables for report in reports] == [40, 40]
    assert len({str((r.skipped, r.examples, r.characters, r.defects)) for r in reports}) == 1
