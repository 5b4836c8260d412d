"""Taking out what belongs to pages: stamps, page feet, page-break lines, end marks.

A telegram was printed on pages, and its text still has their heads and feet, often in the middle
of a sentence. What is taken out is remembered where it says something about the telegram.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import compress, count, islice
from operator import eq
from typing import Final, NamedTuple

from searchcable.formats.telegram.classline import read_bare_level
from searchcable.markings import Classification

Line = tuple[int, str]
"""A line's number in the text, from 1, and its text without spaces at its end."""


class Stamp(NamedTuple):
    """What a page line says: post and serial as printed, section `number` of `of` if it tells."""

    post: str
    serial: int
    number: int | None = None
    of: int | None = None


@dataclass(slots=True)
class Pages:
    """The lines that are left of a text, with their first `letters`, and what its pages said.

    `starts` are the indices in `lines` at which another transmission starts, `breaks` the numbers
    of the lines before which a page ended, `ended` says that an end mark (NNNN) was there.
    """

    lines: list[Line] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    levels: Counter[Classification] = field(default_factory=Counter)
    attributes: dict[str, str] = field(default_factory=dict)
    partial_extract: int | None = None
    ended: bool = False
    printed: bool = False  # by NARA's system, which stamps every page

    def keep(self, lines: list[Line], letters: str) -> None:
        """Keep lines, which begin with `letters`."""
        self.lines += lines
        self.letters += letters

    def drop(self) -> int:
        """Drop the last line that was kept; return its number."""
        self.letters.pop()
        return self.lines.pop()[0]


_PAGE: Final = re.compile(
    r"\s*PAGE\s{1,3}(?P<page>\d{2,3})\s+(?P<post>[A-Z][A-Z ./']{0,20}?)\s+(?P<serial>\d{4,7})"
    r"(?:\s+(?P<number>\d\d)\s+OF\s+(?P<of>\d\d))?"
    r"(?:\s+(?:\d{6}Z|TOSEC|SECTO|POSS|\d{1,3}$).{0,40})?\s*"
)
_BREAK: Final = re.compile(
    r"\s*(?P<post>[A-Z][A-Z .'/-]{1,30}?)\s+(?P<serial>\d{4,8})\s+"
    r"(?P<number>\d{3})(?:\.\d)?\s+OF\s+(?P<of>\d{3})\s*",
    re.IGNORECASE,
)
_RELEASED: Final = re.compile(
    r"Declassified/Released|EO Systematic Review|^US Department of State$"
)
_REVIEWER: Final = {"Margaret P. Grafeld", "Sheryl P. Walter", "Message Text", "Review Markings:"}
_RELEASED_ON: Final = re.compile(r"\s*\d{1,2} [A-Za-z]{3,9} \d{4}")
_TRAILER: Final = re.compile(
    r"NMAFVVZCZ|\*\*\* Current |Current Classification \*\*\*|Current Handling"
)
_EXTRACT: Final = re.compile(
    r"This record is a partial extract|The full text of the original cable is not"
)
_SPACES: Final = (("\u00a0", " "), ("\u2007", " "), ("\u202f", " "), ("\u3000", " "),
                  ("\ufeff", ""), ("\u200b", ""))  # fmt: skip
_DIGITS: Final = frozenset("0123456789")
_END: Final = re.compile(r"<{1,2} ?END OF DOCUMENT ?>{1,2}|N\s?N\s?N\s?N?|BT|#\d{3,4}")
_LONGEST_END: Final = 24  # characters
_ATTRIBUTES: Final = "Message Attributes"
_INDENTS: Final = frozenset(" \t")
# The characters with which a line of the page begins. Most lines of a body go no further; the rarer
# marks are looked for where lines that begin as theirs have them at all.
_HEADS: Final = frozenset("PNB#<")
_RARE_HEADS: Final = (
    ("Declassified", "DEU"), ("EO Systematic", "E"), ("*** Current", "*"),
    ("Current Classification", "C*"), ("NMAFVVZCZ", "N"), ("partial extract", "T"),
    ("Margaret P", "M"), ("Sheryl P", "S"), ("Message Text", "M"), ("Message Attributes", "M"),
    ("Review Markings", "R"),
)  # fmt: skip
_RARE: Final = _HEADS.union(_INDENTS, *(heads for _, heads in _RARE_HEADS))
_PAGE_GAP: Final = 4  # blank lines
_SENTENCE_END: Final = (".", "?", "!", ":", '"', ")")


