"""What one word, phrase or range means in the fields where it is looked for."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from searchcable.errors import QueryLimitError, UnsupportedQuery
from searchcable.fields import DEFAULT_FIELDS, Field, Kind
from searchcable.markings import Classification
from searchcable.query.dates import read_dates
from searchcable.query.lexer import Lexeme
from searchcable.query.meanings import meant_tags
from searchcable.query.nodes import (
    All,
    DateRange,
    Fuzzy,
    Has,
    Keyword,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Word,
)
from searchcable.tokens import fold, words

MAX_SLOP: Final = 30
MAX_EDITS: Final = 2
MAX_NEAR_WORDS: Final = 4

_WILD: Final = re.compile(r"[*?]")


def value_node(fields: tuple[Field, ...], lexeme: Lexeme) -> Node | None:
    """Return what a word or phrase lexeme means in `fields`, which are all of one kind.

    None where it holds nothing to search for. Raises ValueError on what cannot be a value, and
    QueryLimitError or UnsupportedQuery without a place; the caller knows it.
    """
    field = fields[0]
    if lexeme.kind == "word" and lexeme.text == "*" and not lexeme.sign:
        return All() if fields is DEFAULT_FIELDS else Has(field)
    if field.kind in (Kind.DATE, Kind.LEVEL):
        if lexeme.near is not None:
            raise ValueError(f"~ is for words, not for {field.name}")
        return _dates(field, lexeme) if field.kind is Kind.DATE else _levels(field, lexeme)
    if lexeme.sign not in ("", "="):
        raise ValueError(f"ranges are for date and class, not for {field.name}")
    if field.kind is Kind.KEYWORD:
        return _keyword(field, lexeme)
    if lexeme.kind == "phrase":
        return _phrase(fields, lexeme)
    return _word(fields, lexeme)


# Fields of words.


def _word(fields: tuple[Field, ...], lexeme: Lexeme) -> Node | None:
    text, exact = lexeme.text, lexeme.sign == "="
    if _WILD.search(text):
        if lexeme.near is not None or exact:
            raise UnsupportedQuery("a wildcard goes with neither = nor ~")
        return Pattern(fields, _word_pattern(text))
    tokens = words(text)
    if not tokens:
        return None
    if len(tokens) > 1 and (exact or lexeme.near is not None):
        raise UnsupportedQuery(f"{text!r} is {len(tokens)} words; = and ~ go with one word")
    if lexeme.near is not None:
        if lexeme.near > MAX_EDITS:
            raise QueryLimitError(
                f"at most {MAX_EDITS} letters may differ: {tokens[0]}~{MAX_EDITS}"
            )
        return (
            Fuzzy(fields, tokens[0], lexeme.near) if lexeme.near else Word(fields, tokens[0], True)
        )
    if exact:
        return Word(fields, tokens[0], exact=True)
    return _in_row(fields, tokens)


def _phrase(fields: tuple[Field, ...], lexeme: Lexeme) -> Node | None:
    if lexeme.sign == "=":
        raise UnsupportedQuery("= goes with one word, not with a phrase")
    if any(words(part) and _WILD.search(part) for part in lexeme.text.split()):
        raise UnsupportedQuery("a phrase takes no wildcards; give the word alone: munition*")
    tokens = words(lexeme.text)
    if not tokens:
        return None
    if not lexeme.near or len(tokens) == 1:
        return _in_row(fields, tokens)
    if lexeme.near > MAX_SLOP:
        raise QueryLimitError(f"at most {MAX_SLOP} other words may stand between")
    if len(tokens) > MAX_NEAR_WORDS:
        raise UnsupportedQuery(f"at most {MAX_NEAR_WORDS} words can be near each other")
    kept = tuple(fields[0].token(token) for token in tokens)
    return Near(fields, kept, lexeme.near, ordered=False)


def _in_row(fields: tuple[Field, ...], tokens: list[str]) -> Node:
    kept = tuple(fields[0].token(token) for token in tokens)
    return Word(fields, kept[0]) if len(kept) == 1 else Near(fields, kept)


def _word_pattern(text: str) -> str:
    """Fold a word with wildcards as `tokens.words` folds words, and check that it is one word."""
    pattern = re.sub(r"['’ʼ]|(?<!\d)\.|\.(?!\d)", "", fold(text).replace("**", "*"))
    if not re.search(r"[^\W_]", pattern):
        raise QueryLimitError("a wildcard needs at least one letter or digit beside it")
    if re.search(r"[^\w*?.]|_", pattern):
        raise UnsupportedQuery(f"a wildcard stands in one word; {text!r} is several")
    return pattern


# Fields of whole values.


def _keyword(field: Field, lexeme: Lexeme) -> Node | None:
    if lexeme.near is not None:
        raise ValueError(f"~ is for words, not for {field.name}")
    text = lexeme.text
    if lexeme.kind == "word" and _WILD.search(text):
        pattern = fold(text).upper()
        if not re.search(r"[^\W_]", pattern):
            raise QueryLimitError("a wildcard needs at least one letter or digit beside it")
        return Pattern((field,), pattern)
    if lexeme.kind == "word" and "," in text.strip(","):
        first, second = text.split(",")[:2]
        raise ValueError(
            f"write {field.name}:({first} {second}) for both, {field.name}:({first} OR {second}) "
            f'for either, {field.name}:"{first}, {second}" for one name'
        )
    value = field.normalize(text)
    meant = [tag.code for tag in meant_tags(text)] if field.name == "tags" else []
    nodes = tuple(Keyword(field, code) for code in dict.fromkeys((value, *meant)) if code)
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def _levels(field: Field, lexeme: Lexeme) -> Node:
    """Return the levels that a value or range of classifications holds, as alternatives."""
    low, high = _bounds(lexeme)
    levels = [
        level
        for level in Classification
        if (low is None or _above(level, low, lexeme.sign)) and (
            high is None or _below(level, high, lexeme.sign)
        )
    ]  # fmt: skip
    nodes = tuple(Keyword(field, str(level)) for level in levels)
    if not nodes:
        return Not(All())
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def _above(level: Classification, low: str, sign: str) -> bool:
    bound = Classification.parse(low)
    if sign in ("", "=") and ".." not in low:
        return bound <= level
    return bound < level if sign == ">" else bound <= level


def _below(level: Classification, high: str, sign: str) -> bool:
    bound = Classification.parse(high)
    return level < bound if sign == "<" else level <= bound


def _dates(field: Field, lexeme: Lexeme) -> Node:
    low, high = _bounds(lexeme)
    start: date | None = None
    end: date | None = None
    if low is not None:
        start = read_dates(low)[1 if lexeme.sign == ">" else 0]
    if high is not None:
        end = read_dates(high)[0 if lexeme.sign == "<" else 1]
    if start and end and start >= end:
        raise ValueError(f"this range ends before it begins: {lexeme.text}")
    return DateRange(field, start, end)


def _bounds(lexeme: Lexeme) -> tuple[str | None, str | None]:
    """Return the texts of the lower and the upper bound; None where that side is open."""
    text = lexeme.text
    if lexeme.sign in (">", ">="):
        return text, None
    if lexeme.sign in ("<", "<="):
        return None, text
    low, dots, high = text.partition("..")
    if not dots:
        return text, text
    if not low.strip() and not high.strip():
        raise ValueError("a range needs at least one end")
    return low.strip() or None, high.strip() or None
