"""The document that is made of a row: plain values by name, which can go to another process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from searchcable.engines import Entry
from searchcable.engines.tantivy.schema import (
    BETWEEN,
    HAS,
    ID,
    ORDER,
    STORED,
    UNIT,
    WHEN,
    moment,
    order_key,
    term,
    year_name,
)
from searchcable.fields import FIELDS, Field, Kind, Row

Document = dict[str, Any]
"""A value or a list of them by each name of the schema, for `tantivy.Document.from_dict`."""


def entry(row: Row) -> Entry:
    """Make a row ready for the writer."""
    made: Document = {
        ID: term(row.id),
        ORDER: order_key(row.id),
        UNIT: row.unit,
    }
    made[HAS] = has = []
    for name, values in row.values.items():
        if any(values) and (found := _ADD.get(name)):
            field, add = found
            has.append(name)
            add(made, field, values)
    return Entry(row.id, row.stored, made)


def completed(entry: Entry) -> Document:
    """Return what Tantivy takes: what is stored too, and running text with gaps between its values.

    The writer makes these, so that less goes from process to process.
    """
    document = entry.document
    whole = {**document, STORED: entry.stored.decode("latin-1")}
    for name in _TOKENIZED:
        if text := document.get(name):
            whole[name] = text.replace(_BREAK, BETWEEN)
    return whole


_BREAK: Final = "\n"
"""Stands between two values until a document is completed: white space, which parts tokens."""

_TOKENIZED: Final = [field.name for field in FIELDS if field.kind.tokenized]


def _add_words(made: Document, field: Field, values: Sequence[str]) -> None:
    made[field.name] = _BREAK.join(values)


def _add_keywords(made: Document, field: Field, values: Sequence[str]) -> None:
    made[field.name] = term(values[0]) if len(values) == 1 else list(map(term, values))


def _add_dates(made: Document, field: Field, values: Sequence[str]) -> None:
    moments = list(dict.fromkeys(map(moment, values)))
    if field.name == "date":
        made[WHEN] = moments[:1]
    made[field.name] = moments
    made[year_name(field)] = list({number // 10**8 for number in moments})


_ADDED_BY: Final[Mapping[Kind, Callable[[Document, Field, Sequence[str]], None]]] = {
    Kind.TEXT: _add_words,
    Kind.WORDS: _add_words,
    Kind.KEYWORD: _add_keywords,
    Kind.LEVEL: _add_keywords,
    Kind.DATE: _add_dates,
}
_ADD: Final = {field.name: (field, _ADDED_BY[field.kind]) for field in FIELDS}
