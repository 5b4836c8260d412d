"""The table of contents of an index: which segments it has, as JSON in `_MAIN_N.toc`.

Whoosh keeps a pickle there, with the schema. The schema is ours to know and not the index's to
say; a table that is not ours, such as any of whoosh's own, is refused.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from dataclasses import dataclass, field
from typing import Final

from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.errors import IndexCorrupt

_NAME: Final = re.compile(r"_MAIN_(\d+)\.toc")
_FORMAT: Final = 1
SUFFIXES: Final = (".trm", ".pst", ".lex", ".num", ".ids", ".sto")
"""The files of a segment: terms, postings, lexicons, numbers, ids and stored bytes of rows."""


@dataclass(slots=True)
class Segment:
    """Some rows that were written together, numbered from 0.

    `size` is the number of stored bytes; `totals` the number of tokens by field, deleted rows
    included.
    """

    name: str
    rows: int
    size: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        """How many rows are not deleted."""
        return self.rows - len(self.deleted)

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return [self.name + suffix for suffix in SUFFIXES]

    def copy(self) -> Segment:
        """Return the same segment with a set of deletions of its own."""
        return Segment(self.name, self.rows, self.size, self.totals, set(self.deleted))


@dataclass(slots=True)
class Contents:
    """The segments as of one commit; `generation` counts the commits."""

    generation: int = 0
    segments: list[Segment] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"_MAIN_{self.generation}.toc"

    @property
    def files(self) -> list[str]:
        """The names of all files of the index."""
        return [self.name, *(name for segment in self.segments for name in segment.files)]

    def to_bytes(self) -> bytes:
        """Return the content of its file: one line of JSON, and a line with its checksum."""
        data = {
            "format": _FORMAT,
            "byteorder": sys.byteorder,
            "generation": self.generation,
            "segments": [
                {
                    "name": s.name,
                    "rows": s.rows,
                    "size": s.size,
                    "totals": s.totals,
                    "deleted": sorted(s.deleted),
                }
                for s in self.segments
            ],
        }
        text = json.dumps(data).encode()
        return b"%s\n%08x\n" % (text, zlib.crc32(text))

    @classmethod
    def from_bytes(cls, data: bytes) -> Contents:
        """Read what `to_bytes` gave; raises IndexCorrupt on anything else."""
        text, _, rest = data.partition(b"\n")
        if rest != b"%08x\n" % zlib.crc32(text):
            raise IndexCorrupt("its table of contents is damaged, or not one of searchcable's")
        try:
            values = json.loads(text)
            if (values["format"], values["byteorder"]) != (_FORMAT, sys.byteorder):
                raise IndexCorrupt("the index was written on another kind of machine")
            segments = [_segment(entry) for entry in values["segments"]]
            return cls(int(values["generation"]), segments)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexCorrupt(f"its table of contents does not read: {error!r}") from error


def _segment(entry: dict[str, object]) -> Segment:
    name, rows, size = entry["name"], entry["rows"], entry["size"]
    totals, deleted = entry["totals"], entry["deleted"]
    if not (
        isinstance(name, str)
        and re.fullmatch(r"MAIN_[0-9a-z]+", name)
        and isinstance(rows, int)
        and isinstance(size, int)
        and isinstance(totals, dict)
        and isinstance(deleted, list)
    ):
        raise ValueError(f"no segment: {entry}")
    return Segment(name, rows, size, totals, set(deleted))


def newest(storage: DurableStorage) -> Contents:
    """Return the contents as of the last commit; empty where there was none."""
    found = (_NAME.fullmatch(name) for name in storage.list())
    generation = max((int(match[1]) for match in found if match), default=0)
    if generation == 0:
        return Contents()
    contents = Contents.from_bytes((storage.path / f"_MAIN_{generation}.toc").read_bytes())
    if contents.generation != generation:
        raise IndexCorrupt("its table of contents is that of another commit")
    return contents
