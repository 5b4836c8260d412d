"""What was taken out of a telegram before it was published."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"(?=[^\])]{7})\s?(?i:(?:[A-Z0-9-]{1,20} ){0,7}"
    r"(?:REMOVED|DELETED|WITHHELD|EXCISED|REDACTED|NOT DECLASSIFIED)\b"
    r"[^\n\])]{0,40}[\])])"
)
_RUNS: Final = (  # by the character of which they are, which many texts have nowhere
    ("X", ("XXXXX", "X X X X X")),
    ("x", ("xxxxx", "x x x x x")),
    ("\u2588", ("\u2588\u2588\u2588",)),
    ("\u25a0", ("\u25a0\u25a0\u25a0",)),
)
_BRACKETED: Final = (("[", re.compile(rf"\[{_WORDS}")), ("(", re.compile(rf"\({_WORDS}")))


def is_redacted(text: str) -> bool:
    """Say whether `text` has runs of X, black squares, or bracketed words where a name was.

    >>> is_redacted("XXXXXXXXXXXX said so."), is_redacted("the XXXIV conference")
    (True, False)
    """
    for character, runs in _RUNS:
        if character in text and any(run in text for run in runs):
            return True
    return any(_begins(sign, bracket, text) for bracket, sign in _BRACKETED)


def _begins(sign: re.Pattern[str], bracket: str, text: str) -> bool:
    """Whether `sign` matches at any `bracket` of `text`."""
    at = text.find(bracket)
    while at >= 0 and not sign.match(text, at):
        at = text.find(bracket, at + 1)
    return at >= 0
