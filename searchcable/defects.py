"""What can be wrong with a cable: the codes of defects, and what each means.

A defect never keeps a cable out of an index. Codes are stable; messages may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DEFECTS: Final[Mapping[str, str]] = {
    # the telegram
    "classification-missing": "the telegram has a header, and no classification",
    "date-missing": "the telegram has a header, and no date-time group",
    "date-unreadable": "a date is printed that is none",
    "declassification-unreadable": "the E.O. line has a date that is none",
    "mrn-missing": "the telegram has a header, and nothing that gives it a number",
    "mrn-unreadable": "the container names it by what is no number",
    "paragraph-missing": "the numbers of its paragraphs leave some out",
    "paragraph-repeated": "two paragraphs in a row have the same number",
    "partial-extract": "it says of itself that it is an extract",
    "section-header-missing": "it names some of its sections only, yet runs to its signature",
    "section-missing": "one of its sections is not there",
    "sections-joined": "its sections were read in several places, and joined",
    "subject-missing": "the telegram has a header, and no subject",
    "tags-missing": "the telegram has a header, and no TAGS",
    # text and container that disagree: the text counts
    "classification-differs": "text and container name different classifications",
    "date-differs": "text and container name different times",
    "mrn-differs": "text and container name different numbers",
    "subject-differs": "text and container name different subjects",
    "tags-differs": "text and container name different TAGS",
    "classification-unreadable": "the container names a classification that is none",
    # the file
    "c1-control": "control characters of an old kind stand in the text",
    "csv-damaged": "the quotes or columns of its row are wrong; nothing of it was left out",
    "html-unreadable": "its page could not be read as HTML, and was read as plain text",
    "lone-surrogate": "halves of characters were replaced",
    "member-name-unsafe": "the archive names it by a path that leads out of its folder",
    "mojibake": "letters were read in a wrong encoding before they came here",
    "not-utf-8": "the file is no UTF-8, and was read as Windows-1252",
    "nul-character": "NUL characters were replaced",
    "undecodable-bytes": "bytes that are no text were replaced",
    "xml-damaged": "its volume's XML breaks off behind it",
    "xml-entity": "entities of the XML stand in the text as they are written",
    # the engine
    "row-refused": "the cluster did not take its text: it is found by its number alone",
    # searchcable itself
    "parser-error": "a fault of searchcable's own: only the text is known; please report it",
    "text-lost": "a fault of searchcable's own: text is in no paragraph; please report it",
}
"""The codes by where they come from, each with what it means."""
