"""Random choices that are the same on every version of Python: all come from `Random.random`."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, pairwise
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance:
    """A source of choices; the same `seed` gives the same choices in the same order."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def below(self, n: int) -> int:
        """Return a whole number from 0 to `n` - 1."""
        return int(self.random() * n)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def one(self, items: Sequence[T]) -> T:
        """Return one of `items`, each as likely as the others."""
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[T], n: int) -> list[T]:
        """Return `n` different items (all, where there are fewer) in random order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]

    def happens(self, share: float) -> bool:
        """Return True in `share` of the calls, 0 to 1."""
        return self.random() < share

    def along(self, quantiles: Sequence[tuple[float, int]]) -> int:
        """Return a number distributed as `quantiles`, (share, value) from share 0 to share 1."""
        at = self.random()
        for (low, start), (high, end) in pairwise(quantiles):
            if at < high:
                return start + int((end - start) * (at - low) / (high - low))
        return quantiles[-1][1]


class Weighted(Generic[T]):
    """Items with weights, drawn in time that grows as the logarithm of their number."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self._items = items
        self._bounds = list(accumulate(weights))

    def draw(self, chance: Chance) -> T:
        """Return one item, as likely as its weight is heavy."""
        return self._items[bisect(self._bounds, chance.random() * self._bounds[-1])]
