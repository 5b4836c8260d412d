"""Labels that stand inside a line: what converters and typists glued to the line before.

`E.O. 12958: N/A TAGS: PREL SUBJECT: FISH 1. (U) Text` is four lines and the first of the body.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from searchcable.formats.telegram.lines import SPACES, Lines, first_letters

_INNER: Final = re.compile(
    r"""(?:
        (?:(?<![A-Z0-9(/,-])|(?<=SIPDIS)|(?<=NOFORN)|(?<=\d{4})(?=E\.))
            (?:E\.?\s?O\.?|EXECUTIVE\ ORDER) \s{0,3} 1[0-9]{4} \s{0,2} [:;.]? \s{0,3}
            (?= DECL | N/?A | X?GDS | ADS | OADR | TAGS )
      | TAGS? \s{0,2} :
      | (?<![A-Z]) TAGS \s (?= [A-Z]{4} [\s,] )
      | SUBJ(?:ECT)? \s{0,2} :
      | REF(?:S|TELS?)? :
      | (?<![A-Z]) REF(?:S|TELS?)? \s{1,2} :
      | (?<![A-Z]) REFERENCES? \s{0,2} : (?= \s* (?: \(?A[).:] | \d\d | [A-Z][A-Z ]{2,20}\s\d ) )
      | (?<!UN)(?<!DE)(?<!ORIGINALLY\ ) CLASSIFIED\ BY \s{0,2} :
      | (?<![A-Z])(?<!:\s) CLASSIFIED\ BY \s (?= [^\n]{4,90} \b (?:REASONS?|1\.[45]) \b )
      | (?<=[a-z0-9)\]\s]) (?-i:Classified\ By) \s
      | (?<![A-Z]) DECLASSIFY\ ON \s{0,2} :
      | (?<=\s) ¶ \s? 1 \s? \. \s
      | (?<=[\s.)]) (?<!REASON\ )(?<!REASONS\ ) 1\. \s{1,3}
            (?: \( (?:U|C|S|SBU|TS|LOU)(?:[\s/,-][^()]{1,20})? \) | (?:BEGIN\ )?SUMMARY\b )
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# What a label inside a line has in it; looked for behind the line's own first letters.
_MARKS: Final = ("TAG", "Tag", "tag", "SUBJ", "Subj", "subj", "LASSIF", "lassif",
                 "e.o", "\u00b6", "EXECUTIVE", " TO SEC", " TO RU", " INFO ")  # fmt: skip
_MARK_PATTERNS: Final = (  # each with letters that it has
    ("O", re.compile(r"E\.?\s?O\b")), ("1.", re.compile(r"1\.\s")),
    ("FM", re.compile(r"\sFM\s")),
    ("REF", re.compile(r"REF\w*\s{0,2}:")), ("Ref", re.compile(r"Ref\w*\s{0,2}:")),
)  # fmt: skip
_BEHIND: Final = 4
_HEAD: Final = 100  # lines of a header and its labels
_BODY: Final = re.compile(r"\s*¶?\s?\d{1,2}\.\s{1,3}\S")
_STARTS: Final = re.compile("[ \t¶0-9]")
_LONGEST: Final = 8_000
_GARBLED: Final = 3  # letters before a label that stands on its line alone
_PARAGRAPH: Final = re.compile(
    r"(?<=[.!?)\"])\s{1,6}(?=[\u00b6\ufffd]?\s?(?P<number>\d{1,2})\.\s{0,3}"
    r"\((?:U|C|S|TS|SBU|LOU)(?:[/ -]{1,2}[A-Z/ ,-]{2,14})?\))",
    re.I,
)
_DOUBLED: Final = re.compile(
    r"\s*(TAGS|SUBJ(?:ECT)?|REF)\s?:\s*(?:\1\s?:\s*)*(?=\1\s?:)", re.IGNORECASE
)
_LEAD: Final = re.compile(r"\s*(?:\((?:U|C|S|SBU|LOU)\)\s*)?")
_BEHIND_NUMBER: Final = 6
_NUMBER: Final = re.compile(r"\s*[\u00b6\ufffd]?\s?(\d{1,3})\.")
_NUMBERED: Final = re.compile(rf"[{SPACES}\u00b6\ufffd0-9]")  # first letters of lines with one


