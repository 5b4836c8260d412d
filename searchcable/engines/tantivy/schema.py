"""How a row lies in Tantivy: its fields, and what their values are made of.

Text arrives as tokens parted by spaces, words as they are written, each once: which of them have a
stem, the dictionary of the field tells at a query. Between two values stand GAP fillers, which the
analyzer takes out and which leave their positions empty: nothing near reaches across.
"""

from __future__ import annotations

from operator import mul
from typing import Final

import tantivy

from searchcable.fields import FIELDS, Field, Kind

ID: Final = "_id"
ORDER: Final = "_order"  # a number from the id, for ties; see `order_key`
UNIT: Final = "_unit"
HAS: Final = "_has"  # the names of the fields that have a value
WHEN: Final = "_when"  # the date by which rows are sorted
STORED: Final = "_stored"
"""What is kept of a row: a character for each byte, for Tantivy reads bytes one by one."""

GAP: Final = 34
"""Empty positions between two values."""

MAX_TERM: Final = 60_000
"""Bytes of the longest keyword; Tantivy drops terms over 65,530 without a word."""

_FILLER: Final = "~"  # never a token: tokens begin with a letter or a digit
BETWEEN: Final = f" {' '.join([_FILLER] * GAP)} "
_WORDS: Final = "words"  # the analyzer of running text
_NOTHING: Final = "nothing"  # the analyzer of what is only kept: tantivy-py indexes all text


def year_name(field: Field) -> str:
    """Return the name under which the years of a date field lie."""
    return f"_year_{field.name}"


def make_schema() -> tantivy.Schema:
    """Return the schema, from the table of fields."""
    made = tantivy.SchemaBuilder()
    made.add_text_field(ID, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    made.add_unsigned_field(ORDER, fast=True)
    made.add_integer_field(WHEN, fast=True)
    for name in (UNIT, HAS):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    made.add_text_field(STORED, stored=True, tokenizer_name=_NOTHING, index_option="basic")
    for field in FIELDS:
        if field.kind.tokenized:
            made.add_text_field(field.name, tokenizer_name=_WORDS, index_option="position")
        elif field.kind is Kind.DATE:
            made.add_integer_field(field.name, fast=True)  # ranges look through the column
            made.add_integer_field(year_name(field), fast=True)
        else:
            made.add_text_field(field.name, fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Teach an index how its text is parted; Tantivy does not write that down."""
    parting = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    parting = parting.filter(tantivy.Filter.custom_stopword([_FILLER]))
    index.register_tokenizer(_WORDS, parting.build())
    nothing = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    index.register_tokenizer(_NOTHING, nothing.filter(tantivy.Filter.remove_long(1)).build())


def kept(document: tantivy.Document) -> tuple[str, bytes]:
    """Return the id of a row, and the bytes that are stored of it."""
    return document[ID][0], document[STORED][0].encode("latin-1")


def term(value: str) -> str:
    """Return a keyword as it is indexed: what Tantivy cannot hold is replaced, or cut to size.

    A lone surrogate becomes "?"; what is cut ends in a digest of the whole.
    """
    if value.isascii() and len(value) <= MAX_TERM:
        return value
    from hashlib import sha256  # no query waits for OpenSSL

    coded = value.encode("utf-8", "replace")
    if len(coded) <= MAX_TERM:
        return coded.decode()
    return coded[: MAX_TERM - 64].decode("utf-8", "ignore") + sha256(coded).hexdigest()


def moment(key: str) -> int:
    """Return a date of a row ("2007-04-18T09:03") as a number that keeps its order."""
    return int("".join(filter(str.isdigit, key))[:12].ljust(12, "0"))


def order_key(id: str) -> int:
    """Return a number for an id that never sorts against it; different ids may share one.

    It stands for the first twelve characters. Capitals and digits have a code of their own; others
    share one, and what follows them is left out.
    """
    codes = id.encode("utf-8", "surrogatepass").translate(_CODES)
    own = len(codes) - len(codes.lstrip(_OWN))
    return sum(map(mul, codes[: own + 1], _PLACES))


_CODES: Final = bytes(
    [1] * 48 + [*range(2, 12)] + [12] * 7 + [*range(13, 39)] + [39] * 165
)  # those of bytes, from 0 on: "0" is 48, "A" 65
_OWN: Final = bytes(set(_CODES) - {1, 12, 39})
_PLACES: Final = [40**place for place in reversed(range(12))]
