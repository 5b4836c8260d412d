"""The data files beside this module, read by plain means: every query waits for some of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path


def table(name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the values of some columns, two at least, of a data file, row by row."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        pick = itemgetter(*map(next(rows).index, columns))
        yield from map(pick, rows)
