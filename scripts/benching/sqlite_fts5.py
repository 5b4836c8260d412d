"""SQLite's FTS5 with its Porter tokenizer: one table of bodies, one of what is beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benching.cables import Record
from benching.questions import Kind, Question

_FILE: Final = "cables.sqlite"
_TABLES: Final = """
create virtual table if not exists text using fts5(body, tokenize = 'porter unicode61');
create table if not exists cable (rowid integer primary key, id text, day integer, level text);
"""
# Words are looked up first, whatever the planner thinks; bodies are read for ten cables alone.
_JOINED: Final = "from text cross join cable on cable.rowid = text.rowid where text match ?"
_TEN: Final = "select id, {show} from ({best}) as ten join cable on cable.rowid = ten.at"
_BODY: Final = "(select body from text where rowid = ten.at)"
_RANKED: Final = "order by rank limit 10"
_CUT: Final = "snippet(text, 0, '[', ']', '…', 40)"


def write(records: Iterable[Record], folder: Path) -> None:
    """Add records in one transaction."""
    base = sqlite3.connect(folder / _FILE)
    base.executescript(_TABLES)
    with base:
        for record in records:
            added = base.execute("insert into text (body) values (?)", (record.body,))
            row = (added.lastrowid, record.id, record.day, record.level)
            base.execute("insert into cable values (?, ?, ?, ?)", row)
    base.close()


class Open:
    """A database that `write` made."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / _FILE)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def ask(self, question: Question) -> int | None:
        """Answer, and return how many cables were found. It has no fuzzy words."""
        match question.kind:
            case Kind.FUZZY:
                return None
            case Kind.COUNT:
                return self._count(question)
            case Kind.FACETS:
                groups = self._rows(f"select level, count(*) {_JOINED} group by level", question)
                return sum(int(str(number)) for _, number in groups)
            case Kind.NEWEST:
                best = f"select text.rowid as at {_JOINED} order by day desc limit 10"
                self._rows(_TEN.format(show=_BODY, best=best), question)
            case Kind.PAGE:
                self._rows(f"select rowid, {_CUT} {_found(question)} {_RANKED}", question)
            case _:
                best = f"select text.rowid as at {_found(question)} {_RANKED}"
                self._rows(_TEN.format(show=_BODY, best=best), question)
        return self._count(question)

    def _count(self, question: Question) -> int:
        [(number,)] = self._rows(f"select count(*) {_found(question)}", question)
        return int(str(number))

    def _rows(self, statement: str, question: Question) -> list[tuple[object, ...]]:
        return self._base.execute(statement, (_match(question),)).fetchall()


def _found(question: Question) -> str:
    limits = _limits(question)
    return f"{_JOINED} {limits}" if limits else "from text where text match ?"


def _match(question: Question) -> str:
    words = [f'"{word}"' for word in question.words]
    match question.kind:
        case Kind.OR:
            return " OR ".join(words)
        case Kind.PHRASE:
            return f'"{" ".join(question.words)}"'
        case Kind.NEAR:
            return f"NEAR({' '.join(words)}, 5)"
        case Kind.PREFIX:
            return f"{words[0]}*"
        case _:
            return " AND ".join(words)


def _limits(question: Question) -> str:
    if question.level:
        return f"and level = '{question.level}'"
    if question.first:
        first, last = (day.replace("-", "") for day in (question.first, question.last))
        return f"and day between {first} and {last}"
    return ""
