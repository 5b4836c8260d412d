"""searchcable: find, read and cite diplomatic cables in a corpus of one's own.

    import searchcable

    with searchcable.open("indexes/default") as index:
        for hit in index.search('tags:PARM "cluster munitions"'):
            print(hit.mrn, hit.subject)

The names are imported when they are first used, so that `import searchcable` costs nothing. All
errors derive from `SearchcableError`; the others are in `searchcable.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from searchcable.version import __version__

if TYPE_CHECKING:
    from searchcable.cable import Cable, Paragraph
    from searchcable.errors import SearchcableError
    from searchcable.formats import read_corpus
    from searchcable.formats.telegram import parse
    from searchcable.indexing import index_corpus
    from searchcable.mrn import Mrn
    from searchcable.query import parse_query
    from searchcable.results import Hit, Results
    from searchcable.store import Index, open


__all__ = [
    "Cable",
    "Hit",
    "Index",
    "Mrn",
    "Paragraph",
    "Results",
    "SearchcableError",
    "__version__",
    "index_corpus",
    "open",
    "parse",
    "parse_query",
    "read_corpus",
]

_HOMES: Final = {
    "Cable": "cable",
    "Hit": "results",
    "Index": "store",
    "Mrn": "mrn",
    "Paragraph": "cable",
    "Results": "results",
    "SearchcableError": "errors",
    "index_corpus": "indexing",
    "open": "store",
    "parse": "formats.telegram",
    "parse_query": "query",
    "read_corpus": "formats",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'searchcable' has no attribute {name!r}")
    return getattr(import_module(f"searchcable.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
