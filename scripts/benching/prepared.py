"""The cables of a file as they are sent to a cluster: our engine's rows, and the same documents.

A document of the baseline is the one that our engine sends for that cable, with the same `_id`,
names and values, down to the columns that it sorts, counts and bounds readers by, and the cable as
it is kept. Only the fields of words differ: ours are tokens parted by spaces, and the baseline has
the texts as they stand in the cable (paragraphs, subject, addressees), for that is what a user
would send to the analyzer `english`; it is also somewhat more to send, and the same words to index.
The rows of our lexicon are no cables' documents, and in ours alone.

The baseline's mapping gives each field the type that ours has, the texts `english`, and nothing
else is tuned.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from searchcable.cable import Cable
from searchcable.encoding import from_json
from searchcable.engines import Entry
from searchcable.engines.opensearch.documents import entry
from searchcable.engines.opensearch.schema import OF, STEMS, WORDS, index_body
from searchcable.fields import FIELDS, cable_row
from searchcable.formats import read_file
from searchcable.versions import encode

_CHUNK: Final = 500  # cables in memory at once
_TOKENIZED: Final = [field for field in FIELDS if field.kind.tokenized]
Json = dict[str, Any]


class Prepared(NamedTuple):
    """Files of rows and of documents, in the same order."""

    rows: Path
    documents: Path

    def read_rows(self) -> Iterator[list[Entry]]:
        """Yield what the readers of `searchcable index` give, some at once."""
        yield from _read(self.rows)

    def read_documents(self) -> Iterator[Json]:
        """Yield each document, with its `_id`."""
        for some in _read(self.documents):
            yield from some


def prepare(file: Path) -> Prepared:
    """Read the cables of a file, so that a cluster need not wait for that."""
    made = Prepared(file.with_suffix(".rows"), file.with_suffix(".documents"))
    cables = iter(read_file(file, file.name).cables)
    with made.rows.open("wb") as rows, made.documents.open("wb") as documents:
        while some := list(islice(cables, _CHUNK)):
            entries = [entry(cable_row(one, encode([one]))) for one in some]
            pickle.dump(entries, rows)
            pickle.dump([_document(*pair) for pair in zip(entries, some, strict=True)], documents)
    return made


def _document(entry: Entry, cable: Cable) -> Json:
    made: Json = from_json(entry.document.source)
    for field in _TOKENIZED:
        if made.get(field.name):
            made[field.name] = list(field.values(cable))
    return {"_id": entry.id, **made}


def mapping() -> Json:
    """Return the mapping of such documents that a user would write."""
    ours = index_body(shards=1, replicas=0)["mappings"]["properties"]
    texts = {field.name for field in _TOKENIZED}
    return {
        name: {"type": "text", "analyzer": "english"} if name in texts else {"type": one["type"]}
        for name, one in ours.items()
        if name not in (OF, STEMS, WORDS)  # of the lexicon
    }


def _read(file: Path) -> Iterator[list[Any]]:
    with file.open("rb") as made, suppress(EOFError):
        while True:
            yield pickle.load(made)
