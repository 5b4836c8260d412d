"""What the words of telegrams stand for: posts, with their names, countries and routes.

The facts lie in data files beside this module; `SOURCES.md` says where each comes from.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Post:
    """A place that sends cables. `code` is its name in an MRN ("LAPAZ").

    `country` is the ISO 3166 code of the host country or None; `highest_serial` is the highest
    serial known of any year (0 where unknown); `route` is its routing indicator or None.
    """

    code: str
    name: str
    kind: str
    country: str | None
    highest_serial: int
    route: str | None


@cache
def posts() -> dict[str, Post]:
    """Return all posts by their code."""
    with files(__name__).joinpath("posts.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: Post(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                country=row["country"] or None,
                highest_serial=int(row["highest_serial"] or 0),
                route=row["route"] or None,
            )
            for row in csv.DictReader(file)
        }


def find_post(name: str) -> Post | None:
    """Return the post that `name` means, in any case and spacing, with or without its rank.

    >>> find_post("Amembassy La Paz").code, find_post("SECSTATE WASHDC").code
    ('LAPAZ', 'STATE')
    """
    words = re.findall(r"[A-Z]+", name.upper())
    if words and words[0] in _RANKS and len(words) > 1:
        words = words[1:]
    squeezed = "".join(words)
    return posts().get(_OTHER_NAMES.get(squeezed, squeezed))


_RANKS = {"AMEMBASSY", "AMCONSUL", "AMCONGEN", "AMEMB", "USMISSION", "USINT", "USLO", "EMBASSY"}

_OTHER_NAMES = {
    "SECSTATE": "STATE",
    "SECSTATEWASHDC": "STATE",
    "SECSTATEWASHINGTONDC": "STATE",
    "DEPTOFSTATE": "STATE",
    "USNATOBRUSSELS": "USNATO",
    "USUN": "USUNNEWYORK",
    "USUNNY": "USUNNEWYORK",
    "BUENOS": "BUENOSAIRES",
}
