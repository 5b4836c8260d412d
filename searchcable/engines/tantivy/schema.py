"""How a row lies in Tantivy: its fields, and the document that is made of a row.

Text arrives as tokens and is joined by spaces for an analyzer that only parts it there again. A
field of kind TEXT has its stems with their positions under its own name, and the words as written,
each once and without positions, in a second field. Between two values stand GAP fillers, which
the analyzer takes out and which leave their positions empty: nothing near reaches across.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import tantivy

from searchcable.fields import FIELDS, Field, Kind, Row

ID: Final = "_id"
ORDER: Final = "_order"  # a number from the id, for ties; see `order_key`
UNIT: Final = "_unit"
HAS: Final = "_has"  # the names of the fields that have a value
WHEN: Final = "_when"  # the date by which rows are sorted
STORED: Final = "_stored"

GAP: Final = 40
"""Empty positions between two values."""

MAX_TERM: Final = 60_000
"""Bytes of the longest keyword; Tantivy drops terms over 65,530 without a word."""

_FILLER: Final = "~"  # never a token: tokens begin with a letter or a digit
_BETWEEN: Final = f" {' '.join([_FILLER] * GAP)} "
_ANALYZER: Final = "tokens"


def written_name(field: Field) -> str:
    """Return the name under which the words of a tokenized field lie as they are written."""
    return f"_written_{field.name}" if field.kind is Kind.TEXT else field.name


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
    made.add_bytes_field(STORED, stored=True)
    for field in FIELDS:
        if field.kind.tokenized:
            made.add_text_field(
                field.name, stored=True, tokenizer_name=_ANALYZER, index_option="position"
            )
            if field.kind is Kind.TEXT:
                made.add_text_field(
                    written_name(field), tokenizer_name=_ANALYZER, index_option="basic"
                )
        elif field.kind is Kind.DATE:
            made.add_integer_field(field.name, fast=True)  # ranges look through the column
            made.add_integer_field(year_name(field), fast=True)
        else:
            made.add_text_field(field.name, fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def register_analyzer(index: tantivy.Index) -> None:
    """Teach an index how its text is parted; Tantivy does not write that down."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    analyzer = analyzer.filter(tantivy.Filter.custom_stopword([_FILLER]))
    index.register_tokenizer(_ANALYZER, analyzer.build())


class Documents:
    """Makes documents of rows; it remembers the stems of words."""

    def __init__(self) -> None:
        self._tokens = {field.name: _Tokens(field) for field in FIELDS if field.kind.tokenized}

    def make(self, row: Row) -> tantivy.Document:
        """Return the document of one row."""
        made = tantivy.Document()
        made.add_text(ID, term(row.id))
        made.add_unsigned(ORDER, order_key(row.id))
        made.add_text(UNIT, row.unit)
        made.add_bytes(STORED, row.stored)
        for field in FIELDS:
            values = row.values.get(field.name, ())
            if not any(values):
                continue
            made.add_text(HAS, field.name)
            if field.kind.tokenized:
                self._add_words(made, field, row.texts(field.name))
            elif field.kind is Kind.DATE:
                _add_dates(made, field, row.keywords(field.name))
            else:
                for value in dict.fromkeys(map(term, row.keywords(field.name))):
                    made.add_text(field.name, value)
        return made

    def _add_words(
        self, made: tantivy.Document, field: Field, values: Sequence[Sequence[str]]
    ) -> None:
        if field.kind is Kind.TEXT:
            made.add_text(written_name(field), " ".join(set().union(*values)))
            token = self._tokens[field.name].__getitem__
            values = [tuple(map(token, value)) for value in values]
        made.add_text(field.name, _BETWEEN.join(map(" ".join, values)))


def stored_values(document: tantivy.Document, field: Field) -> Iterator[list[str]]:
    """Yield the values of a tokenized field, each as its tokens (`Field.token`)."""
    for text in document.get_all(field.name):
        yield from (value.split() for value in text.split(_BETWEEN))


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
    number = place = 0
    for character in id[:12]:
        code = _code(character)
        number, place = number * 40 + code, place + 1
        if code in _SHARED:
            break
    return int(number * 40 ** (12 - place))


_SHARED: Final = (1, 12, 39)


def _code(character: str) -> int:
    if "0" <= character <= "9":
        return 2 + ord(character) - ord("0")
    if "A" <= character <= "Z":
        return 13 + ord(character) - ord("A")
    return 1 if character < "0" else 12 if character < "A" else 39


def _add_dates(made: tantivy.Document, field: Field, keys: Iterable[str]) -> None:
    moments = list(dict.fromkeys(moment(key) for key in keys))
    if field.name == "date":
        made.add_integer(WHEN, moments[0])
    for number in moments:
        made.add_integer(field.name, number)
    for year in {number // 10**8 for number in moments}:
        made.add_integer(year_name(field), year)


class _Tokens(dict[str, str]):
    """The token of each word met, up to a limit."""

    _LIMIT: Final = 500_000

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, word: str) -> str:
        token = self._field.token(word)
        if len(self) >= self._LIMIT:
            self.clear()
        self[word] = token
        return token
