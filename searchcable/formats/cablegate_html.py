"""Pages of Cablegate: a table with what is known of the cable, then its text in `<pre>` blocks.

    <h3>Viewing cable 07TOKYO1716, SUBJECT</h3>
    <table class='cable'> Reference ID · Created · Released · Classification · Origin </table>
    <code><pre>header</pre></code> <code><pre>body</pre></code>

Later releases have one block, or an empty header. Most of a page is its menu, which is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from searchcable.cable import Cable, Source
from searchcable.formats.container import Said, make_cable
from searchcable.formats.markup import outermost, page_text, read_page

_TITLE: Final = re.compile(
    r"\s*Viewing cable\s+(?P<mrn>[^,\s]{1,60})\s*(?:,\s*(?P<subject>.*))?", re.S
)
_TABLE: Final = re.compile(r"<table\b[^>]*\bclass\s*=\s*[\"']?cable\b", re.IGNORECASE)
_VIEWING: Final = re.compile(r"<h\d[^>]*>\s*Viewing cable\b", re.IGNORECASE)
_BEGIN: Final = re.compile(r"<pre\b", re.IGNORECASE)
_END: Final = re.compile(r"</pre\s*>", re.IGNORECASE)
_MOST_CELLS: Final = 20
_CELLS: Final = {"Reference ID": "mrn", "Created": "date", "Classification": "classification",
                 "Origin": "origin"}  # fmt: skip


def is_cablegate_html(text: str) -> bool:
    """Return whether a page is one of Cablegate's.

    >>> is_cablegate_html("<h3>Viewing cable 07TOKYO1716, X</h3><pre>"), is_cablegate_html("<pre>")
    (True, False)
    """
    return "<pre" in text.lower() and bool(_VIEWING.search(text) or _TABLE.search(text))


def read_cablegate_html(text: str, source: Source) -> Iterator[Cable]:
    """Yield the cable of a page, and nothing where it shows none. Raises nothing."""
    page = read_page(_of_cable(text))
    blocks = [page_text(pre) for pre in outermost(page.root, "pre")] or [page_text(page.root)]
    body = "\n\n".join(block for block in blocks if block.strip())
    if body.strip():
        yield make_cable(body, _said(page.root), source, page.defects)


def _of_cable(text: str) -> str:
    """Return the part of a page that is about the cable: from its title to its last text."""
    starts = [found.start() for mark in (_VIEWING, _TABLE) if (found := mark.search(text))]
    ends = [end.end() for end in _END.finditer(text)]
    whole = not ends or _BEGIN.search(text, ends[-1])
    return text[min(starts, default=0) : len(text) if whole else ends[-1]]


def _said(root: Any) -> Said:
    titles = (_TITLE.fullmatch(page_text(head)) for head in outermost(root, "h1", "h2", "h3"))
    title = next(filter(None, titles), None)
    values: dict[str, Any] = title.groupdict() if title else {}
    cells: dict[str, str] = {}
    for table in root.xpath("(//table[contains(@class, 'cable')])[1]"):
        names = [_flat(cell) for cell in islice(table.iter("th"), _MOST_CELLS)]
        texts = [_flat(cell) for cell in islice(table.iter("td"), _MOST_CELLS)]
        cells = dict(zip(names, texts, strict=False))
    values |= {_CELLS[name]: value for name, value in cells.items() if name in _CELLS and value}
    rest = {name: value for name, value in cells.items() if name not in _CELLS}
    subject = " ".join((values.pop("subject", None) or "").split())
    return Said(**values, subject=subject or None, attributes=rest)


def _flat(element: Any) -> str:
    return " ".join(page_text(element).split())
