"""Captions: what each says of who may handle a telegram.

The facts lie in `captions.csv`; `SOURCES.md` says where they come from.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def caption_meanings() -> dict[str, str]:
    """Return what captions mean by their codes: "NOFORN" gives "Not releasable to …"."""
    with files("searchcable.vocabulary").joinpath("captions.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["meaning"] for row in csv.DictReader(file)}
