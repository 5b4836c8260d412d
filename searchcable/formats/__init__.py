"""The forms in which people hold cables: files in, `Cable`s out.

corpus ─▶ walk ─▶ bytes ─▶ decoding ─▶ sniffing ─▶ FORMS ─▶ Cable
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from searchcable.cable import Cable, Defect, Paragraph, Source
from searchcable.formats.decoding import decode, is_binary
from searchcable.formats.sniffing import sniff
from searchcable.formats.telegram import parse
from searchcable.formats.walk import File, walk

__all__ = ["FORMS", "MAX_TEXT", "File", "Reading", "read_bytes", "read_corpus", "sniff", "walk"]

MAX_TEXT: Final = 64_000_000
"""Bytes of the largest file that is read as one text."""


def _telegram(text: str, source: Source) -> Iterator[Cable]:
    """One text is one cable. A fault of the parser's own does not lose the text."""
    try:
        yield parse(text, source=source)
    except Exception as error:
        defect = Defect(code="parser-error", message=f"{type(error).__name__}: {error}"[:200])
        paragraphs = (Paragraph(text=text),)
        yield Cable(text=text, paragraphs=paragraphs, defects=(defect,), sources=(source,))


FORMS: Final[Mapping[str, Callable[[str, Source], Iterator[Cable]]]] = {"telegram": _telegram}
"""The forms by name, each with what reads a text of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file turned out to be: its `form` and its cables, or why it was `skipped`."""

    sha256: str
    form: str | None
    skipped: str | None
    cables: Iterator[Cable]


def read_bytes(data: bytes, path: str) -> Reading:
    """Read the bytes of a file that cables will name as `path`. Raises on no bytes at all."""
    sha256 = hashlib.sha256(data).hexdigest()
    if is_binary(data):
        return Reading(sha256, None, "binary", iter(()))
    text, defects = decode(data)
    form, why = sniff(text)
    if form is None:
        return Reading(sha256, None, why, iter(()))
    cables = FORMS[form](text, Source(path=path, sha256=sha256))
    return Reading(sha256, form, None, (_with(cable, defects) for cable in cables))


def read_corpus(path: str | Path) -> Iterator[Cable]:
    """Yield the cables of a corpus, which is a folder or one file, in the order of file names.

    Files that are no cables or cannot be read are left out. Raises CorpusError where there is no
    corpus at `path`.
    """
    for file in walk(Path(path)):
        if file.skipped is None and file.size <= MAX_TEXT:
            try:
                data = file.location.read_bytes()
            except OSError:
                continue
            yield from read_bytes(data, file.path).cables


def _with(cable: Cable, defects: tuple[Defect, ...]) -> Cable:
    return replace(cable, defects=(*defects, *cable.defects)) if defects else cable
