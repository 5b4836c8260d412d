"""The REF lines: cables, and the airgrams, letters, memoranda and messages among them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from searchcable.cable import Reference, YearFrom
from searchcable.formats.telegram.dtg import MONTHS
from searchcable.formats.telegram.years import Citing, infer_year
from searchcable.mrn import Mrn, four_digit_year, post_code
from searchcable.vocabulary import find_post

# Words that say what is cited, where it is no cable. The first that occurs in the text counts.
_KINDS: Final = (
    ("airgram", r"AIRGRAM|REFAIR|\b(?:CERP )?A-\d{1,5}\b"),
    ("email", r"E-?\s?MAILS?"),
    ("memcon", r"MEMCONS?|MEMORAND(?:UM|A) OF CONVERSATION"),
    ("telcon", r"TELE?CO[NM]S?|TELEPHONE|PHON|TELECONS?|TELCON|FONECON|TELECALL|\bCALLS?\b"),
    ("memo", r"MEMOS?\b|MEMORANDUM"),
    ("letter", r"LETTERS?|LTR|OFFICIAL-INFORMAL|O-I\b"),
    ("message", r"MESSAGES?|\bMSG|\d{6}Z"),
    ("conversation", r"CONVERSATIONS?|TALKS?\b|MEETINGS?|DISCUSSIONS?"),
    ("note", r"\b(?:DIP)?NOTES?\b|AIDE[- ]MEMOIRE"),
    ("fax", r"\bFAX|FACSIMILE"),
    ("press", r"\bPRESS\b|\bNEWS|NEWSPAPER|ARTICLES?\b|EDITORIALS?|\bFBIS\b|\bWEB\s?SITE"),
    ("report", r"\bREPORTS?\b|IIR\b|\bTDX?[ -]?\d"),
)
_KIND: Final = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]
_FIGURES: Final = str.maketrans("123456789", "000000000")
_ANY_KIND: Final = re.compile("|".join(pattern for _, pattern in _KINDS), re.IGNORECASE)
_MONTH: Final = (
    r"(?:JAN(?:UARY)?|FEB(?:R?UARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Z])\.?"
)

# A post and a serial, with the year before it, or between the two, or joined to it.
_CITED: Final = re.compile(
    rf"""(?P<message> (?<!\d) \d{{6}}\ ?Z (?:\ {{0,2}}{_MONTH}(?:\ {{0,2}}\d{{2,4}})?)? )
    | (?P<airgram> (?:\b[A-Z][A-Z]+\ (?:[A-Z]+\ )?)? (?<![A-Z0-9]) (?:C?A|CERP)-\ ?\d{{1,5}}\b )
    | (?<![A-Z0-9/.-]) (?:\(?'?(?P<year>(?:19|20)\d\d|\d\d)\)?[\ -]{{0,3}})?
      (?! (?:AND|OR)\ +'?(?:(?:19|20)\d\d|\d\d)[\ -]{{0,3}}[A-Z]{{3}} )  # the year of the next
      (?P<post> [A-Z][A-Z'/]* (?:[\ .-]{{1,2}}[A-Z][A-Z']*){{0,5}} )
      (?:\ ?\#|\.|:|-)?\ {{0,6}}
      (?:'?(?P<mid>[06-9]\d(?=[\ -])|(?:19|20)\d\d(?=[/-])(?![/-](?:19|20)\d\d(?!\d)))
         [\ /-]{{1,2}}(?=\d{{3,6}}(?!\d)))?
      (?P<serial> \d{{1,7}} ) (?!\d|/\d{{1,2}}/|-\d{{3}}|:\d|\ ?Z\b)
      (?:[/-](?P<after>\d\d)(?![\d/])|/\d(?!\d))?
    | (?<=[,;&/]) \ ? (?P<more> (?!(?:19|20)\d\d\s*(?:$|[;)])) \d{{1,7}} )
      (?=\ *(?:[,;&.(/]|(?:AND|OF|DATED|DTD|DTG)\b|$))
    | (?<=AND\ ) (?P<more2> \d{{1,7}} ) (?=\ *(?:[,;&.(]|(?:OF|DATED|DTD|DTG)\b|$))""",
    re.VERBOSE,
)
_STATED_AFTER: Final = re.compile(
    r"\s{0,2}(?:\((?:NOTAL|EXDIS|NODIS|SBU|[SCU])\)\s{0,2})?"
    r"(?:[(\[]\s?(?:(?:OF|FROM|IN|ALL|BOTH|EACH)\s){0,2}'?((?:19|20)\d\d|\d\d)"
    r"\s?(?:[-,;:]\s?[A-Z ]{2,12})?[)\]]"
    r"|(?:OF\s|FROM\s|,\s?|\s)((?:19|20)\d\d)(?![\d/])|(?:OF\s|FROM\s|,\s?|\s)'(\d\d)(?!\d))"
)
_DATE: Final = re.compile(
    rf"""(?P<m>\d{{1,2}})[/-]\d{{1,2}}[/-](?P<y>(?:19|20)?\d\d)(?!\d)
    | \d{{6}}\ ?Z\ {{0,2}}(?P<month5>{_MONTH}) (?: \ {{0,2}}(?P<y5>(?:19|20)\d\d|\d\d(?!\d)) )?
    | (?P<month>{_MONTH}) \ ?\d{{1,2}}(?:ST|ND|RD|TH)?
      (?: ,?\ {{0,2}}(?P<y2>(?:19|20)\d\d|\d\d(?!\d)) )?
    | \b\d{{1,2}}\ ?(?P<month2>{_MONTH}) (?: ,?\ {{0,2}}(?P<y3>(?:19|20)\d\d|\d\d(?!\d)) )?
    | (?P<month3>{_MONTH}) \ (?P<y4>(?:19|20)\d\d)""",
    re.VERBOSE,
)
_MAY_BE_DATED: Final = re.compile("|".join(("/", "-", *MONTHS)))  # of which each date has one
_DATED: Final = re.compile(r"[\s,(.-]{0,3}(?:\(NOTAL\)\s?)?(?:OF|DATED|DTD|DTG|ON)?\s?\(?\s?")
_JUNK: Final = frozenset(
    """AND OR REF REFS REFTEL REFTELS SEE ALSO PREVIOUS OF DATED ON PARA PARAS PARAGRAPH NO FY PL
    PAGE SECTION ITEM TITLE PARTS PART FOR TO IN THE FROM BY AT EMBASSY S SEPTEL PLUS VIA NR
    NUMBER ITEMS MRN CABLE CABLES TELEGRAM TELEGRAMS TEL NOTAL AMEMBASSY AMCONSUL DAY
    BEGIN RESOLUTION UNSCR FAM FAH REASON REASONS ARTICLE ANNEX CHAPTER SECTIONS LINE
    AS REPTD RPTD REPEATED ALL BOTH EACH YOUR OUR MY HIS HER THEIR THIS THAT""".split()  # noqa: SIM905
)
# A mission in the place of an embassy: EC BRUSSELS is not BRUSSELS.
_MISSION: Final = re.compile(
    r"\b(?:US)?(?:EC|EU|NATO|OECD|UN|IAEA|UNVIE|OSCE|FAO|UNESCO|BERLIN|MTN|SALT|SALT TWO"
    r"|CSCE|MBFR)[ .]+$"
)
_AIRGRAMS: Final = frozenset(("A", "CA", "CERP"))  # as the last word: LA PAZ A-236
_NUMBER: Final = re.compile(
    r"(?:'S?(?=$| )(?: (?:{0}))*|(?: (?:{0}))+)$".format(
        "NO|NR|NUMBER|NOS|TEL|TELS|TELEGRAM|TELEGRAMS|CIRCULAR|CABLE|CABLES|MRN|S"
    )
)
_COUNTED: Final = re.compile(
    r"\b(?:PARA|PARAS|PARAGRAPHS?|PAGES?|SECTIONS?|PARTS?|ITEMS?|AND PARA|ANNEX)$"
)
_BEFORE_GROUP: Final = " ,.(;-"
_OF_GROUP: Final = frozenset(("", "DTG", "OF", "DATED", "DTG:", "OF DTG"))
_PILCROW: Final = re.compile(  # or the 1 that it left
    r"[\u00b6\ufffd1](?:(?<!1)\s?|(?<=\s1)(?=[B-Z][.)]\s))"
)
_JOINS: Final = re.compile(r"[\s,;&/]*(?:AND\s*)?")
_OUTER: Final = " \t\n.;:,&-"


class _Found(NamedTuple):
    """A cable, airgram or message that stands at `start` of an item."""

    start: int
    end: int
    kind: str
    post: str | None = None
    serial: int = 0
    year: str | None = None
    more: bool = False  # a serial behind another of the same post


def read_references(lines: list[str], citing: Citing) -> tuple[Reference, ...]:
    """Return what the lines of a REF block cite, in order.

    `lines` have no REF label; letters (`A.`, `(A)`, `A)`) go to the references behind them.
    `citing` gives bare references their year.
    """
    text = _PILCROW.sub("", " ".join(map(" ".join, map(str.split, lines))))
    found: list[Reference] = []
    for label, item in split_items(text):
        found += _read_item(label, item, citing)
    return tuple(found)


def split_items(text: str) -> list[tuple[str | None, str]]:
    """Part a REF block at its letters, which count only in their order from A on.

    >>> split_items("(A) STATE 54; (B) LA PAZ 33")
    [('A', 'STATE 54;'), ('B', 'LA PAZ 33')]
    """
    marks = _find_marks(text) if _MARKS.search(text) else []
    if not marks:
        return [(None, text)] if text.strip(_OUTER) else []
    items: list[tuple[str | None, str]] = []
    if head := text[: marks[0][1]].strip(_OUTER):
        items.append((None, head))
    ends = [start for _, start, _ in marks[1:]] + [len(text)]
    for (letter, _, start), end in zip(marks, ends, strict=True):
        items.append((letter, text[start:end].strip()))
    return items


_MARKS: Final = re.compile("[.):-]")  # one is behind each letter


def _find_marks(text: str) -> list[tuple[str, int, int]]:
    """The letters in their order, with the places where each starts and ends.

    Behind Z come AA, and AB or BB.
    """
    marks: list[tuple[str, int, int]] = []
    position = 0
    candidates: tuple[str, ...] = ("A",)
    while candidates:
        found = [(match, c) for c in candidates if (match := _letter(c).search(text, position))]
        if not found:
            break
        match, letter = min(found, key=lambda pair: pair[0].start())
        if letter == "A" and match.start() > 20:
            break
        marks.append((letter, match.start(), match.end()))
        position = match.end()
        candidates = _letters_after(letter)
    return marks


def _letters_after(letter: str) -> tuple[str, ...]:
    if letter == "Z":
        return ("AA",)
    last = letter[-1]
    if last == "Z":
        return ()
    following = chr(ord(last) + 1)
    if len(letter) == 1:
        return (following,)
    if letter == "AA":
        return ("AB", "BB")
    return (following * 2,) if letter[0] == last else ("A" + following,)


@lru_cache(maxsize=128)
def _letter(letter: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s;,:.)])|(?<=\d)(?=\())(?:\({letter}[.):]+|{letter}[.):]+(?=\s|[A-Z(\d]{{2}})"
        rf"|{letter}\s-(?=\s))\s*",
        re.I,
    )


def _read_item(label: str | None, item: str, citing: Citing) -> list[Reference]:
    found = _find(item)
    if not found:
        raw = item.strip(_OUTER)
        return [_other(raw, label)] if any(map(str.isalnum, raw)) else []
    read: list[Reference] = []
    start = 0
    if found[0].start and (head := _other_before(item[: found[0].start])):
        read.append(_other(head, label))
        start = found[0].start
    ends = [*[one.start for one in found[1:]], len(item)]
    tails = [item[one.end : end].upper() for one, end in zip(found, ends, strict=True)]
    for number in range(len(found) - 1, 0, -1):  # TOKYO 438, 439 (2006) are both of 2006
        if found[number].more and _JOINS.fullmatch(tails[number - 1]):
            tails[number - 1] = tails[number]
    for one, end, tail in zip(found, ends, tails, strict=True):
        behind = _other_behind(item, one.end, end) if tail else end
        read.append(_reference(one, label, _trim(item[start:behind]), tail, citing))
        if behind < end and (raw := _trim(item[behind:end])):
            read.append(_other(raw, label))
        start = end
    return read


def _other(raw: str, label: str | None) -> Reference:
    return Reference(raw=raw, label=label, kind=_kind(raw) or "other")


def _other_before(head: str) -> str | None:
    """What an item cites before its first cable: `BLAKE LETTER; STATE 54`."""
    head = _trim(head)
    return head if _kind(head) else None


def _other_behind(item: str, start: int, end: int) -> int:
    """Where between `start` and `end` an item goes on with what is no cable: `STATE 54; BLAKE
    LETTER`. `end` where it does not."""
    if _LETTERS.search(item, start, end) is None:
        return end
    for mark in _NEXT.finditer(item, start, end):
        piece = _LETTERS.search(item, mark.end(), end)
        following = _NEXT.search(item, mark.end(), end)
        if piece and (following is None or piece.end() <= following.start()):
            return mark.end()
    return end


_LETTERS: Final = re.compile(
    r"E-?\s?MAILS?\b|\bTELE?CO[NM]S?\b|\bPHONE(?:CON| CALL)|\bMEMCONS?\b|\bLETTERS?\b|\bFAX\b", re.I
)
_NEXT: Final = re.compile(r"[;,]\s|\bAND\s", re.IGNORECASE)


_LOOSE: Final = ("AND", "and", "OR", "(")
_LOOSE_ENDS: Final = tuple(f" {word}" for word in _LOOSE)
_LOOSE_STARTS: Final = tuple(f"{word} " for word in _LOOSE)


def _trim(raw: str) -> str:
    raw = raw.strip(_OUTER)
    if not (raw.endswith(_LOOSE_ENDS) or raw.startswith(_LOOSE_STARTS)):
        return raw
    for word in _LOOSE:
        raw = raw.removesuffix(f" {word}").removeprefix(f"{word} ").strip(_OUTER)
    return raw


def _kind(text: str) -> str | None:
    return _kind_of(text.translate(_FIGURES))


@lru_cache(maxsize=8192)  # but for their figures most references are the same
def _kind_of(text: str) -> str | None:
    if _ANY_KIND.search(text) is None:
        return None
    return next((kind for kind, pattern in _KIND if pattern.search(text)), None)


def _find(item: str) -> list[_Found]:
    upper = item.upper()
    if len(upper) != len(item):  # letters that grow when capitalised would shift the places
        upper = item
    dates = [m.span() for m in _DATE.finditer(upper)] if _MAY_BE_DATED.search(upper) else []
    known_only = _kind(upper) not in (None, "airgram")
    found: list[_Found] = []
    post: str | None = None
    year: str | None = None
    end = 0
    for match in _CITED.finditer(upper):
        message, airgram, before, words, mid, serial, after, more, more2 = match.groups()
        start, stop = match.span()
        if message and end and item[end:start].strip(_BEFORE_GROUP) in _OF_GROUP:
            continue  # the time at which the cable before it was sent
        if message:  # whose words stand before its group: DAO MESSAGE 021330Z
            start = max(upper.rfind(";", 0, start), upper.rfind(",", 0, start)) + 1
            found.append(_Found(max(start, end), stop, "message"))
            end = stop
            continue
        if airgram or (words and words.rpartition(" ")[2] in _AIRGRAMS):
            found.append(_Found(start, stop, "airgram"))
            end = stop
            continue
        number = int(serial or more or more2)
        at = match.start("serial") if serial else start
        if number == 0 or (dates and any(start <= at < end for start, end in dates)):
            continue
        if words:
            place = _place(words, known_only)
            joined = words == "AND"
            if place is None and joined and post is not None:
                place = post, 0
            if place is None:
                post = None if _COUNTED.search(words) else post
                continue
            post, shift = place
            if not joined:
                year = (before if shift == 0 else None) or mid
            if shift:
                start = match.start("post") + shift
            found.append(_Found(start, stop, "cable", post, number, year or after, joined))
            end = stop
        elif post is not None:
            found.append(_Found(start, stop, "cable", post, number, year, True))
            end = stop
    return found


@lru_cache(maxsize=4096)
def _place(words: str, known_only: bool) -> tuple[str, int] | None:
    """The post that the words before a serial name, and where in them its name starts.

    The longest run of words that ends them and that the vocabulary knows; otherwise, unless
    `known_only`, all words after the last that is no name.
    """
    words = _NUMBER.sub("", words)
    spans = [match.span() for match in re.finditer(r"[A-Z'/]+", words)]
    for start, _ in spans:
        known = find_post(words[start:])
        if known is None:
            continue
        mission = _MISSION.search(words[:start])
        return (
            (post_code(words[mission.start() :]), mission.start())
            if mission
            else (known.code, start)
        )
    if known_only:
        return None
    for start, end in reversed(spans):
        word = words[start:end]
        if word in _JUNK or (word[:3] in MONTHS and re.fullmatch(_MONTH, word)):
            rest = words[end:].lstrip(" .-")
            return (post_code(rest), len(words) - len(rest)) if len(rest) > 1 else None
    return (post_code(words), 0) if len(words) > 1 else None


def _reference(one: _Found, label: str | None, raw: str, tail: str, citing: Citing) -> Reference:
    if one.kind != "cable" or one.post is None:
        return Reference(raw, label, kind=one.kind)
    year, known_from = _year(one, tail, citing)
    if year is None:
        return Reference(raw, label)
    return Reference(raw, label, Mrn(year, one.post, one.serial), known_from)


def _year(one: _Found, tail: str, citing: Citing) -> tuple[int | None, YearFrom | None]:
    """The year of a cable that is cited, and where it comes from."""
    if one.year and _plausible(year := four_digit_year(one.year), citing):
        return year, "stated"
    if _FIGURE.search(tail) and (read := _year_behind(tail, citing)):
        return read
    assert one.post is not None
    return infer_year(one.post, one.serial, citing), "inferred"


def _year_behind(tail: str, citing: Citing) -> tuple[int, YearFrom] | None:
    """The year that the words behind a cable give it."""
    dated = _DATED.match(tail)
    date = _DATE.match(tail, dated.end() if dated else 0)
    if date is not None:
        stated = next((date[y] for y in ("y", "y2", "y3", "y4", "y5") if date[y]), None)
        if stated and _plausible(year := four_digit_year(stated), citing):
            return year, "dated"
        month = (date["month"] or date["month2"] or date["month5"] or "")[:3]
        if month in MONTHS and citing.year is not None:
            later = citing.date is not None and MONTHS.index(month) + 1 > citing.date.month
            return citing.year - later, "dated"
    after = _STATED_AFTER.match(tail)
    if after is not None and _plausible(
        year := four_digit_year(after[1] or after[2] or after[3]), citing
    ):
        return year, "stated"
    return None


_FIGURE: Final = re.compile(r"\d")  # which each date and each year has


def _plausible(year: int, citing: Citing) -> bool:
    return 1946 <= year <= (citing.year or 2030)
