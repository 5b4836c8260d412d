"""What the words of telegrams stand for: posts, with their names, countries and routes.

The facts lie in data files beside this module; `SOURCES.md` says where each comes from.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from searchcable.vocabulary.tables import table


class Post(NamedTuple):
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
    columns = ("code", "name", "kind", "country", "highest_serial", "route")
    return {
        code: Post(code, name, kind, country or None, int(highest_serial or 0), route or None)
        for code, name, kind, country, highest_serial, route in table("posts.csv", *columns)
    }


@cache
def routes() -> dict[str, str]:
    """Return who stands behind routing indicators: "RUEHKO" gives "AMEMBASSY TOKYO"."""
    return {row[0]: row[1] for row in table("routes.csv", "route", "name")}


@cache
def other_names() -> dict[str, str]:
    """Return the codes of posts by their other names: short, former and misspelt ones.

    Names are capital letters without spaces: "BOMBAY" gives "MUMBAI".
    """
    return {row[0]: row[1] for row in table("post_names.csv", "name", "code")}


@cache
def _cut_names() -> dict[str, str]:
    """The names that NARA cut to six characters, spaces among them: "NEWDE" gives "NEWDELHI"."""
    found: dict[str, set[str]] = {}
    for post in posts().values():
        for squeezed, name in ((post.code, post.code), (post.code, _place(post))):
            cut = name[:6].replace(" ", "")
            if len(name) > 6 and len(cut) > 3:
                found.setdefault(cut, set()).add(squeezed)
    return {cut: codes.pop() for cut, codes in found.items() if len(codes) == 1}


def _place(post: Post) -> str:
    """The capitals of a post's name without its rank: "LA PAZ"; its code where they differ."""
    name = post.name.upper().split(" ", 1)[-1]
    return name if name.replace(" ", "") == post.code else post.code


@lru_cache(maxsize=16_384)
def find_post(name: str) -> Post | None:
    """Return the post that `name` means, in any case and spacing, with or without its rank.

    >>> find_post("Amembassy La Paz").code, find_post("SECSTATE WASHDC").code
    ('LAPAZ', 'STATE')

    Short, former and misspelt names are known, and those that NARA cut to six characters.

    >>> [find_post(name).code for name in ("USUN", "Peking", "Bagdad", "NEW DE")]
    ['USUNNEWYORK', 'BEIJING', 'BAGHDAD', 'NEWDELHI']
    """
    words = re.findall(r"[A-Z]+", _plain(name).upper().replace("U.S.", "US "))
    squeezed = "".join(words)
    if found := _known(squeezed):
        return found
    while len(words) > 1 and words[0] in _RANKS:
        words = words[1:]
    return _known("".join(words)) or posts().get(_cut_names().get(squeezed, ""))


def _known(squeezed: str) -> Post | None:
    return posts().get(other_names().get(squeezed, squeezed))


def _plain(name: str) -> str:
    """`name` without its accents."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


_RANKS = frozenset(
    """AMEMBASSY AMCONSUL AMCONGEN AMEMB USMISSION USMIS USINT USLO EMBASSY CONSULATE CONGEN CONSUL
    MISSION AMCONSULATE AMEMBASSYA AMEMBASY AMEBASSY AMEMBASST AMEMBSSY AMEMBASSSY USDEL USOFFICE
    USBERLIN AMEMBASSI REO GENERAL US AMERICAN""".split()  # noqa: SIM905
)
