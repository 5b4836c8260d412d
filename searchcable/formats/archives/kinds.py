"""What kind of archive some bytes begin."""

from __future__ import annotations

import re
from typing import Final

LOOK_AT: Final = 512
"""Bytes from the start that tell the kind: a tar's first header."""

COMPRESSED: Final = ("gz", "bz2", "xz")
"""The kinds that hold one stream of bytes, without members."""

_MAGIC: Final = (
    ("zip", re.compile(rb"PK(?:\x03\x04|\x05\x06)")),
    ("7z", re.compile(rb"7z\xbc\xaf\x27\x1c")),
    ("gz", re.compile(rb"\x1f\x8b\x08")),
    ("bz2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
)
_CHECKSUM: Final = slice(148, 156)


def archive_kind(head: bytes) -> str | None:
    """Return "zip", "7z", "gz", "bz2", "xz" or "tar" by a file's first `LOOK_AT` bytes, or None.

    >>> archive_kind(b"PK" + bytes((3, 4))), archive_kind(b"TAGS: PARM")
    ('zip', None)
    """
    for kind, magic in _MAGIC:
        if magic.match(head):
            return kind
    return "tar" if _is_tar(head) else None


def _is_tar(head: bytes) -> bool:
    """A tar has no magic of its own in all its dialects, but its header's bytes add up."""
    if len(head) < LOOK_AT:
        return False
    field = head[_CHECKSUM].rstrip(b"\0 ").lstrip(b" ")
    if not re.fullmatch(rb"[0-7]{1,7}", field) or not head[0]:
        return False
    header = head[:LOOK_AT]
    return int(field, 8) == sum(header) - sum(header[_CHECKSUM]) + 8 * ord(" ")
