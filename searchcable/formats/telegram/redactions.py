"""What was taken out of a telegram before it was published."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"(?=[^\])]{7})\s?(?i:(?:[A-Z0-9-]{1,20} ){0,7}"
    r"(?:REMOVED|DELETED|WITHHELD|EXCISED|REDACTED|NOT DECLASSIFIED)\b"
    r"[^\n\])]{0,40}[\])])"
)
_RUNS: Final = (  # of characters that many texts have nowhere
    "XXXXX", "X X X X X", "xxxxx", "x x x x x", "\u2588\u2588\u2588", "\u25a0\u25a0\u25a0",
)  # fmt: skip
_BRACKETED: Final = (("[", re.compile(rf"\[{_WORDS}")), ("(", re.compile(rf"\({_WORDS}")))


def is_redacted(text: str) -> bool:
    """Say whether `text` has runs of X, black squares, or bracketed words where a name was.

    >>> is_redacted("XXXXXXXXXXXX said so."), is_redacted("the XXXIV conference")
    (True, False)
    """
    if any(run[0] in text and run in text for run in _RUNS):
        return True
    return any(_begins(sign, bracket, text) for bracket, sign in _BRACKETED)


def _begins(sign: re.Pattern[str], bracket: str, text: str) -> bool:
    """Whether `sign` matches at any `bracket` of `text`."""
    at = text.find(bracket)
    while at >= 0 and not sign.match(text, at):
        at = text.find(bracket, at + 1)
    return at >= 0
