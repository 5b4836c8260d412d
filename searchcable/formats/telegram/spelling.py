"""How near a garbled word is to the one that was meant."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def is_near(word: str, meant: str, most: int = 1) -> bool:
    """Say whether at most `most` letters were lost, added, changed, or swapped with the next.

    >>> is_near("TASG", "TAGS"), is_near("SUBECT", "SUBJECT"), is_near("BAGGAGE", "TAGS")
    (True, True, False)
    """
    if abs(len(word) - len(meant)) > most:
        return False
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(meant, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and word[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
