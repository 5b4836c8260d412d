"""Engines: what holds rows and finds them again. One file each; all mean the same by a query.

A query finds what `Query.matches` says, on every engine. What an engine cannot answer exactly it
refuses with `UnsupportedQuery`. An engine holds rows of any unit and never asks what they are; but
one that sends them elsewhere sends last those with a colon in their ids, which are no cables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Final, Literal, NamedTuple, Protocol

from searchcable.errors import QueryLimitError, SearchcableError
from searchcable.fields import Row
from searchcable.query.nodes import Fuzzy, Node, Pattern

Sort = Literal["relevance", "newest", "oldest"]

MAX_EXPANSION: Final = 1024
"""Words of the index that one wildcard or fuzzy word may stand for, counted over its fields."""


def too_many_words(node: Pattern | Fuzzy) -> QueryLimitError:
    """Return the refusal of a wildcard or fuzzy word that stands for too many words."""
    return QueryLimitError(
        f"{node} stands for more than {MAX_EXPANSION:,} words of this index; "
        "give more of its letters"
    )


class Entry(NamedTuple):
    """A row as the writer of one engine takes it: `document` is what that engine made of it.

    It is made by `Engine.entry`, in any process, so that the one writer has little left to do.
    """

    id: str
    stored: bytes
    document: Any


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What a commit did not write, by id.

    Rows that another writer `changed` meanwhile, with what is stored of them now (None where they
    are gone), and rows that the engine `refused`, with its reason.
    """

    changed: Mapping[str, bytes | None]
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One row that a query found: its id, its score (higher is better), its stored bytes."""

    id: str
    score: float
    stored: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: how many rows, exactly, and `page`, which fetches some of them.

    That is called with an offset and a limit, and returns what `Reader.search` does.
    """

    total: int
    page: Callable[[int, int], list[Found]]


class Reader(Protocol):
    """A snapshot of the rows as of the last commit before it was opened. Close it when done."""

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what the query finds, counted and in the order of `search`. Raises as that does.

        Engines that find the first page while they count read the index once for both.
        """

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return the rows of one page: those from `offset` on, at most `limit`.

        By relevance, ties go by id; by date, rows without one come last, and ties go by id. Raises
        UnsupportedQuery rather than find something else, and QueryLimitError where a wildcard
        or a fuzzy word stands for more than MAX_EXPANSION words.
        """

    def count(self, node: Node) -> int:
        """Return how many rows the query finds, exactly. Raises as `search` does."""

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return for each value of a field (not a tokenized one) how many found rows have it.

        A date counts under its year ("2007"). Raises as `search` does.
        """

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row of any unit, or None."""

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit, in no certain order."""

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""

    def close(self) -> None:
        """Let go of the snapshot's files."""


def counted(reader: Reader, node: Node, sort: Sort) -> Answer:
    """Return the answer of an engine that counts rows and fetches pages of them one by one."""

    def page(offset: int, limit: int) -> list[Found]:
        return reader.search(node, offset=offset, limit=limit, sort=sort)

    return Answer(reader.count(node), page)


class Writer(Protocol):
    """The one writer of an index. Nothing is seen by readers, nor safe, before `commit`."""

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows; one whose id is there already, committed or not, replaces it.

        Of an engine with other writers, `new` rows replace none: `commit` tells of them. There,
        rows may go before the commit, and one of another writer's may show them.
        """

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the rows with these ids; an id that is not there is no error."""

    def commit(self) -> Unwritten | None:
        """Make everything since the last commit visible and durable: it survives a power cut.

        An engine with other writers returns what it did not write, if anything: rows of an id that
        `reader().get` gave while this writer was open, and that are another's by now.
        """


class Engine(Protocol):
    """What an engine's module offers, as class `ENGINE`.

    Of some engines the files `changes_between_commits`: what merges them works in the background,
    and is done when the writer has closed. To one that is `shared` others write at the same time.
    """

    name: ClassVar[str]
    shared: ClassVar[bool]
    changes_between_commits: ClassVar[bool]

    def __init__(self, path: Path) -> None:
        """Use the folder `path`, which exists; it is empty for a new index. Opens nothing yet."""

    @staticmethod
    def entry(row: Row) -> Entry:
        """Make a row ready for the writer, as `entry_maker` does in any process."""

    def reader(self) -> Reader:
        """Open a snapshot. Raises IndexCorrupt where the files are damaged."""

    def writer(self) -> AbstractContextManager[Writer]:
        """Open the writer. What was not committed when the block ends is dropped."""

    def size(self) -> int | None:
        """Return the bytes of rows that are elsewhere than in the folder, as far as it is known."""

    def status(self) -> Mapping[str, str]:
        """Return what those who run the engine want to know of it, by what it is, if anything."""


ENGINES: Final[Mapping[str, str]] = {
    "memory": "searchcable.engines.memory",
    "whoosh": "searchcable.engines.whoosh",
    "tantivy": "searchcable.engines.tantivy",
    "opensearch": "searchcable.engines.opensearch.engine",
}
"""The engines by name, with the module of each, which is imported when it is used."""

_DOCUMENTS: Final[Mapping[str, str]] = {
    "memory": "searchcable.engines.memory",
    "whoosh": "searchcable.engines.whoosh.documents",
    "tantivy": "searchcable.engines.tantivy.documents",
    "opensearch": "searchcable.engines.opensearch.documents",
}
"""By engine, the module that has its `entry`."""


def open_engine(name: str, path: Path) -> Engine:
    """Return the engine of that name on the folder `path`. Raises SearchcableError if unknown."""
    if name not in ENGINES:
        raise SearchcableError(f"no engine {name!r}; there are {', '.join(ENGINES)}")
    engine: Engine = engine_module(name).ENGINE(path)
    return engine


def entry_maker(name: str) -> Callable[[Row], Entry]:
    """Return `entry` of an engine, for a process that needs no more of it.

    Raises SearchcableError where its package is missing.
    """
    made: Callable[[Row], Entry] = _imported(name, _DOCUMENTS[name]).entry
    return made


def engine_module(name: str) -> ModuleType:
    """Return the module of an engine. Raises SearchcableError where its package is missing."""
    return _imported(name, ENGINES[name])


def _imported(name: str, module: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("searchcable"):
            raise
        extra = f"python -m pip install 'searchcable[{name}]'"
        raise SearchcableError(
            f"the engine {name} needs the package {error.name}; install it: {extra}"
        ) from None
