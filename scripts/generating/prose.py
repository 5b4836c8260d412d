"""Two narrators: `Reporter` writes readable English, `Drone` a Zipf stream of words, fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from generating import grammar
from generating.chance import Chance, Weighted
from generating.grammar import Topic
from generating.places import Station
from generating.wordlist import vocabulary

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Narrator(Protocol):
    """What writes one cable's words. `size` is in characters, reached within a sentence or so."""

    tags: tuple[str, ...]

    def subject(self) -> str:
        """Return a subject line in capitals."""

    def headings(self, wanted: int) -> list[str]:
        """Return at most `wanted` different headings."""

    def paragraph(self, size: int) -> str:
        """Return sentences."""

    def summary(self, size: int) -> str:
        """Return sentences for the first paragraph."""

    def comment(self, size: int) -> str:
        """Return sentences for the last paragraph."""


class Reporter:
    """Writes of one topic at one post, with the same few invented officials throughout."""

    def __init__(self, chance: Chance, topic: Topic, station: Station, year: int) -> None:
        self._chance, self._topic, self._station, self._year = chance, topic, station, year
        self.tags = topic.tags
        names = chance.some(grammar.SURNAMES, 2)
        ranks = chance.some(grammar.RANKS, 2)
        self.lead_name = names[0]
        self._lead, self._second = (f"{r} {n}" for r, n in zip(ranks, names, strict=True))
        self._clauses: list[str] = []
        self._frames: list[str] = []

    def subject(self) -> str:
        return self._fill(self._chance.one(self._topic.subjects))

    def headings(self, wanted: int) -> list[str]:
        return self._chance.some(self._topic.headings, wanted)

    def summary(self, size: int) -> str:
        return self._fill(self._chance.one(grammar.SUMMARIES))

    def comment(self, size: int) -> str:
        return self._fill(self._chance.one(grammar.COMMENTS))

    def request(self) -> str:
        """Return a request for action, for the end of a cable."""
        return self._fill(self._chance.one(grammar.REQUESTS))

    def paragraph(self, size: int) -> str:
        sentences = [self._fill(grammar.FRAMES[0])] if self._chance.happens(0.3) else []
        while sum(map(len, sentences)) < size:
            sentences.append(self._fill(self._next(self._frames, grammar.FRAMES)))
        return " ".join(sentences)

    def _next(self, deck: list[str], cards: tuple[str, ...]) -> str:
        """Return the next card of a shuffled deck, so that none comes again before all have."""
        if not deck:
            deck += self._chance.some(cards, len(cards))
        return deck.pop()

    def _fill(self, frame: str) -> str:
        previous = None
        while previous != frame:
            previous = frame
            frame = re.sub(r"\{(\w+)\}", lambda match: self._slot(match[1]), frame)
        return frame

    def _slot(self, name: str) -> str:
        if name.endswith("_cap"):
            text = self._fill(self._slot(name.removesuffix("_cap")))
            return text[0].upper() + text[1:]
        if name.isupper():
            return self._slot(name.lower()).upper()
        return _SLOTS[name](self)

    def day(self) -> str:
        """Return a day of the year as prose writes it."""
        return f"{self._chance.one(MONTHS)} {self._chance.between(1, 28)}"


_SLOTS: Final[dict[str, Callable[[Reporter], str]]] = {
    "lead": lambda r: r._lead,
    "lead_name": lambda r: r.lead_name,
    "second": lambda r: r._second,
    "emb": lambda r: r._chance.one(grammar.EMBASSY),
    "contact": lambda r: r._chance.one(grammar.CONTACTS),
    "clause": lambda r: r._next(r._clauses, r._topic.clauses),
    "quote": lambda r: r._chance.one(grammar.QUOTES),
    "things": lambda r: r._chance.one(grammar.THINGS),
    "ministry": lambda r: r._topic.ministry,
    "country": lambda r: r._station.country,
    "people": lambda r: r._station.people,
    "capital": lambda r: r._station.capital,
    "day": Reporter.day,
    "month": lambda r: r._chance.one(MONTHS),
    "year": lambda r: str(r._year - r._chance.between(2, 12)),
    "num": lambda r: str(r._chance.between(3, 900)),
    "pct": lambda r: str(r._chance.between(2, 95)),
    "money": lambda r: f"${r._chance.between(2, 80)} million",
}

