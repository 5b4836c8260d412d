"""How a row lies in OpenSearch: the mapping, and the document that is made of a row.

A tokenized field has its words as they are written, with positions, joined by spaces for an
analyzer that only parts them there again. Which words share a stem, and which a wildcard stands
for, is known from the rows of the lexicon (`lexicon`), which has each word once and not once for
every cable: that halves what the cluster has to do for a cable.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import Any, Final, NamedTuple

from isal import isal_zlib

from searchcable.encoding import to_json
from searchcable.errors import IndexCorrupt
from searchcable.fields import CLEARANCE, FIELDS, Field, Kind, Row

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
_LARGEST: Final = 1 << 28  # bytes of a stored row, as a bound for what claims to be one


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


_NAMES: Final = [field.name for field in FIELDS]
_WORDED: Final = [field.name for field in FIELDS if field.kind.tokenized]
_YEARS: Final = [(field.name, year_name(field)) for field in FIELDS if field.kind is Kind.DATE]


def document(row: Row) -> Document:
    """Return what is sent of one row; it depends on nothing else."""
    made: dict[str, Any] = {**EMPTY, KEY: row.id, UNIT: row.unit, STORED: packed(row.stored)}
    has = {name: values for name in _NAMES if any(values := row.values.get(name, ()))}
    made |= has
    made[HAS] = list(has)
    for name, years in _YEARS:
        if name in has:
            made[years] = list({key[:4] for key in has[name]})
    words = [(name, frozenset(" ".join(has[name]).split())) for name in _WORDED if name in has]
    if dates := row.keywords("date"):
        made[WHEN] = dates[0]
    level = next(iter(row.keywords(CLEARANCE)), None)
    if level is not None:
        made[LEVEL] = level
    return Document(to_json(made), tuple(words), level)


def packed(stored: bytes) -> str:
    """Return the bytes that are kept of a row as they lie in the source, in zlib's form."""
    return b64encode(isal_zlib.compress(stored, 1)).decode()


def unpacked(text: str) -> bytes:
    """Return what `packed` was given. Raises IndexCorrupt for anything else."""
    try:
        unpacking = zlib.decompressobj()
        stored = unpacking.decompress(b64decode(text), _LARGEST)
    except (ValueError, TypeError, zlib.error) as error:
        raise IndexCorrupt(f"a stored row does not read: {error}") from error
    if not unpacking.eof:
        raise IndexCorrupt("a stored row is cut off, or too large to be one")
    return stored
