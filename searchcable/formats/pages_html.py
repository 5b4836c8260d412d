"""Any other page that shows a telegram: one that was saved from a site, or made by a program."""

from __future__ import annotations

from collections.abc import Iterator

from searchcable.cable import Cable, Source
from searchcable.formats.container import Said, make_cable
from searchcable.formats.markup import Page, outermost, page_text, read_page


def page_of_telegram(text: str) -> tuple[Page, str]:
    """Return a page and the text in it that may be a telegram's: of its `<pre>` blocks if any."""
    page = read_page(text)
    blocks = [page_text(pre) for pre in outermost(page.root, "pre")]
    whole = "\n\n".join(block for block in blocks if block.strip())
    return page, whole if len(whole) > _LEAST else page_text(page.root)


_LEAST = 200  # characters; a shorter <pre> is an example in a page about something


def read_html(text: str, source: Source) -> Iterator[Cable]:
    """Yield the cable of a page's text. Raises nothing."""
    page, body = page_of_telegram(text)
    yield make_cable(body, Said(), source, page.defects)
