"""Workers that prepare parts side by side; what they give comes in the order of the parts.

Parts travel in batches. A worker that dies or hangs is ended; its batch is tried again part by
part, so that only the part which brought it down is left out.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import IO, Final

from searchcable.engines import entry_maker
from searchcable.errors import SearchcableError
from searchcable.formats import Part
from searchcable.formats.records import Record
from searchcable.indexing.channel import Channel, channel, keep_memory
from searchcable.indexing.preparing import READY, PreparedPart, left_out, prepare

BATCH: Final = 500_000
"""Characters or bytes of the parts that are sent at once; a larger part goes alone."""

_PARTS: Final = 1_000  # of a batch
_AHEAD: Final = 7  # the part of a worker's memory that all may have to go on with in a commit
_LEAST: Final = 2  # batches for each worker, however large: one in hand, one to go on with
_TICK: Final = 0.5  # seconds between looks at who hangs
_SAID: Final = 10_000  # bytes of the last that a worker said
_REASON: Final = 200  # characters of its last line


@dataclass(slots=True)
class _Batch:
    """Some parts, and what was made of them as soon as it is there."""

    parts: list[Part]
    size: int
    made: list[PreparedPart] | None = None


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    channel: Channel
    said: IO[bytes]  # its standard error
    batches: deque[_Batch] = field(default_factory=deque)
    since: float = 0.0  # when it began the first of its batches
    ready: bool = False


class Workers:
    """So many processes. Close them when done, which a `with` does."""

    def __init__(
        self, jobs: int, engine: str, *, memory: int = 0, patience: float = 60.0, at_once: int = 0
    ) -> None:
        """Use `jobs` processes of `memory` bytes at most; one may take `patience` seconds a batch.

        So many of them start `at_once`, and others when these are busy. A batch is never longer
        than BATCH but for one large part, of which 64 MB are the most.
        """
        self._jobs, self._engine, self._memory, self._patience = jobs, engine, memory, patience
        self._ahead = memory // _AHEAD
        self._at_once = min(at_once, jobs)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        keep_memory()
        self._workers += (self._start() for _ in range(self._at_once))
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            _dismiss(worker)
        self._workers.clear()

    def prepare(self, parts: Iterable[Part]) -> Iterator[tuple[Part, PreparedPart]]:
        """Yield each part with what was made of it.

        Raises SearchcableError where a worker cannot even begin.
        """
        waiting: deque[_Batch] = deque()
        for batch in batches(parts):
            waiting.append(batch)
            self._send(batch)
            while waiting and (waiting[0].made is not None or self._is_enough(waiting)):
                yield from self._first(waiting)
        while waiting:
            yield from self._first(waiting)

    def _is_enough(self, waiting: deque[_Batch]) -> bool:
        """Whether the workers have as much as they shall, even if the writer commits now."""
        size = sum(batch.size for batch in waiting)
        return len(waiting) > self._jobs * _LEAST and size > self._ahead

    def _first(self, waiting: deque[_Batch]) -> Iterator[tuple[Part, PreparedPart]]:
        batch = waiting[0]
        while batch.made is None:
            self._receive()
        waiting.popleft()
        yield from zip(batch.parts, batch.made, strict=True)

    def _send(self, batch: _Batch) -> None:
        """Give a batch to the worker who has least to do; start one if all are busy."""
        idle = min(self._workers, key=lambda worker: len(worker.batches), default=None)
        if idle is None or (idle.batches and len(self._workers) < self._jobs):
            idle = self._start()
            self._workers.append(idle)
        if not idle.batches:
            idle.since = time.monotonic()
        idle.batches.append(batch)
        try:
            idle.channel.send(pickle.dumps(batch.parts, pickle.HIGHEST_PROTOCOL))
        except OSError:
            self._replace(idle)

    def _receive(self) -> None:
        """Take what workers have made; end those that hang, and go on for those that died."""
        busy = {worker.channel.fileno(): worker for worker in self._workers if worker.batches}
        for descriptor in wait(list(busy), _TICK):
            worker = busy[descriptor]  # type: ignore[index]
            try:
                made = _answer(worker)
            except (EOFError, OSError, pickle.UnpicklingError):
                self._replace(worker)
                continue
            if made is not None:
                worker.batches.popleft().made = made
            worker.since = time.monotonic()
        for worker in busy.values():
            if worker.batches and time.monotonic() - worker.since > self._patience:
                self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        """Do in workers of their own what a worker had to do that died or hangs."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        _reap(worker)
        first, *rest = worker.batches
        first.made = self._one_by_one(first.parts)
        for batch in rest:
            self._send(batch)

    def _one_by_one(self, parts: list[Part]) -> list[PreparedPart]:
        """Prepare parts in a worker that has nothing else to do, and in a new one after each that
        it cannot do."""
        made = list[PreparedPart]()
        worker = None
        try:
            for part in parts:
                worker = worker or self._start()
                try:
                    made.append(self._alone(worker, part))
                except (EOFError, OSError, pickle.UnpicklingError) as error:
                    dead, worker = worker, None
                    died = _with_reason("its reader died", _reap(dead))
                    late = f"was not read within {self._patience:.0f} seconds"
                    made.append(left_out(part, late if isinstance(error, TimeoutError) else died))
        finally:
            if worker is not None:
                _dismiss(worker)
        return made

    def _alone(self, worker: _Worker, part: Part) -> PreparedPart:
        """Prepare one part. Raises TimeoutError where that hangs, and as `_answer` does."""
        worker.channel.send(pickle.dumps([part], pickle.HIGHEST_PROTOCOL))
        while worker.channel.waits(self._patience):
            if (made := _answer(worker)) is not None:
                return made[0]
        raise TimeoutError

    def _start(self) -> _Worker:
        ours, theirs = channel()
        ours.set_patience(self._patience)
        said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `_end`
        with closing(theirs):
            root = str(Path(__file__).resolve().parents[2])
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *sys.path])}
            command = [sys.executable, "-m", "searchcable.indexing.worker"]
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*command, str(theirs.fileno()), self._engine, str(self._memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stderr=said,
                env=environment,
                process_group=0,  # Ctrl-C is for the writer
            )
        return _Worker(process, ours, said)