def part_paragraphs(lines: Lines) -> Lines:
    """Return `lines` with each paragraph on a line of its own, where a converter made one of all.

    Only a number that follows on the line's own, with a portion marking behind it, starts one.
    """
    texts: list[str] = []
    numbers: list[int] = []
    done = 0
    for match in _NUMBERED.finditer(lines.letters):
        index = match.start()
        line = lines.texts[index]
        if line.find(". (", _BEHIND_NUMBER) < 0 or (first := _NUMBER.match(line)) is None:
            continue
        last, at = int(first[1]), 0
        texts += lines.texts[done:index]
        numbers += lines.numbers[done:index]
        for start in _PARAGRAPH.finditer(line):
            if int(start["number"]) == last + 1:
                last += 1
                texts.append(line[at : start.start()])
                at = start.end()
        texts.append(line[at:])
        numbers += [lines.numbers[index]] * (len(texts) - len(numbers))
        done = index + 1
    if not done:
        return lines
    texts += lines.texts[done:]
    return Lines(texts, [*numbers, *lines.numbers[done:]], first_letters(texts))


def part_labels(lines: Lines) -> Lines:
    """Return `lines` with each label of the header, and the first paragraph, on a line of its own.

    Those from the first numbered paragraph on are left as they are.
    """
    end = _head(lines)
    head = lines.texts[:end]
    has_mark = _marks("\n".join([line[_BEHIND:] for line in head]))
    if has_mark is None:
        return lines  # as is most often so, known at once
    texts: list[str] = []
    numbers: list[int] = []
    for number, line in zip(lines.numbers, head, strict=False):
        if line[:2] == "RU" or not has_mark(line[_BEHIND:]):
            texts.append(line)
        else:
            texts += _header_pieces(line[:_LONGEST])
            if line[_LONGEST:]:
                texts[-1] += line[_LONGEST:]
        numbers += [number] * (len(texts) - len(numbers))
    return Lines(texts, numbers, first_letters(texts)).followed_by(lines.part(end))


def _head(lines: Lines) -> int:
    """How many lines the header and its labels have: those above the first numbered paragraph."""
    for start in _STARTS.finditer(lines.letters, 0, _HEAD):
        if _BODY.match(lines.texts[start.start()]):
            return start.start()
    return _HEAD


def _marks(text: str) -> Callable[[str], bool] | None:
    """Return what says whether a line of `text` has a mark, None where none of them has one."""
    marks = [mark for mark in _MARKS if mark in text]
    patterns = [one for letters, one in _MARK_PATTERNS if letters in text and one.search(text)]
    if not marks and not patterns:
        return None
    return lambda line: (
        any(mark in line for mark in marks) or any(one.search(line) for one in patterns)
    )


# The lines of a header, where a converter made one of all of them.
_HEADER_LINE: Final = re.compile(
    r"\s(?=(?:(?:ZZ|OO|PP|RR)\s)+R[A-Z]{4,7}\b|DE\sR[A-Z]{4,7}\s#?\d|ZN[YR]\s[A-Z]{5}"
    r"|(?:[ZOPR]\s){1,3}\d{6}Z\s|FM\s|TO\s|INFO\s"
    r"|(?<!\sTO\s)(?<!^TO\s)(?<!INFO\s)R[A-Z]{4,7}/[A-Z]"
    r"|(?:C\sO\sN\sF\sI\sD|S\sE\sC\sR\sE\sT\b|UNCLAS|CONFIDENTIAL\s))"
)


# Two lines of a header on one: "FM AMEMBASSY OSLO TO SECSTATE WASHDC".
_JOINED: Final = re.compile(
    r"(?:VZCZC|DE\s|ZN[YR]\s|[ZOPR]{1,2}\s|\d{6}Z|FM\s|TO\s|INFO\s).{6,}?\s"
    r"(?:FM\s(?:AM|SECSTATE|US)|TO\s(?:RU[A-Z]{2,5}/|SECSTATE)"
    r"|INFO\s(?:RU[A-Z]{2,5}/|AM(?:EMB|CON)|US|SECSTATE))"
)


def _header_pieces(line: str) -> list[str]:
    """The lines of a header that stand on one, and its labels."""
    if not (" FM " in line and " TO " in line) and _JOINED.match(line) is None:
        return _pieces(line)
    return [piece for part in _HEADER_LINE.split(line) if part for piece in _pieces(part)]


def _pieces(line: str) -> list[str]:
    if doubled := _DOUBLED.match(line):
        line = line[doubled.end() :]
    lead = _LEAD.match(line)
    first = lead.end() if lead else 0
    cuts = [match.start() for match in _INNER.finditer(line) if match.start() > first]
    if cuts and cuts[0] - first < _GARBLED and line[first : cuts[0]].isalpha():
        del cuts[0]  # "SSUBJECT: FISH"
    if not cuts:
        return [line]
    pieces = [line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return [piece for piece in pieces if piece]
