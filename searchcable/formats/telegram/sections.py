"""Which sections of a telegram a text holds, and whether something is missing from it."""

from __future__ import annotations

from searchcable.cable import Defect, Sections
from searchcable.formats.telegram.classline import ClassLine
from searchcable.formats.telegram.pages import Pages


def read_sections(
    pages: Pages, classlines: list[ClassLine], *, signed: bool, defects: list[Defect]
) -> tuple[Sections | None, bool]:
    """Return the sections that a text names, and whether the text is partial.

    A text that names its first section alone and runs to its signature is whole: the later
    section's header is missing, not its text. NARA's system names each section on its pages, so
    there a section that is not named is not there. Adds what is missing to `defects`.
    """
    named = [(line.section, line.of) for line in classlines]
    named += [(stamp.number, stamp.of) for stamp in pages.stamps]
    have = {number for number, _ in named if number}
    of = max((of for _, of in named if of), default=0)
    partial = pages.partial_extract is not None
    if partial:
        defects.append(
            Defect(
                code="partial-extract",
                message="the text says that it is an extract",
                line=pages.partial_extract,
            )
        )
    if not of or not have or of > 99:
        return None, partial
    missing = sorted(set(range(1, of + 1)) - have)
    if not missing:
        return Sections(have=tuple(sorted(have)), of=of), partial
    whole = signed and not pages.printed and min(missing) > max(have)
    code = "section-header-missing" if whole else "section-missing"
    numbers = ", ".join(map(str, missing))
    defects.append(
        Defect(
            code=code,
            message=f"no header of section {numbers} of {of}"
            if whole
            else f"section {numbers} of {of} is not in the text",
        )
    )
    return Sections(have=tuple(sorted(have)), of=of), partial or not whole
