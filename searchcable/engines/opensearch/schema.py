"""How a row lies in OpenSearch: the mapping, and what is sent of a row.

A tokenized field has its words as they are written, with positions, joined by spaces for an
analyzer that only parts them there again. Which words share a stem, and which a wildcard stands
for, is known from the rows of the lexicon (`lexicon`), which has each word once and not once for
every cable: that halves what the cluster has to do for a cable.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from searchcable.fields import FIELDS, Field, Kind

VERSION: Final = 3
KEY: Final = "_key_"  # the id again: `_id` itself cannot be sorted by
UNIT: Final = "_unit_"
HAS: Final = "_has_"  # the names of the fields that have a value
WHEN: Final = "_when_"
STORED: Final = "_stored_"
LEVEL: Final = "_clearance_"  # the highest classification of all versions; for security on rows
OF: Final = "_of_"  # in rows of the lexicon: the field that has the words
WORDS: Final = "_words_"  # the words
STEMS: Final = "_stems_"  # and their stems
FORMS: Final = "forms"
"""The analyzer of a query's words: what slashes part are forms of one word, in one place."""

EMPTY: Final[dict[str, str]] = {field.name: "" for field in FIELDS if field.kind is Kind.TEXT}
"""What every document has, though it be empty, of fields whose length is kept for the score.

Where some documents have none, Lucene looks for it once for each posting, which takes as long as
all the rest.
"""

GAP: Final = 100
_PARTS_FORMS: Final = "/"  # in no token: slashes part words


class Document(NamedTuple):
    """A row as it is sent: a line of JSON, and for the lexicon the words of each field.

    `at` is its stream, and its number there, if words are left out that others of it bring.
    """

    source: bytes
    words: tuple[tuple[str, frozenset[str]], ...]
    level: str | None
    at: tuple[str, int] | None = None


def year_name(field: Field) -> str:
    """Return the name under which the years of a date field lie."""
    return f"_year_{field.name}"


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Return settings and mapping of a new index, from the table of fields.

    What only filters has no column, what only sorts or counts no terms. Nothing is refreshed but
    by a commit. The source is kept whole: of one that is cut down, OpenSearch keeps the whole
    beside it for its own recovery.
    """
    filters = {"type": "keyword", "doc_values": False}
    column = {"type": "keyword", "index": False}
    words = {"type": "text", "analyzer": "tokens", "index_options": "docs", "norms": False}
    properties: dict[str, Any] = {
        **dict.fromkeys((UNIT, HAS, LEVEL, OF), filters),
        **dict.fromkeys((KEY, WHEN), column),
        **dict.fromkeys((WORDS, STEMS), words),
        STORED: {"type": "binary"},
    }
    for field in FIELDS:
        if field.kind.tokenized:
            properties[field.name] = {
                "type": "text",
                "analyzer": "tokens",
                "position_increment_gap": GAP,
                "norms": field.kind is Kind.TEXT,
            }
        elif field.kind is Kind.DATE:
            properties[field.name] = filters
            properties[year_name(field)] = column
        else:
            properties[field.name] = {"type": "keyword"}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"version": VERSION},
            "properties": properties,
        },
    }


_ANALYSIS: Final = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1_000_000}},
    "filter": {
        "forms": {
            "type": "pattern_capture",
            "patterns": [f"([^{_PARTS_FORMS}]+)"],
            "preserve_original": False,
        }
    },
    "analyzer": {
        "tokens": {"type": "custom", "tokenizer": "spaces"},
        FORMS: {"type": "custom", "tokenizer": "spaces", "filter": ["forms"]},
    },
}


def joined_forms(forms: list[str]) -> str:
    """Return the forms of one word as the analyzer FORMS parts them."""
    return _PARTS_FORMS.join(forms)