def prepare_here(engine: str, parts: Iterable[Part]) -> Iterator[tuple[Part, PreparedPart]]:
    """Do the same in this process."""
    entry = entry_maker(engine)
    return ((part, made) for part in parts for made in prepare([part], entry))


def batches(parts: Iterable[Part]) -> Iterator[_Batch]:
    """Yield parts in batches of about BATCH."""
    batch, size = list[Part](), 0
    for part in parts:
        batch.append(part)
        size += _size(part)
        if size >= BATCH or len(batch) >= _PARTS:
            yield _Batch(batch, size)
            batch, size = [], 0
    if batch:
        yield _Batch(batch, size)


def _size(part: Part) -> int:
    data = part.data
    if isinstance(data, bytes):
        return len(data)
    if isinstance(data, Record):
        return sum(map(len, data.data[:1])) if isinstance(data.data, tuple) else len(str(data.data))
    return 0 if data is None else len(data.text)


def _answer(worker: _Worker) -> list[PreparedPart] | None:
    """Take what a worker made, or None that it is ready. Raises EOFError or OSError if it died."""
    message = worker.channel.receive()
    worker.ready = True
    if message == READY:
        return None
    made: list[PreparedPart] = pickle.loads(message)  # noqa: S301 - ours
    return made


def _reap(worker: _Worker) -> str:
    """End a worker that died or hangs, and return what it said.

    Raises SearchcableError where it never was ready: any other would do the same, whatever it is
    given.
    """
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        if not worker.ready and worker.channel.waits(0):
            _answer(worker)
    said = _end(worker)
    if worker.ready:
        return said
    ended = _with_reason("a process that reads ended as it began", said)
    error = SearchcableError(
        f"{ended}; --jobs 1 reads in this process alone, a larger --memory gives the others more "
        "room"
    )
    error.add_note(said)
    raise error


def _with_reason(what: str, said: str) -> str:
    """Add the last line that a worker said, where a traceback tells what it was."""
    return f"{what}: {said.splitlines()[-1][:_REASON]}" if said else what


def _dismiss(worker: _Worker) -> None:
    """End a worker that is not needed any more, and show what it said, in one piece."""
    said = _end(worker)
    if said and worker.ready and sys.stderr:
        sys.stderr.write(said + "\n")


def _end(worker: _Worker) -> str:
    """End a worker, and return what it said before: the end of it, if it was much."""
    worker.channel.close()
    worker.process.kill()
    worker.process.wait()
    with worker.said as said:
        said.seek(max(0, said.seek(0, os.SEEK_END) - _SAID))
        return said.read().decode(errors="replace").strip()
