"""Documents of FRUS, as TEI and as plain text, of invented texts and of the corpora's."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Source
from searchcable.formats.frus_notes import (
    read_head,
    read_place,
    read_printed_date,
    read_source_note,
)
from searchcable.formats.frus_tei import read_frus_tei
from searchcable.formats.frus_text import is_frus_text, read_frus_text

SOURCE = Source(path="frus.xml")

HEADS = [
    # the head, then: kind, place in the volume, the telegram's number, sender, addressee
    ("14. Telegram 104050 From the Department of State to All Diplomatic Posts, May 17, 1974.",
     "telegram", "14", "104050", "Department of State", "All Diplomatic Posts"),
    ("9. Telegram From the Embassy in the Soviet Union to the Department of State",
     "telegram", "9", None, "Embassy in the Soviet Union", "Department of State"),
    ("16. Circular Telegram From the Department of State to All Diplomatic and Consular Posts",
     "telegram", "16", None, "Department of State", "All Diplomatic and Consular Posts"),
    ("3. Telegram From the Department of State toAll Diplomatic Posts",
     "telegram", "3", None, "Department of State", "All Diplomatic Posts"),
    ("67. Telegram From the Embassy in Yugoslavia to Secretary of State Rusk, at Paris",
     "telegram", "67", None, "Embassy in Yugoslavia", "Secretary of State Rusk, at Paris"),
    ("[21.] Draft Telegram From the Department of State to the Embassy in Norway",
     "telegram", None, None, "Department of State", "Embassy in Norway"),
    ("7. Backchannel Telegram From the Ambassador to Norway to the White House",
     "telegram", "7", None, "Ambassador", "Norway to the White House"),
    ("30. Airgram A–123 From the Embassy in Norway to the Department of State",
     "airgram", "30", "A–123", "Embassy in Norway", "Department of State"),
    ("31. Airgram From the Embassy in Norway to the Department of State",
     "airgram", "31", None, "Embassy in Norway", "Department of State"),
    ("5. Telegram Tosec 118 From the Department of State to Secretary Rusk",
     "telegram", "5", "Tosec 118", "Department of State", "Secretary Rusk"),
    ("8. Memorandum From the President's Adviser Regarding Telegram 7 From Oslo",
     "document", "8", None, None, None),
    ("5. Editorial Note", "document", "5", None, None, None),
    ("Memorandum of Conversation", "document", None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", HEADS, ids=[row[0][:60] for row in HEADS])
def test_heads(row: tuple[str | None, ...]) -> None:
    text, *expected = row
    head = read_head(str(text))
    assert [head.kind, head.document, head.number, head.sender, head.addressee] == expected


NOTES = [
    # the note, then: classification, precedence, captions, drafter
    ("Source: Central Files, 6. Confidential; Priority.", "CONFIDENTIAL", "PRIORITY", (), None),
    ("Source: Central Files. Top Secret; Niact; Eyes Only. Drafted by Bundy.",
     "TOP SECRET", "IMMEDIATE", ("EYES ONLY",), "Bundy"),
    ("Source: Files. Secret; Limit Distribution. Drafted on May 4 by Hall (EUR/SES) and approved.",
     "SECRET", None, ("LIMDIS",), "Hall (EUR/SES)"),
    ("Source: Files. Limited Official Use. Drafted by Anna B. Hall (EUR) and Owen.",
     "LIMITED OFFICIAL USE", None, (), "Anna B. Hall (EUR)"),
    ("Source: Files. Secret; Immediate; Exdis. Repeated to Oslo.",
     "SECRET", "IMMEDIATE", ("EXDIS",), None),
    ("Source: Files. Secret; Flash; Nodis; Cherokee.", "SECRET", "FLASH", ("NODIS", "CHEROKEE"),
     None),
    ("Source: Files. Secret; Operational Immediate.", "SECRET", "IMMEDIATE", (), None),
    ("Source: Files. Secret; Limited Distribution; Noforn. Repeated.",
     "SECRET", None, ("LIMDIS", "NOFORN"), None),
    ("Source: Files. Unclassified.", "UNCLASSIFIED", None, (), None),
    ("Source: Files. Official Use Only. Drafted by Hall.", "FOR OFFICIAL USE ONLY", None, (),
     "Hall"),
    ("Source: Files. No classification marking. Drafted by Hall.", None, None, (), "Hall"),
    ("Source: Secretary of State Files. A Secret Service report.", None, None, (), None),
    ("", None, None, (), None),
]  # fmt: skip


@pytest.mark.parametrize("row", NOTES, ids=[row[0][:60] or "none" for row in NOTES])
def test_source_notes(row: tuple[object, ...]) -> None:
    text, level, *expected = row
    note = read_source_note(str(text))
    assert (str(note.classification) if note.classification else None) == level
    assert [note.precedence, note.captions, note.drafter] == expected


DATES = [
    ("Moscow, January 21, 1961, 4 p.m.", "Moscow", "1961-01-21T00:00:00+00:00"),
    ("Tel Aviv, May 17, 1974, 2304Z.", "Tel Aviv", "1974-05-17T23:04:00+00:00"),
    ("Washington, December 1, 1960.", "Washington", "1960-12-01T00:00:00+00:00"),
    ("March 3, 1975", None, "1975-03-03T00:00:00+00:00"),
]


@pytest.mark.parametrize(("text", "place", "date"), DATES, ids=[row[0] for row in DATES])
def test_date_lines(text: str, place: str | None, date: str) -> None:
    assert (read_place(text), read_printed_date(text).isoformat()) == (place, date)


@pytest.mark.parametrize("text", ["", "Undated", "February 30, 1961", "May 1, 1961, 9999Z"])
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_printed_date(text)


def volume(*documents: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0" '
        'xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1"><teiHeader><fileDesc>'
        '<titleStmt><title type="complete">Fish, 1974</title></titleStmt></fileDesc></teiHeader>'
        f"<text><body>{''.join(documents)}</body></text></TEI>"
    ).encode()


OLD = """<div type="document" n="2" xml:id="d2" subtype="historical-document"
 frus:doc-dateTime-min="1961-01-21T16:00:00+03:00"><head>2. Telegram From the Embassy in Norway to
 the Department of State<note n="1" type="source">Source: Files. Secret; Priority.</note></head>