POOL_SIZE: Final = 1_000_000
_STRIDES: Final = (1, 3, 7, 11, 17, 29, 41, 53, 71, 97)
_LONGEST: Final = 1_500  # words of one text
_WORD: Final = 6.6  # characters of an item of the pool, with the space after it
_SENTENCE: Final = 20  # words of one sentence
_COMMON: Final = 3_000  # words of the first of the two regimes, see `_share`
_OWN: Final = 73  # words that one cable comes back to
_EACH: Final = 3  # of so many words one is of these
_OVER: Final = 1 + _LONGEST // _EACH * _STRIDES[-1] // _OWN  # times, to be taken as the pool is


class WordPool:
    """A million draws of a Zipf vocabulary; texts are taken from it by offset and stride.

    One item in twenty is a word that ends a sentence together with the word that starts the next.
    """

    def __init__(self, chance: Chance) -> None:
        words = vocabulary()
        drawing = Weighted(words, [_share(rank) for rank in range(len(words))])
        self._items = [self._item(drawing, chance) for _ in range(POOL_SIZE)]

    def _item(self, drawing: Weighted[str], chance: Chance) -> str:
        word = drawing.draw(chance)
        if not chance.happens(1 / _SENTENCE):
            return word
        return f"{word}. {drawing.draw(chance).capitalize()}"

    def text(self, chance: Chance, size: int, own: Sequence[str] = ()) -> str:
        """Return sentences of about `size` characters in all, a part of them `own_words`."""
        length = min(_LONGEST, max(2, int(size / _WORD)))
        items = _taken(self._items, length, chance)
        if own:
            items[::_EACH] = _taken(own, len(items[::_EACH]), chance)
        text = " ".join(items)
        return f"{text[0].upper()}{text[1:]}."

    def own_words(self, chance: Chance) -> list[str]:
        """Return the words that one cable comes back to, over and over."""
        return _taken(self._items, _OWN, chance) * _OVER


def _share(rank: int) -> float:
    """Return the weight of the word of a rank, of which the first is 0.

    Words that all use fall with their rank, others with its square: R. Ferrer i Cancho and R. V.
    Sole, "Two regimes in the frequency of words", Journal of Quantitative Linguistics 8 (2001).
    Where the one ends and the other begins was fitted to the shared telegrams.
    """
    return 1 / (rank + 1.5) if rank < _COMMON else _COMMON / rank**2


def _taken(items: Sequence[str], count: int, chance: Chance) -> list[str]:
    """Return so many items of a long row, from some place on in strides."""
    stride = chance.one(_STRIDES)
    start = chance.below(len(items) - count * stride)
    return list(items[start : start + count * stride : stride])


class Drone:
    """Writes words of a `WordPool`: no sense, but the counts of real telegrams.

    Those are how often the common words come, how many different ones a cable and many cables
    have, and how long words and cables are.
    """

    def __init__(self, chance: Chance, pool: WordPool, topic: Topic) -> None:
        self._chance, self._pool = chance, pool
        self._own = pool.own_words(chance)
        self.tags = topic.tags

    def subject(self) -> str:
        return self._title(60).upper()

    def headings(self, wanted: int) -> list[str]:
        return [self._title(20) for _ in range(wanted)]

    def paragraph(self, size: int) -> str:
        return self._pool.text(self._chance, size, self._own)

    summary = comment = paragraph

    def _title(self, size: int) -> str:
        return self._pool.text(self._chance, size).replace(".", "")
