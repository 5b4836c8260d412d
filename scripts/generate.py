"""Generate cables: the same `seed` gives the same cables, on every run and version of Python.

`generate(50, 1716)` writes readable English and plants defects and rare words (`plants.py`);
`prose="zipf"` writes a Zipf stream of 200,000 words instead, thousands of cables a second. Shares
and sizes follow counts of the 2011 set and of 1,295 of its cables; no sentence is of a real cable
and no person is real.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from generating import grammar, plants
from generating.chance import Chance, Weighted
from generating.places import AGENCIES, READABLE, Station, sent, stations
from generating.prose import Drone, Narrator, Reporter, WordPool
from generating.telegram import Cited, Draft, Line, Portion, body, header

YEARS: Final = {  # cables of the 2011 set by the year of their MRN, from where the 2000s' form is
    2002: 2570, 2003: 8083, 2004: 11808, 2005: 24131, 2006: 42385, 2007: 44688, 2008: 49427,
    2009: 56797, 2010: 9004,
}  # fmt: skip
_CLASSES: Final[Weighted[tuple[str, tuple[str, ...]]]] = Weighted(
    (
        ("UNCLASSIFIED", ()),
        ("UNCLASSIFIED", ("SENSITIVE",)),
        ("CONFIDENTIAL", ()),
        ("CONFIDENTIAL", ("NOFORN",)),
        ("SECRET", ()),
        ("SECRET", ("NOFORN",)),
    ),
    (75_792, 58_095, 97_070, 4_678, 11_322, 4_330),
)
_PRECEDENCES: Final = Weighted(("O", "P", "R", "O R", "O P", "P R"), (439, 421, 299, 21, 17, 6))
_MARKINGS: Final = {  # of the paragraphs of a cable, by its classification and last caption
    "SENSITIVE": ("SBU",) * 9 + ("U",),
    "CONFIDENTIAL": ("C",) * 14 + ("U", "SBU"),
    "CONFIDENTIAL NOFORN": ("C/NF",) * 8 + ("C",) * 3 + ("U",),
    "SECRET": ("S",) * 8 + ("C",) * 2 + ("U",),
    "SECRET NOFORN": ("S/NF",) * 7 + ("S//NF",) + ("S",) * 2 + ("C",),
}
_OTHER_TAGS: Final = ("PREL", "PGOV", "PHUM", "ECON", "PTER", "EFIN", "EAID", "OPDC", "KWMN", "UN")
_INFO_COUNT: Final = ((0.0, 0), (0.5, 5), (0.9, 13), (1.0, 19))


@dataclass(frozen=True, slots=True)
class Scale:
    """How long the bodies of a corpus are: quantiles in characters, and characters a section."""

    size: tuple[tuple[float, int], ...]
    section: int


_READABLE: Final = Scale(
    size=((0.0, 900), (0.5, 3_000), (0.9, 6_500), (1.0, 10_000)), section=3_000
)
_ZIPF: Final = Scale(
    size=((0.0, 500), (0.1, 2_100), (0.5, 5_500), (0.9, 11_000), (0.99, 19_300), (1.0, 44_000)),
    section=4_000,
)


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated cable: `header` and `body` as containers part them, and what is true of it."""

    mrn: str
    header: str
    body: str
    post: str
    truth: dict[str, Any]

    @property
    def text(self) -> str:
        """The whole telegram."""
        return f"{self.header}\n\n{self.body}"


def generate(
    count: int,
    seed: int,
    *,
    prose: Literal["readable", "zipf"] = "readable",
    years: Sequence[int] | None = None,
) -> Iterator[Generated]:
    """Yield `count` cables in the order of their dates, one at a time.

    `years` narrows the years, which are 2002 to 2010. Raises ValueError for other years.
    """
    chosen = sorted(set(years or YEARS))
    if not set(chosen) <= set(YEARS):
        raise ValueError(f"years must lie in {min(YEARS)} to {max(YEARS)}")
    office = _Office(seed, prose == "zipf", chosen)
    for index in range(count):
        yield office.send(index, count)


