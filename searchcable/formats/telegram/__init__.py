"""The telegram: from plain text to a `Cable`.

    text ─▶ pages ─▶ transmissions ─▶ header · labels · body · signature ─▶ Cable

`parse` takes whole telegrams and fragments of them, and raises on none: what is wrong is recorded
as defects.
"""

from __future__ import annotations

from searchcable.cable import Cable, Source
from searchcable.mrn import Mrn

__all__ = ["parse"]


def parse(text: str, *, mrn: Mrn | str | None = None, source: Source | None = None) -> Cable:
    """Read a telegram, or any fragment of one, from its plain text.

    `mrn` is what the container knows; it is the cable's MRN where the text has none, and gives its
    bare references their year. An `mrn` that does not read is a defect. `source` is kept with the
    cable. What the text does not have is None or empty. Never raises on any text.

    >>> cable = parse("TAGS: PARM, JA\\nREF: STATE 54", mrn="07TOKYO1716")
    >>> cable.tags, str(cable.references[0].mrn)
    (('PARM', 'JA'), '07STATE54')
    """
    # Who only takes files apart, for other processes to read, needs none of these.
    from searchcable.formats.telegram.assemble import assemble
    from searchcable.formats.telegram.pages import read_pages
    from searchcable.formats.telegram.transmissions import read_transmissions

    known, unread = _known(mrn)
    pages = read_pages(text)
    transmissions = read_transmissions(pages, known.year if known else None)
    return assemble(text, pages, transmissions, known=known, unread=unread, source=source)


def _known(mrn: Mrn | str | None) -> tuple[Mrn | None, str | None]:
    """The container's MRN, and what it gave if that is none."""
    if not isinstance(mrn, str):
        return mrn, None
    try:
        return Mrn.parse(mrn), None
    except ValueError:
        return None, mrn
