"""Which MRNs of an index come near one that it does not have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from string import digits
from typing import Final, NamedTuple

from searchcable.mrn import Mrn, four_digit_year, post_code

_ID: Final = re.compile(r"(\d\d)([A-Z]+)(\d+)")
_PARTS: Final = re.compile(r"\s*(\d{4}|\d\d)?[\s-]*([A-Za-z][A-Za-z .'-]*?)[\s-]*0*(\d{1,7})?\D*")
_MOST: Final = 5


class _Wanted(NamedTuple):
    year: int | None
    post: str
    serial: int | None


def nearest(text: str, ids: Collection[str]) -> tuple[str, ...]:
    """Return at most five of `ids` that come near the MRN `text`, nearest first.

    The post comes first, as the letters are rarely wrong: its cables with the same serial in other
    years, then those of that year by the distance of their serials. Where the index has nothing of
    the post, posts of similar spelling stand in for it.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return tuple(difflib.get_close_matches(text.upper(), list(ids)[:10_000], n=_MOST))
    wanted = _Wanted(
        four_digit_year(match[1]) if match[1] else None,
        post_code(match[2]),
        int(match[3]) if match[3] else None,
    )
    by_post = _by_post(ids)
    posts = [wanted.post] if wanted.post in by_post else []
    posts += difflib.get_close_matches(wanted.post, by_post.keys() - {*posts}, n=3)
    found = [str(mrn) for post in posts for mrn in _in_order(wanted, _mrns(by_post[post]))]
    return tuple(dict.fromkeys(found))[:_MOST]


def _in_order(wanted: _Wanted, mrns: Iterable[Mrn]) -> list[Mrn]:
    def distance(mrn: Mrn) -> tuple[bool, int, int, Mrn]:
        off = 0 if wanted.serial is None else abs(mrn.serial - wanted.serial)
        years = 0 if wanted.year is None else abs(mrn.year - wanted.year)
        return off != 0, years, off, mrn

    return sorted(mrns, key=distance)[:_MOST]


def _by_post(ids: Iterable[str]) -> dict[str, list[str]]:
    """Sort ids by what stands between their year and their serial: there may be very many."""
    posts: dict[str, list[str]] = {}
    for id in ids:
        post = id[2:].rstrip(digits)
        if post.isalpha():
            posts.setdefault(post, []).append(id)
    return posts


def _mrns(ids: Iterable[str]) -> Iterator[Mrn]:
    for id in ids:
        if match := _ID.fullmatch(id):
            yield Mrn(four_digit_year(match[1]), match[2], int(match[3]))
