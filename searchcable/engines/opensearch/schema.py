"""How a row lies in OpenSearch: the mapping, and the document that is made of a row.

A tokenized field has its tokens with positions under its own name, joined by spaces, and the words
as written, each once, as keywords in a second field: wildcards and counts of words ask that one.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from searchcable.fields import CLEARANCE, FIELDS, Field, Kind, Row

VERSION: Final = 2
KEY: Final = "_key_"  # the id again: `_id` itself cannot be sorted by
UNIT: Final = "_unit_"
HAS: Final = "_has_"  # the names of the fields that have a value
WHEN: Final = "_when_"
STORED: Final = "_stored_"
LEVEL: Final = "_clearance_"  # the highest classification of all versions; for security on rows
GAP: Final = 100


def written_name(field: Field) -> str:
    """Return the name under which words lie as written, or keywords."""
    return f"_written_{field.name}" if field.kind.tokenized else field.name


def year_name(field: Field) -> str:
    """Return the name under which the years of a date field lie."""
    return f"_year_{field.name}"


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Return settings and mapping of a new index, from the table of fields."""
    keyword = {"type": "keyword"}
    fields: dict[str, Any] = dict.fromkeys((KEY, UNIT, HAS, WHEN, LEVEL), keyword)
    fields[STORED] = {"type": "binary"}
    for field in FIELDS:
        if field.kind.tokenized:
            fields[field.name] = {
                "type": "text",
                "analyzer": "tokens",
                "position_increment_gap": GAP,
            }
        if field.kind is Kind.DATE:
            fields[year_name(field)] = keyword
        fields[written_name(field)] = keyword
    long_words = {"type": "whitespace", "max_token_length": 1_000_000}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "analysis": {
                "tokenizer": {"spaces": long_words},
                "analyzer": {"tokens": {"type": "custom", "tokenizer": "spaces"}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"version": VERSION},
            "_source": {"includes": [STORED, KEY]},
            "properties": fields,
        },
    }


def document(row: Row) -> dict[str, Any]:
    """Return the document of one row."""
    made: dict[str, Any] = {KEY: row.id, UNIT: row.unit, STORED: b64encode(row.stored).decode()}
    made[HAS] = [f.name for f in FIELDS if any(row.values.get(f.name, ()))]
    for field in FIELDS:
        if field.kind.tokenized:
            texts = [text for text in row.texts(field.name) if text]
            made[field.name] = [" ".join(map(field.token, text)) for text in texts]
            made[written_name(field)] = list(set().union(*texts))
            continue
        made[field.name] = list(row.keywords(field.name))
        if field.kind is Kind.DATE:
            made[year_name(field)] = list({key[:4] for key in row.keywords(field.name)})
    made[LEVEL] = list(row.keywords(CLEARANCE))
    made[WHEN] = next(iter(row.keywords("date")), None)
    return made
