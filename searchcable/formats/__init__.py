"""The forms in which people hold cables: files in, `Cable`s out.

corpus ─▶ walk ─▶ file ─▶ archives ─▶ bytes ─▶ decoding ─▶ sniffing ─▶ FORMS ─▶ Cable
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from searchcable.cable import Cable, Defect, Source
from searchcable.formats.archives import Member, OverLimit, archive_kind, fault, open_members
from searchcable.formats.archives.members import Peekable, buffered
from searchcable.formats.cablegate_html import read_cablegate_html
from searchcable.formats.cables_csv import CABLES_CSV, is_cables_csv
from searchcable.formats.container import read_telegram
from searchcable.formats.decoding import decode, is_binary, text_stream
from searchcable.formats.frus_tei import is_frus_tei, read_frus_tei
from searchcable.formats.frus_text import read_frus_text
from searchcable.formats.json_records import JSON, is_json
from searchcable.formats.named_csv import NAMED_CSV, is_named_csv
from searchcable.formats.pages_html import read_html
from searchcable.formats.pdf import UnreadablePdf, is_pdf, pdf_text
from searchcable.formats.plusd_html import read_plusd_html
from searchcable.formats.records import LeftOut, RecordForm, Tally, read_record
from searchcable.formats.sniffing import sniff
from searchcable.formats.walk import File, walk

__all__ = [
    "FORMS", "MAX_TEXT", "File", "Reading", "read_bytes", "read_corpus", "read_file", "sniff",
    "walk",
]  # fmt: skip

MAX_TEXT: Final = 64_000_000
"""Bytes of the largest file that is read as one text."""


def _telegram(text: str, source: Source) -> Iterator[Cable]:
    """One text is one cable."""
    yield read_telegram(text, source)


FORMS: Final[Mapping[str, Callable[[str, Source], Iterator[Cable]]]] = {
    "telegram": _telegram,
    "frus-text": read_frus_text,
    "cablegate-html": read_cablegate_html,
    "plusd-html": read_plusd_html,
    "html": read_html,
}
"""The forms of text by name, each with what reads a text of it."""

RECORD_FORMS: Final[Mapping[str, RecordForm]] = {
    "cables-csv": CABLES_CSV,
    "csv": NAMED_CSV,
    "json": JSON,
}
"""The forms of many cables by name, of files of any size."""

_RECORDS_BY: Final[Mapping[str, Callable[[str], bool]]] = {
    "cables-csv": is_cables_csv,
    "csv": is_named_csv,
    "json": is_json,
}
"""How the beginning of a file shows that it has one of these forms."""

_LOOK_AT: Final = 65_536


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file turned out to be: its `form` and its cables, or why it was `skipped`.

    `tally` grows while the cables are read. What an archive holds counts there as ", packed".
    """

    sha256: str
    form: str | None
    skipped: str | None
    cables: Iterator[Cable]
    tally: Tally = field(default_factory=Tally)

    @property
    def left_out(self) -> LeftOut:
        """The places of the file that were not read, and why; grows as `tally` does."""
        return self.tally.left_out


def read_file(location: Path, path: str) -> Reading:
    """Read a file that cables will name as `path`. Raises OSError where it cannot be read.

    Archives and volumes of XML are read while their cables are asked for; any other file whole.
    """
    with location.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        source = Source(path=path, sha256=sha256)
        return _read(Peekable(stream), source, lambda: location.open("rb"))


def read_bytes(data: bytes, path: str) -> Reading:
    """Read the bytes of a file that cables will name as `path`. Raises on no bytes at all."""
    source = Source(path=path, sha256=hashlib.sha256(data).hexdigest())
    return _read(Peekable(io.BytesIO(data)), source, lambda: io.BytesIO(data))


def read_corpus(path: str | Path) -> Iterator[Cable]:
    """Yield the cables of a corpus, which is a folder or one file, in the order of file names.

    Files that are no cables or cannot be read are left out. Raises CorpusError where there is no
    corpus at `path`.
    """
    for file in walk(Path(path)):
        if file.skipped is None:
            try:
                reading = read_file(file.location, file.path)
            except OSError:
                continue
            yield from reading.cables


