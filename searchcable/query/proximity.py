"""Which positions of words stand near enough to each other: one rule for every engine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain


def near(
    tokens: Sequence[str], positions: Sequence[Sequence[int]], slop: int, ordered: bool
) -> Iterator[tuple[int, ...]]:
    """Yield the positions of each place where all `tokens` stand near, from the left.

    `positions[i]` are the ascending positions of `tokens[i]` in one unit of text. At most `slop`
    other words stand between the outermost two; where `ordered`, the tokens stand in their order.
    A token given twice must stand there twice. A phrase is ordered with a slop of 0. One place is
    given for each position at which it can begin.
    """
    reach = len(tokens) + slop
    if ordered:
        yield from _in_order(positions, reach)
    else:
        yield from _in_any_order(Counter(tokens), dict(zip(tokens, positions, strict=True)), reach)


def _in_order(positions: Sequence[Sequence[int]], reach: int) -> Iterator[tuple[int, ...]]:
    for first in positions[0]:
        place = [first]
        for later in positions[1:]:
            at = bisect_right(later, place[-1])
            if at == len(later) or later[at] >= first + reach:
                break
            place.append(later[at])
        else:
            yield tuple(place)


def _in_any_order(
    wanted: Counter[str], positions: dict[str, Sequence[int]], reach: int
) -> Iterator[tuple[int, ...]]:
    for first in sorted(chain.from_iterable(positions.values())):
        place: list[int] = []
        for token, times in wanted.items():
            found = positions[token]
            begin = bisect_left(found, first)
            if begin + times > len(found) or found[begin + times - 1] >= first + reach:
                break
            place += found[begin : begin + times]
        else:
            if first in place:
                yield tuple(sorted(place))
