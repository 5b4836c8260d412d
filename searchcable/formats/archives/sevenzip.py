"""The members of a 7z. The package py7zr reads it; without it a 7z is skipped.

py7zr pushes what it unpacks into objects that it asks for; a thread of its own does that, a few
blocks ahead of the reader. It is given numbers for names, so that no name is a path to it.
"""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO, Final, cast

from searchcable.formats.archives.limits import Budget, Counted, Unpacked
from searchcable.formats.archives.members import Member, buffered, is_hidden, plain_name

MISSING: Final = "7z, which needs the extra: pip install 'searchcable[7z]'"
_AHEAD: Final = 4  # blocks, of a few MB at most
_BLOCK: Final = 1 << 20
_PATIENCE: Final = 0.2  # seconds between two looks at whether the reader is still there


def sevenzip_members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the files in a 7z. Raises py7zr's errors, or others, where it is damaged."""
    try:
        import py7zr
    except ImportError:
        yield Member(None, skipped=MISSING)
        return
    source = Counted(stream)
    with py7zr.SevenZipFile(cast(BinaryIO, source), "r") as archive:
        if archive.needs_password():
            yield Member(None, skipped="encrypted")
            return
        members = {}
        for number, entry in enumerate(archive.files):
            if not entry.is_directory:
                budget.take_member()
                name = plain_name(str(entry.filename))
                members[str(number)] = Member(name, skipped=_why_not(entry, name))
        for number, info in enumerate(archive.files.files_list):
            info["filename"] = str(number)
        if members:
            yield from _unpack(archive, members, source, budget)


def _why_not(entry: Any, name: str) -> str | None:
    if entry.is_symlink or entry.is_junction:
        return "symbolic link"
    if entry.is_socket:
        return "no regular file"
    return "hidden" if is_hidden(name) else None


def _unpack(
    archive: Any, members: dict[str, Member], source: Counted, budget: Budget
) -> Iterator[Member]:
    flow = _Flow()
    thread = threading.Thread(target=_push, args=(archive, set(members), flow), daemon=True)
    thread.start()
    try:
        while (number := flow.next_member()) is not None:
            member = members[number]
            stream = buffered(Unpacked(cast(BinaryIO, flow), budget, source))
            yield member if member.skipped else replace(member, stream=stream)
            while stream.read(_BLOCK):  # what was not read counts too
                pass
    finally:
        flow.stop()
        thread.join()


def _push(archive: Any, wanted: set[str], flow: _Flow) -> None:
    """Unpack everything into `flow`; runs in a thread of its own."""
    try:
        archive.extract(targets=wanted, factory=flow)
        flow.put(None)
    except _Stopped:
        pass
    except Exception as error:
        with suppress(_Stopped):
            flow.put(error)


class _Stopped(Exception):
    """Nobody reads any more."""


class _Flow(io.RawIOBase):
    """What passes from the thread that unpacks to the one that reads.

    To py7zr it is the factory of writers, to the reader a stream that ends with each member. In
    the queue a text is the name of the next member, bytes are its content, None is the end, and an
    exception what went wrong.
    """

    def __init__(self) -> None:
        self._queue: queue.Queue[str | bytes | Exception | None] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._rest = b""
        self._next: str | Exception | None = None
        self._ended = False

    def create(self, filename: str) -> Any:
        return _Writer(self, filename.rpartition("/")[2])

    def put(self, item: str | bytes | Exception | None) -> None:
        """Pass something on; waits while the reader is behind. Raises _Stopped."""
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_PATIENCE)
            except queue.Full:
                continue
            return
        raise _Stopped

    def stop(self) -> None:
        """Let the thread that unpacks end at its next block."""
        self._stopped.set()

    def next_member(self) -> str | None:
        """Return the next member's name, None after the last. Raises what went wrong."""
        while not (self._ended or self._stopped.is_set()):
            self.read(_BLOCK)
        name, self._next, self._ended = self._next, None, False
        if isinstance(name, Exception):
            raise name
        return name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from this member. Raises what went wrong with it."""
        while not (self._rest or self._ended or self._stopped.is_set()):
            try:
                item = self._queue.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if isinstance(item, bytes):
                self._rest = item
            else:
                self._next, self._ended = item, True
        if self._ended and isinstance(self._next, Exception):
            raise self._next
        data = self._rest[: len(buffer)]
        self._rest = self._rest[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class _Writer:
    """What py7zr writes one member into."""

    def __init__(self, flow: _Flow, name: str) -> None:
        self._flow = flow
        self._size = 0
        flow.put(name)

    def write(self, data: bytes | bytearray) -> int:
        self._size += len(data)
        for start in range(0, len(data), _BLOCK):
            self._flow.put(bytes(data[start : start + _BLOCK]))
        return len(data)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The next name ends this member."""

    def size(self) -> int:
        return self._size
