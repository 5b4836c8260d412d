"""Which words of rows the lexicon has still to get.

A cable has hundreds of words, of which most stood in the cables before it. Whoever prepares rows
leaves those out that earlier rows of the same stream brought, in the same field at the same level:
a stream is so many rows of one thread, counted from 0. The writer believes that as long as it sends
every row of a stream, in order; from the first that is missing on, it takes all words of a row from
what is sent of it. So a row that is merged with another, lost with its reader, or was made for
another index, takes no word with it; and no word goes for a row that does not.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import uuid4

from searchcable.encoding import from_json
from searchcable.engines.opensearch.schema import Document
from searchcable.fields import FIELDS, Row
from searchcable.markings import Classification

Place = tuple[str, str | None]
"""A field's name and a level."""

_STREAM: Final = 2_000  # rows
_WORDED: Final = [field.name for field in FIELDS if field.kind.tokenized]
_KNOWN: Final = 2_000_000  # words that a writer remembers
_COVERED: Final[dict[str | None, tuple[str | None, ...]]] = {
    str(level): (*(str(b) for b in Classification if b.rank < level.rank), str(level))
    for level in Classification
} | {None: (*map(str, Classification), None)}
"""By level, those that all may see who may see it; an unknown one is above all."""


class Stream(threading.local):
    """The stream of each thread that prepares rows."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._name = uuid4().hex
        self._number = 0
        self._brought: defaultdict[Place, set[str]] = defaultdict(set)

    def next(self, row: Row, document: Document) -> Document:
        """Return the document of a row as the next of the stream, with the words new in it."""
        texts = [(name, " ".join(row.values.get(name, ()))) for name in _WORDED]
        if not any(text for _, text in texts):
            return document
        if self._number == _STREAM:
            self._begin()
        new: list[tuple[str, frozenset[str]]] = []
        for name, text in texts:
            brought = self._brought[name, document.level]
            if unknown := frozenset(text.split()) - brought:
                brought |= unknown
                for lower in _COVERED[document.level]:
                    if lower != document.level:
                        unknown -= self._brought[name, lower]
                new.append((name, unknown))
        at, self._number = (self._name, self._number), self._number + 1
        return document._replace(words=tuple(new), at=at)


class NewWords:
    """The words that a writer has still to send, and those that it knows to be in the lexicon.

    One that is there at a lower level need not be there again.
    """

    def __init__(self) -> None:
        self._known: defaultdict[Place, set[str]] = defaultdict(set)
        self._waiting: defaultdict[Place, set[str]] = defaultdict(set)
        self._next: dict[str, int] = {}  # by stream

    @property
    def wait(self) -> bool:
        """Whether words wait for a request."""
        return bool(self._waiting)

    def take(self, document: Document) -> None:
        """Have the words of a document go with the next request, as it does."""
        whole = document.at is None or self._follows(*document.at)
        for name, words in document.words if whole else _all_words(document):
            self._waiting[name, document.level] |= words

    def _follows(self, stream: str, number: int) -> bool:
        """Return whether all earlier documents of a stream were taken."""
        if self._next.get(stream, 0) != number:
            self._next[stream] = -1
            return False
        self._next[stream] = number + 1
        return True

    def give(self) -> dict[Place, set[str]]:
        """Return those that wait and are not known; they wait no longer."""
        new: dict[Place, set[str]] = {}
        for name, level in sorted(self._waiting, key=lambda place: len(_COVERED[place[1]])):
            unknown = self._waiting[name, level]
            for lower in _COVERED[level]:
                # not `-=`, which would go through all that is known, for each request
                unknown = unknown - self._known[name, lower]
                unknown = unknown - new.get((name, lower), set())
            if unknown:
                new[name, level] = unknown
        self._waiting.clear()
        return new

    def take_back(self, words: dict[Place, set[str]]) -> None:
        """Have words go again that did not arrive."""
        for place, there in words.items():
            self._waiting[place] |= there

    def learn(self, words: dict[Place, set[str]]) -> None:
        """Know words from now on, which are in the lexicon: not before they have arrived there."""
        if sum(map(len, self._known.values())) > _KNOWN:
            self._known.clear()
        for place, there in words.items():
            self._known[place] |= there


def _all_words(document: Document) -> Iterable[tuple[str, set[str]]]:
    made = from_json(document.source)
    for name in _WORDED:
        if made.get(name):
            yield name, set(" ".join(made[name]).split())
