"""Text of cables made safe to print: no character of it acts on a terminal or a spreadsheet.

A cable comes from anywhere. ESC starts commands to a terminal, C1 codes do too, bidirectional
controls show a line in another order than it has, and a cell that begins with "=" is a formula.
"""

from __future__ import annotations

import re
from typing import Final

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffb"  # separators, deprecated and annotation controls
    "\ud800-\udfff\U000e0000-\U000e007f]"  # surrogates, tag characters
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return `text` with each character that could act on a terminal replaced by a visible one.

    Length and positions stay; newlines and tabs stay.

    >>> safe("red \\x1b[31m, bell \\x07, \\u202ebidi")
    'red ␛[31m, bell ␇, �bidi'
    """
    return _UNSAFE.sub(_visible, text)


def one_line(text: str) -> str:
    """Return `text` safe as `safe` makes it, with a space for each newline and tab.

    >>> one_line("two\\nlines\\x00")
    'two lines␀'
    """
    return safe(text).replace("\n", " ").replace("\t", " ")


def safe_json(text: str) -> str:
    r"""Return JSON text of the same meaning in which unsafe characters are escaped.

    >>> safe_json('"\x9b and \u202e"')
    '"\\u009b and \\u202e"'
    """
    return _UNSAFE.sub(_escaped, text)


def safe_cell(text: str) -> str:
    """Return `text` as a cell of a CSV file that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("JAPAN")
    ("'=1+1", 'JAPAN')
    """
    return "'" + safe(text) if text.startswith(_FORMULA) else safe(text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of the control characters
    return "␡" if code == 0x7F else "\ufffd"


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
