"""The REF lines: cables, and the airgrams, letters, memoranda and messages among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

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
    ("telcon", r"TELE?CO[NM]S?|TELEPHONE|PHON|TELECONS?|TELCON"),
    ("memo", r"MEMOS?\b|MEMORANDUM"),
    ("letter", r"LETTERS?|LTR|OFFICIAL-INFORMAL|O-I\b"),
    ("message", r"MESSAGES?|\bMSG|\d{6}Z"),
    ("conversation", r"CONVERSATIONS?|TALKS?\b|MEETINGS?|DISCUSSIONS?"),
    ("note", r"\bNOTES?\b|AIDE[- ]MEMOIRE"),
    ("fax", r"\bFAX|FACSIMILE"),
    ("report", r"\bREPORTS?\b|IIR\b|\bTD[ -]?\d"),
)
_KIND: Final = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]
_ANY_KIND: Final = re.compile("|".join(pattern for _, pattern in _KINDS), re.IGNORECASE)
_MONTH: Final = rf"(?:{'|'.join(MONTHS)})[A-Z]{{0,6}}\.?"

# A post and a serial, with the year before it, or between the two, or joined to it.
_CITED: Final = re.compile(
    rf"""(?P<message> (?<!\d) \d{{6}}\ ?Z (?:\ {{0,2}}{_MONTH}(?:\ {{0,2}}\d{{2,4}})?)? )
    | (?P<airgram> (?:\b[A-Z][A-Z]+\ (?:[A-Z]+\ )?)? (?<![A-Z0-9]) (?:A|CERP)-\ ?\d{{1,5}}\b )
    | (?<![A-Z0-9/.-]) (?:'?(?P<year>(?:19|20)\d\d|\d\d)[\ -]{{0,3}})?
      (?P<post> [A-Z][A-Z'/]* (?:[\ .-]{{1,2}}[A-Z][A-Z']*){{0,5}} )
      (?:\ ?\#|\.|:|-|\ NO\.)?\ {{0,6}}
      (?P<serial> \d{{1,7}} ) (?![\d/]|-\d{{3}}|:\d|\ ?Z\b) (?:[/-](?P<after>\d\d)(?!\d))?
    | (?<=[,;&]\ ) (?P<more> \d{{2,7}} ) (?=\ *(?:[,;&.(]|AND\b|$))
    | (?<=AND\ ) (?P<more2> \d{{2,7}} ) (?=\ *(?:[,;&.(]|$))""",
    re.VERBOSE,
)
_STATED_AFTER: Final = re.compile(
    r"\s{0,2}(?:\(\s?(?:'|OF )?|OF |,\s?)?((?:19|20)\d\d|(?<=\()\d\d)(?!\d|/)\s?\)?"
)
_DATE: Final = re.compile(
    rf"""(?P<m>\d{{1,2}})[/-]\d{{1,2}}[/-](?P<y>(?:19|20)?\d\d)(?!\d)
    | (?P<month>{_MONTH}) \ ?\d{{1,2}}(?:ST|ND|RD|TH)?
      (?: ,?\ {{0,2}}(?P<y2>(?:19|20)\d\d|\d\d(?!\d)) )?
    | \b\d{{1,2}}\ ?(?P<month2>{_MONTH}) (?: ,?\ {{0,2}}(?P<y3>(?:19|20)\d\d|\d\d(?!\d)) )?
    | (?P<month3>{_MONTH}) \ (?P<y4>(?:19|20)\d\d)""",
    re.VERBOSE,
)
_DATED: Final = re.compile(r"[\s,(.-]{0,3}(?:\(NOTAL\)\s?)?(?:OF|DATED|DTD|ON)?\s?\(?\s?")
_JUNK: Final = frozenset(
    """AND OR REF REFS REFTEL REFTELS SEE ALSO PREVIOUS OF DATED ON PARA PARAS PARAGRAPH NO FY PL
    PAGE SECTION ITEM TITLE PARTS PART FOR TO IN THE FROM BY AT EMBASSY S SEPTEL PLUS VIA NR
    NUMBER ITEMS MRN CABLE CABLES TELEGRAM TELEGRAMS TEL NOTAL AMEMBASSY AMCONSUL DAY
    BEGIN""".split()  # noqa: SIM905
)
# A mission in the place of an embassy: EC BRUSSELS is not BRUSSELS.
_MISSION: Final = re.compile(
    r"\b(?:US)?(?:EC|EU|NATO|OECD|UN|IAEA|UNVIE|OSCE|FAO|UNESCO|BERLIN|MTN|SALT|CSCE|MBFR)[ .]+$"
)
_AIRGRAM: Final = re.compile(r"(?:^| )(?:A|CERP)$")  # LA PAZ A-236
_OUTER: Final = " \t\n.;:,&-"


@dataclass(frozen=True, slots=True)
class _Found:
    """A cable, airgram or message that stands at `start` of an item."""

    start: int
    end: int
    kind: str
    post: str | None = None
    serial: int = 0
    year: str | None = None


def read_references(lines: list[str], citing: Citing) -> tuple[Reference, ...]:
    """Return what the lines of a REF block cite, in order.

    `lines` have no REF label; letters (`A.`, `(A)`, `A)`) go to the references behind them.
    `citing` gives bare references their year.
    """
    text = " ".join(" ".join(line.split()) for line in lines)
    return tuple(
        reference
        for label, item in split_items(text)
        for reference in _read_item(label, item, citing)
    )


def split_items(text: str) -> list[tuple[str | None, str]]:
    """Part a REF block at its letters, which count only in their order from A on.

    >>> split_items("(A) STATE 54; (B) LA PAZ 33")
    [('A', 'STATE 54;'), ('B', 'LA PAZ 33')]
    """
    marks: list[tuple[int, int]] = []
    position = 0
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        match = _letter(letter).search(text, position)
        if match is None or (letter == "A" and match.start() > 20):
            break
        marks.append(match.span())
        position = match.end()
    if not marks:
        return [(None, text)] if text.strip(_OUTER) else []
    items: list[tuple[str | None, str]] = []
    if head := text[: marks[0][0]].strip(_OUTER):
        items.append((None, head))
    ends = [start for start, _ in marks[1:]] + [len(text)]
    for letter, (_, start), end in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", marks, ends, strict=False):
        items.append((letter, text[start:end].strip()))
    return items


@lru_cache(maxsize=26)
def _letter(letter: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s;,:.)]))(?:\({letter}[.):]+|{letter}[.):]+(?=\s|[A-Z(\d]{{2}}))\s*", re.I
    )


def _read_item(label: str | None, item: str, citing: Citing) -> Iterator[Reference]:
    found = list(_find(item))
    if not found:
        raw = item.strip(_OUTER)
        if any(map(str.isalnum, raw)):
            yield Reference(raw=raw, label=label, kind=_kind(raw) or "other")
        return
    if head := _other_before(item[: found[0].start]):
        yield Reference(raw=head, label=label, kind=_kind(head) or "other")
        start = found[0].start
    else:
        start = 0
    for number, one in enumerate(found):
        end = found[number + 1].start if number + 1 < len(found) else len(item)
        raw = _trim(item[start:end])
        yield _reference(one, label, raw, item[one.end : end], citing)
        start = end


def _other_before(head: str) -> str | None:
    """What an item cites before its first cable: `BLAKE LETTER; STATE 54`."""
    head = _trim(head)
    return head if _kind(head) else None


def _trim(raw: str) -> str:
    raw = raw.strip(_OUTER)
    for word in ("AND", "and", "OR", "("):
        raw = raw.removesuffix(f" {word}").removeprefix(f"{word} ").strip(_OUTER)
    return raw


def _kind(text: str) -> str | None:
    if _ANY_KIND.search(text) is None:
        return None
    return next((kind for kind, pattern in _KIND if pattern.search(text)), None)


def _find(item: str) -> Iterator[_Found]:
    upper = item.upper()
    if len(upper) != len(item):  # letters that grow when capitalised would shift the places
        upper = item
    dates = [match.span() for match in _DATE.finditer(upper)]
    named = _kind(upper) not in (None, "airgram")
    post: str | None = None
    end = 0
    for match in _CITED.finditer(upper):
        if match["message"]:  # whose words stand before its group: DAO MESSAGE 021330Z
            start = max(upper.rfind(";", 0, match.start()), upper.rfind(",", 0, match.start())) + 1
            yield _Found(max(start, end), match.end(), "message")
            end = match.end()
            continue
        if match["airgram"] or _AIRGRAM.search(match["post"] or ""):
            yield _Found(match.start(), match.end(), "airgram")
            end = match.end()
            continue
        number = match["serial"] or match["more"] or match["more2"]
        at = match.start("serial") if match["serial"] else match.start()
        if any(start <= at < end for start, end in dates) or int(number) == 0:
            continue
        if match["post"]:
            place = _place(match["post"], known_only=named)
            if place is None and match["post"] == "AND" and post is not None:
                place = post, 0
            if place is None:
                continue
            post = place[0]
            start = match.start() if place[1] == 0 else match.start("post") + place[1]
            year = (match["year"] if place[1] == 0 else None) or match["after"]
            yield _Found(start, match.end(), "cable", post, int(number), year)
            end = match.end()
        elif post is not None:
            yield _Found(match.start(), match.end(), "cable", post, int(number))
            end = match.end()


@lru_cache(maxsize=4096)
def _place(words: str, *, known_only: bool) -> tuple[str, int] | None:
    """The post that the words before a serial name, and where in them its name starts.

    The longest run of words that ends them and that the vocabulary knows; otherwise, unless
    `known_only`, all words after the last that is no name.
    """
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
        return Reference(raw=raw, label=label, kind=one.kind)
    year, known_from = _year(one, tail.upper(), citing)
    mrn = Mrn(year, one.post, one.serial) if year is not None else None
    return Reference(raw=raw, label=label, mrn=mrn, year=known_from if mrn else None)


def _year(one: _Found, tail: str, citing: Citing) -> tuple[int | None, YearFrom | None]:
    """The year of a cable that is cited, and where it comes from."""
    if one.year and _plausible(four_digit_year(one.year), citing):
        return four_digit_year(one.year), "stated"
    dated = _DATED.match(tail)
    date = _DATE.match(tail, dated.end() if dated else 0)
    if date is not None:
        stated = date["y"] or date["y2"] or date["y3"] or date["y4"]
        if stated and _plausible(four_digit_year(stated), citing):
            return four_digit_year(stated), "dated"
        month = (date["month"] or date["month2"] or "")[:3]
        if month in MONTHS and citing.year is not None:
            later = citing.date is not None and MONTHS.index(month) + 1 > citing.date.month
            return citing.year - later, "dated"
    after = _STATED_AFTER.match(tail)
    if after is not None and _plausible(four_digit_year(after[1]), citing):
        return four_digit_year(after[1]), "stated"
    assert one.post is not None
    return infer_year(one.post, one.serial, citing), "inferred"


def _plausible(year: int, citing: Citing) -> bool:
    return 1946 <= year <= (citing.year or 2030)
