"""Hits as programs read them: JSON, JSON lines, CSV. The keys are stable."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from searchcable.cli.sanitizing import safe_cell, safe_json
from searchcable.results import Hit

COLUMNS: Final = (
    "mrn", "date", "origin", "classification", "subject", "tags", "score", "snippets",
)  # fmt: skip
"""The columns of CSV, and with `id` before them the keys of a hit in JSON."""


def hit_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as plain JSON types. Values that a cable has too are as in `Cable.to_dict`."""
    cable = hit.cable.to_dict()
    shared: dict[str, Any] = {key: cable[key] for key in COLUMNS if key in cable}
    snippets = [
        {
            "paragraph": snippet.paragraph,
            "marking": snippet.marking,
            "text": snippet.text,
            "marks": [list(span) for span in snippet.marks],
        }
        for snippet in hit.snippets
    ]
    return {"id": hit.id, **shared, "score": round(hit.score, 6), "snippets": snippets}


def dump(value: Any, *, indent: int | None = None) -> str:
    """Return `value` as JSON that keeps its letters and acts on no terminal."""
    return safe_json(json.dumps(value, ensure_ascii=False, indent=indent))


def json_chunks(query: str, total: int, hits: Iterable[Hit]) -> Iterator[str]:
    """Yield one JSON object, `{query, total, hits}`, in pieces: one hit to a line."""
    yield f'{{"query": {dump(query)}, "total": {total}, "hits": ['
    comma = ""
    for hit in hits:
        yield f"{comma}\n  {dump(hit_dict(hit))}"
        comma = ","
    yield "\n]}\n" if comma else "]}\n"


def json_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield each hit as one line of JSON."""
    return (dump(hit_dict(hit)) + "\n" for hit in hits)


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a line of column names, then each hit as a line of CSV that is safe in a spreadsheet.

    `origin` is the place code; tags are parted by "; ", snippets by " | ".
    """
    yield csv_line(COLUMNS)
    for hit in hits:
        row = hit_dict(hit)
        row["origin"] = row["origin"]["place_code"]
        row["tags"] = "; ".join(row["tags"])
        row["snippets"] = " | ".join(snippet.text for snippet in hit.snippets)
        yield csv_line([row[column] for column in COLUMNS])


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of CSV; None is an empty cell."""
    line = io.StringIO()
    texts = ("" if cell is None else safe_cell(str(cell)) for cell in cells)
    csv.writer(line, lineterminator="\n").writerow(texts)
    return line.getvalue()
