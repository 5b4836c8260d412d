"""The command `searchcable defects`: kinds of defects, and the defects of one kind or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from searchcable.cli.choices import Color, Format
from searchcable.cli.layout import Line, Part, table
from searchcable.cli.printing import write
from searchcable.cli.terminal import width
from searchcable.cli.writing import csv_line, dump
from searchcable.defects import DEFECTS
from searchcable.errors import SearchcableError

if TYPE_CHECKING:
    from searchcable.store import Index

COLUMNS: Final = ("mrn", "code", "line", "message", "path", "member")
"""What is exported of a defect: the cable's MRN or id, and where it was read."""

_EXAMPLES: Final = 3


def print_kinds(index: Index, format: Format, color: Color) -> bool:
    """Print each kind of defect with its number of cables; return whether there are any.

    As JSON lines and CSV, which are for export, all defects are printed, one a line.
    """
    if format in (Format.jsonl, Format.csv):
        return _print_rows(defects_of(index, None), format)
    kinds = [
        {"code": code, "cables": number, "meaning": DEFECTS.get(code, ""),
         "examples": [hit.mrn or hit.id for hit in index.search(f"defect:{code}")[:_EXAMPLES]]}
        for code, number in index.defects().items()
    ]  # fmt: skip
    if format is Format.json:
        print(dump(kinds, indent=2))
    elif kinds:
        write(_kind_lines(kinds, width()), color.value)
    return bool(kinds)


def print_one_kind(
    index: Index, code: str, format: Format, color: Color, *, limit: int, offset: int
) -> tuple[int, int]:
    """Print the defects of one kind; return how many were printed and how many cables have it.

    Raises SearchcableError where no defect has that code.
    """
    code = code.lower()
    if code not in DEFECTS:
        near = get_close_matches(code, DEFECTS, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]!r}?" if near else "`searchcable defects` lists them"
        raise SearchcableError(f"no defect {code!r}; {hint}")
    total = index.defects().get(code, 0)
    rows = list(islice(defects_of(index, code), offset, offset + limit))
    if format is not Format.text:
        _print_rows(rows, format)
    elif rows:
        write(_row_lines(rows, width()), color.value)
    return len(rows), total


def defects_of(index: Index, code: str | None) -> Iterator[dict[str, Any]]:
    """Yield the defects of an index as rows of `COLUMNS`, of one code or of all."""
    results = index.search(f"defect:{code or '*'}", sort="oldest")
    for start in range(0, len(results), _PAGE):
        for hit in results[start : start + _PAGE]:
            source = hit.cable.sources[0] if hit.cable.sources else None
            for defect in hit.cable.defects:
                if code in (None, defect.code):
                    yield {
                        "mrn": hit.mrn or hit.id,
                        "code": defect.code,
                        "line": defect.line,
                        "message": defect.message,
                        "path": source.path if source else None,
                        "member": source.member if source else None,
                    }


_PAGE: Final = 200


def _print_rows(rows: Iterable[dict[str, Any]], format: Format) -> bool:
    if format is Format.json:
        rows = list(rows)
        print(dump(rows, indent=2))
        return bool(rows)
    found = False
    for row in rows:
        if format is Format.csv and not found:
            print(csv_line(COLUMNS), end="")
        found = True
        print(csv_line(list(row.values())) if format is Format.csv else dump(row) + "\n", end="")
    return found


def _kind_lines(kinds: list[dict[str, Any]], columns: int) -> Iterator[Line]:
    heads = tuple(Part(head, "dim") for head in ("cables", "defect", "what it means"))
    rows = [
        (
            Part(f"{kind['cables']:,}".rjust(6)),
            Part(kind["code"], "mark"),
            Part(f"{kind['meaning']} ({', '.join(kind['examples'])})"),
        )
        for kind in kinds
    ]
    return table([heads, *rows], columns)


def _row_lines(rows: list[dict[str, Any]], columns: int) -> Iterator[Line]:
    return table(
        [
            (
                Part(row["mrn"], "mrn"),
                Part(f"line {row['line']}" if row["line"] else ""),
                Part(f"{row['message']} ({_place(row)})"),
            )
            for row in rows
        ],
        columns,
    )


def _place(row: dict[str, Any]) -> str:
    return "/".join(filter(None, (row["path"], row["member"]))) or "no file"
