"""The cables that are measured: one cables.csv, and its columns as a bare engine gets them."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
_MAKE: Final = ROOT / "scripts" / "make_corpus"


class Record(NamedTuple):
    """A row of cables.csv: `day` is a number (20070418), `level` the classification alone."""

    id: str
    day: int
    level: str
    body: str


def make_csv(path: Path, count: int, years: str = "2003-2010") -> None:
    """Write so many generated cables, unless they are there. Other years give other MRNs."""
    if path.exists():
        return
    new = path.with_suffix(".part")
    made = ["--form", "csv", "--count", str(count), "--years", years]
    subprocess.run([sys.executable, str(_MAKE), *made, str(new)], check=True)
    new.rename(path)


def read_csv(path: Path) -> Iterator[Record]:
    """Yield the rows of a cables.csv that `make_csv` wrote."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        for _, created, mrn, _, level, _, _, body in csv.reader(file, escapechar="\\"):
            day = datetime.strptime(created.split()[0], "%m/%d/%Y")  # noqa: DTZ007 - a day
            yield Record(mrn, int(f"{day:%Y%m%d}"), level.partition("//")[0], body)
