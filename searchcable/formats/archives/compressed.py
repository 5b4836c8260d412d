"""One stream under gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

from searchcable.formats.archives.limits import Budget, Counted, Unpacked
from searchcable.formats.archives.members import buffered

_OPEN: Final[dict[str, Callable[[Any], Any]]] = {
    "gz": lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"),
    "bz2": lambda stream: bz2.BZ2File(stream, "rb"),
    "xz": lambda stream: lzma.LZMAFile(stream, "rb"),  # noqa: SIM115
}


def open_compressed(stream: BinaryIO, kind: str, budget: Budget) -> BinaryIO:
    """Return what `stream` holds, unpacked as it is read.

    Reading it raises OSError, EOFError, zlib.error or LZMAError where it is damaged, OverLimit
    where it goes beyond `budget`.
    """
    source = Counted(stream)
    inner = cast(BinaryIO, _OPEN[kind](source))
    return buffered(Unpacked(inner, budget, source))
