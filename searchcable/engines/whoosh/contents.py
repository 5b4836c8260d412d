"""The table of contents of an index, as Whoosh keeps it: which segments there are at a commit.

The schema in it is not read: ours is known. Tables of older kinds, which Whoosh would read too, are
refused.
"""

from __future__ import annotations

import pickle
import re
from typing import Any, Final

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.index import _CURRENT_TOC_VERSION, TOC

from searchcable.engines.whoosh.schema import SCHEMA
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.errors import IndexCorrupt

NAME: Final = "MAIN"

_SEGMENT: Final = re.compile(r"[0-9a-z]+")


def generation(storage: DurableStorage) -> int:
    """Return the number of the last commit, -1 where there was none."""
    number: int = TOC._latest_generation(storage, NAME)
    return number


def read_contents(storage: DurableStorage) -> Any:
    """Return the table as of the last commit. Raises IndexCorrupt where it does not read."""
    number = generation(storage)
    if number < 0:
        return TOC(SCHEMA, [], 0)
    try:
        _check_version(storage, number)
        contents = TOC.read(storage, NAME, gen=number, schema=SCHEMA)
        for segment in contents.segments:
            _check_segment(segment)
    except FileNotFoundError:
        raise
    except Exception as error:  # Whoosh raises many kinds on what it did not write
        raise IndexCorrupt(f"its table of contents does not read: {error!r}") from error
    return contents


def name_of(number: int) -> str:
    """Return the name of the file of a commit's table."""
    name: str = TOC._filename(NAME, number)
    return name


def _check_version(storage: DurableStorage, number: int) -> None:
    with storage.open_file(name_of(number)) as file:
        sizes = [file.read_varint() for _ in range(3)]
        mark, version = file.read_int(), file.read_int()
    if (sizes, mark, version) != ([4, 8, 4], -12345, _CURRENT_TOC_VERSION):
        raise pickle.UnpicklingError("it is of a kind that may run code")


def _check_segment(segment: Any) -> None:
    """Raise ValueError on what is no segment, or would have files elsewhere."""
    if not (
        type(segment) is W3Segment
        and type(segment._codec) is W3Codec
        and segment.indexname == NAME
        and _SEGMENT.fullmatch(segment.segid)
        and segment.compound is False
        and isinstance(segment._doccount, int)
        and isinstance(segment._deleted, set | None)
    ):
        raise ValueError(f"no segment: {segment!r}")
