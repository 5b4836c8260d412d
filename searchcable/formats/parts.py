"""A file taken apart: parts that can be read one by one, in any process.

Taking a file apart is cheap, and goes on while its parts are read, so that the size of a file is no
matter. Reading a part is the work: it finds what the part is, and makes cables of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

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
from searchcable.formats.records import Record, RecordForm, Tally, read_record
from searchcable.formats.sniffing import sniff

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


class Part(NamedTuple):
    """A part of a file, or of an archive's member, which `source` names.

    `data` is a whole text as bytes, one `Record`, or one `Cable` of a volume of XML; None only says
    that a file of the `form` begins, or without a form that the file ends. Where `skipped` says
    why, the part is not to be read. `packed` parts are of an archive; `defects` belong to each of
    their cables.
    """

    source: Source
    form: str = ""
    data: bytes | Record | Cable | None = None
    skipped: str | None = None
    packed: bool = False
    defects: tuple[Defect, ...] = ()

    @property
    def place(self) -> str:
        """The file, and in it the member and the record."""
        inside = self.data.place if isinstance(self.data, Record) else None
        return "/".join(filter(None, (self.source.path, self.source.member, inside)))

    @property
    def records(self) -> tuple[str, str] | None:
        """Place and form of the file of records that it is a part of, if it is."""
        if self.form not in RECORD_FORMS or self.skipped is not None:
            return None
        return "/".join(filter(None, (self.source.path, self.source.member))), self.form


def take_apart(head: Peekable, source: Source, reopen: Callable[[], BinaryIO]) -> Iterator[Part]:
    """Yield the parts of an open file, found by its content.

    `reopen` opens it once more for forms that are streamed. Raises OSError where it fails.
    """
    form = streamed_form(head)
    if form == "archive":
        yield from _members(reopen, source)
    elif form == "frus-tei":
        yield from _volume(reopen, source)
    elif form is not None:
        yield from _records(form, reopen, source)
    else:
        data = buffered(head).read(MAX_TEXT + 1)
        large = f"larger than {MAX_TEXT // 1_000_000} MB" if len(data) > MAX_TEXT else None
        yield Part(source, "", b"" if large else data, skipped=large)


def streamed_form(stream: Peekable) -> str | None:
    """Return the form of a file that is taken apart while it is read; None if it is one text."""
    head = stream.peek(_LOOK_AT)
    if archive_kind(head) is not None:
        return "archive"
    if is_frus_tei(head):
        return "frus-tei"
    if is_binary(head):
        return None
    text = text_stream(io.BytesIO(head)).read()
    return next((form for form, begins in _RECORDS_BY.items() if begins(text)), None)


def _records(form: str, reopen: Callable[[], BinaryIO], source: Source) -> Iterator[Part]:
    yield Part(source, form)
    with reopen() as stream:
        for record in RECORD_FORMS[form].records(stream):
            yield Part(source, form, record)


def _volume(reopen: Callable[[], BinaryIO], source: Source) -> Iterator[Part]:
    yield Part(source, "frus-tei")
    try:
        with reopen() as stream:
            for cable in read_frus_tei(stream, source):
                yield Part(source, "frus-tei", cable)
    except Exception:  # whatever damage does to a parser of XML
        yield Part(source, "frus-tei", skipped="damaged XML")


def _members(reopen: Callable[[], BinaryIO], source: Source) -> Iterator[Part]:
    """Yield the parts of an archive's members; what is no cable is left out."""
    try:
        with reopen() as stream:
            for member in open_members(stream):
                yield from _member(member, source._replace(member=member.name))
    except OSError as error:
        yield Part(source, skipped=fault(error))


def _member(member: Member, source: Source) -> Iterator[Part]:
    opened = member.stream
    if opened is None:
        yield Part(source, skipped=member.skipped or "")
        return
    defects = (member.defect,) if member.defect else ()
    try:
        head = Peekable(opened)
        for part in take_apart(head, source, lambda: buffered(head)):
            yield part._replace(packed=True, defects=(*defects, *part.defects))
    except OverLimit as error:
        yield Part(source, skipped=str(error))
    except Exception:  # the archive's library raises much where its bytes are damaged
        yield Part(source, skipped="damaged member")


def read_part(part: Part, tally: Tally) -> Iterator[Cable]:
    """Yield the cables of a part; what is none is left out in the `tally`."""
    for cable in _read(part, tally):
        yield replace(cable, defects=(*part.defects, *cable.defects)) if part.defects else cable


def _read(part: Part, tally: Tally) -> Iterator[Cable]:
    data = part.data
    if part.skipped is not None:
        tally.left_out.append((part.place, part.skipped))
    elif isinstance(data, Cable):
        tally.form = _counted(part, part.form)
        yield data
    elif isinstance(data, Record):
        tally.form = _counted(part, part.form)
        yield from read_record(RECORD_FORMS[part.form], data, part.source, tally.left_out)
    elif data is None:
        if part.form:
            tally.begin(_counted(part, part.form))
    else:
        yield from _whole(part, data, tally)


def _whole(part: Part, data: bytes, tally: Tally) -> Iterator[Cable]:
    """Read the bytes of a file that is one text, or a PDF."""
    text, defects, why = _text(data)
    form = None
    if why is None:
        form, why = sniff(text)
    if form is None:
        tally.left_out.append((part.place, why or ""))
        return
    tally.begin(_counted(part, "pdf" if is_pdf(data) else form))
    for cable in FORMS[form](text, part.source):
        yield replace(cable, defects=(*defects, *cable.defects)) if defects else cable


def _text(data: bytes) -> tuple[str, tuple[Defect, ...], str | None]:
    """Return the text of a file and its defects, or why there is none."""
    if is_pdf(data):
        try:
            return pdf_text(data), (), None
        except UnreadablePdf as error:
            return "", (), str(error)
    if is_binary(data):
        return "", (), "binary"
    return *decode(data), None


def _counted(part: Part, form: str) -> str:
    return f"{form}, packed" if part.packed else form
