"""Who classified a cable and why: the E.O. line and the `Classified By` line."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from searchcable.cable import ClassifiedBy
from searchcable.formats.telegram.dtg import MONTHS
from searchcable.mrn import four_digit_year

_DATES: Final = re.compile(
    r"(?P<y>\d{4})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<d>\d{1,2})"
    r"|(?P<m2>\d{1,2})\s?[/.-]\s?(?P<d2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4}|\d\d)(?!\d)"
    r"|(?P<d3>\d{1,2})[\s-]?(?P<n3>[A-Z]{3})[A-Z]{0,6}\.?,?[\s-]?(?P<y3>\d{4}|\d\d)(?!\d)"
    r"|(?<!\d)(?P<y5>(?:19|20)\d\d)(?P<m5>\d\d)(?P<d5>\d\d)(?!\d)"
    r"|(?P<n4>[A-Z]{3})[A-Z]{0,6}\.?\s(?P<d4>\d{1,2}),?\s(?P<y4>\d{4})",
    re.IGNORECASE,
)
_DECLASSIFIES: Final = re.compile(
    r"\b(?:DECL?(?:ASSIFY)?(?:ON)?|DELC|DCEL|DCL|DEC:|DECLAS)\b|\b(?:X?GDS|XDS)\b|^\s*[:\d]",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def read_declassify_on(text: str) -> str | None:
    """Return the date on which an E.O. line says that the cable is declassified, as ISO 8601.

    >>> read_declassify_on("DECL: 04/18/2016"), read_declassify_on("GDS 3/14/85 (BOEKER) OR-M")
    ('2016-04-18', '1985-03-14')

    None where the line names no date (N/A, GDS, X1, OADR, MR) or a review (RDS). Raises ValueError
    where it names a day that the calendar does not have.
    """
    text = text.replace("//", "/")
    dates = (date for date in _DATES.finditer(text))
    found = next((d for d in dates if _DECLASSIFIES.search(text[: d.start() + 1])), None)
    if found is None:
        return None
    year = four_digit_year(found["y"] or found["y2"] or found["y3"] or found["y4"] or found["y5"])
    named = found["n3"] or found["n4"]
    month = (
        MONTHS.index(named.upper()) + 1 if named else int(found["m"] or found["m2"] or found["m5"])
    )
    day = int(found["d"] or found["d2"] or found["d3"] or found["d4"] or found["d5"])
    if month > 12 >= day:  # day before month, as some posts write
        month, day = day, month
    return date(year, month, day).isoformat()


_REASONS: Final = re.compile(
    r"[\s,;.(:-]*\b(?:AND\s)?(?:FOR\s|PER\s|UNDER\s)?(?:E\.?\s?O\.?\s?\d{5}\s?,?\s?)?"
    r"(?:FOR\s)?"
    r"(?:THE\s)?(?:REASONS?|RSNS?|RESONS?|REASION|RESAONS?)\b"
    r"(?:\s(?:SET FORTH|STATED|LISTED|GIVEN|OUTLINED|SPECIFIED) (?:IN|UNDER|BY)\b)?[^A-Z0-9]*"
    r"|[\s,;.(]*\b(?:FOR\s|UNDER\s|PER\s|IAW\s)?(?:E\.?\s?O\.?\s?\d{5})?[\s,]*"
    r"(?:SECTIONS?|PARAGRAPHS?)?\s{0,2}(?=1\.[3-6](?:\b|[A-H]\b))",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(  # the words with which they may begin
    r"\b(?:AND|FOR|PER|UNDER|IAW|THE|E\.?\s?O|SECTION|PARA|RE|RS|1\.)", re.IGNORECASE
)
_LETTERS: Final = re.compile(r"(?<![A-Z0-9])[A-HX](?![A-Z])", re.IGNORECASE)
_TITLES: Final = frozenset(
    """AMBASSADOR AMB DCM CHARGE CDA CHIEF CHARGÉ D'AFFAIRES DAFFAIRES AFFAIRES D ACTING A/DCM ADCM
    DEPUTY OF MISSION POLCOUNS POL/C ECON/C ECONCOUNS POLITICAL ECONOMIC COUNSELOR CONSUL GENERAL CG
    PRINCIPAL OFFICER PO P.O. MINISTER MINISTER-COUNSELOR ASSISTANT UNDER SECRETARY A/S DAS PDAS
    DIRECTOR AD INTERIM A.I. AI A.I A/POLCOUNS POLOFF ECONOFF POL ECON POL/ECON POLITICAL/ECONOMIC
    POLITICAL-ECONOMIC SECTION HEAD ATTACHE DEFENSE LEGAL ADVISER ADVISOR CONSULAR MANAGEMENT THE
    TEAM LEADER PRT PERMANENT REPRESENTATIVE U.S. US AND FOR FIRST SECOND THIRD AFFAIRS PUBLIC
    COUNSELLOR SENIOR SPECIAL ENVOY COORDINATOR EXECUTIVE DEP ASST SECRETARY
    RSO ARSO SECURITY OFFICER INFORMATION COMMERCIAL AGRICULTURAL LABOR ENERGY ENVIRONMENTAL SCIENCE
    TECHNOLOGY HEALTH REFUGEE MILITARY POLITICAL-MILITARY POLITICAL/MILITARY POLMIL POL-MIL POL/MIL
    P/E PAO LEGATT DATT NARCOTICS ENFORCEMENT UNIT OFFICE BUREAU DESK COUNTRY MGMT IRM IO
    MIN-COUNS ECONCOUN POLCOUN POLCHIEF ECONCHIEF A/PO A/CG A/AMBASSADOR A/POLCHIEF ESTH COUNS
    COUNSEL COMMISSIONER DELEGATION ALTERNATE INTELLIGENCE TRADE FINANCE FINANCIAL
    ECOPOL ECONPOL ECON/POL POLECON POL-ECON POLMILOFF A/CHIEF
    REGIONAL PROGRAM VICE COUNSUL""".split()  # noqa: SIM905
)


@lru_cache(maxsize=8192)  # who heads a mission classifies its cables in the same words
def read_classified_by(text: str) -> ClassifiedBy:
    """Read what follows "Classified By": name, title, and the letters of the reasons.

    >>> read_classified_by("Ambassador J. Thomas Schieffer. Reasons 1.4 (B) (D)")
    ClassifiedBy(name='J. Thomas Schieffer', title='Ambassador', reasons=('b', 'd'))
    """
    text = " ".join(text.split())
    if "CLASSIFIED BY" in text.upper():
        text = _AGAIN.sub("", text)
    first = _FIRST.search(text)
    cut = _REASONS.search(text, first.start()) if first else None
    who, why = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    name, title = _who(who.strip(" ,;.:()-"))
    reasons = dict.fromkeys(letter.lower() for letter in _LETTERS.findall(_without_numbers(why)))
    return ClassifiedBy(name=name, title=title, reasons=tuple(reasons))


_AGAIN: Final = re.compile(r"\W*CLASSIFIED BY\b[\s:]*", re.IGNORECASE)


def read_authority(text: str) -> str | None:
    """Return the person whom an E.O. line of 1978 to 1982 names in brackets, as printed.

    >>> read_authority("GDS 3/14/85 (BOEKER, PAUL H.) OR-M")
    'BOEKER, PAUL H.'
    """
    match = _AUTHORITY.search(text)
    return " ".join(match[1].split()) if match else None


_AUTHORITY: Final = re.compile(
    r"\b(?:X?[GR]?DS|DECL)[^()]{0,30}\(([A-Z][A-Z'., -]{3,40}?)\s?(?:\)|$)"
)


def _without_numbers(why: str) -> str:
    """Cut `why` to its letters: `1.4 (b) and (d)` keeps b and d; what follows the list is cut."""
    match = _LIST.match(why)
    return _WORDS.sub(" ", _JOINED.sub(r"\1 ", match[0])) if match else ""


_JOINED: Final = re.compile(r"(1\.[3-6])(?=[A-H])", re.IGNORECASE)  # "1.4B"


_LIST: Final = re.compile(
    r"(?:(?:E\.?\s?O\.?\s?)?\d{5}|SECTIONS?|PARA\w*|\d[.,]?\d|AND|OR|&|[\s/,;()\[\].:-]+|[A-HX]\d?(?![A-Z]))*",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    r"(?:E\.?\s?O\.?\s?)?\d{5}|SECTIONS?|PARA\w*|\bAND\b|\bOR\b", re.IGNORECASE
)


_BRACKETED: Final = re.compile(r"([^,()]{3,60}?) \(([^()]{2,60})\)?")


def _who(who: str) -> tuple[str | None, str | None]:
    """Part a person's name from the title, before it or after a comma."""
    if bracketed := _BRACKETED.fullmatch(who):
        return bracketed[1], bracketed[2]
    ended = "a.i" if who.endswith("a.i") else ""
    first, _, rest = who.partition(",")
    words = first.split()
    count = _title_words(words)
    if count == 0:
        title = rest.strip(" ,") or None
        start = next((i for i in range(2, len(words)) if _title_words(words[i:])), len(words))
        if title is None and start < len(words):  # "Jane Roe Political Counselor"
            return " ".join(words[:start]), " ".join(words[start:])
        if (suffix := _SUFFIX.match(rest)) is not None:  # "John Doe, Jr., Ambassador"
            first, title = f"{first},{suffix[0]}", rest[suffix.end() :].strip(" ,") or None
        return first.strip() or None, f"{title}." if title and ended else title
    title, name = " ".join(words[:count]), " ".join(words[count:])
    if not name and rest:  # "Charge d'Affaires, a.i. James Zumwalt", "DCM, John Smith"
        inner_name, inner_title = _who(rest.strip())
        return inner_name, f"{title}, {inner_title}" if inner_title else title
    if (suffix := _SUFFIX.match(rest)) is not None:
        name += f",{suffix[0]}"
    return name or None, title


_SUFFIX: Final = re.compile(r" (?:JR|SR|II|III|IV)\b\.?", re.IGNORECASE)
# What stands before a title: bureaus and missions by their letters, "NEA/I", "AIT", "USNATO".
_OFFICES: Final = frozenset(
    """AF EAP EUR NEA SCA SA WHA ARA IO PM VCI ISN NP AC DRL INL OES PRM EB EEB INR CA DS HR FBO OBO
    AIT USNATO USEU USUN USOSCE UNVIE USAID AID DEA EMBASSY STATE PRT REO""".split()  # noqa: SIM905
)


def _title_words(words: list[str]) -> int:
    """How many words at the head of `words` are a title, with the office that it is of."""
    count = 0
    while count < len(words) and _is_title(words, count):
        count += 1
    return count


def _is_title(words: list[str], index: int) -> bool:
    word = words[index].upper().strip(".:")
    if word in _TITLES:
        return True
    if index + 1 == len(words) or not (word in _OFFICES or words[index].isupper()):
        return False
    sure = word in _OFFICES or "/" in word or not words[index + 1].isupper()
    return sure and len(word) > 1 and _is_title(words, index + 1)
