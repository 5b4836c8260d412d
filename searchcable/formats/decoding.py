"""From a file's bytes to text, with a defect for each thing that had to be mended."""

from __future__ import annotations

import codecs
import re
from typing import Final

from searchcable.cable import Defect

_MARKS: Final = (  # the longer ones first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    b"PK\x03\x04", b"%PDF-", b"\x7fELF", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"\x89PNG", b"GIF8",
    b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ\x00", b"SQLite format 3\x00", b"Rar!", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
# What no text has; teleprinters leave bells, shifts and ends of text, which are few.
_CONTROL: Final = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b")
_SAMPLE: Final = 8192
_MOST_CONTROL: Final = 0.1


def is_binary(data: bytes) -> bool:
    """Return whether `data` is no text: it begins as a known kind of file, or has control bytes."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    sample = data[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return data.startswith(_MAGIC) or control > _MOST_CONTROL * len(sample)


def decode(data: bytes) -> tuple[str, tuple[Defect, ...]]:
    """Return the text of `data` and what was wrong with it. Raises nothing.

    A byte order mark is believed; else it is UTF-8 where that reads; else whichever of UTF-8 and
    Windows-1252 leaves less damage. What does not read, and NUL, become U+FFFD.
    """
    text, defects = _decode(data)
    for code, pattern, name in _BAD:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            number = len(pattern.findall(text))
            defects.append(Defect(code=code, message=f"{number} {name} replaced", line=line))
            text = pattern.sub("\ufffd", text)
    return text, tuple(defects)


_BAD: Final = (
    ("nul-character", re.compile("\0"), "NUL characters"),
    ("lone-surrogate", re.compile("[\ud800-\udfff]"), "halves of surrogate pairs"),
)


def _decode(data: bytes) -> tuple[str, list[Defect]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with(data[len(mark) :], encoding)
    text, defects = _with(data, "utf-8")
    if not defects:
        return text, defects
    lost = text.count("\ufffd")
    read = len(re.findall("[^\0-\x7f\ufffd]", text))
    if read >= lost:
        return text, defects
    legacy, undefined = _with(data, "cp1252")
    message = "no UTF-8; read as Windows-1252"
    return legacy, [Defect(code="not-utf-8", message=message, line=defects[0].line), *undefined]


def _with(data: bytes, encoding: str) -> tuple[str, list[Defect]]:
    errors = "surrogatepass" if encoding.startswith("utf-16") else "strict"
    try:
        return data.decode(encoding, errors), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"bytes that are no {encoding} replaced"
        text = data.decode(encoding, "replace")
        return text, [Defect(code="undecodable-bytes", message=message, line=line)]
