"""How a query was read, in words, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from searchcable.fields import Field, Kind
from searchcable.query.nodes import (
    All,
    And,
    DateRange,
    Fuzzy,
    Has,
    Keyword,
    Lookup,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Word,
)


def explain(node: Node, depth: int = 0) -> Iterator[str]:
    """Yield the lines of an indented tree that says what `node` finds."""
    indent = "  " * depth
    match node:
        case And(children):
            yield f"{indent}all of"
            for child in children:
                yield from explain(child, depth + 1)
        case Or(children):
            yield f"{indent}any of"
            for child in children:
                yield from explain(child, depth + 1)
        case Not(child):
            yield f"{indent}not"
            yield from explain(child, depth + 1)
        case Lookup(keyword, words, first):
            yield f"{indent}any of, {'that cable first' if first else 'in the order of relevance'}"
            yield from explain(keyword, depth + 1)
            yield from explain(words, depth + 1)
        case _:
            yield indent + _leaf(node)


def _leaf(node: All | Word | Near | Pattern | Fuzzy | Keyword | DateRange | Has) -> str:
    match node:
        case All():
            return "every cable"
        case Word(fields, token, exact):
            return f"{_where(fields)}: {_token(fields, token, exact)}"
        case Near(fields, tokens, slop, ordered):
            names = " ".join(_token(fields, token, False) for token in tokens)
            if node.is_phrase:
                return f"{_where(fields)}: the phrase {names}"
            order = "in this order" if ordered else "in any order"
            return f"{_where(fields)}: {names} {order}, at most {slop} other words between"
        case Pattern(fields, pattern):
            return f"{_where(fields)}: what is written like {pattern}"
        case Fuzzy(fields, word, edits):
            return f"{_where(fields)}: what is written {word}, give or take {edits} letters"
        case Keyword(field, value):
            return f"{field.name}: {value}"
        case DateRange(field, start, end):
            bounds = [f"from {start}"] * bool(start) + [f"before {end}"] * bool(end)
            return f"{field.name}: {' '.join(bounds)}"
        case Has(field):
            return f"{field.name}: any value"
        case _:
            assert_never(node)


def _where(fields: tuple[Field, ...]) -> str:
    return " or ".join(field.name for field in fields)


def _token(fields: tuple[Field, ...], token: str, exact: bool) -> str:
    stemmed = fields[0].kind is Kind.TEXT and not exact
    return f"{token}…" if stemmed else f"={token}" if exact else token
