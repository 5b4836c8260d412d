"""How secret a cable is: its classification, and the portion markings of its paragraphs.

Sources: 5 FAH-1 H-246 (markings), 5 FAH-2 H-440 (captions), E.O. 11652 to 13526.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering
from typing import Final


@total_ordering
class Classification(Enum):
    """A level of classification, ordered; the value is its name as printed in full.

    >>> Classification.UNCLASSIFIED < Classification.LIMITED_OFFICIAL_USE < Classification.SECRET
    True

    The two administrative controls rank alike: neither is below the other. A cable whose
    classification is not known has None, which ranks nowhere; it is never UNCLASSIFIED.
    """

    UNCLASSIFIED = "UNCLASSIFIED"
    LIMITED_OFFICIAL_USE = "LIMITED OFFICIAL USE"
    FOR_OFFICIAL_USE_ONLY = "FOR OFFICIAL USE ONLY"
    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"
    TOP_SECRET = "TOP SECRET"

    @property
    def rank(self) -> int:
        """0 for UNCLASSIFIED to 4 for TOP SECRET."""
        return _RANKS[self]

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Classification):
            return NotImplemented
        return self.rank < other.rank

    def __str__(self) -> str:
        return self.value

    @classmethod
    def parse(cls, text: str) -> Classification:
        """Read the name of a level as people and telegrams write it, captions left out.

        >>> Classification.parse("C O N F I D E N T I A L").value
        'CONFIDENTIAL'
        >>> Classification.parse("unclas").value
        'UNCLASSIFIED'

        Raises ValueError where `text` is no level.
        """
        level = _LEVELS.get(re.sub(r"[^A-Z]", "", text.upper()))
        if level is None:
            raise ValueError(f"no classification: {text!r}")
        return level


_RANKS: Final = dict(zip(Classification, (0, 1, 1, 2, 3, 4), strict=True))

_LEVELS: Final = {
    **{level.value.replace(" ", ""): level for level in Classification},
    "U": Classification.UNCLASSIFIED,
    "UNCLAS": Classification.UNCLASSIFIED,
    "UNCLASS": Classification.UNCLASSIFIED,
    "LOU": Classification.LIMITED_OFFICIAL_USE,
    "LIMITEDOFFUSE": Classification.LIMITED_OFFICIAL_USE,
    "LIMOFFUSE": Classification.LIMITED_OFFICIAL_USE,
    "FOUO": Classification.FOR_OFFICIAL_USE_ONLY,
    "OFFICIALUSEONLY": Classification.FOR_OFFICIAL_USE_ONLY,
    "SBU": Classification.FOR_OFFICIAL_USE_ONLY,
    "SENSITIVEBUTUNCLASSIFIED": Classification.FOR_OFFICIAL_USE_ONLY,
    "C": Classification.CONFIDENTIAL,
    "CONF": Classification.CONFIDENTIAL,
    "S": Classification.SECRET,
    "TS": Classification.TOP_SECRET,
}


@dataclass(frozen=True, slots=True)
class Marking:
    """A portion marking: the level of one paragraph, and who may not see it.

    `level` is U, LOU, FOUO, SBU, C, S or TS; `caveats` are NF, FOUO, REL UK and the like, in the
    order printed. `str` gives the one canonical form, joined by slashes: "S/NF".
    """

    level: str
    caveats: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((self.level, *self.caveats))

    @classmethod
    def parse(cls, text: str) -> Marking:
        """Read a marking without its parentheses, in any of the forms that typists use.

        >>> [str(Marking.parse(t)) for t in ("C", "s//nf", "C-NF", "SBU/NOFORN", "S/Rel UK")]
        ['C', 'S/NF', 'C/NF', 'SBU/NF', 'S/REL UK']

        Raises ValueError where `text` is no marking: "1", "CM", "A".
        """
        match = _MARKING.fullmatch(text.upper().strip())
        if match is None:
            raise ValueError(f"no portion marking: {text!r}")
        level = _MARKING_LEVELS.get(match["level"], match["level"])
        caveats = (" ".join(c.split()) for c in _CAVEAT.findall(match["caveats"] or ""))
        return cls(level, tuple(_CAVEATS.get(c, c) for c in caveats))


_MARKING_LEVELS: Final = {
    "UNCLASSIFIED": "U", "UNCLAS": "U", "CONFIDENTIAL": "C", "SECRET": "S", "TOP SECRET": "TS",
    "LIMITED OFFICIAL USE": "LOU",
}  # fmt: skip

_CAVEATS: Final = {"NOFORN": "NF", "N": "NF", "SF": "NF", "FN": "NF", "NOFRON": "NF"}

_KNOWN_CAVEAT = (
    r"(?:(?:NOT FOR INTERNET|NOFORN|NOFRON|NF|FN|N|SF|FOUO|SBU|LES|ORCON|FGI|RELIDO"
    r"|PROPIN|EXDIS|NODIS|LIMDIS)(?![A-Z])"
    r"|REL(?: TO)? [A-Z]{2,4}(?:[, ]+(?:AND )?[A-Z]{2,4})*)"
)
_CAVEAT: Final = re.compile(_KNOWN_CAVEAT)
_MARKING: Final = re.compile(
    r"(?P<level>TOP SECRET|TS|SECRET|S|CONFIDENTIAL|C|SBU|FOUO|LOU|LIMITED OFFICIAL USE"
    r"|UNCLASSIFIED|UNCLAS|U)"
    rf"(?P<caveats>(?:(?:\s*[/,-]+\s*|\s+){_KNOWN_CAVEAT})*)"
    r"(?:[\s,-]*ENTIRE TEXT\.?)?"  # of the 1970s and 1980s: (C - ENTIRE TEXT)
)
