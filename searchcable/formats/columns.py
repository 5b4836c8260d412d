"""Tables with a name for each column: JSON objects, and CSV with a header row.

The names are those of History Lab's tables, of SQL and Mongo collections of cables, and those that
people give when they make a table themselves. What has another name is kept as an attribute.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from searchcable.cable import Cable, Source
from searchcable.formats.container import Said, make_cable
from searchcable.formats.decoding import mend
from searchcable.mrn import Mrn

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "mrn": ("mrn", "refid", "referenceid", "docnbr", "docnumber", "docno", "documentnumber",
            "cableid", "canonicalid", "identifier", "reference", "id"),
    "text": ("rawbody", "text", "body", "content", "messagetext", "fulltext", "cabletext",
             "aadtext", "raw"),
    "header": ("header", "head"),
    "date": ("date", "created", "datetime", "sent", "draftdate", "msgdate"),
    "classification": ("classification", "origclass", "originalclassification", "class"),
    "origin": ("origin", "from", "frompost", "fromfield", "source"),
    "subject": ("subject", "title", "subj", "re"),
    "tags": ("tags",),
    "references": ("references", "refs"),
    "to": ("to", "tofield", "destination", "recipients"),
    "drafter": ("drafter",),
}  # fmt: skip
"""Our names, and for each the names that tables have, the better first, in small letters."""

_LONGEST: Final = 10_000  # characters of one attribute


def looks_like_cables(names: Mapping[str, Any]) -> bool:
    """Return whether columns of these names hold cables: a text, and something that names it.

    >>> looks_like_cables({"doc_nbr": 1, "body": 1}), looks_like_cables({"text": 1})
    (True, False)
    """
    known = {_squeezed(name) for name in names}
    texts = known.intersection(_NAMES["text"])
    besides = [part for part in _NAMES if part != "text" and known.intersection(_NAMES[part])]
    return bool(texts) and bool(besides)


def read_columns(row: Mapping[str, Any], source: Source) -> Cable:
    """Return the cable of one row by its columns' names. Raises ValueError where it has no text."""
    names = {_squeezed(name): name for name in reversed([*row]) if row[name] not in (None, "")}
    used: set[str] = set()

    def take(part: str) -> Any:
        for name in _NAMES[part]:
            if name in names and not (part == "mrn" and not _is_mrn(row[names[name]])):
                used.add(names[name])
                return row[names[name]]
        return None

    parts = [_text(take(part)).strip("\r\n") for part in ("header", "text")]
    text, odd = mend("\n\n".join(part for part in parts if part.strip()))
    if not text.strip():
        raise ValueError("no text in any column that is known to have one")
    values: dict[str, Any] = {part: _text(take(part)).strip() or None for part in _SINGLE}
    values |= {part: tuple(_several(take(part))) for part in _SEVERAL}
    rest = {name: _text(value)[:_LONGEST] for name, value in row.items() if name not in used}
    return make_cable(text, Said(**values, attributes=rest), source, odd)


_SINGLE: Final = ("mrn", "date", "classification", "origin", "subject", "drafter")
_SEVERAL: Final = ("tags", "references", "to")


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _is_mrn(value: Any) -> bool:
    try:
        Mrn.parse(_text(value))
    except ValueError:
        return False
    return True


def _text(value: Any) -> str:
    """Return a value as text; what is no text is written as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _several(value: Any) -> list[str]:
    """Return the items of a list, or of a text that has them with `|` `;` `,` between."""
    if isinstance(value, list):
        items = [_text(one) for one in value]
    else:
        text = _text(value)
        items = text.split("|" if "|" in text else ";" if ";" in text else ",")
    return [item.strip() for item in items if item.strip()]