def read_pages(text: str) -> Pages:
    """Part `text` into its own lines and what its pages say."""
    rows = _rows(text)
    texts = [*map(str.rstrip, rows)]
    letters = first_letters(texts)
    counting = [
        index
        for index, line in enumerate(texts)
        if line and line[-1] in _DIGITS and " OF " in line.upper()
    ]
    beginning = compress(texts, map(_RARE.__contains__, letters))
    suspects = "\n".join([*beginning, *(texts[index] for index in counting)])
    rare = [heads for mark, heads in _RARE_HEADS if mark in suspects]
    attributes: dict[str, str] = {}
    if rare and _ATTRIBUTES in suspects:
        end = next((n for n, line in enumerate(texts) if _is_attributes(line)), None)
        if end is not None:
            attributes = read_attributes(rows[end + 1 :])
            del texts[end:]
    reader = _Reader(texts, letters, _HEADS.union(*rare), rare=bool(rare))
    reader.run(counting)
    reader.pages.attributes = attributes
    return reader.pages


def first_letters(texts: list[str]) -> str:
    """Return the first character of each line, NUL for a blank one.

    In it the lines that begin in a certain way are found at once, by their indices.
    """
    return "".join([text[0] if text else "\0" for text in texts])


def _may_be_page(line: str) -> bool:
    """Whether a line that begins as one of the page may be one, where no archive left its marks."""
    return len(line) < _LONGEST_END or line[0] in _INDENTS or line.startswith("PAGE")