<dateline>Oslo, <date when="1961-01-21">January 21, 1961, 4 p.m.</date></dateline>
<p>1706. I spoke with <persName>Hall</persName> of her<pb n="7" facs="0007"/>ring.<note n="2">See
 <ref>Document 3</ref>.</note> He agreed.</p>
<list><item>1. Cod.</item><item>2. (C) Her<gloss>ring</gloss>.</item></list>
<closer><signed><persName>Willis</persName></signed></closer></div>"""
NEW = """<div type="document"><head>3. Telegram 1234 From the Embassy in Norway to the Department of
State</head><dateline>Oslo, <date>May 17, 1974, 0915Z</date></dateline>
<p>1234. Subject: Cod. Ref: State 99.</p><p>1. Nothing to report.</p><p><persName>Byrne</persName>
</p></div>"""
MEMO = """<div type="document"><head>4. Memorandum of Conversation</head><p>SUBJECT</p><p>Fish and
 <hi>chips</hi></p><table><row><cell>Cod</cell><cell>9</cell></row></table></div>"""


def tei(data: bytes) -> list[Cable]:
    return list(read_frus_tei(io.BytesIO(data), SOURCE))


def test_a_telegram_of_tei() -> None:
    (cable,) = tei(volume(OLD))
    assert (cable.kind, cable.mrn, str(cable.classification)) == ("telegram", None, "SECRET")
    assert cable.date is not None
    assert cable.date.isoformat() == "1961-01-21T13:00:00+00:00"
    assert (cable.precedence, cable.signed_by) == ("PRIORITY", "Willis")
    assert (cable.origin.post, cable.origin.place_code) == ("Embassy in Norway", "OSLO")
    assert [one.name for one in cable.to] == ["Department of State"]
    assert [(p.number, p.marking, p.heading, p.text) for p in cable.paragraphs] == [
        (None, None, None, "I spoke with Hall of herring. He agreed."),
        (1, None, None, "Cod."),
        (2, "C", None, "Herring."),
        (None, None, None, "Willis"),
        (None, None, "Editors' note 2", "See Document 3."),
    ]
    assert cable.attributes == {
        "Title": "Telegram From the Embassy in Norway to the Department of State",
        "Document": "2",
        "Number": "1706",
        "Date line": "Oslo, January 21, 1961, 4 p.m.",
        "Source note": "Source: Files. Secret; Priority.",
        "Volume": "frus1",
        "Volume title": "Fish, 1974",
        "Type": "historical-document",
        "Identifier": "d2",
        "Persons": "Hall; Willis",
    }
    assert "* * *\n\nSource: Files. Secret; Priority.\n\n2 See Document 3." in cable.text


def test_from_1973_on_number_post_and_year_are_an_mrn() -> None:
    (cable,) = tei(volume(NEW))
    assert (str(cable.mrn), cable.signed_by) == ("74OSLO1234", "Byrne")
    assert cable.date is not None
    assert cable.date.isoformat() == "1974-05-17T09:15:00+00:00"


def test_other_documents_have_a_kind_of_their_own() -> None:
    (cable,) = tei(volume(MEMO))
    assert (cable.kind, cable.subject) == ("document", "Fish and chips")
    assert cable.paragraphs[-1].text == "Cod 9"


def test_documents_in_chapters_come_in_order() -> None:
    data = volume(f'<div type="chapter"><head>Cod</head>{OLD}{NEW}</div>', MEMO)
    assert [cable.attributes["Document"] for cable in tei(data)] == ["2", "3", "4"]


BROKEN = [
    pytest.param(volume(OLD, NEW)[:-100], id="breaks-off"),
    pytest.param(volume(OLD, "<p>a & b</p>"), id="bare-ampersand"),
    pytest.param(volume(OLD, "<q>" * 300 + "</q>" * 300), id="too-deep"),
    pytest.param(volume(OLD, "<p>", "x" * 10_500_000, "</p>"), id="text-over-the-limit"),
    pytest.param(volume(OLD, "<p>\0</p>"), id="nul"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_stands_before_damage_is_kept_and_says_so(data: bytes) -> None:
    cables = tei(data)
    assert cables[0].attributes["Number"] == "1706"
    assert [defect.code for defect in cables[-1].defects] == ["xml-damaged"]


def test_damage_before_any_document_is_an_error() -> None:
    with pytest.raises(ValueError, match="damaged XML"):
        tei(volume(OLD)[:500])


def test_entities_outside_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("KEEP OUT")
    doctype = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    data = volume(MEMO.replace("Cod", "&x;")).replace(b"<TEI", doctype.encode() + b"<TEI")
    (cable,) = tei(data)
    assert "KEEP OUT" not in cable.text
    assert "&x;" in cable.text
    assert [defect.code for defect in cable.defects] == ["xml-entity"]


def laughing(levels: int) -> bytes:
    """Return a volume whose memorandum has an entity that stands for 10 ** `levels` words."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels + 1))
    doctype = f'<!DOCTYPE TEI [<!ENTITY l0 "lol">{laughs}]>'
    text = volume(MEMO.replace("Cod", f"&l{levels};"))
    return text.replace(b"<TEI", doctype.encode() + b"<TEI")


