"""Damaged files for the readers: `Fuzzer` makes them and looks at what the readers do."""

from __future__ import annotations

import gzip
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchcable.formats import read_bytes
from tests.formats.packing import PACKERS, xz

MOST_BYTES = 1_000_000
MOST_SECONDS = 2.0

# What readers look for; put where it does not belong.
TOKENS = [token.encode() for token in (
    "¶", "1. (C) ", "TAGS: ", "REF: A. STATE 1\n", "SUBJECT: ", "NNNN\n", "PAGE 01  OSLO 00001\n",
    "FM AMEMBASSY OSLO\n", "SECTION 01 OF 99 ", "<pre>", "</pre>", "<![CDATA[", "&x;", "<div>",
    '<div type="document">', "</div>", '","', '\\"', "\r", "\0", "\ufeff", "\u2028", "(" * 500,
    "<b>" * 300, "[" * 300, "A" * 5_000, " " * 5_000, "\n" * 5_000, "1 " * 2_000, "/" * 300,
    '"1","4/18/2007 9:03","07OSLO1","', "<table class='cable'>", "Viewing cable ", "&#x000A;",
    '<div id="tagged-text">', '{"mrn": "', '"text": "', "[{", "\\u0000", "\\ud800",
    "id,date,refid,content\n",
    "endobj", "stream\n", "/Kids[2 0 R]", "E.O. 12958: DECL: ", "Message Attributes\n",
)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that no input may do, and the input that did."""

    what: str
    data: bytes


def samples(folders: Iterable[Path]) -> list[bytes]:
    """Return the files below `folders` up to 200 kB of each, and archives of some."""
    found = [
        path.read_bytes()[:200_000]
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    few = {f"{number}.txt": data for number, data in enumerate(found[:4])}
    packed = [pack(few) for pack in PACKERS.values()]
    return [*found, *packed, gzip.compress(found[0]), xz(found[-1])]


class Fuzzer:
    """Makes one input after another, and reads it."""

    def __init__(
        self, chance: random.Random, seeds: list[bytes], most_seconds: float = MOST_SECONDS
    ) -> None:
        self._chance = chance
        self._most_seconds = most_seconds
        self._seeds = seeds
        self._written: list[str] = []
        self.inputs = self.cables = self.faults = 0
        self.slowest = 0.0
        self.forms: Counter[str] = Counter()
        sys.addaudithook(self._watch)

    def one(self) -> Iterator[Fault]:
        """Read one more input; yield what it did that it may not."""
        data = self.make()
        self._written.clear()
        self.inputs += 1
        began = time.process_time()  # a busy machine is no hang
        try:
            self._read(data)
        except Exception:
            yield self._fault(traceback.format_exc(limit=-4), data)
        seconds = time.process_time() - began
        self.slowest = max(self.slowest, seconds)
        if seconds > self._most_seconds:
            yield self._fault(f"{seconds:.1f} s for {len(data):,} bytes: {data[:60]!r}", data)
        if self._written:
            yield self._fault(f"wrote {self._written}", data)

    def make(self) -> bytes:
        """Return a sample with some damage, at most a megabyte."""
        data = bytearray(self._chance.choice(self._seeds))
        for _ in range(self._chance.choice((1, 1, 2, 4, 16, 64))):
            self._damage(data)
        if self._chance.random() < 0.05 and data:
            data *= min(20, MOST_BYTES // len(data) + 1)
        whole = bytes(data[:MOST_BYTES])
        if self._chance.random() < 0.05:
            pack = self._chance.choice(list(PACKERS.values()))
            return pack({"a": whole, "b/c": whole[::-1]})[:MOST_BYTES]
        return whole

    def _damage(self, data: bytearray) -> None:
        chance = self._chance
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((1, 2, 8, 80, 2_000)))
        match chance.randrange(7):
            case 0:
                data[at:to] = chance.randbytes(to - at)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = chance.choice(TOKENS)
            case 3:
                data[at:at] = data[at:to] * chance.choice((1, 3, 50))
            case 4:
                other = chance.choice(self._seeds)
                start = chance.randrange(len(other) + 1)
                data[at:at] = other[start : start + 2_000]
            case 5:
                del data[at if chance.random() < 0.2 else to :]
            case _:
                lines = data.split(b"\n")
                chance.shuffle(lines) if chance.random() < 0.1 else lines.reverse()
                data[:] = b"\n".join(lines)
        del data[MOST_BYTES:]

    def _read(self, data: bytes) -> None:
        reading = read_bytes(data, "input")
        for cable in reading.cables:
            self.cables += 1
            cable.to_dict()
            cable.text.encode()
        self.forms[reading.form or "nothing"] += 1

    def _fault(self, what: str, data: bytes) -> Fault:
        self.faults += 1
        return Fault(what, data)

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note each file that is opened for writing, removed, renamed or made."""
        if event == "open" and isinstance(arguments[2], int):
            if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and _lasts(arguments):
                self._written.append(str(arguments[0]))
        elif event in ("os.remove", "os.rename", "os.mkdir", "os.symlink", "os.link", "os.chmod"):
            self._written.append(f"{event} {arguments[0]}")


def _lasts(arguments: tuple[Any, ...]) -> bool:
    """Whether what is opened is a file that stays: no pipe, nor a temporary one without a name."""
    temporary = arguments[2] & getattr(os, "O_TMPFILE", 0) == getattr(os, "O_TMPFILE", -1)
    return not (temporary or isinstance(arguments[0], int) or arguments[0] == os.devnull)