def _rows(text: str) -> list[str]:
    text = _plain_spaces(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def _is_attributes(line: str) -> bool:
    return line[:1] in ("M", *_INDENTS) and line.lstrip() == _ATTRIBUTES


def _plain_spaces(text: str) -> str:
    """`text` with its non-breaking spaces as spaces, and without marks that have no width."""
    if text.isascii():
        return text
    for character, plain in _SPACES:
        if character in text:
            text = text.replace(character, plain)
    return text


class _Reader:
    """Looks at the few lines that may be of a page, and takes all others as they are.

    It is `skipping` from a line of the page until the text goes on.
    """

    def __init__(
        self, texts: list[str], letters: str, heads: frozenset[str], *, rare: bool
    ) -> None:
        self.pages = Pages()
        self.texts = texts
        self.lines: list[Line] = [*enumerate(texts, 1)]
        self.letters = letters
        self.heads = heads
        self.rare = rare  # whether the text has any of the rarer marks
        self.blanks = 0  # lines at the end of what was read
        self.skipping = self.gap = self.hard = False

    def run(self, counting: list[int]) -> None:
        """Read all lines. Those at the indices `counting` may count pages."""
        done = 0
        for index in self._looks(counting):
            if index >= done:
                self._take(done, index)
                done = self._read(index)
        self._take(done, len(self.lines))
        self._close_page()

    def _looks(self, counting: list[int]) -> list[int]:
        """The indices of the lines to look at: those that may be of a page, and repeated ones."""
        texts = self.texts
        begin = (self.heads | _INDENTS).__contains__
        heads = [
            index
            for index in compress(range(len(texts)), map(begin, self.letters))
            if self.rare or _may_be_page(texts[index])
        ]
        repeated = compress(count(1), map(eq, texts, islice(texts, 1, None)))
        return sorted({*heads, *repeated, *(i for i in counting if i < len(texts))})

    def _take(self, start: int, end: int) -> None:
        """Take lines that are the text's own; no two blank ones follow each other."""
        if start < end:
            self.pages.keep(self.lines[start:end], self.letters[start:end])
            self.blanks = 0 if self.lines[end - 1][1] else 1

    def _read(self, index: int) -> int:
        """Read from the line at `index` through the first that is the text's own and not blank.

        Returns the index behind it.
        """
        for at in range(index, len(self.lines)):
            number, line = self.lines[at]
            if not line:
                self.blanks += 1
            else:
                if self.blanks >= _PAGE_GAP:
                    _close_gap(self.pages)
                self.blanks = 0
                if self._drops(line, number):
                    continue
            if not (self.skipping and self._skips(line, number)):
                self.pages.keep([(number, line)], self.letters[at])
                if line:
                    return at + 1
        return len(self.lines)

    def _drops(self, line: str, number: int) -> bool:
        """Take in a line that is of the page; False where it is none."""
        first = line[0] if line[0] not in _INDENTS else line.lstrip()[0]
        if first in self.heads or (line[-1] in _DIGITS and " OF " in line.upper()):
            return self._is_page(line, number)
        lines = self.pages.lines
        return bool(lines) and line == lines[-1][1] and self._is_fold(line)

    def _skips(self, line: str, number: int) -> bool:
        """Whether a line that follows one of the page belongs to the page still."""
        if not line:
            self.gap = True
            return True
        if (level := read_bare_level(line)) is not None:
            self.pages.levels[level] += 1
            return True
        if self.rare and _RELEASED_ON.fullmatch(line):
            return True
        self._resume(number)
        return False

    def _resume(self, number: int) -> None:
        pages = self.pages
        self.skipping = False
        if self.hard:
            pages.breaks.add(number)
        if (
            self.gap
            and not pages.printed
            and pages.lines
            and pages.lines[-1][1].endswith(_SENTENCE_END)
        ):
            pages.keep([(number, "")], "\0")
        self.gap = self.hard = False

    def _is_fold(self, line: str) -> bool:
        """Take in a level that stands twice: a page's foot and the next one's head, left over."""
        level = read_bare_level(line)
        if level is None:
            return False
        self.pages.levels[level] += 1
        self._close_page()
        return True

    def _is_page(self, line: str, number: int) -> bool:
        """Take in a line of the page; False where `line` is none."""
        bare = line.strip()
        if bare.startswith("PAGE") and (match := _PAGE.fullmatch(line)):
            self._stamp(match)
            self.pages.printed = True
            self._close_page()
            if match["page"] in ("01", "001"):
                self._start()
        elif bare[-1] in _DIGITS and (match := _BREAK.fullmatch(line)):
            self._stamp(match)
            self._close_page()
        elif len(bare) < _LONGEST_END and bare[0] in "NB#<" and _END.fullmatch(bare):
            self.pages.ended = True
            self._close_page()
            self._start()
        else:
            return self.rare and self._is_rare(bare, number)
        return True

    def _is_rare(self, bare: str, number: int) -> bool:
        """Take in a mark of the archive that holds the telegram, or an end of transmission."""
        if bare in _REVIEWER or _RELEASED.search(bare) or _TRAILER.search(bare):
            self._close_page(hard=False)
        elif bare[0] == "T" and _EXTRACT.match(bare):
            self.pages.partial_extract = number
        else:
            return False
        return True

    def _stamp(self, match: re.Match[str]) -> None:
        number, of = (int(match[name]) if match[name] else None for name in ("number", "of"))
        self.pages.stamps.append(Stamp(match["post"].strip(), int(match["serial"]), number, of))

    def _start(self) -> None:
        """The next line that is kept starts a transmission."""
        lines, starts = self.pages.lines, self.pages.starts
        if lines and (not starts or starts[-1] != len(lines)):
            starts.append(len(lines))

    def _close_page(self, *, hard: bool = True) -> None:
        """Drop the foot of the page: blank lines and levels at the end of what was kept."""
        pages = self.pages
        lines = pages.lines
        while lines and (not pages.starts or len(lines) > pages.starts[-1]):
            last = lines[-1][1]
            if last:
                level = read_bare_level(last)
                if level is None:
                    break
                pages.levels[level] += 1
            else:
                self.gap = True
            pages.drop()
        self.skipping = True
        self.hard = self.hard or hard


def _close_gap(pages: Pages) -> None:
    """Take out the run of blank lines at the end, which a page of a PDF left behind.

    One stays where a sentence had ended, as between paragraphs; NARA's text has no blank lines.
    """
    lines = pages.lines
    first = pages.starts[-1] if pages.starts else 0
    number = 0
    while len(lines) > first and not lines[-1][1]:
        number = pages.drop()
    if number and not pages.printed and lines and lines[-1][1].endswith(_SENTENCE_END):
        pages.keep([(number, "")], "\0")


def read_attributes(rows: list[str]) -> dict[str, str]:
    """Read NARA's message attributes, lines of `Key: value`; a line without a key goes on.

    >>> read_attributes(["Draft Date: 03 JAN 1974", "", "Subject: FOREIGN", "TENDER"])
    {'Draft Date': '03 JAN 1974', 'Subject': 'FOREIGN TENDER'}
    """
    found: dict[str, list[str]] = {}
    key = None
    stamped = False
    for row in rows:
        match = _ATTRIBUTE.match(row)
        if not row.strip():
            continue
        stamped = match is None and (
            _is_stamp(row, found.get(key or ""), key)
            or (stamped and _RELEASED_ON.fullmatch(row.rstrip()) is not None)
        )
        if stamped:
            continue
        if match is not None:
            key = match[1].strip()
            found[key] = [match[2].strip()]
        elif key is not None:
            found[key].append(row.strip())
    return {name: " ".join(filter(None, values)) for name, values in found.items()}


def _is_stamp(row: str, values: list[str] | None, key: str | None) -> bool:
    """Whether `row` is what the archive printed on each page, and no part of a value.

    "Review Markings" repeats the stamp, a line for each part of it.
    """
    if _RELEASED.search(row) is None:
        return row.strip() in _REVIEWER and key != _MARKINGS
    whole = len(_RELEASED.findall(row)) > 1
    return whole or key != _MARKINGS or row.strip() in (values or ())


_MARKINGS: Final = "Review Markings"
_ATTRIBUTE: Final = re.compile(r"\s*([A-Z][A-Za-z ]{1,45}):\s*(.*)")