def test_entities_are_not_expanded() -> None:
    (cable,) = tei(laughing(2))
    assert "&l2;" in cable.text


def test_a_billion_laughs_are_no_text() -> None:
    found: list[Cable] = []
    with suppress(ValueError):  # libxml2 refuses it, or leaves the entity as it is, by version
        found = tei(laughing(9))
    assert all(len(cable.text) < 200 for cable in found)


class _Long(io.RawIOBase):
    """A volume of many documents that is made while it is read."""

    def __init__(self, documents: int) -> None:
        head, tail = volume("|").split(b"|")
        body = (OLD.replace('n="2"', "").encode() for _ in range(documents))
        self._parts: Iterator[bytes] = iter((head, *body, tail))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def peak_of(documents: int) -> int:
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_frus_tei(_Long(documents), SOURCE)) == documents
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_volume() -> None:
    peak_of(10)
    assert peak_of(1000) < peak_of(100) + 2_000_000


PLAIN = """2. Telegram From the Embassy in Norway to the Department of StateSource


Oslo, January 21, 1961, 4 p.m.

1706. Your 2695.1 I saw Hall2 on “cod.”3 It weighs 1.1 tons.

1. Cod.

Willis



* * *



* Source: Files. Secret; Priority. Drafted by Hall.

1 Not printed.

2 Dated May 3, 1961.

It was long.

3 See footnote 2.
"""


