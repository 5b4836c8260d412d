"""What is planted in the readable corpus: defects, rare words, and the queries that find them.

A plant changes the draft at one index, so a corpus of fewer cables has fewer plants. `PLANTED`
gives for each query the indexes that it must find; `SEED_TOO` the queries that find the seed too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from generating.telegram import Cited, Draft

SEED: Final = "07TOKYO1716"
# Indexes at which the topic is PARM's.
ARMS_CONTROL: Final = (2, 10, 18, 26, 33)
# Index: place code.
AT: Final = {33: "OSLO", 5: "TOKYO", 17: "TOKYO"}
IN_FULL_SECTIONS: Final = {19: 3, 21: 2, 34: 2}  # each section has a header of its own
WITH_MARKINGS: Final = (11, 21, 31, 37)  # classified, so that each paragraph has a marking


def _say(index: int, sentence: str) -> Callable[[Draft], None]:
    """Return a plant that ends paragraph `index` (from 0) with a sentence."""

    def plant(draft: Draft) -> None:
        portion = draft.portions[index]
        portion.text += f" {sentence}"

    return plant


def _split_phrase(draft: Draft) -> None:
    draft.portions[1].text += " The annex calls this the Quillfeather"
    draft.portions[2].text = f"Protocol and practice differ. {draft.portions[2].text}"
    draft.portions[2].heading = None


def _rare_subject(draft: Draft) -> None:
    draft.subject += ": THE ZARNOVIAN PRECEDENT"


def _no_subject(draft: Draft) -> None:
    draft.omit |= {"subject"}
    draft.defects.append("subject-missing")


def _no_order(draft: Draft) -> None:
    draft.omit |= {"eo"}
    draft.defects.append("eo-missing")


def _no_classification(draft: Draft) -> None:
    draft.omit |= {"classification"}
    draft.defects.append("classification-missing")


def _no_security(draft: Draft) -> None:
    draft.omit |= {"security"}


def _skipped_number(draft: Draft) -> None:
    for portion in draft.portions[2:]:
        portion.number += 1
    draft.defects.append("paragraph-skipped")


def _bad_group(draft: Draft) -> None:
    draft.group = "310831Z FEB"
    draft.defects.append("date-bad")


def _lost_section(draft: Draft) -> None:
    """Lose the second of three sections; which paragraphs remain is settled by the cut."""
    draft.missing = (2,)
    draft.defects.append("section-missing")


def _misspelt_tags(draft: Draft) -> None:
    draft.tags_label = "TAG:"
    draft.defects.append("tags-misspelt")


def _corrected(draft: Draft) -> None:
    draft.corrected = True


def _cites_the_seed(draft: Draft) -> None:
    draft.cited = [Cited("07 TOKYO 1716", SEED)]


def _bare(draft: Draft) -> None:
    """Cite an earlier cable of the same post without a year: it is of the same year."""
    serial, place = draft.serial - 1, draft.station.place
    mrn = f"{draft.year % 100:02}{draft.station.code}{serial}"
    draft.cited = [Cited(f"{place} {serial:05}", mrn), *draft.cited[:1]]


def _cites_the_hague(draft: Draft) -> None:
    """Cite a post whose name has two words, the first of them THE."""
    year = draft.year - 1
    draft.cited = [Cited(f"{year % 100:02} THE HAGUE 9301", f"{year % 100:02}THEHAGUE9301")]


def _e_mail(draft: Draft) -> None:
    text = f"ALDERQUIST-TERVILANE E-MAIL OF {draft.when:%m/%d/%y}"
    draft.cited = [*draft.cited[:1], Cited(text, None, "email")]


def _memcon(draft: Draft) -> None:
    text = f"MEMCON OF {draft.when:%m/%d/%y}"
    draft.cited = [*draft.cited[:1], Cited(text, None, "memcon")]


_QUILLFEATHER: Final = "Copies of the Quillfeather Protocol were handed to all the delegations."

PLANTS: Final[Mapping[int, tuple[Callable[[Draft], None], ...]]] = {
    1: (_say(1, "The word is Kérvélyi, after the village where the talks began."),),
    3: (_no_subject,),
    4: (_say(1, _QUILLFEATHER),),
    6: (_say(2, "The brasswhistle beside the old lantern marks the border."),),
    7: (_no_order,),
    8: (_rare_subject,),
    9: (_say(1, "A lantern of the kind that smugglers call a brasswhistle was found."),),
    11: (_skipped_number,),
    12: (_say(2, _QUILLFEATHER),),
    13: (_say(1, "The U.S.-Velmoran commission meets in spring."),),
    14: (_e_mail,),
    15: (_bad_group,),
    16: (_say(1, "His brasswhistle could be heard from far away, long before his lantern."),),
    18: (_say(1, "He asked whether stocks of cluster munitions are stored in the depot."),),
    19: (_lost_section,),
    20: (_split_phrase,),
    22: (_memcon,),
    23: (_corrected,),
    24: (_bare,),
    27: (_misspelt_tags,),
    28: (_say(1, _QUILLFEATHER),),
    29: (_say(1, "Several wolverstanders were seen; a wolverstander is a kind of barge."),),
    30: (_say(1, "Only one wolverstander was seen."),),
    31: (_no_classification,),
    32: (_cites_the_hague,),
    33: (
        _say(2, "Oslo sees a ban on cluster munitions as the next step after landmines."),
        _cites_the_seed,
    ),
    36: (_bare,),
    37: (_no_classification, _no_security),
}  # fmt: skip

PLANTED: Final[Mapping[str, tuple[int, ...]]] = {
    '"quillfeather protocol"': (4, 12, 28),
    "quillfeather protocol": (4, 12, 20, 28),
    'quillfeather -"quillfeather protocol"': (20,),
    '"protocol quillfeather"': (),
    "quillf*": (4, 12, 20, 28),
    "quilfeather~1": (4, 12, 20, 28),
    "zarnovian": (8,),
    "subject:zarnovian": (8,),
    "text:zarnovian": (),
    "kervelyi": (1,),
    "Kérvélyi": (1,),
    '"us velmoran"': (13,),
    "U.S.-Velmoran": (13,),
    "brasswhistle lantern": (6, 9, 16),
    '"brasswhistle lantern"': (),
    # Words between them: three in 6, seven (and reversed) in 9, nine in 16.
    '"brasswhistle lantern"~2': (),
    '"brasswhistle lantern"~3': (6,),
    '"brasswhistle lantern"~7': (6, 9),
    '"brasswhistle lantern"~9': (6, 9, 16),
    "brasswhistle ADJ/9 lantern": (6, 16),
    "lantern ADJ/9 brasswhistle": (9,),
    "wolverstander": (29, 30),
    "=wolverstanders": (29,),
    "=wolverstander": (29, 30),
    '"cluster munitions"': (18, 33),
    '"munitions cluster"': (),
    "cluster munitions -oslo": (18,),
    "subject:munitions class:CONFIDENTIAL date:2007": (),
}
SEED_TOO: Final = frozenset(
    {'"cluster munitions"', "subject:munitions class:CONFIDENTIAL date:2007"}
)
# Queries over what the truth of each cable says: (query, truth's key, value, seed's match).
_BY_TRUTH: Final = (
    ("tags:PARM", "tags", "PARM", True),
    ("tags:JA", "tags", "JA", True),
    ("tags:KIPR", "tags", "KIPR", False),
    ("caption:NOFORN", "captions", "NOFORN", False),
    ("class:SECRET", "classification", "SECRET", False),
    ("class:CONFIDENTIAL", "classification", "CONFIDENTIAL", True),
    ("signed:THISTLEWAY", "signed_by", "THISTLEWAY", False),
    ("precedence:IMMEDIATE", "precedence", "IMMEDIATE", True),
)


def planted(truths: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return for each query the MRNs that it finds in the readable corpus and the seed, sorted."""
    table = {
        query: _mrns((truths[i] for i in indexes if i < len(truths)), query in SEED_TOO)
        for query, indexes in PLANTED.items()
    }
    for query, key, value, seed in _BY_TRUTH:
        table[query] = _mrns((t for t in truths if _holds(t[key], value)), seed)
    for year in ("2005", "2007"):
        dated = (t for t in truths if (t["date"] or "").startswith(year))
        table[f"date:{year}"] = _mrns(dated, year == "2007")
    for cited in {SEED, *(r["mrn"] for t in truths for r in t["references"] if r["mrn"])}:
        citing = (t for t in truths if cited in [r["mrn"] for r in t["references"]])
        table[f"cites:{cited}"] = _mrns(citing, False)
    return dict(sorted(table.items()))


def _mrns(truths: Iterable[dict[str, Any]], seed: bool) -> list[str]:
    return sorted([t["mrn"] for t in truths] + ([SEED] if seed else []))


def _holds(found: Any, value: str) -> bool:
    return value in found if isinstance(found, list) else found == value
