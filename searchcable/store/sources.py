"""What an index knows of the files it was made from: one row of unit "source" for each.

These rows are committed together with the cables of their file, so that both are there or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from searchcable.encoding import from_json, to_json
from searchcable.errors import IndexCorrupt
from searchcable.fields import Row

UNIT: Final = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file of a corpus as it was when it was read.

    `path` is as `Source.path` of its cables, `location` where the file lies, absolute. `sha256` is
    None while only a part of its cables is committed; `mtime_ns` is None where it was too young to
    be trusted. `ids` are the cables read from it, `skipped` says why there are none, and `tool` is
    the version that read it. `begun` is what a run that was stopped had read of a new file: the
    SHA-256 of its bytes, and how many of its parts are committed. `left_out` says what of it was
    not read: why, how many places, and some of them. `part` is the feeder's part of the corpus
    ("3/16") where the record is of that part of the file only.
    """

    path: str
    location: str
    sha256: str | None
    size: int
    mtime_ns: int | None
    ids: tuple[str, ...] = ()
    skipped: str | None = None
    tool: str = ""
    begun: tuple[str, int] | None = None
    left_out: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    part: str = ""

    @property
    def row_id(self) -> str:
        """The id of its row."""
        return row_id(self.path, self.part)

    def row(self) -> Row:
        """Return what the engine keeps."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return Row(self.row_id, UNIT, {}, to_json(values))

    @classmethod
    def decode(cls, stored: bytes) -> FileRecord:
        """Read the bytes of a row. Raises IndexCorrupt where they are anything else."""
        try:
            data = from_json(stored)
            return cls(
                path=_text(data["path"]),
                location=_text(data["location"]),
                sha256=_text_or_none(data["sha256"]),
                size=int(data["size"]),
                mtime_ns=None if data["mtime_ns"] is None else int(data["mtime_ns"]),
                ids=tuple(map(_text, data["ids"])),
                skipped=_text_or_none(data["skipped"]),
                tool=_text(data["tool"]),
                begun=_begun(data.get("begun")),
                left_out=tuple(
                    (_text(why), int(number), tuple(map(_text, examples)))
                    for why, number, examples in data.get("left_out", ())
                ),
                part=_text(data.get("part", "")),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise IndexCorrupt(f"a stored source does not read: {error!r}") from error


def row_id(path: str, part: str = "") -> str:
    """Return the id of the row of the file `path`. No cable's id has a colon."""
    return f"{UNIT}-{part}:{path}" if part else f"{UNIT}:{path}"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _begun(value: Any) -> tuple[str, int] | None:
    if value is None:
        return None
    digest, parts = value
    return _text(digest), int(parts)
