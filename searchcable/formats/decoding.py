"""From a file's bytes to text, with a defect for each thing that had to be mended."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO, Final

from searchcable.cable import Defect
from searchcable.formats.archives.members import Peekable, buffered

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

    A byte order mark is believed; else it is UTF-8 where that reads; else what HTML or XML
    declares; else whichever of UTF-8 and Windows-1252 leaves less damage. What does not read, NUL
    and halves of surrogate pairs become U+FFFD; C1 controls and mojibake stay as they are, and are
    told.
    """
    text, defects = _decode(data)
    if _is_plain(text):
        return text, tuple(defects)
    text, odd = _mended(text)
    return text, (*defects, *odd)


def text_stream(stream: BinaryIO) -> io.TextIOWrapper:
    """Return the text of a stream that is too long to be decoded whole; line ends stay.

    It is UTF-8, or what its byte order mark says. Bytes that do not read are kept for `mend`.
    """
    whole = Peekable(stream)
    head = whole.peek(4)
    mark, encoding = next((m for m in _MARKS if head.startswith(m[0])), (b"", "utf-8"))
    whole.read(len(mark))
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    return io.TextIOWrapper(buffered(whole), encoding, errors, newline="")


def mend(text: str) -> tuple[str, tuple[Defect, ...]]:
    """Do for a piece of a `text_stream` what `decode` does for the bytes of a whole file."""
    if _is_plain(text):
        return text, ()
    if _ESCAPED.search(text):
        return decode(text.encode("utf-8", "surrogateescape"))
    text, defects = _mended(text)
    return text, tuple(defects)


def _is_plain(text: str) -> bool:
    """Return at once whether a text has nothing but ASCII and pilcrows, as most telegrams do."""
    if "\0" in text:
        return False
    try:
        return text.isascii() or text.encode("latin-1").replace(_PILCROW, b"").isascii()
    except UnicodeEncodeError:
        return False


_PILCROW: Final = "¶".encode("latin-1")


_ESCAPED: Final = re.compile("[\udc80-\udcff]")


def _mended(text: str) -> tuple[str, list[Defect]]:
    defects: list[Defect] = []
    for code, pattern, name in _ODD:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            number = len(pattern.findall(text))
            defects.append(Defect(code=code, message=f"{number} {name}", line=line))
    for code, pattern, name in _BAD:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            number = len(pattern.findall(text))
            defects.append(Defect(code=code, message=f"{number} {name} replaced", line=line))
            text = pattern.sub("\ufffd", text)
    return text, defects


_BAD: Final = (
    ("nul-character", re.compile("\0"), "NUL characters"),
    ("lone-surrogate", re.compile("[\ud800-\udfff]"), "halves of surrogate pairs"),
)
# What UTF-8 becomes where it is read as Windows-1252: a lead byte, then one that only follows.
_FOLLOWS: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0-\u00bf"
_ODD: Final = (
    ("c1-control", re.compile("[\x80-\x84\x86-\x9f]"), "C1 control characters"),
    ("mojibake", re.compile(f"[Ã-Å][{_FOLLOWS}]|â€[{_FOLLOWS}]|Â[\u00a0-\u00bf]"), "letters read "
     "in a wrong encoding before they came here"),
)  # fmt: skip
_DECLARED: Final = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?\sencoding\s*=\s*["']|<meta\s[^>]{0,200}?charset\s*=\s*["']?)"""
    rb"([A-Za-z][\w.:-]{1,30})",
    re.IGNORECASE,
)
_DECLARATION_WITHIN: Final = 2048


def _declared(data: bytes) -> str | None:
    """Return the encoding that HTML or XML names near its start, if it is one byte a character.

    What names others can only be UTF-8, which was tried, or be wrong about itself.
    """
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        one = [len(bytes((code,)).decode(name, "replace")) for code in (0x41, 0xE9)] == [1, 1]
        letters = b"<a>".decode(name, "replace") == "<a>"
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # as browsers read it
    return name if one and letters and not name.startswith("utf") else None


def _decode(data: bytes) -> tuple[str, list[Defect]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with(data[len(mark) :], encoding)
    text, defects = _with(data, "utf-8")
    if not defects:
        return text, defects
    if (declared := _declared(data)) is not None:
        return _with(data, declared)
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
