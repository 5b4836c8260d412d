"""Captions: what each says of who may handle a telegram.

The facts lie in `captions.csv`; `SOURCES.md` says where they come from.
"""

from __future__ import annotations

from functools import cache

from searchcable.vocabulary.tables import table


@cache
def caption_meanings() -> dict[str, str]:
    """Return what captions mean by their codes: "NOFORN" gives "Not releasable to …"."""
    return {row[0]: row[1] for row in table("captions.csv", "code", "meaning")}
