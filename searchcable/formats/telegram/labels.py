"""The labelled lines between the classification line and the body: E.O., TAGS, SUBJECT, REF."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from searchcable.formats.telegram.captions import read_caption_line
from searchcable.formats.telegram.classline import (
    ClassLine,
    read_bare_level,
    read_wrapped_classline,
)
from searchcable.formats.telegram.continuing import (
    CITES,
    LETTERED,
    citing_hangs,
    hangs,
    is_passing,
    name_follows,
    splits_serial,
    wrapped_only,
)
from searchcable.formats.telegram.heading import read_heading_line
from searchcable.formats.telegram.label_words import Label, match_label, match_unmarked
from searchcable.formats.telegram.lines import Lines
from searchcable.formats.telegram.numbering import STARTS_PARAGRAPH
from searchcable.formats.telegram.tags import join_tags, tags_go_on, unlink
from searchcable.mrn import Mrn

_RULE: Final = re.compile(r"\s*(?:-\s?){3,}\s*|\s*[=*_]{3,}\s*")
_BODY: Final = re.compile(  # how it begins: with a paragraph, a rule, or its summary
    rf"{STARTS_PARAGRAPH.pattern}|(?:{_RULE.pattern})\Z|\s*(?=[(BbIiSs])(?i:"
    r"(?:\([A-Z/]{1,8}\)\s*)?(?:BEGIN\s+|INTRODUCTION AND\s+)?SUMMARY\b(?!\s+OF\b)"
    r"|BEGIN\s*$|BEGIN TEXT|\(?BEGIN UNCLAS)"
)
# How it is to be handled, and other lines that go on with no label's text.
_REMARK: Final = re.compile(
    r"\s*(?:SENSITIVE BUT UNCLASSIFIED|THIS (?:MESSAGE|CABLE|TELEGRAM) IS\b"
    r"|NOT FOR (?:INTERNET|DISTR)|KEYWORDS?\s?:|SBU[ -]+(?:NOT|PLEASE|HANDLE))",
    re.IGNORECASE,
)
_CORRECTED: Final = re.compile(
    r"\W{0,9}(?:THIS IS A )?"
    r"(?:C\s?O\s?R\s?R\s?E\s?C\s?T\s?E\s?D\s{0,3}(?:C\s?O\s?P\s?Y|T\s?E\s?X\s?T)"
    r"|C O R R E C T E D)",
    re.I,
)
_CAPTION: Final = re.compile(
    r"(?<![\w/(-])(SIPDIS|NOFORN|EXDIS|NODIS|LIMDIS|STADIS|SENSITIVE)(?![\w/)-])"
)
_IN_CAPTIONS: Final = ("DIS", "NOFORN", "SENSITIVE")
_FOR: Final = re.compile(r"\s*([A-Z][A-Z /,;]{3,40}?)\s{1,3}(?:FOR|FROM|DEPT|DEPARTMENT|STATE)\b")
_HANDLING: Final = frozenset(("EXDIS", "NODIS", "LIMDIS", "STADIS"))
_RAGGED: Final = 2  # characters by which a rule may be longer or shorter than its heading
_STRAY_LIMIT: Final = 14
_HEADING: Final = 14  # lines above a telegram
_LONGEST: Final = 4_000  # characters of a labelled line, and of all that goes on with it
_REF_LINES: Final = 60
_SUBJECT_LIMIT: Final = 6
_LABELS: Final = 40  # lines among which the labels stand
_MOST_AGAIN: Final = 40  # labels
_PILCROWS: Final = frozenset("\u00b6\ufffd")
_MOST_BLANK: Final = 3  # lines over which a text goes on that hangs


@dataclass(slots=True)
class Labels:
    """The texts behind the labels, None where there is no such label, and what stands between.

    `ref` keeps its lines. `mrn` and `time` are what a copyist wrote above the telegram. `stray` are
    lines that have no label: instructions for passing it on.
    """

    eo: str | None = None
    eo_line: int | None = None
    tags: str | None = None
    subject: str | None = None
    ref: list[str] | None = None
    by: str | None = None
    derived: str | None = None
    decl: str | None = None
    reason: str | None = None
    captions: list[str] = field(default_factory=list)
    corrected: bool = False
    classline: ClassLine | None = None
    mrn: Mrn | None = None
    time: datetime | None = None
    stray: list[str] = field(default_factory=list)


def read_labels(
    lines: Lines,
    index: int,
    breaks: set[int],
    *,
    classline: ClassLine | None,
    printed: bool = False,
) -> tuple[Labels, int]:
    """Read the labelled lines from `index` on; return them and the index at which the body starts.

    `breaks` are the numbers of the lines before which a page ended; `classline` is the
    header's classification line; `printed` that NARA's system printed the text, which counts
    a caption right below the subject as its last line.
    """
    return _LabelReader(lines, breaks, classline, printed=printed).run(index)


class _LabelReader:
    def __init__(
        self, lines: Lines, breaks: set[int], classline: ClassLine | None, *, printed: bool
    ) -> None:
        self.classline = classline
        self.printed = printed
        self.lines = lines
        self.texts, self.numbers = lines.texts, lines.numbers
        self.breaks = breaks
        self.labels = Labels()
        self.again = 0  # labels that stood a second time

    def run(self, index: int) -> tuple[Labels, int]:
        texts, body = self.texts, index
        stray: list[str] = []
        while index < len(texts) and len(stray) <= _STRAY_LIMIT:
            line = texts[index]
            if not line:
                if stray:
                    stray.append(line)
                index += 1
                continue
            after = None
            if line[0] not in _PILCROWS:  # with which only paragraphs begin
                after = self._label(index) or self._marking(index, line)
            if after is not None:
                self.labels.stray += stray
                stray = []
                index = body = after
                continue
            if _BODY.match(line):
                break
            stray.append(line)
            index += 1
        return self.labels, body

    def _marking(self, index: int, line: str) -> int | None:
        """Take a line of captions, a correction mark, or a late classification line."""
        labels = self.labels
        if captions := read_caption_line(line):
            labels.captions += captions
        elif match := _CORRECTED.match(line):
            labels.corrected = True
            if rest := line[match.end() :].strip(" -.*/"):
                labels.stray.append(rest)
        elif (match := _FOR.match(line)) and (captions := read_caption_line(match[1])):
            labels.captions += captions  # "EYES ONLY FOR ROE": whom it is for stays
            labels.stray.append(line)
        elif (after := self._classline(index, line)) is not None:
            return after
        elif index > _HEADING or not self._heads(line):
            return None
        return index + 1

    def _heads(self, line: str) -> bool:
        """Take the MRN or the time that stands above a telegram."""
        labels = self.labels
        if labels.eo is not None or labels.tags is not None or labels.subject is not None:
            return False
        found = read_heading_line(line)
        if isinstance(found, Mrn):
            labels.mrn = labels.mrn or found
        elif found is not None:
            labels.time = labels.time or found
        return found is not None

    def _classline(self, index: int, line: str) -> int | None:
        """Take a classification line, where the header had none or the same."""
        read = read_wrapped_classline(line, self.texts, index + 1)
        if read is None:
            return None
        found, count = read
        if self.classline is None or (found.serial and not self.classline.serial):
            self.classline = self.labels.classline = found
        elif not found.serial or not self.classline.repeats(found):
            return None
        return index + count

    def _label(self, index: int) -> int | None:
        """Take a labelled line and what goes on with it; None where it has no label."""
        line = self.texts[index]
        label = self._match(line)
        if label is None:
            return None
        kind = label.kind
        before = getattr(self.labels, kind)
        if before is not None and (kind != "ref" or len(before) >= _REF_LINES):
            return self._again(index, label)
        text = line[label.end :]
        if kind == "tags":
            self.labels.tags, after = self._tags(index + 1, text)
        elif kind == "subject":
            self.labels.subject, after = self._subject(index + 1, text)
        elif kind == "ref":
            cited, after = self._ref(index + 1, line[label.start :], text)
            self.labels.ref = [*(before or []), *(cited if cited != before else ())]
        elif kind == "eo":
            self.labels.eo_line = self.numbers[index]
            self.labels.eo, after = self._eo(index + 1, text)
        else:
            value, after = self._wrapped(index + 1, text)
            setattr(self.labels, kind, value)
        return after

    def _again(self, index: int, label: Label) -> int | None:
        """The index behind a label that stands a second time with the same text: a header may
        come twice. None where the text is another."""
        self.again += 1
        if self.again > _MOST_AGAIN:
            return None
        reader = _LabelReader(self.lines, self.breaks, self.classline, printed=self.printed)
        after = reader._label(index)
        same = getattr(reader.labels, label.kind) == getattr(self.labels, label.kind)
        return after if same else None

    def _match(self, line: str) -> Label | None:
        """The label at the head of a line, which needs no colon among other labels."""
        if len(line) > _LONGEST:
            return None
        label = match_label(line)
        if label is None and (label := match_unmarked(line)) is not None:
            alone = label.kind == "ref" and CITES.match(line, label.end) is not None
            again = getattr(self.labels, label.kind) is not None
            if not (alone or (self._labelled and not again)):
                return None
        return label

    @cached_property
    def _labelled(self) -> bool:
        """Whether the text has a classification line or a label with its mark at all."""
        return self.classline is not None or any(match_label(line) for line in self.texts[:_LABELS])

    def _ends(self, index: int, *, over_page: bool = False) -> bool:
        """Whether the line at `index` cannot go on with a label's text.

        The end of a page above it ends the text too, but not if the text goes on `over_page`.
        """
        if index >= len(self.texts):
            return True
        line, number = self.texts[index], self.numbers[index]
        return (
            not line
            or len(line) > _LONGEST
            or (number in self.breaks and not over_page)
            or self._match(line) is not None
            or _BODY.match(line) is not None
            or _REMARK.match(line) is not None
            or read_bare_level(line) is not None
            or bool(read_caption_line(line))
            or self._is_underlined(index)
        )

    def _is_underlined(self, index: int) -> bool:
        """Whether the line at `index` is a heading: a rule of its length and a paragraph below."""
        if index + 2 >= len(self.texts):
            return False
        line, rule = self.texts[index], self.texts[index + 1]
        if (
            rule[:1] not in "-=*_"
            or abs(len(rule) - len(line)) > _RAGGED
            or not _RULE.fullmatch(rule)
        ):
            return False
        text = self.texts[self._past_blanks(index + 2)] if index + 2 < len(self.texts) else ""
        return STARTS_PARAGRAPH.match(text) is not None

    def _first(self, index: int, text: str) -> tuple[str, int]:
        """The text behind a label, which may stand on the line below it."""
        if text.strip() or index >= len(self.texts):
            return text, index
        following = index + 1 if not self.texts[index] else index
        return ("", index) if self._ends(following) else (self.texts[following], following + 1)

    def _tags(self, index: int, text: str) -> tuple[str, int]:
        text, index = self._first(index, text)
        while len(text) < _LONGEST:
            following = self._following(index, hanging=text.rstrip().endswith((",", ";")))
            if following is None:
                break
            line = self.texts[following]
            if is_passing(line) or not tags_go_on(text, line):
                break
            text = join_tags(text, line)
            index = following + 1
        return self._uncaption(text), index

    def _following(self, index: int, *, hanging: bool) -> int | None:
        """The index of the line that goes on with a label's text, None where none does.

        Where the text hangs (on a comma) a blank line or the end of a page does not end it.
        """
        if hanging:
            index = self._past_blanks(index)
        return None if self._ends(index, over_page=hanging) else index

    def _past_blanks(self, index: int) -> int:
        most = index + _MOST_BLANK
        while index < min(most, len(self.texts)) and not self.texts[index]:
            index += 1
        return index

    def _uncaption(self, tags: str) -> str:
        """Take the captions out of a TAGS line."""
        if not any(part in tags for part in _IN_CAPTIONS):
            return tags
        self.labels.captions += _CAPTION.findall(tags)
        return _CAPTION.sub(" ", tags)

    def _eo(self, index: int, text: str) -> tuple[str, int]:
        if text.count("(") > text.count(")") and not self._ends(index):
            text = f"{text} {self.texts[index].strip()}"
            index += 1
        return text, index

    def _wrapped(self, index: int, text: str) -> tuple[str, int]:
        """A text that goes on to the next blank line or label, over four lines at most."""
        parts = [text]
        text, index = self._first(index, text)
        parts = [text]
        while len(parts) < 5 and not self._ends(index):
            parts.append(self.texts[index])
            index += 1
        return " ".join(" ".join(parts).split()), index

    def _subject(self, index: int, text: str) -> tuple[str, int]:
        text, index = self._first(index, text)
        following: list[str] = []
        after = index
        while len(following) <= _SUBJECT_LIMIT:
            hanging = hangs(following[-1] if following else text)
            found = self._following(after, hanging=hanging)
            if found is None or is_passing(self.texts[found]):
                break
            following.append(self.texts[found])
            after = found + 1
        if len(following) > _SUBJECT_LIMIT or after >= len(self.texts):
            following = wrapped_only(text, following)
            after = index + len(following)
        if self.printed and after < len(self.texts) and self.texts[after] in _HANDLING:
            following.append(self.texts[after])  # stays to be read as the caption that it is
        whole = " ".join(" ".join([unlink(text), *following]).split())
        if whole.endswith(" SIPDIS"):  # no word of a subject
            self.labels.captions.append("SIPDIS")
            whole = whole.removesuffix(" SIPDIS")
        return whole, after

    def _ref(self, index: int, label: str, text: str) -> tuple[list[str], int]:
        if match := _LETTER_BEHIND.match(label):  # "REF A) STATE 54": the letter was read
            text = label[match.start(1) :]
        text, index = self._first(index, text)
        parts = [text]
        while sum(map(len, parts)) < _LONGEST and len(parts) < _REF_LINES:
            following = self._cited_below(parts[-1], index)
            if following is None:
                break
            parts.append(self.texts[following])
            index = following + 1
        return parts, index

    def _cited_below(self, before: str, index: int) -> int | None:
        """The index of the line that goes on with the references, None where none does.

        A letter may follow a blank line, or stand on the next page.
        """
        hanging = citing_hangs(before)
        following = self._past_blanks(index)
        blank = following > index
        if not blank and splits_serial(before, self.texts, following):
            return following
        if self._ends(following, over_page=True):
            return None
        line, number = self.texts[following], self.numbers[following]
        if LETTERED.match(line) or (hanging and number in self.breaks and CITES.match(line)):
            return following
        if blank or number in self.breaks:
            return None
        goes_on = line[:2].isspace() or hanging or CITES.match(line) is not None
        return following if goes_on or name_follows(before, line) else None


_LETTER_BEHIND: Final = re.compile(r"REF(?:TEL)?S?(?:\s{1,3}|(?=\())(\(?[A-Z][).:])", re.IGNORECASE)
