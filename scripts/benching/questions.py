"""What is asked: questions of each kind, their words picked from the generated text.

Words are chosen by the share of the cables that they stand in, so that a question finds about the
same share of any number of cables.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, cycle
from typing import Final, TypeVar

SAMPLE: Final = 4_000
"""Bodies from which words are picked."""

_WORD: Final = re.compile(r"\b[a-z]{4,}\b")
_PAIR: Final = re.compile(r"\b([a-z]{3,}) ([a-z]{3,})\b")
_PREFIX: Final = 6
_Item = TypeVar("_Item")
_LEVELS: Final = ("CONFIDENTIAL", "UNCLASSIFIED", "SECRET")
_DAYS: Final = (
    ("2004-03-01", "2004-09-30"),
    ("2006-01-01", "2007-12-31"),
    ("2009-05-05", "2010-12-31"),
)


class Kind(StrEnum):
    """A class of questions. Each is for ten cables and their exact number, unless it says other."""

    RARE = "rare word"
    COMMON = "common word"
    AND = "two words, AND"
    OR = "three words, OR"
    PHRASE = "phrase"
    NEAR = "two words near"
    FIELD = "word and class"
    DATES = "word and dates"
    PREFIX = "prefix"
    FUZZY = "fuzzy word"
    NEWEST = "newest first"
    FACETS = "facets"
    COUNT = "count alone"
    PAGE = "page with snippets"


@dataclass(frozen=True, slots=True)
class Question:
    """A kind and its words; FIELD goes with a level, DATES with the days `first` to `last`.

    Of a PREFIX the word is its first letters; a FUZZY one lacks a letter.
    """

    kind: Kind
    words: tuple[str, ...]
    level: str = ""
    first: str = ""
    last: str = ""


def pick(bodies: Sequence[str], each: int, seed: int = 5) -> list[Question]:
    """Return `each` questions of every kind, in which no word comes back before it must."""
    words = _supply(bodies, random.Random(seed))
    return [_question(kind, number, words) for kind in Kind for number in range(each)]


def _question(kind: Kind, number: int, words: _Words) -> Question:
    match kind:
        case Kind.RARE:
            return Question(kind, (next(words.rare),))
        case Kind.AND:
            return Question(kind, (next(words.common), next(words.middle)))
        case Kind.OR:
            return Question(kind, (next(words.common), next(words.middle), next(words.rare)))
        case Kind.PHRASE:
            return Question(kind, next(words.pairs))
        case Kind.NEAR:
            return Question(kind, (next(words.common), next(words.common)))
        case Kind.FIELD:
            return Question(kind, (next(words.common),), level=_LEVELS[number % 3])
        case Kind.DATES:
            first, last = _DAYS[number % 3]
            return Question(kind, (next(words.common),), first=first, last=last)
        case Kind.PREFIX:
            return Question(kind, (next(words.long)[:_PREFIX],))
        case Kind.FUZZY:
            word = next(words.long)
            return Question(kind, (word[:4] + word[5:],))
        case _:
            return Question(kind, (next(words.common),))


@dataclass(frozen=True, slots=True)
class _Words:
    """Endless supplies: of words by how many cables have them, and of pairs that stand together,
    every other of them often.
    """

    rare: Iterator[str]
    middle: Iterator[str]
    common: Iterator[str]
    long: Iterator[str]
    pairs: Iterator[tuple[str, str]]


def _supply(bodies: Sequence[str], chance: random.Random) -> _Words:
    counts = Counter(word for body in bodies for word in set(_WORD.findall(body)))
    share = {word: count / len(bodies) for word, count in counts.items()}
    pairs = Counter(pair for body in bodies for pair in set(_PAIR.findall(body)))
    often = _shuffled([pair for pair, _ in pairs.most_common(100)], chance)
    once = chance.sample(sorted(pairs), min(len(pairs), 100))
    long = {word: 0.005 for word, part in share.items() if len(word) > 8 and part < 0.01}
    return _Words(
        rare=_within(share, 0, max(0.001, 1 / len(bodies)), chance),
        middle=_within(share, 0.005, 0.05, chance),
        common=_within(share, 0.2, 1, chance),
        long=_within(long or share, 0, 1, chance),
        pairs=cycle(chain.from_iterable(zip(often, once, strict=False))),
    )


def _within(
    share: Mapping[str, float], low: float, high: float, chance: random.Random
) -> Iterator[str]:
    """Return without end, in no order, the words that stand in such a share of the bodies."""
    fitting = sorted(word for word, part in share.items() if low <= part <= high)
    return cycle(_shuffled(fitting or sorted(share), chance))


def _shuffled(items: Sequence[_Item], chance: random.Random) -> list[_Item]:
    return chance.sample(items, len(items))
