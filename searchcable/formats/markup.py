"""HTML pages, read by lxml without what harms: long attributes, deep nesting, scripts.

libxml2 takes time that grows with the square of a tag's attributes, and drops without a word what
is deeper than 256 elements (RELIABILITY of lxml 6). So tags lose the attributes that no reader
asks for, and a page that libxml2 cannot hold is read as plain text, which is a defect.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from lxml import etree

from searchcable.cable import Defect

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)(?:>|(?=<)|\Z)")
_KEPT: Final = re.compile(r"""\b(class|id|colspan)\s*=\s*(?:"([^"]{0,200})"|'([^']{0,200})')""")
_LOOK_AT: Final = 2_000  # characters of a tag in which its class and id are looked for
_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head)\b.*?(?:</\1\s*>|\Z)|<[!?][^>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_BREAKS: Final = frozenset(
    "p div tr table h1 h2 h3 h4 h5 h6 li ul ol blockquote section article dl dt dd hr pre".split()  # noqa: SIM905
)
_MAX_TEXT: Final = 9_000_000  # characters; libxml2 stops at ten million bytes of one text


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a tree; where it could not be one, `root` holds its text alone, with a defect."""

    root: Any
    defects: tuple[Defect, ...] = ()


def read_page(text: str) -> Page:
    """Read a page, or any part of one. Raises nothing."""
    slim = _TAG.sub(_slim, _UNSEEN.sub(" ", text)).replace("\0", "\ufffd")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    why = "is empty"
    try:
        if len(slim) > _MAX_TEXT:
            why = "is too long"
        else:
            root = etree.fromstring(slim.encode("utf-8", "replace"), parser)
            limits = [e for e in parser.error_log if e.type_name in _LIMITS]
            if root is not None and not limits:
                return Page(root)
            why = "is nested too deep" if limits else why
    except etree.LxmlError as error:
        why = str(error)[:100]
    root = etree.Element("body")
    root.text = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", _plain(slim))
    return Page(root, (Defect(code="html-unreadable", message=f"the page {why}; read as text"),))


_LIMITS: Final = frozenset(("ERR_RESOURCE_LIMIT", "ERR_NAME_TOO_LONG", "ERR_NO_MEMORY"))


def page_text(element: Any) -> str:
    """Return the text of an element as a reader sees it: a line for a `<br>`, and for each block.

    What stands in `<pre>` keeps its lines; elsewhere runs of white space are one space.
    """
    parts: list[str] = []
    _gather(element, parts)
    lines = "".join(parts).replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def _gather(element: Any, parts: list[str]) -> None:
    """Walk an element without recursion, in the order of the page."""
    pre = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        name = one.tag if isinstance(one.tag, str) else ""
        if event == "start":
            pre += name == "pre"
            if name == "br" or (name in _BREAKS and parts and not parts[-1].endswith("\n")):
                parts.append("\n")
            parts.append(_spaced(one.text, bool(pre)))
        else:
            pre -= name == "pre"
            if name in _BREAKS:
                parts.append("\n")
            if one is not element:
                parts.append(_spaced(one.tail, bool(pre)))


def _spaced(text: str | None, pre: bool) -> str:
    return (text or "") if pre else re.sub(r"[ \t\r\n]+", " ", text or "")


def outermost(root: Any, *tags: str) -> Iterator[Any]:
    """Yield the first elements of some tags that stand in no other one of them.

    So no text is read twice, however often elements stand in each other.
    """
    found = (e for e in root.iter(*tags) if next(e.iterancestors(*tags), None) is None)
    return islice(found, _MOST)


def by_class(root: Any, tag: str, name: str) -> Iterator[Any]:
    """Yield the first outermost elements of a tag that have a class."""
    for element in outermost(root, tag):
        if name in (element.get("class") or "").split():
            yield element


_MOST: Final = 10_000


def _slim(match: re.Match[str]) -> str:
    close, name, rest = match.groups()
    if close or not rest:
        return f"<{close}{name}>"
    kept = "".join(
        f" {key}='{html.escape(one or two)}'"
        for key, one, two in _KEPT.findall(rest[:_LOOK_AT])[:3]
    )
    return f"<{name}{kept}>"


def _plain(text: str) -> str:
    broken = re.sub(r"<br>|</(?:p|div|tr|li|pre)>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(_TAG.sub("", broken))
