"""What a search gives: a counted, lazy sequence of hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from searchcable.cable import Cable
from searchcable.engines import Found, Reader, Sort
from searchcable.query import Query
from searchcable.snippets import Snippet, Span, snippets, subject_marks
from searchcable.versions import plain, read

_FIRST_PAGE = 100
_LAST_PAGE = 10_000  # an engine ranks anew for each page, so pages grow


@dataclass(frozen=True)
class Hit:
    """One cable that a query found. `score` is higher for better; it compares within one search."""

    id: str
    score: float
    query: Query
    stored: bytes

    @cached_property
    def cable(self) -> Cable:
        """The cable, as the index keeps it."""
        return read(self._plain)

    @property
    def mrn(self) -> str | None:
        """The cable's MRN in its canonical form, or None where it has none."""
        return str(self._shown.mrn) if self._shown.mrn else None

    @property
    def subject(self) -> str | None:
        """The cable's subject."""
        return self._shown.subject

    @cached_property
    def _plain(self) -> Any:
        return plain(self.stored)[0]

    @cached_property
    def _shown(self) -> Cable:
        """The cable as far as a list of hits shows it."""
        return read(self._plain, "mrn", "subject", "text", "paragraphs")

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        """At most three passages that show the match."""
        return snippets(self._shown, self.query.node)

    @cached_property
    def subject_marks(self) -> tuple[Span, ...]:
        """The spans of the subject that matched."""
        return subject_marks(self._shown, self.query.node)


class Results(Sequence[Hit]):
    """The hits of a query, fetched as they are asked for; `len` is their exact number.

    All are reachable: iterate over them, or take slices such as `results[20:30]`. They come from
    one snapshot of the index, and end with it when the index is closed.
    """

    def __init__(self, reader: Reader, query: Query, sort: Sort = "relevance") -> None:
        self.query = query
        self.sort = sort
        self._answer = reader.ask(query.node, sort)

    def __len__(self) -> int:
        return self._answer.total

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if isinstance(index, slice):
            wanted = range(self._answer.total)[index]
            if not wanted:
                return []
            first = min(wanted)
            hits = self._fetch(first, max(wanted) + 1)
            return [hits[i - first] for i in wanted]
        at = index + self._answer.total if index < 0 else index
        if not 0 <= at < self._answer.total:
            raise IndexError(f"hit {index} of {self._answer.total}")
        return self._fetch(at, at + 1)[0]

    def __iter__(self) -> Iterator[Hit]:
        start, size = 0, _FIRST_PAGE
        while start < self._answer.total:
            yield from self._fetch(start, start + size)
            start, size = start + size, min(size * 4, _LAST_PAGE)

    def __repr__(self) -> str:
        return f"<Results of {self.query.text!r}: {self._answer.total:,} cables>"

    def _fetch(self, start: int, stop: int) -> list[Hit]:
        return [self._hit(one) for one in self._answer.page(start, stop - start)]

    def _hit(self, found: Found) -> Hit:
        return Hit(found.id, found.score, self.query, found.stored)
