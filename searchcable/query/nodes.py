"""The nodes of a query: frozen, knowing no engine, each saying what it matches.

`matches(row)` is the meaning to which every engine is held. `marks(field, tokens)` says which
tokens of one value a snippet should mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from searchcable.fields import Field, Row
from searchcable.query.proximity import near
from searchcable.tokens import may_hold, words


@dataclass(frozen=True, slots=True)
class All:
    """Every cable."""

    def matches(self, row: Row) -> bool:
        return row.unit == "cable"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in one of `fields`: by its `token`, or as written where `exact`.

    Where not `exact`, `token` is as `Field.token` gives it: a stem in fields of kind TEXT.
    """

    fields: tuple[Field, ...]
    token: str
    exact: bool = False

    def matches(self, row: Row) -> bool:
        return _any_marks(self, row)

    def clue(self, field: Field) -> str:
        """Return what a written word in every match has in it."""
        return self.token if self.exact else field.root(self.token)

    def marks(self, field: Field, tokens: Sequence[str]) -> set[int]:
        """Return the indexes in `tokens`, one value of `field`, which this node matched."""
        if self.exact:
            return {i for i, word in enumerate(tokens) if word == self.token}
        root, token, token_of = self.clue(field), self.token, field.token
        return {
            i for i, word in enumerate(tokens) if word.startswith(root) and token_of(word) == token
        }


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand near each other within one value of one of `fields`.

    `tokens` are as `Field.token` gives them. At most `slop` other words stand between the
    outermost two; where `ordered`, they stand in this order. A phrase is ordered, with slop 0.
    """

    fields: tuple[Field, ...]
    tokens: tuple[str, ...]
    slop: int = 0
    ordered: bool = True

    @property
    def is_phrase(self) -> bool:
        """Whether this is an exact phrase."""
        return self.ordered and self.slop == 0

    def matches(self, row: Row) -> bool:
        return any(
            next(self._places(field, value), None) is not None
            for field in self.fields
            for value in row.texts(field.name)
        )

    def clue(self, field: Field) -> str:
        """Return what a written word in every match has in it."""
        return max(map(field.root, self.tokens), key=len)

    def marks(self, field: Field, tokens: Sequence[str]) -> set[int]:
        """Return the indexes in `tokens`, one value of `field`, which this node matched."""
        return {at for place in self._places(field, tokens) for at in place}

    def _places(self, field: Field, words: Sequence[str]) -> Iterator[tuple[int, ...]]:
        found: dict[str, list[int]] = {token: [] for token in self.tokens}
        roots = tuple(map(field.root, found))
        for at, word in enumerate(words):
            if word.startswith(roots) and (positions := found.get(field.token(word))) is not None:
                positions.append(at)
        return near(self.tokens, [found[t] for t in self.tokens], self.slop, self.ordered)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word, or in keyword fields a whole value, with wildcards: `*` any run, `?` one character.

    It is compared with words as they are written, never with stems.
    """

    fields: tuple[Field, ...]
    pattern: str

    def __str__(self) -> str:
        return self.pattern

    @property
    def prefix(self) -> str:
        """What every match begins with."""
        return re.split(r"[*?]", self.pattern, maxsplit=1)[0]

    def accepts(self, word: str) -> bool:
        """Return whether one word as written, or one keyword, matches."""
        return _glob(self.pattern).fullmatch(word) is not None

    def matches(self, row: Row) -> bool:
        return any(
            any(map(self.accepts, row.keywords(field.name)))
            for field in self.fields
            if not field.kind.tokenized
        ) or _any_marks(self, row)

    def clue(self, field: Field) -> str:
        """Return what a written word in every match has in it."""
        return max(re.split(r"[*?]", self.pattern), key=len)

    def marks(self, field: Field, tokens: Sequence[str]) -> set[int]:
        """Return the indexes in `tokens`, one value of `field`, which this node matched."""
        return {i for i, word in enumerate(tokens) if self.accepts(word)}


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word as written, give or take `edits`: letters added, dropped, changed or swapped.

    Swapping two neighbouring letters is one edit (optimal string alignment).
    """

    fields: tuple[Field, ...]
    word: str
    edits: int

    def __str__(self) -> str:
        return f"{self.word}~{self.edits}"

    def accepts(self, word: str) -> bool:
        """Return whether one word as written is near enough."""
        return _edits()(self.word, word, score_cutoff=self.edits) <= self.edits

    def among(self, words: Iterable[str]) -> Iterator[str]:
        """Yield those of many words that are near enough: `accepts`, three times as fast."""
        from rapidfuzz.process import extract_iter

        near_enough = extract_iter(self.word, words, scorer=_edits(), score_cutoff=self.edits)
        return (word for word, _, _ in near_enough)

    def matches(self, row: Row) -> bool:
        return _any_marks(self, row)

    def clue(self, field: Field) -> str:
        """Return what a written word in every match has in it: nothing is certain."""
        return ""

    def marks(self, field: Field, tokens: Sequence[str]) -> set[int]:
        """Return the indexes in `tokens`, one value of `field`, which this node matched."""
        return {i for i, word in enumerate(tokens) if self.accepts(word)}


@dataclass(frozen=True, slots=True)
class Keyword:
    """A whole value of a field, in the form that `Field.normalize` gives."""

    field: Field
    value: str

    def matches(self, row: Row) -> bool:
        return self.value in row.keywords(self.field.name)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date from `start`, inclusive, to `end`, exclusive; None where open. UTC days."""

    field: Field
    start: date | None
    end: date | None

    def matches(self, row: Row) -> bool:
        low = self.start.isoformat() if self.start else ""
        high = self.end.isoformat() if self.end else "~"
        return any(low <= key < high for key in row.keywords(self.field.name))


