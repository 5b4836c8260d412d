"""The errors that searchcable raises on purpose.

    SearchcableError
    ├── QueryError              what was asked cannot be answered; carries the place in the query
    │   ├── QuerySyntaxError    the query does not read
    │   ├── QueryLimitError     it reads, and goes beyond a limit
    │   └── UnsupportedQuery    it reads, and this engine cannot answer it exactly
    ├── IndexFault             something about an index on disk
    │   ├── IndexMissing        there is none at that path
    │   ├── IndexLocked         another process writes to it
    │   ├── IndexOutdated       it was made with other fields, tokens or format
    │   └── IndexCorrupt        its files are not what was committed
    ├── CorpusError             the corpus is missing or cannot be read
    └── CableNotFound           no such cable in the index; carries near misses

Parsing a cable raises none of them: what is wrong with a cable is a `Defect` on it.
"""

from __future__ import annotations

from collections.abc import Sequence


class SearchcableError(Exception):
    """Anything that the person who ran the command can mend. Its text says how."""


class QueryError(SearchcableError):
    """A query that cannot be answered as it stands.

    `query` is the whole text, `start` and `end` the half-open span of characters at fault in it.
    """

    def __init__(self, message: str, query: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.start = start
        self.end = max(end, start + 1)

    def __str__(self) -> str:
        """Return the message, and below it the query with a caret under each character at fault."""
        if not self.query:
            return self.message
        before, at, after = _excerpt(self.query, self.start, self.end)
        return f"{self.message}\n    {before}{at}{after}\n    {' ' * len(before)}{'^' * len(at)}"


class QuerySyntaxError(QueryError):
    """The query does not read."""


class QueryLimitError(QueryError):
    """The query goes beyond a limit, which the message names."""


class UnsupportedQuery(QueryError):
    """The engine cannot answer this query exactly, and does not answer it otherwise."""


class IndexFault(SearchcableError):
    """Something about an index on disk."""


class IndexMissing(IndexFault):
    """There is no index at the path."""


class IndexLocked(IndexFault):
    """Another process is writing to the index; the message names it."""


class IndexOutdated(IndexFault):
    """The index was made with other fields, tokens or file format than this version's."""


class IndexCorrupt(IndexFault):
    """The index's files are damaged, or are not what was committed."""


class CorpusError(SearchcableError):
    """The corpus is missing, or cannot be read."""


class CableNotFound(SearchcableError):
    """The index has no such cable. `suggestions` are MRNs that it has and that come near."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


def _excerpt(query: str, start: int, end: int) -> tuple[str, str, str]:
    """Cut `query` to one printable line around the span: what is before, at and after it."""
    flat = "".join(c if c.isprintable() else " " for c in query)
    before, at, after = flat[:start], flat[start:end][:40] or " ", flat[end:]
    return ("…" + before[-39:] if len(before) > 40 else before), at, after[:30]
