r"""`cables.csv`: eight columns without a header row, one row a cable.

    "12","4/18/2007 9:03","07TOKYO1716","Embassy Tokyo","CONFIDENTIAL","07STATE54|…","header","body"

Raw newlines stand inside of the fields, and quotes as `\"` (or, saved again by a spreadsheet, as
`""`). A row begins with a line that has its number and its date: the file is taken apart there, so
that a quote that is never closed costs its own row and no other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import BinaryIO, Final

from searchcable.cable import Cable, Defect, Source
from searchcable.formats.container import Said, make_cable
from searchcable.formats.decoding import mend, text_stream
from searchcable.formats.records import Record, RecordForm, place_in

MAX_ROW: Final = 16_000_000
"""Characters of the longest row that is read."""

_CHUNK: Final = 1 << 20
_DATE: Final = r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d)[ T]\d{1,2}:\d\d(?::\d\d)?"
_START: Final = rf'(?:"\d{{1,9}}","{_DATE}","|\d{{1,9}},{_DATE},)'
_ROW: Final = re.compile(rf"^{_START}", re.MULTILINE)
_NEXT_ROW: Final = re.compile(rf"\n{_START}")  # found from newline to newline, not at each letter
_LONGEST_START: Final = 64  # characters; a chunk may end within one
_MRN: Final = re.compile(r'"?\d\d[A-Z][^"\n,]{0,40}"?,', re.IGNORECASE)
_COLUMNS: Final = 8
_NAMES: Final = frozenset(("id", "date", "created", "refid", "reference", "reference id"))


def is_cables_csv(head: str) -> bool:
    r"""Return whether a file begins as `cables.csv` does, if only after some other rows.

    >>> is_cables_csv('"1","4/18/2007 9:03","07TOKYO1716","Embassy Tokyo"')
    True
    """
    return any(_MRN.match(head, row.end()) for row in _ROW.finditer(head))


def take_apart(stream: BinaryIO) -> Iterator[Record]:
    """Yield the rows of a file, each as its text, with the line on which it begins."""
    line, escaped = 1, None
    for row in _rows(_chunks(stream)):
        if escaped is None:
            escaped = '\\"' in row or '""' not in row.replace(',""', "")
        if len(row) > MAX_ROW:
            yield Record(f"line {line}", skipped=f"a row of more than {MAX_ROW:,} characters")
        else:
            yield Record(f"line {line}", (row, line, escaped))
        line += row.count("\n")


def _chunks(stream: BinaryIO) -> Iterator[str]:
    text = text_stream(stream)
    while chunk := text.read(_CHUNK):
        yield chunk


def _rows(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the text from each row's beginning to the next one's; all of the file is in one."""
    text, looked = "", 1
    for chunk in chunks:
        text += chunk
        start, end = 0, max(len(text) - _LONGEST_START, looked)
        for match in _NEXT_ROW.finditer(text, looked - 1, end):
            at = match.start() + 1
            yield text[start:at]
            start = at
        if end - start > MAX_ROW:
            yield text[start:end]
            start = end
        text, looked = text[start:], max(end - start, 1)
    found = (match.start() + 1 for match in _NEXT_ROW.finditer(text, looked - 1))
    starts = [0, *found, len(text)]
    yield from (text[a:b] for a, b in pairwise(starts) if a < b)


def read_row(record: Record, source: Source) -> Iterator[Cable]:
    """Yield the cable of one row, and those of rows behind it that begin in another way.

    Raises ValueError where a row is none of a cable.
    """
    text, first, escaped = record.data
    defects: list[Defect] = []
    try:
        rows = _parse(text, escaped)
    except csv.Error as error:
        rows = [(0, _cells(text))]
        defects.append(Defect(code="csv-damaged", message=str(error), line=first))
    wrong = ""
    for line, row in rows:
        if line == 0 and len(row) not in (0, _COLUMNS) and _ROW.match(text):
            row = _eight(row, defects, first)
        if len(row) == _COLUMNS and not _is_header(row) and (_says(row[6]) or _says(row[7])):
            yield _cable(row, place_in(source, f"line {first + line}"), defects)
        elif row and not _is_header(row):
            wrong = _why(row)
    if wrong:
        raise ValueError(wrong)


def _parse(text: str, escaped: bool) -> list[tuple[int, list[str]]]:
    """Return the rows of a text with their lines from 0 on. Raises csv.Error on a damaged one."""
    if (row := plain_row(text, escaped)) is not None:
        return [(0, row)]
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, escapechar="\\" if escaped else None, strict=True)
    found, line = [], 0
    for row in reader:
        found.append((line, row))
        line = reader.line_num
    return found


def plain_row(text: str, escaped: bool) -> list[str] | None:
    """Return the cells of a row whose quotes are all where they belong, None of any other.

    It reads what `csv` reads, in a third of the time.
    """
    end = len(text) - text.endswith("\n")
    end -= text.endswith("\r", 0, end)
    cells = text[1 : end - 1].split('","', _COLUMNS - 1)
    if len(cells) != _COLUMNS or text[0] != '"' or text[end - 1] != '"':
        return None
    bare = cells
    if escaped and "\\" in text:
        if "\\\\" in text or any(cell[-1:] == "\\" for cell in cells):
            return None
        bare = [cell.replace('\\"', "") for cell in cells]
        cells = [cell.replace("\\", "") for cell in cells]
    return None if any('"' in cell for cell in bare) else cells


def _cells(text: str) -> list[str]:
    """Return the cells of a row whose quotes are damaged; all behind the seventh are the last."""
    text = text.strip()
    if text.startswith('"'):
        cells = text.removeprefix('"').removesuffix('"').split('","', _COLUMNS - 1)
    else:
        cells = text.split(",", _COLUMNS - 1)
    return [_ESCAPE.sub(r"\1", cell) for cell in cells]


_ESCAPE: Final = re.compile(r"[\\]([\\\"'])")


def _eight(row: list[str], defects: list[Defect], line: int) -> list[str]:
    """Return a damaged row as eight columns: what stands after them goes on with the last one."""
    if not defects:
        message = f"a row of {len(row)} columns in the place of {_COLUMNS}"
        defects.append(Defect(code="csv-damaged", message=message, line=line))
    known = row[: min(_COLUMNS, len(row)) - 1]
    rest = ",".join(row[len(known) :])
    return [*known, *[""] * (_COLUMNS - 1 - len(known)), rest]


def _why(row: list[str]) -> str:
    if len(row) != _COLUMNS:
        return f"a row of {len(row)} columns, no cable"
    return "a row without a text"


def _is_header(row: list[str]) -> bool:
    return len(_NAMES & {cell[:20].strip().lower() for cell in row}) > 1


def _says(cell: str) -> bool:
    return cell != "" and not cell.isspace()


def _cable(row: list[str], source: Source, defects: list[Defect]) -> Cable:
    number, date, mrn, origin, level, references, *parts = row
    text, odd = mend("\n\n".join([part.strip("\r\n") for part in parts if _says(part)]))
    said = Said(
        mrn=mrn.strip(),
        date=date.strip(),
        origin=origin.strip(),
        classification=level.strip(),
        references=tuple(one.strip() for one in references.split("|") if one.strip()),
        attributes={"Number": number},
    )
    return make_cable(text, said, source, (*defects, *odd))


CABLES_CSV: Final = RecordForm(take_apart, read_row)