@dataclass(frozen=True, slots=True)
class Has:
    """Any value at all in a field, of which at least one word if its values are words."""

    field: Field

    def matches(self, row: Row) -> bool:
        return any(row.values.get(self.field.name, ()))


@dataclass(frozen=True, slots=True)
class And:
    """All of its children; there are at least two."""

    children: tuple[Node, ...]

    def matches(self, row: Row) -> bool:
        return all(child.matches(row) for child in self.children)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of its children; there are at least two."""

    children: tuple[Node, ...]

    def matches(self, row: Row) -> bool:
        return any(child.matches(row) for child in self.children)


@dataclass(frozen=True, slots=True)
class Not:
    """Every cable that its child does not match."""

    child: Node

    def matches(self, row: Row) -> bool:
        return row.unit == "cable" and not self.child.matches(row)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Words that read as an MRN: that cable, or the words.

    Where `first`, cables that `keyword` names rank above all that only the words find.
    """

    keyword: Keyword
    words: Node
    first: bool = True

    def matches(self, row: Row) -> bool:
        return self.keyword.matches(row) or self.words.matches(row)


Node = All | Word | Near | Pattern | Fuzzy | Keyword | DateRange | Has | And | Or | Not | Lookup
"""Any node. An engine's compiler ends in `assert_never`, so that a new one is not forgotten."""

Marking = Word | Near | Pattern | Fuzzy
"""A node that marks tokens in a text."""


def marker(node: Marking, field: Field) -> Callable[[str], tuple[int, set[int]]]:
    """Return what tells of a text, one value of `field`, how many tokens it has, and the indexes of
    those that `node` matched. A text without the node's clue is not parted: it has none of them.
    """
    clue = node.clue(field)

    def mark(text: str) -> tuple[int, set[int]]:
        if not may_hold(text, clue):
            return 0, set()
        tokens = words(text)
        return len(tokens), node.marks(field, tokens)

    return mark


def descend(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it."""
    yield node
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from descend(child)
        case Not(child):
            yield from descend(child)
        case Lookup(keyword, words):
            yield keyword
            yield from descend(words)


def marking_nodes(node: Node) -> Iterator[Marking]:
    """Yield the nodes below `node` whose matches a snippet shows; what is negated is not shown."""
    match node:
        case Word() | Near() | Pattern() | Fuzzy():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from marking_nodes(child)
        case Lookup(_, words):
            yield from marking_nodes(words)
        case _:
            return


def _any_marks(node: Word | Pattern | Fuzzy, row: Row) -> bool:
    return any(
        bool(node.marks(field, value))
        for field in node.fields
        if field.kind.tokenized
        for value in row.texts(field.name)
    )


@cache
def _edits() -> Callable[..., int]:
    """Return rapidfuzz's distance, which only fuzzy words wait for."""
    from rapidfuzz.distance import OSA

    return OSA.distance


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    """Compile wildcards so that matching is linear: each run but the last takes the first fit.

    Atomic groups keep `re` from trying the others, which could not do better.
    """
    first, *runs = (re.escape(run).replace(r"\?", ".") for run in re.split(r"\*+", pattern))
    if not runs:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{run})" for run in runs[:-1])
    return re.compile(f"{first}{middle}.*{runs[-1]}", re.DOTALL)
