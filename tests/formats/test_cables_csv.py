"""Rows of cables.csv, whole and damaged."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable
from searchcable.formats import Reading, read_bytes
from searchcable.formats.cables_csv import MAX_ROW, plain_row, take_apart
from tests.telegrams import telegram


def quoted(*cells: str) -> str:
    escaped = (cell.replace("\\", "\\\\").replace('"', '\\"') for cell in cells)
    return ",".join(f'"{cell}"' for cell in escaped) + "\n"


def doubled(*cells: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def row(serial: int, words: str, write=quoted, **other: str) -> str:
    header, body = telegram(serial, words).split("UNCLAS ", 1)
    cells = {"number": str(serial), "date": "4/11/2006 8:31", "mrn": f"06OSLO{serial}",
             "origin": "Embassy Oslo", "level": "UNCLASSIFIED", "refs": "", "header": header,
             "body": "UNCLAS " + body} | other  # fmt: skip
    return write(*cells.values())


def read(text: str) -> tuple[list[Cable], Reading]:
    reading = read_bytes(text.encode(), "cables.csv")
    return list(reading.cables), reading


def test_a_row_is_a_cable() -> None:
    (first, second), reading = read(row(1, 'He said "herring" and \\ left.') + row(2, "Cod."))
    assert reading.form == "cables-csv"
    assert [str(cable.mrn) for cable in (first, second)] == ["06OSLO1", "06OSLO2"]
    assert first.paragraphs[0].text == 'He said "herring" and \\ left.'
    assert [cable.sources[0].member for cable in (first, second)] == ["line 1", "line 13"]
    assert first.attributes["Origin"] == "Embassy Oslo"
    assert first.defects == ()


WHOLE = [
    pytest.param(row(1, "x " * 100_000), "x", id="longer-than-csv-allows"),
    pytest.param(row(1, 'Say "no".', doubled), 'Say "no".', id="quotes-doubled"),
    pytest.param(row(1, "A\r\nline."), "A\nline.", id="carriage-returns-within"),
    pytest.param(row(1, "x").replace("\n", "\r\n"), "x", id="carriage-returns-throughout"),
    pytest.param("\ufeff" + row(1, "x"), "x", id="byte-order-mark"),
    pytest.param(row(1, "Don\\'t."), "Don\\'t.", id="backslash-escaped"),
    pytest.param(row(1, "x").replace('"1","', "1,", 1).replace('8:31","', '8:31,"', 1), "x",
                 id="numbers-not-quoted"),
    pytest.param(quoted("id", "date", "refid", "a", "b", "c", "d", "e") + row(1, "x"), "x",
                 id="header-row"),
    pytest.param(row(1, "x", date="2006-04-11 08:31"), "x", id="iso-date"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), WHOLE)
def test_shapes_of_a_row(text: str, words: str) -> None:
    (cable,), reading = read(text)
    assert str(cable.mrn) == "06OSLO1"
    assert cable.paragraphs[0].text.split()[0] == words.split()[0]
    assert cable.defects == ()
    assert reading.left_out == []


DAMAGED = [
    # the first row is damaged; of it this is kept, with a defect
    pytest.param(row(1, "Quote UNCLOSED").replace('WHITNEY\n"', "WHITNEY\n"), "Quote UNCLOSED",
                 id="quote-never-closed"),
    pytest.param(row(1, 'A bare") quote').replace('\\"', '"'), "quote", id="quote-not-escaped"),
    pytest.param(row(1, "A long sentence").replace(',"",', ","), "A long sentence",
                 id="a-column-lost"),
    pytest.param(row(1, 'A "," more').replace('\\"', '"'), "more", id="a-column-more"),
    pytest.param('"1","4/11/2006 8:31","06OSLO1","TAGS: PREL\nWords"\n', "Words",
                 id="three-columns"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), DAMAGED)
def test_damage_costs_no_other_row_and_no_text(text: str, words: str) -> None:
    (first, second), reading = read(text + row(2, "Sound."))
    assert str(second.mrn) == "06OSLO2"
    assert second.defects == ()
    assert words in first.text
    assert "csv-damaged" in [defect.code for defect in first.defects]
    assert reading.left_out == []


def test_rows_that_are_no_cables_are_named() -> None:
    _, reading = read(row(1, "x") + '"a","b"\n' + row(2, "y"))
    assert reading.left_out == [("cables.csv/line 1", "a row of 2 columns, no cable")]


def test_a_file_without_cables_is_left_out_as_a_whole() -> None:
    cables, reading = read(quoted("1", "4/11/2006 8:31", "06OSLO1", *"abc", "", ""))
    assert cables == []
    assert reading.left_out == [("cables.csv", "cables-csv without cables")]


def test_bytes_that_do_not_read_are_a_defect_of_their_row() -> None:
    data = row(1, "caf\xe9").encode("cp1252") + row(2, "café").encode()
    first, second = read_bytes(data, "cables.csv").cables
    assert "café" in first.text
    assert "not-utf-8" in [defect.code for defect in first.defects]
    assert "café" in second.text
    assert second.defects == ()


def test_a_row_without_end_costs_itself() -> None:
    text = row(1, "x" * (MAX_ROW + 5_000_000)) + row(2, "y")
    cables, reading = read(text)
    assert [str(cable.mrn) for cable in cables] == ["06OSLO2"]
    assert f"a row of more than {MAX_ROW:,} characters" in [why for _, why in reading.left_out]


def refusal(year: int, month: int, day: int) -> str:
    """Return what this Python says of a day that there is not; 3.14 says more than others."""
    with pytest.raises(ValueError, match=r"month must be in 1\.\.12") as refused:
        datetime(year, month, day, tzinfo=UTC)
    return str(refused.value)


DISAGREEING = [
    # (what the container says otherwise, the defect, what it says)
    ({"date": "4/12/2006 8:31"}, "date-differs",
     "the text says 2006-04-11 08:31Z, the container 2006-04-12 08:31Z"),
    ({"date": "31/31/2006 8:31"}, "date-unreadable",
     f"the container says '31/31/2006 8:31': {refusal(2006, 31, 31)}"),
    ({"level": "SECRET//NOFORN"}, "classification-differs",
     "the text says UNCLASSIFIED, the container SECRET"),
    ({"level": "PUBLIC"}, "classification-unreadable",
     "the container says 'PUBLIC': no classification: 'PUBLIC'"),
    ({"mrn": "06OSLO99"}, "mrn-differs", "the text says 06OSLO1, the container 06OSLO99"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code", "message"), DISAGREEING, ids=[f"{c}" for _, c, _ in DISAGREEING]
)
def test_the_text_wins_and_the_disagreement_is_told(said, code, message) -> None:
    (cable,), _ = read(row(1, "x", **said))
    assert str(cable.mrn) == "06OSLO1"
    assert str(cable.classification) == "UNCLASSIFIED"
    assert [(d.code, d.message) for d in cable.defects] == [(code, message)]


def test_what_the_text_lacks_the_container_gives() -> None:
    (cable,), _ = read(row(1, "", header="", body="1. (U) Words alone.", refs="06STATE5|06ROME7"))
    assert str(cable.mrn) == "06OSLO1"
    assert cable.date is not None
    assert cable.date.isoformat() == "2006-04-11T08:31:00+00:00"
    assert (cable.origin.post, cable.origin.place_code, cable.origin.country) == (
        "Embassy Oslo", "OSLO", "NO",
    )  # fmt: skip
    assert str(cable.classification) == "UNCLASSIFIED"
    assert [str(one.mrn) for one in cable.references] == ["06STATE5", "06ROME7"]


@given(st.lists(st.sampled_from((row(1, "x"), row(2, 'y "z"'), '"a"\n', "\n", '"', "line\n"))))
def test_taking_apart_loses_no_character(parts: list[str]) -> None:
    text = "".join(parts)
    records = list(take_apart(io.BytesIO(text.encode())))
    assert "".join(record.data[0] for record in records) == text
    begins = [1 + "".join(r.data[0] for r in records[:i]).count("\n") for i in range(len(records))]
    assert [record.data[1] for record in records] == begins


ODD_CELLS = st.lists(st.sampled_from(["a", "\n", "\r", ",", "\\", '"', '\\"', '""', '","', ""]))


@given(st.lists(ODD_CELLS.map("".join), min_size=7, max_size=9), st.booleans(), st.booleans())
def test_plain_rows_are_read_as_csv_reads_them(
    cells: list[str], escaped: bool, written: bool
) -> None:
    text = quoted(*cells) if written else '"' + '","'.join(cells) + '"\n'
    row = plain_row(text, escaped)
    if row is not None:
        lines = io.StringIO(text, newline="")
        assert [*csv.reader(lines, escapechar="\\" if escaped else None, strict=True)] == [row]


PLAIN = [
    pytest.param(quoted(*"abcdefgh"), True, [*"abcdefgh"], id="nothing-to-escape"),
    pytest.param(quoted(*"abcdefg", 'say "no"'), True, [*"abcdefg", 'say "no"'], id="escaped"),
    pytest.param(quoted(*"abcdefgh").replace("\n", "\r\n"), True, [*"abcdefgh"], id="line-end"),
    pytest.param(quoted(*"abcdefg", "a\\b"), True, None, id="backslash-escaped"),
    pytest.param('"a\\","b","c"d","e","f","g","h","i"\n', True, None, id="separator-escaped"),
    pytest.param(doubled(*"abcdefg", 'say "no"'), False, None, id="doubled"),
    pytest.param(quoted(*"abcdefg"), True, None, id="seven-cells"),
]


@pytest.mark.parametrize(("text", "escaped", "expected"), PLAIN)
def test_which_rows_are_plain(text: str, escaped: bool, expected: list[str] | None) -> None:
    assert plain_row(text, escaped) == expected
