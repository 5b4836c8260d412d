"""What is to become a segment: postings by field and term, in memory."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain, groupby, repeat
from operator import itemgetter
from typing import Any

from searchcable.engines.whoosh.documents import Document
from searchcable.engines.whoosh.postings import TermList
from searchcable.engines.whoosh.schema import PLACED, to_bytes

Lists = defaultdict[str, list[Any]]
"""By term its rows, or in a field with positions rows and values in turn."""


class Pool:
    """Postings until a segment is written. Whoosh's own pool sorts them on the disk."""

    def __init__(self) -> None:
        self._lists: defaultdict[str, Lists] = defaultdict(lambda: defaultdict(list))
        self.size = 0
        self.merged: list[Iterator[TermList]] = []

    def add(self, row: int, document: Document) -> None:
        """Take the terms of a document; rows go up."""
        for field, terms in document.terms:
            _append(map(self._lists[field].__getitem__, terms), repeat(row))
            self.size += len(terms)
        for field, joined, values, _ in document.placed:
            lists = list(map(self._lists[field].__getitem__, joined.split(" ")))
            _append(lists, repeat(row))
            _append(lists, values)
            self.size += len(lists)

    def iter_postings(self) -> Iterator[TermList]:
        """Yield each term, in order: those of the rows added, and of the segments merged."""
        if not self.merged:
            yield from self._own()
            return
        of_term = itemgetter(0, 1)
        for (field, term), same in groupby(merge(self._own(), *self.merged, key=of_term), of_term):
            lists = list(same)
            rows, values = (list(chain.from_iterable(map(itemgetter(n), lists))) for n in (2, 3))
            yield field, term, rows, values

    def _own(self) -> Iterator[TermList]:
        for field in sorted(self._lists):
            terms = self._lists[field]
            if field in PLACED:
                for term in sorted(terms):
                    yield field, to_bytes(term), terms[term][::2], terms[term][1::2]
            else:
                for term in sorted(terms):
                    yield field, to_bytes(term), terms[term], ()

    def cleanup(self) -> None:
        """Forget all."""
        self._lists.clear()
        self.merged.clear()


def _append(lists: Iterable[list[Any]], items: Iterable[Any]) -> None:
    """Append to each list its item, as fast as Python can."""
    deque(map(list.append, lists, items), maxlen=0)
