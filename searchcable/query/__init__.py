"""The query language: text in, a tree of nodes out, each of which says what it matches."""

from __future__ import annotations

from dataclasses import dataclass

from searchcable.fields import Row
from searchcable.query.explain import explain
from searchcable.query.grammar import Parser
from searchcable.query.nodes import Node

__all__ = ["Node", "Query", "parse_query"]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: its `text`, its tree, and `notes` on what was read otherwise."""

    text: str
    node: Node
    notes: tuple[str, ...] = ()

    def matches(self, row: Row) -> bool:
        """Return whether the query finds `row`: the meaning to which every engine is held."""
        return self.node.matches(row)

    def explain(self) -> str:
        """Return how the query was read, as an indented tree of several lines."""
        return "\n".join(explain(self.node))


def parse_query(text: str) -> Query:
    """Read a query.

    >>> print(parse_query('tags:PARM "cluster munitions" date:>=2007').explain())
    all of
      tags: PARM
      subject or text: the phrase cluster… munit…
      date: from 2007-01-01

    Raises QueryError, whose text shows the place: QuerySyntaxError on what does not read,
    QueryLimitError beyond 2,000 characters, 256 words or a depth of 20, UnsupportedQuery on what
    reads and cannot be answered exactly.
    """
    parser = Parser(text)
    node = parser.parse()
    return Query(text, node, tuple(parser.notes))
