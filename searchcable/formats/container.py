"""What a container says of a cable besides its text: the columns of a table, the cells of a page.

Inside of one source the telegram's own text counts for more than its container: what the text does
not say is taken from the container, and where they disagree the cable has a defect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from searchcable.cable import Addressee, Cable, Defect, Origin, Paragraph, Reference, Source
from searchcable.formats.frus_text import is_frus_text, read_frus_text
from searchcable.formats.telegram import parse
from searchcable.formats.telegram.heading import read_written_time
from searchcable.markings import Classification
from searchcable.mrn import Mrn
from searchcable.vocabulary import find_post, posts


class Said(NamedTuple):
    """What a container says of one cable, as it is written there; `attributes` is all the rest."""

    mrn: str | None = None
    date: str | None = None
    classification: str | None = None
    origin: str | None = None
    subject: str | None = None
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    drafter: str | None = None
    attributes: Mapping[str, str] = MappingProxyType({})


def read_telegram(text: str, source: Source, mrn: str | None = None) -> Cable:
    """Return the cable of a text. A fault of the parser's own does not lose the text."""
    try:
        return parse(text, mrn=mrn, source=source)
    except Exception as error:
        defect = Defect(code="parser-error", message=f"{type(error).__name__}: {error}"[:200])
        paragraphs = (Paragraph(text=text),)
        return Cable(text=text, paragraphs=paragraphs, defects=(defect,), sources=(source,))


def make_cable(text: str, said: Said, source: Source, defects: Iterable[Defect] = ()) -> Cable:
    """Return the cable that a telegram's text and its container make together.

    `defects` are those that reading the container met. Raises nothing.
    """
    if is_frus_text(text):
        cable = next(read_frus_text(text, source))
    else:
        cable = read_telegram(text, source, said.mrn or None)
    found = list(defects)
    values: dict[str, Any] = dict(_settle(cable, said, found))
    if said.origin and not cable.origin.post:
        values["origin"] = _origin(said.origin, cable.origin)
    values["attributes"] = {**cable.attributes, **_attributes(said)}
    return cable.with_values(**values, defects=(*found, *cable.defects))


@lru_cache(maxsize=256)  # containers write it in few ways
def read_container_level(text: str) -> Classification:
    """Return the level of a container's classification, its captions left aside.

    >>> str(read_container_level("UNCLASSIFIED//FOR OFFICIAL USE ONLY"))
    'FOR OFFICIAL USE ONLY'

    Raises ValueError where it names none.
    """
    levels = []
    for part in re.split(r"//?|,", text):
        try:
            levels.append(Classification.parse(part))
        except ValueError:
            continue
    if not levels:
        raise ValueError(f"no classification: {text!r:.80}")
    return max(levels)


def _settle(cable: Cable, said: Said, defects: list[Defect]) -> Iterator[tuple[str, Any]]:
    """Yield what the container adds, by the cable's attribute; note what it says otherwise."""
    for name, read, same in _COMPARED:
        printed = getattr(said, name)
        if not printed or (isinstance(printed, str) and printed.strip(" -").lower() in _NOTHING):
            continue
        try:
            value = read(printed, cable)
        except ValueError as error:
            message = f"the container says {printed!r:.80}: {error}"[:200]
            defects.append(Defect(code=f"{name}-unreadable", message=message))
            continue
        own = getattr(cable, name)
        if not own and value:
            yield name, value
        elif not same(own, value) and not _says_sensitive(cable, name, value):
            message = f"the text says {_short(own)}, the container {_short(value)}"
            defects.append(Defect(code=f"{name}-differs", message=message))


_NOTHING: Final = frozenset(("", "n/a", "na", "none", "null", "nan", "unknown", "not assigned",
     "no classification marking"))  # fmt: skip


def _short(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}Z"
    return (", ".join(value) if isinstance(value, tuple) else str(value))[:200]


def _says_sensitive(cable: Cable, name: str, value: Any) -> bool:
    """Containers count what is UNCLASSIFIED and SENSITIVE as FOR OFFICIAL USE ONLY."""
    return (
        name == "classification"
        and value is Classification.FOR_OFFICIAL_USE_ONLY
        and cable.classification is Classification.UNCLASSIFIED
        and not _SENSITIVE.isdisjoint(cable.captions)
    )


_SENSITIVE: Final = frozenset(("SENSITIVE", "SBU", "FOUO"))


def _same_subject(own: str, other: str) -> bool:
    """Containers cut subjects short, and print them in capitals."""
    one, two = (re.sub(r"[\W_]+", "", text).upper() for text in (own, other))
    return one.startswith(two) or two.startswith(one)


def _same_tags(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Archivists add TAGS, and leave out people's names; that is no disagreement."""
    one, two = ({tag.upper() for tag in tags if tag.isalnum()} for tags in (own, other))
    return one <= two or two <= one


def _same_minute(own: datetime, other: datetime) -> bool:
    """A container's day without an hour agrees with any hour of it."""
    whole_day = (other.hour, other.minute) == (0, 0)
    return own.date() == other.date() and (whole_day or abs((own - other).total_seconds()) < 60)


def _references(printed: tuple[str, ...], cable: Cable) -> tuple[Reference, ...]:
    """A container's references count where the text is a body alone, without any lines of labels.

    A telegram without a REF line cites nothing there: what containers list is then of its prose.
    """
    if cable.subject or cable.tags or cable.origin.post:
        return ()
    return tuple(Reference(raw=raw, **_cited(raw)) for raw in printed)


def _cited(raw: str) -> dict[str, Any]:
    try:
        return {"mrn": Mrn.parse(raw), "year": "stated"}
    except ValueError:
        return {"kind": "message"}


_COMPARED: Final[tuple[tuple[str, Callable[..., Any], Callable[[Any, Any], bool]], ...]] = (
    ("date", lambda text, _: read_written_time(text), _same_minute),
    ("classification", lambda text, _: read_container_level(text), lambda one, two: one == two),
    ("subject", lambda text, _: " ".join(text.split()), _same_subject),
    ("tags", lambda tags, _: tags, _same_tags),
    ("references", _references, lambda one, two: True),
    ("to", lambda names, _: tuple(Addressee(name=name) for name in names), lambda one, two: True),
    ("drafter", lambda text, _: text, lambda one, two: True),
)
"""What text and container may both say: how the container's is read, and when the two agree."""


def _origin(printed: str, own: Origin) -> Origin:
    found = find_post(printed)
    code = own.place_code or (found.code if found else None)
    post = posts().get(code or "")
    return Origin(post=printed, place_code=code, country=post.country if post else own.country)


def _attributes(said: Said) -> dict[str, str]:
    """Return all that the container says, under names for people."""
    values = {
        "Reference ID": said.mrn,
        "Created": said.date,
        "Classification": said.classification,
        "Origin": said.origin,
        "Title": said.subject,
        "Tags": ", ".join(said.tags),
        "References": ", ".join(said.references),
        "To": ", ".join(said.to),
        "Drafter": said.drafter,
    } | dict(said.attributes)
    return {name: value for name, value in values.items() if value}