def test_a_telegram_of_plain_text() -> None:
    (cable,) = read_frus_text(PLAIN, SOURCE)
    assert (cable.kind, cable.attributes["Number"], cable.signed_by) == (
        "telegram", "1706", "Willis")  # fmt: skip
    assert (str(cable.classification), cable.precedence, cable.drafter) == (
        "SECRET", "PRIORITY", "Hall")  # fmt: skip
    assert [(p.number, p.heading, p.text) for p in cable.paragraphs] == [
        (None, None, "Your 2695. I saw Hall on “cod.” It weighs 1.1 tons."),
        (1, None, "Cod."),
        (None, None, "Willis"),
        (None, "Editors' note 1", "Not printed."),
        (None, "Editors' note 2", "Dated May 3, 1961. It was long."),
        (None, "Editors' note 3", "See footnote 2."),
    ]


def test_one_text_may_hold_many_documents() -> None:
    note = "3. Editorial Note\n\n\nCod was scarce.\n"
    cables = list(read_frus_text(f"{PLAIN}\n{note}\n{PLAIN}", SOURCE))
    assert [cable.kind for cable in cables] == ["telegram", "document", "telegram"]
    assert cables[1].subject == "Editorial Note"


TEXTS = [
    pytest.param(PLAIN, True, id="telegram"),
    pytest.param("5. Editorial Note\n\n\nA study.", True, id="editorial-note"),
    pytest.param(PLAIN.replace("Source\n", "\n", 1), True, id="head-without-Source"),
    pytest.param("1. (C) Summary.\n\n\nText.", False, id="paragraph-of-a-telegram"),
    pytest.param("SUBJECT: Fish\n\n1. Cod.", False, id="telegram-of-the-2000s"),
    pytest.param("", False, id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_plain_text_is_told_by_its_head(text: str, expected: bool) -> None:
    assert is_frus_text(text) is expected


@given(st.lists(st.sampled_from([*PLAIN.split("\n"), "", "* * *", "7 x", "* Source: y"])))
def test_any_lines_are_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [cable.to_dict() for cable in read_frus_text(text, SOURCE)]


PIECES = ["<p>", "</p>", "<head>", "</head>", "<note type='source'>", "</note>", "<lb/>", "<pb/>",
          "text ", "1. ", "<dateline>", "</dateline>", "<date when='x'/>", "&amp;", "<signed>",
          "</signed>", "<!-- -->", "<?x?>", "<persName/>", "<table><row><cell/></row></table>",
          "</div>", "<div type='document'>", "&x;", "]]>"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)))
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        cables = tei(volume(f"<div type='document'>{''.join(pieces)}</div>"))
    except ValueError:
        return
    assert [cable.to_dict() for cable in cables]


def rows(shared: Path) -> list[dict[str, str]]:
    text = (shared / "frus" / "documents.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


LEVELS = {"OFFICIAL USE ONLY": "FOR OFFICIAL USE ONLY", "NO CLASSIFICATION MARKING": None}


def test_the_corpus_of_plain_text_is_read_as_its_makers_read_it(shared: Path) -> None:
    for row in rows(shared):
        (cable,) = read_frus_text(row["text"], SOURCE)
        level = row["classification"] and row["classification"].upper()
        assert cable.attributes["Title"] == row["title"]
        assert cable.attributes.get("Number") == row["telegram_no"]
        assert (cable.kind == "telegram") == row["is_telegram"]
        assert cable.attributes.get("Source note") == row["source_note"]
        assert row["dateline"] in (None, cable.attributes.get("Date line"))
        assert str(cable.classification) == str(LEVELS.get(level, level))


def test_the_excerpt_of_tei(shared: Path) -> None:
    with (shared / "frus" / "frus_tei_excerpt.xml").open("rb") as stream:
        (cable,) = read_frus_tei(stream, SOURCE)
    assert (str(cable.mrn), str(cable.classification)) == ("74STATE104050", "CONFIDENTIAL")
    assert cable.tags == ("PFOR", "XA", "XB", "XR", "YO", "RO", "MT", "UN")
    assert cable.subject == "UNGA SIXTH SPECIAL SESSION -- STEAMROLLER TACTICS"
    assert [p.number for p in cable.paragraphs if p.number] == [1]
    assert (cable.drafter, cable.defects) == ("Washburn", ())