def _read(stream: Peekable, source: Source, reopen: Callable[[], BinaryIO]) -> Reading:
    """Read an open file, found by its content. `reopen` opens it for forms that are streamed."""
    head = stream.peek(_LOOK_AT)
    if archive_kind(head) is not None:
        return _streamed("archive", _archive, source, reopen)
    if is_frus_tei(head):
        return _streamed("frus-tei", _volume, source, reopen)
    if (form := _record_form(head)) is not None:
        return _streamed(form, partial(_records, RECORD_FORMS[form]), source, reopen)
    data = buffered(stream).read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        why = f"larger than {MAX_TEXT // 1_000_000} MB"
        return Reading(source.sha256 or "", None, why, iter(()))
    return _whole(data, source)


def _streamed(
    form: str,
    read: Callable[[Callable[[], BinaryIO], Source, Tally], Iterator[Cable]],
    source: Source,
    reopen: Callable[[], BinaryIO],
) -> Reading:
    tally = Tally()
    if form != "archive":
        tally.begin(form)
    return Reading(source.sha256 or "", form, None, read(reopen, source, tally), tally)


def _record_form(head: bytes) -> str | None:
    if is_binary(head):
        return None
    text = text_stream(io.BytesIO(head)).read()
    return next((form for form, begins in _RECORDS_BY.items() if begins(text)), None)


def _records(
    form: RecordForm, reopen: Callable[[], BinaryIO], source: Source, tally: Tally
) -> Iterator[Cable]:
    """Yield the cables of a file of records, read while they are asked for.

    Where there are none, the file is left out as a whole.
    """
    before, found = len(tally.left_out), False
    with reopen() as stream:
        for record in form.records(stream):
            for cable in read_record(form, record, source, tally.left_out):
                found = True
                yield cable
    if not found:
        tally.left_out[before:] = [(_place(source), f"{tally.form} without cables")]


def _whole(data: bytes, source: Source) -> Reading:
    """Read the bytes of a file that is one text, or a PDF."""
    sha256 = source.sha256 or ""
    defects: tuple[Defect, ...] = ()
    packed = "pdf" if is_pdf(data) else None
    if packed:
        try:
            text = pdf_text(data)
        except UnreadablePdf as error:
            return Reading(sha256, None, str(error), iter(()))
    elif is_binary(data):
        return Reading(sha256, None, "binary", iter(()))
    else:
        text, defects = decode(data)
    form, why = sniff(text)
    if form is None:
        return Reading(sha256, None, why, iter(()))
    cables = FORMS[form](text, source)
    tally = Tally()
    tally.begin(packed or form)
    return Reading(sha256, form, None, (_with(cable, defects) for cable in cables), tally)


def _volume(reopen: Callable[[], BinaryIO], source: Source, tally: Tally) -> Iterator[Cable]:
    """Yield the cables of a volume of XML; where there are none, say so."""
    try:
        with reopen() as stream:
            yield from read_frus_tei(stream, source)
    except Exception:
        tally.left_out.append((_place(source), "damaged XML"))


def _archive(reopen: Callable[[], BinaryIO], source: Source, tally: Tally) -> Iterator[Cable]:
    """Yield the cables of an archive's members; what is no cable is left out."""
    try:
        with reopen() as stream:
            for member in open_members(stream):
                yield from _member(member, replace(source, member=member.name), tally)
    except OSError as error:
        tally.left_out.append((_place(source), fault(error)))


def _member(member: Member, source: Source, tally: Tally) -> Iterator[Cable]:
    opened = member.stream
    if opened is None:
        tally.left_out.append((_place(source), member.skipped or ""))
        return
    defects = (member.defect,) if member.defect else ()
    try:
        whole = Peekable(opened)
        reading = _read(whole, source, lambda: buffered(whole))
        for form in reading.tally.files:
            tally.begin(f"{form}, packed")
        for cable in reading.cables:
            yield _with(cable, defects)
    except OverLimit as error:
        tally.left_out.append((_place(source), str(error)))
        return
    except Exception:  # the archive's library raises much where its bytes are damaged
        tally.left_out.append((_place(source), "damaged member"))
        return
    tally.left_out += reading.left_out
    if reading.skipped is not None:
        tally.left_out.append((_place(source), reading.skipped))


def _place(source: Source) -> str:
    return source.path if source.member is None else f"{source.path}/{source.member}"


def _with(cable: Cable, defects: tuple[Defect, ...]) -> Cable:
    return replace(cable, defects=(*defects, *cable.defects)) if defects else cable
