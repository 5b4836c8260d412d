"""What Tantivy raises, or panics with, on damaged files, told as damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from searchcable.errors import IndexCorrupt


@contextmanager
def damage_reported(path: str) -> Iterator[None]:
    """Raise IndexCorrupt for what Tantivy raises, or panics with, on damaged files."""
    try:
        yield
    except ValueError as error:
        raise IndexCorrupt(f"the index at {path} does not read: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexCorrupt(f"the index at {path} does not read: {error}") from None
