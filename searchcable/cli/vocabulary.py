"""The commands that look words up: `searchcable tags` and `searchcable posts`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from searchcable.cli.choices import Format
from searchcable.cli.exits import FOUND, NOTHING_FOUND
from searchcable.tokens import fold

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", show_default=False, help="All of them in what is printed."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print.")]


def tags(words: Words = None, format: FormatOption = Format.text) -> int:
    """Print what TAGS stand for: those that have WORDS in code, kind or meaning, or all.

    Example: searchcable tags arms control
    """
    from searchcable.vocabulary.tags import tags

    rows = [tag._asdict() for tag in tags().values()]
    return _print(_with(words, rows), ("code", "kind", "meaning"), format)


def posts(words: Words = None, format: FormatOption = Format.text) -> int:
    """Print the posts that send cables: those that have WORDS in what is known of them, or all.

    The country is an ISO 3166 code, and the route is the post's routing indicator. Where no post
    has WORDS, other addressees that have routing indicators are looked through.

    Example: searchcable posts tokyo
    """
    from searchcable.vocabulary import Post, posts, routes

    rows = _with(words, [post._asdict() for post in posts().values()])
    if not rows:
        empty = dict.fromkeys(Post._fields)
        others = (
            {**empty, "kind": "addressee", "route": r, "name": n} for r, n in routes().items()
        )
        rows = _with(words, list(others))
    return _print(rows, ("code", "kind", "country", "route", "name"), format)


def _with(words: Sequence[str] | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows in which each word stands, in any case; where it came from does not count."""
    wanted = [fold(part) for word in words or () for part in word.split()]
    return [
        row
        for row in rows
        if all(
            word in fold(" ".join(str(v) for k, v in row.items() if v and k != "source"))
            for word in wanted
        )
    ]


def _print(rows: list[dict[str, Any]], columns: Sequence[str], format: Format) -> int:
    """Print rows; text has `columns`, the last of which may be long, and the rest has all."""
    from searchcable.cli.writing import csv_line, dump

    match format:
        case Format.json:
            print(dump(rows, indent=2))
        case Format.jsonl:
            print(*map(dump, rows), sep="\n", end="\n" if rows else "")
        case Format.csv if rows:
            lines = (list(row.values()) for row in rows)
            print(*map(csv_line, (list(rows[0]), *lines)), sep="", end="")
        case _:
            _print_table(rows, columns)
    return FOUND if rows else NOTHING_FOUND


def _print_table(rows: list[dict[str, Any]], columns: Sequence[str]) -> None:
    """Print a table whose last column is wrapped on a terminal, and nowhere else."""
    from searchcable.cli.layout import Part, table
    from searchcable.cli.printing import write
    from searchcable.cli.terminal import width

    cells = [tuple(Part(str(row[column] or "")) for column in columns) for row in rows]
    if cells:
        write(table(cells, width() if sys.stdout.isatty() else _UNWRAPPED), "never")


_UNWRAPPED: Final = 1_000
