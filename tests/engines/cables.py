"""Cables for the engines' promises: few, small, and each there for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from searchcable.cable import Addressee, Cable, ClassifiedBy, Origin, Paragraph, Reference
from searchcable.fields import Row, cable_row
from searchcable.markings import Classification
from searchcable.mrn import Mrn
from searchcable.versions import encode

ALPHA = Cable(
    text="",
    mrn=Mrn(2007, "TOKYO", 1716),
    date=datetime(2007, 4, 18, 9, 3, tzinfo=UTC),
    origin=Origin(post="AMEMBASSY TOKYO", place_code="TOKYO", country="JP"),
    classification=Classification.CONFIDENTIAL,
    captions=("SIPDIS",),
    precedence="IMMEDIATE",
    to=(Addressee(name="SECSTATE WASHDC", route="RUEHC", precedence="IMMEDIATE", mcn="2791"),),
    info=(Addressee(name="AMEMBASSY SEOUL", route="RUEHUL"), Addressee(name="AMEMBASSY OSLO")),
    tags=("MOPS", "PARM", "JA"),
    subject="Japan calls for cooperation on cluster munitions",
    references=(Reference(raw="TOKYO 00438", mrn=Mrn(2007, "TOKYO", 438), year="inferred"),),
    classified_by=ClassifiedBy(name="A. Nominal", title="Ambassador", reasons=("b",)),
    signed_by="VANDERMEER",
    paragraphs=(
        Paragraph(number=1, marking="C", text="Talks about a mandate by the end of the year."),
        Paragraph(
            number=2,
            marking="C",
            heading="Oslo meetings",
            text="The U.S.-Japan line on cluster munitions holds; nothing else may impede it.",
        ),
        Paragraph(number=3, marking="U", text="The envoy has cleared this cable."),
    ),
)
BRAVO = Cable(
    text="",
    mrn=Mrn(1974, "LAPAZ", 39),
    date=datetime(1974, 1, 3, 19, 43, tzinfo=UTC),
    origin=Origin(post="AMEMBASSY LA PAZ", place_code="LAPAZ", country="BO"),
    classification=Classification.UNCLASSIFIED,
    tags=("BEXP", "BL"),
    subject="Munition works: a tender",
    offices=("EB", "ARA"),
    drafter="QUILL",
    paragraphs=(
        Paragraph(
            number=1, text="The works make a cluster. Munitions are sold in Tokyo 1716 times."
        ),
        Paragraph(number=2, text="Paid $15,000 under article 1.4(B); café owners in Malmö gained."),
    ),
)
CHARLIE = Cable(
    text="",
    mrn=Mrn(1979, "PARIS", 1974),
    date=datetime(1979, 12, 31, 23, 59, tzinfo=UTC),
    origin=Origin(post="AMEMBASSY PARIS", place_code="PARIS", country="FR"),
    classification=Classification.SECRET,
    captions=("NOFORN", "EXDIS"),
    tags=("PARM", "(RICE, ANN)"),
    subject="A treaty",
    references=(Reference(raw="LA PAZ 39", mrn=Mrn(1974, "LAPAZ", 39), year="stated"),),
    paragraphs=(
        Paragraph(number=1, marking="S/NF", text="Ends with the word cluster"),
        Paragraph(number=2, marking="S", text="munitions begin this paragraph. Red blue green."),
    ),
)
DELTA = Cable(
    text="",
    mrn=Mrn(2007, "PARIS", 12),
    date=datetime(2007, 7, 1, 0, 0, tzinfo=UTC),
    origin=Origin(post="AMEMBASSY PARIS", place_code="PARIS", country="FR"),
    classification=Classification.LIMITED_OFFICIAL_USE,
    tags=("PREL",),
    subject="Paris in 1974",
    paragraphs=(
        Paragraph(
            number=1, marking="U", text="Paris 1974 was a year of treaties, red one two blue."
        ),
        Paragraph(
            number=2, text="Clusters of munit dealers; the munitions-maker met us again and us."
        ),
    ),
)
ECHO = Cable(
    text="",
    kind="document",
    subject=None,
    paragraphs=(Paragraph(text="A note with neither number nor date: blue then red."),),
)
CABLES = {"alpha": ALPHA, "bravo": BRAVO, "charlie": CHARLIE, "delta": DELTA, "echo": ECHO}


def row(cable: Cable) -> Row:
    """Return the row of a cable, with what an index keeps of it."""
    return cable_row(cable, encode([cable]))


def kept(values: Mapping[str, Sequence[str]]) -> bytes:
    """Return what an index keeps of a cable whose row has these values of tokenized fields."""
    cable = Cable(
        text="",
        subject=next(iter(values.get("subject", ())), None),
        to=tuple(Addressee(name) for name in values.get("to", ())),
        paragraphs=tuple(Paragraph(text) for text in values.get("text", ())),
    )
    return encode([cable])


ROWS = {name: row(cable) for name, cable in CABLES.items()}
BOOK_KEEPING = Row("source:corpus/a.txt", "source", {}, b'{"path": "corpus/a.txt"}')
