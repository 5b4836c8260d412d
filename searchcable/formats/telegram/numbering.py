"""Which lines start a numbered paragraph: a question of sequence, not of single lines.

A line that starts with a number may be a paragraph, an item of a list inside of one, or the end of
a sentence. And a lost pilcrow leaves a 1 before the number: `11.`, `12.`, `¶3.` are 1, 2, 3.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Final, NamedTuple

_MARKING: Final = r"\((?i:U|C|S|TS|SBU|LOU|FOUO)\b"
STARTS_PARAGRAPH: Final = re.compile(
    r"\s{0,12}(?P<mark>[¶\ufffd]\s?)?(?P<number>\d{1,3})"
    r"(?:\s?[.)]{1,2}(?:(?=\s|$)|(?![\d.])(?![A-Za-z]\.\d))"
    rf"|\s?[,:;](?=\s{{0,3}}{_MARKING})|(?=\s{{1,3}}{_MARKING}))\s*"
)
_SPACES: Final = frozenset(" \t\u00a0\u3000")
_MOST: Final = 5_000  # lines that may start a paragraph; no telegram comes near it
_MARKS: Final = frozenset("0123456789¶\ufffd")
_LIKELY: Final = re.compile("[0-9 \t\u00a0\u3000\u00b6\ufffd]")


class Start(NamedTuple):
    """A line that may start a paragraph: its index `at`, its number as printed, its text's place.

    `sure` where a portion marking follows; `weak` where the line before had not ended a sentence.
    """

    at: int
    number: int
    text_at: int
    sure: bool
    weak: bool


def number_paragraphs(texts: list[str], letters: str, *, whole: bool) -> dict[int, tuple[int, int]]:
    """Choose the lines that start paragraphs: their indices with number and start of the text.

    `letters` are the lines' first letters. `whole` says that the text has the telegram's own
    beginning, so that its first paragraph is 1.
    """
    found = _find_starts(texts, letters)
    if not found:
        return found
    numbers = [number for number, _ in found.values()]
    first = numbers[0]
    if 0 < first < 10 and numbers == [*range(first, first + len(numbers))]:
        return found  # as is most often so
    starts = [_start(texts, index, *start) for index, start in found.items()]
    tries = [_chain(starts, 0, first)]
    if first != 1 and 1 in numbers:
        tries.append(_chain(starts, numbers.index(1), 1))
    if str(first)[0] == "1" and first > 9:
        lost = _chain(starts, 0, int(str(first)[1:]))
        if lost and min(number for number, _ in lost.values()) == 1:
            tries.insert(0, lost) if whole else tries.append(lost)
    return max(tries, key=len)


def _find_starts(texts: list[str], letters: str) -> dict[int, tuple[int, int]]:
    """Find all lines that look like the start of a numbered paragraph, in order."""
    found: dict[int, tuple[int, int]] = {}
    for likely in _LIKELY.finditer(letters):
        index = likely.start()
        line = texts[index]
        if line[0] in _SPACES and line.lstrip()[:1] not in _MARKS:
            continue
        if len(found) == _MOST:
            break
        match = STARTS_PARAGRAPH.match(line)
        if match is not None and (number := match["number"]) != "0":
            found[index] = int(number), match.end()
    return found


def _start(texts: list[str], index: int, number: int, text_at: int) -> Start:
    before = texts[index - 1] if index else ""
    return Start(
        index,
        number,
        text_at,
        sure=_MARKED.match(texts[index], text_at) is not None,
        weak=bool(before) and before[-1] not in _ENDS,
    )


_MARKED: Final = re.compile(r"\((?:U|C|S|TS|SBU|LOU|FOUO)\b[^()]{0,20}\)", re.IGNORECASE)
_ENDS: Final = frozenset(".?!:;\")-'=*_,")


def _chain(starts: list[Start], first: int, number: int) -> dict[int, tuple[int, int]]:
    """Follow the sequence from `starts[first]`, read as `number`, through all that continue it."""
    chosen: dict[int, tuple[int, int]] = {}
    places: dict[int, list[int]] = defaultdict(list)
    for place, start in enumerate(starts):
        places[start.number].append(place)
    if number < 1:
        return chosen
    chosen[starts[first].at] = (number, starts[first].text_at)
    nested = 0
    for place in range(first + 1, len(starts)):
        start = starts[place]
        expected = number + 1
        if start.number == 1 and expected != 1:
            nested = 1
            continue
        if _continues(start, place, expected, places, nested):
            number = expected if str(start.number).endswith(str(expected)) else start.number
            chosen[start.at] = (number, start.text_at)
            nested = 0
        elif start.number == number and not nested and not start.weak:  # numbered so twice
            chosen[start.at] = (number, start.text_at)
        elif start.number == nested + 1:
            nested += 1
    return chosen


def _continues(
    start: Start, place: int, expected: int, places: dict[int, list[int]], nested: int
) -> bool:
    """Whether `start` is the paragraph `expected`, or the one after a lost one."""
    if start.number == expected:
        again = _next(places, expected, place)
        if again is None or (start.sure and not nested):
            return True
        if nested and start.number == nested + 1:  # of the list, if the number comes once more
            restart = _next(places, 1, place)
            return restart is not None and restart < again
        after = _next(places, expected + 1, place)
        return not (start.weak and (after is None or again < after))
    if start.number == int(f"1{expected}") and nested == 0:  # a pilcrow was lost
        real = _next(places, expected, place)
        after = _next(places, expected + 1, place)
        return real is None or (after is not None and after < real)
    gap = start.number - expected
    if _next(places, expected, place) is not None or nested + 1 == start.number:
        return False
    return 0 < gap <= (4 if start.sure else 1) and (start.sure or not start.weak)


def _next(places: dict[int, list[int]], number: int, place: int) -> int | None:
    """The first place after `place` at which `number` stands."""
    if number not in places:
        return None
    row = places[number]
    at = bisect_right(row, place)
    return row[at] if at < len(row) else None
