"""Pages of PlusD, the library of diplomacy: a synopsis of keys and values, then the text.

    <table id="synopsis"> <td colspan=…>TITLE</td>
      <div class="s_key">Date:</div> <div class="s_val">2010 February 26, 11:30 (Friday)</div> …
    <div id="tagged-text">…</div>

The layout is known from descriptions of it, not from pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from searchcable.cable import Cable, Source
from searchcable.formats.container import Said, make_cable
from searchcable.formats.markup import by_class, page_text, read_page

_MARK: Final = re.compile(r"""\bid\s*=\s*["']?(?:synopsis|tagged-text)\b""", re.IGNORECASE)
_KEYS: Final = {
    "canonical id": "mrn", "document number": "mrn", "date": "date",
    "original classification": "classification", "classification": "classification",
    "from": "origin", "to": "to", "tags": "tags", "drafter": "drafter",
    "reference(s)": "references", "references": "references", "reference": "references",
}  # fmt: skip
_MOST_CELLS: Final = 200
_SEVERAL: Final = ("to", "tags", "references")
_MEANING: Final = re.compile(r"\s+[-\u2013\u2014]+\s.*")  # after a tag: "AE - United Arab Emirates"
_NOTHING: Final = frozenset(("-- n/a or blank --", "n/a", "-- not assigned --", "none", "--", "-"))


def is_plusd_html(text: str) -> bool:
    """Return whether a page is one of PlusD's.

    >>> is_plusd_html('<table id="synopsis">'), is_plusd_html('<table id="menu">')
    (True, False)
    """
    return _MARK.search(text) is not None


def read_plusd_html(text: str, source: Source) -> Iterator[Cable]:
    """Yield the cable of a page, and nothing where it has no text. Raises nothing."""
    page = read_page(text)
    boxes = page.root.xpath("//*[@id='tagged-text']") or page.root.xpath("//*[@id='text']")
    body = page_text(boxes[0]) if boxes else page_text(page.root) if page.defects else ""
    if body.strip():
        yield make_cable(body, _said(page.root), source, page.defects)


def _said(root: Any) -> Said:
    values: dict[str, Any] = {}
    rest: dict[str, str] = {}
    tables = root.xpath("//table[@id='synopsis']")
    for table in tables[:1]:
        for name, value in _pairs(table):
            key = _KEYS.get(name.lower())
            if key is None or key in values:
                rest[name] = value
            else:
                values[key] = _list(key, value) if key in _SEVERAL else value
        values["subject"] = _title(table)
    return Said(**values, attributes=rest)


def _pairs(table: Any) -> Iterator[tuple[str, str]]:
    keys = (_flat(element) for element in by_class(table, "div", "s_key"))
    values = (_flat(element) for element in by_class(table, "div", "s_val"))
    for name, value in zip(keys, values, strict=False):
        if value and value.lower() not in _NOTHING:
            yield name.rstrip(": "), value


def _title(table: Any) -> str | None:
    """Return the first wide cell that is no key and no value."""
    for cell in islice(table.iter("td", "th"), _MOST_CELLS):
        pairs = cell.xpath(".//div[contains(@class, 's_key') or contains(@class, 's_val')]")
        if cell.get("colspan") and not pairs and (title := _flat(cell)):
            return title
    return None


def _list(key: str, value: str) -> tuple[str, ...]:
    """Return the items of a list: `AE - United Arab Emirates | PREL - …` are two tags."""
    parts = [part.strip() for part in re.split(r"\s*\|\s*", value)]
    if key == "tags":
        parts = [_MEANING.sub("", part) for part in parts]
    return tuple(part for part in parts if part)


def _flat(element: Any) -> str:
    return " ".join(page_text(element).split())
