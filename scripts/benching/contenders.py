"""What is compared, by name: what writes an index of records, and what answers questions of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from benching.cables import Record
from benching.questions import Question

OURS: Final = "searchcable"
OURS_ON_WHOOSH: Final = "searchcable whoosh"
TANTIVY, FTS5, WHOOSH = "bare tantivy", "SQLite FTS5", "stock Whoosh"
SLOW: Final = (OURS_ON_WHOOSH, WHOOSH)
"""Those that are left out above a number of cables."""

PAIRS: Final = ((OURS, TANTIVY), (OURS, FTS5), (OURS_ON_WHOOSH, WHOOSH))
"""Which of ours is held against what."""

_MODULES: Final[Mapping[str, str]] = {
    TANTIVY: "benching.bare_tantivy",
    FTS5: "benching.sqlite_fts5",
    WHOOSH: "benching.stock_whoosh",
}
BASELINES: Final = tuple(_MODULES)


class Asked(Protocol):
    """An open index."""

    def ask(self, question: Question) -> int | None:
        """Answer, and return how many cables were found; None where it has no such question."""

    def close(self) -> None:
        """Let go of the files."""


def writer_of(name: str) -> Callable[[Iterable[Record], Path], None]:
    """Return the function that adds records to the index in a folder, which it makes."""
    made: Any = import_module(_MODULES[name]).write
    return made  # type: ignore[no-any-return]


def open_index(name: str, folder: Path) -> Asked:
    """Open an index of any of them."""
    module = import_module(_MODULES.get(name, "benching.ours"))
    opened: Asked = module.Open(folder)
    return opened