class _Office:
    """Drafts cables one after the other; knows which serials are used and what was sent lately."""

    def __init__(self, seed: int, zipf: bool, years: Sequence[int]) -> None:
        self._chance, self._zipf = Chance(seed), zipf
        self._pool = _word_pool(seed) if zipf else None
        self._scale = _ZIPF if zipf else _READABLE
        codes = tuple(stations()) if zipf else READABLE
        self._stations = Weighted(codes, [sent(code) if zipf else 1.0 for code in codes])
        self._years = [(year, YEARS[year]) for year in years]
        self._serials: Counter[tuple[int, str]] = Counter()
        self._recent: deque[tuple[int, Station, int]] = deque(maxlen=60)

    def send(self, index: int, count: int) -> Generated:
        """Draft, plant and print the cable of that index."""
        draft = self._draft(index, self._moment((index + self._chance.random()) / count))
        if not self._zipf:
            for plant in plants.PLANTS.get(index, ()):
                plant(draft)
        self._recent.append((draft.year, draft.station, draft.serial))
        return Generated(draft.mrn, header(draft), body(draft), draft.station.name, draft.truth())

    def _moment(self, share: float) -> datetime:
        """Return the minute by which `share` of all cables were sent."""
        left = share * sum(number for _, number in self._years)
        years = iter(self._years)
        year, number = next(years)
        while left >= number:
            left -= number
            year, number = next(years)
        minutes = int(left / number * 525_599)  # a year of 365 days
        return datetime(year, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - in UTC, as DTGs

    def _draft(self, index: int, when: datetime) -> Draft:
        chance = self._chance
        code = None if self._zipf else plants.AT.get(index)
        station = stations()[code or self._stations.draw(chance)]
        narrator = self._narrator(index, station, when.year)
        classification, captions = _CLASSES.draw(chance)
        if not self._zipf and index in plants.WITH_MARKINGS:
            classification, captions = "CONFIDENTIAL", ()
        precedence = _PRECEDENCES.draw(chance)
        draft = Draft(
            station=station, year=when.year, serial=self._serial(when.year, station), when=when,
            precedence=precedence, transmission=f"VZCZCXRO{chance.between(1000, 9999)}",
            to=[self._to(station, precedence)], info=self._info(station, precedence),
            classification=classification, captions=[*captions, *(["SIPDIS"] * self._sipdis())],
            tags=self._tags(narrator, station), subject=narrator.subject(),
            portions=self._portions(narrator, " ".join((classification, *captions))),
            cited=self._cited(when.year),
        )  # fmt: skip
        self._sign(draft)
        self._lay_out(draft, index)
        if classification != "UNCLASSIFIED" and chance.happens(0.2):
            self._redact(draft, narrator)
        return draft

    def _narrator(self, index: int, station: Station, year: int) -> Narrator:
        arms, *others = grammar.TOPICS
        topic = arms if index in plants.ARMS_CONTROL else others[index % len(others)]
        if self._pool:
            return Drone(self._chance, self._pool, self._chance.one(grammar.TOPICS))
        return Reporter(self._chance, topic, station, year)

    def _serial(self, year: int, station: Station) -> int:
        key = (year, station.code)
        self._serials[key] += self._chance.between(1, 2 if self._zipf else 9)
        return station.serial_from + self._serials[key]

    def _sipdis(self) -> int:
        return int(self._chance.happens(0.93))

    def _to(self, station: Station, precedence: str) -> Line:
        mcn = str(self._chance.between(1000, 9999))
        level = {"O": "IMMEDIATE", "P": "PRIORITY"}.get(precedence[0])
        if station.code == "STATE":
            post = stations()[self._stations.draw(self._chance)]
            return Line(post.route, post.address, level, mcn)
        return Line("RUEHC", "SECSTATE WASHDC", level, mcn)

    def _info(self, station: Station, precedence: str) -> list[Line]:
        chance, wanted = self._chance, self._chance.along(_INFO_COUNT)
        level = "PRIORITY" if precedence == "O" else None
        posts = [stations()[code] for code in chance.some(READABLE, wanted * 2 // 3)]
        lines = [
            Line(post.route, post.address, level, str(chance.between(100, 9999)).zfill(4))
            for post in posts
            if post is not station
        ]
        for route, name, numbered in chance.some(AGENCIES, wanted - wanted * 2 // 3):
            lines.append(
                Line(route, name, level, str(chance.between(1000, 9999)) if numbered else None)
            )
        return lines

    def _tags(self, narrator: Narrator, station: Station) -> list[str]:
        if self._zipf and self._chance.happens(0.05):
            return []
        others = self._chance.some(_OTHER_TAGS, self._chance.below(3))
        return list(dict.fromkeys([*narrator.tags, *others, station.tag]))

    def _portions(self, narrator: Narrator, level: str) -> list[Portion]:
        chance, size = self._chance, self._chance.along(self._scale.size)
        number = max(3, size // chance.between(450, 1_100))
        plain: tuple[str | None, ...] = ("U",) if chance.happens(0.35) else (None,)
        marks = _MARKINGS.get(level) or _MARKINGS.get(level.split()[-1]) or plain
        share = size // number
        texts = [narrator.paragraph(share * chance.between(5, 13) // 10) for _ in range(number)]
        if chance.happens(0.8):
            texts[0] = _zone(chance, "Summary", narrator.summary(share))
        if chance.happens(0.6):
            texts[-1] = _zone(chance, "Comment", narrator.comment(share))
        if isinstance(narrator, Reporter) and chance.happens(0.15):
            texts.append(narrator.request())
        portions = [Portion(n, chance.one(marks), text) for n, text in enumerate(texts, 1)]
        places = sorted(chance.some(range(1, number - 1), number // 3))
        for place, heading in zip(places, narrator.headings(len(places)), strict=False):
            portions[place].heading = heading
        return portions

    def _cited(self, year: int) -> list[Cited]:
        chance = self._chance
        if not chance.happens(0.56):
            return []
        cited = chance.some(self._recent, chance.between(1, 3))
        if not cited or chance.happens(0.25):
            station = stations()[self._stations.draw(chance)]
            missing = station.serial_from - chance.between(1, 99)  # used by no cable
            cited.append((year - chance.below(2), station, missing))
        return [self._reference(*one) for one in cited]

    def _reference(self, year: int, station: Station, serial: int) -> Cited:
        short, mrn = f"{year % 100:02}", f"{year % 100:02}{station.code}{serial}"
        forms = (f"{short} {station.place} {serial}", f"{short} {station.place} {serial:05}", mrn)
        return Cited(self._chance.one(forms), mrn)

    def _sign(self, draft: Draft) -> None:
        chance = self._chance
        surname = grammar.SIGNERS[(draft.year + ord(draft.station.code[0])) % len(grammar.SIGNERS)]
        draft.signer = surname if chance.happens(0.6) else None
        if draft.classification == "UNCLASSIFIED":
            return
        other = (chance.one(grammar.COUNSELORS), chance.one(grammar.SURNAMES))
        title, name = (
            (chance.one(grammar.CHIEFS), surname.title()) if chance.happens(0.5) else other
        )
        draft.classified_by = f"{title} {chance.one(grammar.GIVEN)} {name}"
        draft.reasons = chance.one((("B", "D"), ("B",), ("B", "C", "D"), ("D",)))
        draft.declassify_on = date(draft.year + 10, draft.when.month, min(draft.when.day, 28))

    def _lay_out(self, draft: Draft, index: int) -> None:
        draft.wrap = None if self._chance.happens(0.15) else self._chance.between(60, 68)
        draft.two_lines = len(draft.subject) > 40 and self._chance.happens(0.5)
        length = sum(len(portion.text) for portion in draft.portions)
        draft.sections = 1 + length // self._scale.section
        if not self._zipf and index in plants.IN_FULL_SECTIONS:
            draft.sections, draft.transmissions = plants.IN_FULL_SECTIONS[index], True

    def _redact(self, draft: Draft, narrator: Narrator) -> None:
        """Black out a name, or in a Zipf stream the first paragraph's second word."""
        name = getattr(narrator, "lead_name", None) or draft.portions[0].text.split()[1]
        for portion in draft.portions:
            draft.redacted |= name in portion.text
            portion.text = portion.text.replace(name, "X" * 12, 2)


@lru_cache(maxsize=1)
def _word_pool(seed: int) -> WordPool:
    return WordPool(Chance(seed))


def _zone(chance: Chance, name: str, text: str) -> str:
    """Return text between a zone's words, in one of the ways in which posts write them."""
    start, end = chance.one(
        ((f"{name}:", f"End {name}."), (f"{name}.", f"End {name}."),
         (f"{name.upper()}:", f"END {name.upper()}."))
    )  # fmt: skip
    return f"{start} {text} {end}"
