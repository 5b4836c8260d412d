"""Taking out what belongs to pages: stamps, page feet, page-break lines, end marks.

A telegram was printed on pages, and its text still has their heads and feet, often in the middle
of a sentence. What is taken out is remembered where it says something about the telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress, count, pairwise
from typing import Final, NamedTuple

from searchcable.formats.telegram.classline import read_bare_level
from searchcable.formats.telegram.lines import NO_LINES, SPACES, Lines, first_letters
from searchcable.markings import Classification


class Stamp(NamedTuple):
    """What a page line says: post and serial as printed, section `number` of `of` if it tells."""

    post: str
    serial: int
    number: int | None = None
    of: int | None = None


@dataclass(slots=True)
class Pages:
    """The lines that are left of a text, and what its pages said.

    `starts` are the indices in `lines` at which another transmission starts, `breaks` the numbers
    of the lines before which a page ended, `levels` those that stood at the edges of pages, `ended`
    says that an end mark (NNNN) was there.
    """

    lines: Lines = NO_LINES
    stamps: list[Stamp] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    levels: list[Classification] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    partial_extract: int | None = None
    ended: bool = False
    printed: bool = False  # by NARA's system, which stamps every page


_PAGE: Final = re.compile(
    r"\s*PAGE\s{1,3}(?P<page>\d{2,3})\s+(?P<post>[A-Z][A-Z ./']{0,20}?)\s+(?P<serial>\d{4,7})"
    r"(?:\s+(?P<number>\d\d)\s+OF\s+(?P<of>\d\d))?"
    r"(?:\s+(?:\d{6}Z|TOSEC|SECTO|POSS|\d{1,3}$).{0,40})?\s*"
)
_BREAK: Final = re.compile(
    r"\s*(?P<post>[A-Za-z][A-Za-z .'/-]{1,30})\s+(?P<serial>\d{4,8})\s+"
    r"(?P<number>\d{3})(?:\.\d)?\s+[Oo][Ff]\s+(?P<of>\d{3})\s*"
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
_IS_RARE: Final = bytes(chr(code) in _RARE for code in range(256))
_HEAD: Final = re.compile(r"[PNB#< \t]")
_MAY_BE_PAGE: Final = re.compile(r"PAGE|N\s?N|BT$|[#< \t]")  # of the lines that begin so
_FOLD: Final = re.compile(rf"([TSCLUFtsclufX{SPACES}])(?=\1)")  # two lines that begin as levels do
_PAGE_GAP: Final = "\n" * 4  # blank lines
_GAP: Final = re.compile(r"\n{4,}")
_KEPT: Final = re.compile(b"\1+")
_SENTENCE_END: Final = (".", "?", "!", ":", '"', ")")


def read_pages(text: str) -> Pages:
    """Part `text` into its own lines and what its pages say."""
    rows = _rows(text)
    texts = [*map(str.rstrip, rows)]
    letters = first_letters(texts)
    counts = [line for line in texts if line and line[-1] in _DIGITS and " OF " in line.upper()]
    at = -1
    counting = [at := texts.index(line, at + 1) for line in counts]
    beginning = compress(texts, letters.encode("latin-1", "replace").translate(_IS_RARE))
    suspects = "\n".join([*beginning, *counts])
    rare = [heads for mark, heads in _RARE_HEADS if mark in suspects]
    attributes: dict[str, str] = {}
    if rare and _ATTRIBUTES in suspects:
        end = next((n for n, line in enumerate(texts) if _is_attributes(line)), None)
        if end is not None:
            attributes = read_attributes(rows[end + 1 :])
            del texts[end:]
            letters = letters[:end]
            counting = [index for index in counting if index < end]
    reader = _Reader(texts, letters, rare)
    reader.run(counting)
    pages = reader.finish()
    pages.attributes = attributes
    return pages


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

    def __init__(self, texts: list[str], letters: str, rare: list[str]) -> None:
        self.pages = Pages()
        self.texts = texts
        self.letters = letters
        self.heads = _HEADS.union(*rare) if rare else _HEADS
        self.rare = bool(rare)  # whether the text has any of the rarer marks
        self.kept = bytearray(b"\1") * len(texts)  # 0 for each line that is taken out
        self.start = 0  # the index at which the running transmission starts
        self.edge = self.gap = -1  # the last line of the page, and a blank one behind it
        self.skipping = self.hard = False

    def run(self, counting: list[int]) -> None:
        """Read all lines. Those at the indices `counting` may count pages."""
        done = 0
        for index in self._looks(counting):
            if index >= done:
                done = self._read(index)
        self._close_page(len(self.texts))

    def finish(self) -> Pages:
        """Return the lines that are kept, with what the others said."""
        texts, letters, kept, pages = self.texts, self.letters, self.kept, self.pages
        pages.lines = Lines(texts, range(1, len(texts) + 1), letters)
        if 0 in kept:
            pages.lines = pages.lines.parts([run.span() for run in _KEPT.finditer(kept)])
            parts = pairwise([0, *pages.starts])
            pages.starts = [*accumulate(kept.count(1, start, end) for start, end in parts)]
        return pages

    def _looks(self, counting: list[int]) -> list[int]:
        """The indices of the lines to look at: those that may be of a page, levels that stand
        twice, and those below many blank ones."""
        texts, letters = self.texts, self.letters
        heads: Iterable[int]
        if self.rare:
            begin = (self.heads | _INDENTS).__contains__
            heads = compress(count(), map(begin, letters))
        else:
            begun = [match.start() for match in _HEAD.finditer(letters)]
            heads = [index for index in begun if _MAY_BE_PAGE.match(texts[index])]
        folds = [match.end() for match in _FOLD.finditer(letters)]
        gaps = [match.end() for match in _GAP.finditer(letters)] if _PAGE_GAP in letters else ()
        return sorted(chain(heads, folds, gaps, counting))

    def _read(self, index: int) -> int:
        """Read from the line at `index` through the first that is the text's own and not blank.

        Returns the index behind it.
        """
        texts, kept = self.texts, self.kept
        for at in range(index, len(texts)):
            line = texts[at]
            if line:
                if self.letters.endswith(_PAGE_GAP, 0, at):
                    self._close_gap(at)
                if not (self._drops(line, at) or (self.skipping and self._skips(line, at))):
                    return at + 1
                kept[at] = 0
            elif self.skipping:
                self.gap = at
                kept[at] = 0
        return len(texts)

    def _last(self, at: int) -> int:
        """The index of the last line above `at` that is kept, -1 where there is none."""
        return self.edge if self.skipping else self.kept.rfind(1, 0, at)

    def _had_ended(self, at: int) -> bool:
        """Whether a sentence had ended above the line at `at`."""
        last = self._last(at)
        return last >= 0 and self.texts[last].endswith(_SENTENCE_END)

    def _drops(self, line: str, at: int) -> bool:
        """Take in a line that is of the page; False where it is none."""
        first = line[0] if line[0] not in _INDENTS else line.lstrip()[0]
        if first in self.heads or (line[-1] in _DIGITS and " OF " in line.upper()):
            return self._is_page(line, at)
        last = self._last(at)
        return last >= 0 and line == self.texts[last] and self._is_fold(line, at)

    def _skips(self, line: str, at: int) -> bool:
        """Whether a line that follows one of the page belongs to the page still."""
        if (level := read_bare_level(line)) is not None:
            self.pages.levels.append(level)
            return True
        if self.rare and _RELEASED_ON.fullmatch(line):
            return True
        self._resume(at)
        return False

    def _resume(self, at: int) -> None:
        """Go on with the text; a blank line stays where a sentence had ended."""
        if self.hard:
            self.pages.breaks.add(at + 1)
        if self.gap >= 0 and not self.pages.printed and self._had_ended(at):
            self.kept[self.gap] = 1
        self.gap = -1
        self.skipping = self.hard = False

    def _is_fold(self, line: str, at: int) -> bool:
        """Take in a level that stands twice: a page's foot and the next one's head, left over."""
        level = read_bare_level(line)
        if level is None:
            return False
        self.pages.levels.append(level)
        self._close_page(at)
        return True

    def _is_page(self, line: str, at: int) -> bool:
        """Take in a line of the page; False where `line` is none."""
        bare = line.strip()
        if bare.startswith("PAGE") and (match := _PAGE.fullmatch(line)):
            self._stamp(match)
            self.pages.printed = True
            self._close_page(at)
            if match["page"] in ("01", "001"):
                self._start()
        elif bare[-1] in _DIGITS and (match := _BREAK.fullmatch(line)):
            self._stamp(match)
            self._close_page(at)
        elif len(bare) < _LONGEST_END and bare[0] in "NB#<" and _END.fullmatch(bare):
            self.pages.ended = True
            self._close_page(at)
            self._start()
        else:
            return self.rare and self._is_rare(bare, at)
        return True

    def _is_rare(self, bare: str, at: int) -> bool:
        """Take in a mark of the archive that holds the telegram, or an end of transmission."""
        if bare in _REVIEWER or _RELEASED.search(bare) or _TRAILER.search(bare):
            self._close_page(at, hard=False)
        elif bare[0] == "T" and _EXTRACT.match(bare):
            self.pages.partial_extract = at + 1
        else:
            return False
        return True

    def _stamp(self, match: re.Match[str]) -> None:
        post, serial, number, of = match.group("post", "serial", "number", "of")
        section = (int(number), int(of)) if number else (None, None)
        self.pages.stamps.append(Stamp(post.strip(), int(serial), *section))

    def _start(self) -> None:
        """The next line that is kept starts a transmission."""
        if self.edge >= self.start:
            self.start = self.edge + 1
            self.pages.starts.append(self.start)

    def _close_page(self, at: int, *, hard: bool = True) -> None:
        """Drop the foot of the page above the index `at`: blank lines and levels."""
        last = self._last(at)
        while last >= self.start:
            line = self.texts[last]
            if line:
                level = read_bare_level(line)
                if level is None:
                    break
                self.pages.levels.append(level)
            else:
                self.gap = last
            self.kept[last] = 0
            last = self.kept.rfind(1, 0, last)
        self.edge = last
        self.skipping = True
        self.hard = self.hard or hard

    def _close_gap(self, at: int) -> None:
        """Take out the blank lines above the index `at`, which a page of a PDF left behind.

        One stays where a sentence had ended, as between paragraphs; NARA's text has no blank lines.
        """
        kept, blank, last = self.kept, -1, self._last(at)
        while last >= self.start and not self.texts[last]:
            kept[last] = 0
            blank, last = last, kept.rfind(1, 0, last)
        if blank >= 0 and not self.pages.printed and self._had_ended(at):
            kept[blank] = 1


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
