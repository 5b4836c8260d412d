"""The document that is made of a row: plain values by name, which can go to another process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    written_name,
    year_name,
)
from searchcable.fields import FIELDS, Field, Kind, Row

Document = dict[str, list[Any]]
"""Values by the names of the schema, as `tantivy.Document.from_dict` takes them."""


def entry(row: Row) -> Entry:
    """Make a row ready for the writer."""
    made: Document = {
        ID: [term(row.id)],
        ORDER: [order_key(row.id)],
        UNIT: [row.unit],
        STORED: [row.stored],
    }
    made[HAS] = has = []
    for field in FIELDS:
        if any(row.values.get(field.name, ())):
            has.append(field.name)
            _ADD[field.kind](made, field, row)
    return Entry(row.id, row.stored, made)


def _add_text(made: Document, field: Field, row: Row) -> None:
    """Add the same words twice: Tantivy stems them in one field, and leaves them in the other."""
    values = row.values[field.name]
    made[field.name] = [BETWEEN.join(values)]
    made[written_name(field)] = [" ".join(values)]  # without positions, and so without gaps


def _add_words(made: Document, field: Field, row: Row) -> None:
    made[field.name] = [BETWEEN.join(row.values[field.name])]


def _add_keywords(made: Document, field: Field, row: Row) -> None:
    made[field.name] = list(dict.fromkeys(map(term, row.keywords(field.name))))


def _add_dates(made: Document, field: Field, row: Row) -> None:
    moments = list(dict.fromkeys(map(moment, row.keywords(field.name))))
    if field.name == "date":
        made[WHEN] = moments[:1]
    made[field.name] = moments
    made[year_name(field)] = list({number // 10**8 for number in moments})


_ADD: Final[Mapping[Kind, Callable[[Document, Field, Row], None]]] = {
    Kind.TEXT: _add_text,
    Kind.WORDS: _add_words,
    Kind.KEYWORD: _add_keywords,
    Kind.LEVEL: _add_keywords,
    Kind.DATE: _add_dates,
}
