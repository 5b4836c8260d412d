"""JSON and JSON lines: our own export, and objects whose names say that they hold cables.

A file is one object a line, or a list of objects, or objects one after another, or one object with
a list of them in it. Lists are read piece by piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, TextIO

from searchcable.cable import Cable, Source
from searchcable.formats.columns import looks_like_cables, read_columns
from searchcable.formats.container import read_telegram
from searchcable.formats.decoding import text_stream
from searchcable.formats.exported import is_exported, read_exported
from searchcable.formats.records import Record, RecordForm, place_in

MAX_OBJECT: Final = 64_000_000
"""Characters of the longest object that is read."""

_CHUNK: Final = 1 << 20
_BEGINS: Final = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*[\[{"\]])')
_BETWEEN: Final = re.compile(r"[\s,]*")


def is_json(head: str) -> bool:
    """Return whether a file begins as JSON does.

    >>> is_json(' {"mrn": "07TOKYO1716"'), is_json("[MOPS](#)")
    (True, False)
    """
    return _BEGINS.match(head) is not None


def take_apart(stream: BinaryIO) -> Iterator[Record]:
    """Yield the objects of a file: as text by the line, else by their number, from 1 on."""
    text = text_stream(stream)
    first = text.read(1)
    while first.isspace():
        first = text.read(1)
    line = "" if first == "[" else first + text.readline(MAX_OBJECT)
    if line and _is_object(line):
        yield from _lines(line, text)
    else:
        yield from _items(_Buffer(text, line))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(line: str, text: TextIO) -> Iterator[Record]:
    number = 1
    while line:
        if line.strip():
            yield Record(f"line {number}", line)
        number += 1
        line = text.readline(MAX_OBJECT)


def _items(buffer: _Buffer) -> Iterator[Record]:
    """Yield the items of a list, or objects that stand one after another, over any lines.

    Behind one that is damaged nothing can be told apart: what follows is left out.
    """
    number = 0
    while buffer.more():
        number += 1
        try:
            item = buffer.item()
        except (ValueError, RecursionError) as error:
            why = f"damaged JSON, left out from here on: {error}"
            yield Record(f"item {number}", skipped=why[:200])
            return
        yield Record(f"item {number}", item)


class _Buffer:
    """A text of which a part is at hand, for items one after another."""

    def __init__(self, stream: TextIO, text: str) -> None:
        self._stream, self._text = stream, text
        self._at = 0
        self._decoder = json.JSONDecoder()

    def more(self) -> bool:
        """Return whether an item follows; what stands between items is passed over."""
        while True:
            at = _BETWEEN.match(self._text, self._at)
            self._at = at.end() if at else self._at
            if self._at < len(self._text) or not self._fill(_CHUNK):
                return self._text[self._at :].strip("] \t\r\n") != ""

    def item(self) -> Any:
        """Return the next item. Raises ValueError where it does not read."""
        wanted = _CHUNK
        while True:
            try:
                item, end = self._decoder.raw_decode(self._text, self._at)
            except ValueError:
                if len(self._text) - self._at > MAX_OBJECT or not self._fill(wanted):
                    raise
                wanted *= 2
            else:
                self._at = end
                return item

    def _fill(self, size: int) -> bool:
        more = self._stream.read(size)
        self._text, self._at = self._text[self._at :] + more, 0
        return bool(more)


def read_object(record: Record, source: Source) -> Iterator[Cable]:
    """Yield the cables of one object. Raises ValueError where it has none."""
    data = json.loads(record.data) if isinstance(record.data, str) else record.data
    if isinstance(data, Mapping) and not _is_cable(data):
        lists = [value for value in data.values() if _is_list(value)]
        for at, item in enumerate(lists[0] if len(lists) == 1 else (), 1):
            yield _cable(item, place_in(source, f"{record.place}/item {at}"))
        if len(lists) == 1:
            return
    yield _cable(data, place_in(source, record.place))


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _is_cable(data: Mapping[str, Any]) -> bool:
    return is_exported(data) or looks_like_cables(data)


def _cable(data: Any, source: Source) -> Cable:
    if not isinstance(data, Mapping) or not _is_cable(data):
        raise ValueError("JSON, but no cable")
    if is_exported(data):
        try:
            return read_exported(data, source)
        except ValueError:
            return read_telegram(str(data["text"]), source)
    return read_columns(data, source)


JSON: Final = RecordForm(take_apart, read_object)
