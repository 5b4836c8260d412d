"""JSON and JSON lines, and CSV with a header row."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Source
from searchcable.formats import read_bytes
from searchcable.formats.telegram import parse
from tests.telegrams import telegram

BODY = "1. (U) Herring is plenty.\nWHITNEY"
ROW = {"doc_nbr": "1976OSLO00007", "subject": "FISH", "body": BODY, "tags": "PREL; NO"}


def lines(*rows: Any) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def read(text: str, name: str = "a.json") -> tuple[list[Cable], list[tuple[str, str]]]:
    reading = read_bytes(text.encode("utf-8", "surrogatepass"), name)
    return list(reading.cables), reading.left_out


LAYOUTS = [
    pytest.param(lines(ROW, ROW | {"doc_nbr": "1976OSLO00008"}), ["line 1", "line 2"], id="lines"),
    pytest.param(json.dumps([ROW, ROW | {"doc_nbr": "1976OSLO00008"}]), ["item 1", "item 2"],
                 id="list"),
    pytest.param(json.dumps([ROW, ROW | {"doc_nbr": "1976OSLO00008"}], indent=2),
                 ["item 1", "item 2"], id="list-over-lines"),
    pytest.param("\n".join(json.dumps(row, indent=1) for row in
                           (ROW, ROW | {"doc_nbr": "1976OSLO00008"})),
                 ["item 1", "item 2"], id="objects-over-lines"),
    pytest.param(json.dumps({"total": 2, "rows": [ROW, ROW | {"doc_nbr": "1976OSLO00008"}]}),
                 ["line 1/item 1", "line 1/item 2"], id="list-in-an-object"),
    pytest.param("\ufeff \n" + lines(ROW) + "\n" + lines(ROW | {"doc_nbr": "1976OSLO00008"}),
                 ["line 1", "line 3"], id="blank-lines"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "members"), LAYOUTS)
def test_layouts(text: str, members: list[str]) -> None:
    cables, left_out = read(text)
    assert [str(cable.mrn) for cable in cables] == ["76OSLO7", "76OSLO8"]
    assert [cable.sources[0].member for cable in cables] == members
    assert left_out == []


HISTORY_LAB = {
    "doc_nbr": "1976OSLO00007", "concepts": "FISHING", "drafter": "ANN OTHER", "eo": "GS",
    "film": "D760", "handling": "n/a", "origclass": "CONFIDENTIAL", "markings": "n/a",
    "office": "ACTION EUR", "body": "1. CLEAN.", "raw_body": BODY, "tags": ["PREL", "NO"],
    "date": "1976-04-11", "subject": "FISH", "from": "OSLO", "to": "STATE",
}  # fmt: skip


def test_names_of_history_lab() -> None:
    (cable,), _ = read(lines(HISTORY_LAB))
    assert cable.paragraphs[0].text == "Herring is plenty."
    assert (str(cable.mrn), cable.subject, cable.tags) == ("76OSLO7", "FISH", ("PREL", "NO"))
    assert (str(cable.classification), cable.drafter) == ("CONFIDENTIAL", "ANN OTHER")
    assert (cable.origin.post, cable.to[0].name) == ("OSLO", "STATE")
    assert cable.date is not None
    assert f"{cable.date:%Y-%m-%d}" == "1976-04-11"
    assert cable.attributes["concepts"] == "FISHING"
    assert cable.attributes["body"] == "1. CLEAN."


NAMES = [
    pytest.param({"_id": "06OSLO7", "content": BODY, "header": "FM AMEMBASSY OSLO"}, id="mongo"),
    pytest.param({"id": 17, "refid": "06OSLO7", "classification": "SECRET", "header": "",
                  "content": BODY}, id="sql"),
    pytest.param({"MRN": "06 Oslo 7", "Text": telegram(7, "Herring is plenty.")}, id="capitals"),
    pytest.param({"docNumber": "2006OSLO00007_a", "full_text": BODY}, id="camel-case"),
]  # fmt: skip


@pytest.mark.parametrize("row", NAMES)
def test_names_that_people_give(row: dict[str, Any]) -> None:
    (cable,), _ = read(lines(row))
    assert str(cable.mrn) == "06OSLO7"
    assert cable.paragraphs[-1].text == "Herring is plenty."


def test_our_own_export_comes_back_as_it_was() -> None:
    cable = parse(telegram(7, "Herring."), source=Source(path="old/a.txt", sha256="ab"))
    (again,), _ = read(lines(cable.to_dict()))
    assert again.sources[0].path == "a.json"
    assert again.attributes == {"Exported from": "old/a.txt"}
    apart = ("sources", "attributes")
    assert {k: v for k, v in again.to_dict().items() if k not in apart} == {
        k: v for k, v in cable.to_dict().items() if k not in apart
    }


EXPORT = parse(telegram(7, "Herring.")).to_dict()


@given(st.sampled_from(sorted(EXPORT)), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
))  # fmt: skip
def test_an_export_of_other_kinds_is_never_half_a_cable(name: str, value: Any) -> None:
    cables, left_out = read(lines(EXPORT | {name: value}))
    assert len(cables) + len(left_out) == 1
    for cable in cables:
        json.dumps(cable.to_dict())
        assert Cable.from_dict(cable.to_dict()) == cable


DAMAGED = [
    # (text, MRNs, what is left out and why)
    pytest.param(lines(ROW) + "{oops\n" + lines(ROW | {"doc_nbr": "1976OSLO00008"}),
                 ["76OSLO7", "76OSLO8"], ["a.json/line 2"], id="one-line-damaged"),
    pytest.param(lines(ROW) + '{"name": "x"}\n', ["76OSLO7"], ["a.json/line 2"], id="no-cable"),
    pytest.param(lines(ROW) + lines(ROW | {"body": ""}), ["76OSLO7"], ["a.json/line 2"],
                 id="no-text"),
    pytest.param("[" + json.dumps(ROW) + ", {", ["76OSLO7"], ["a.json/item 2"], id="list-cut-off"),
    pytest.param("[" + json.dumps(ROW) + ", 17]", ["76OSLO7"], ["a.json/item 2"], id="a-number"),
    pytest.param(lines(ROW) + "[" * 100_000 + "\n", ["76OSLO7"], ["a.json/line 2"], id="deep"),
    pytest.param('{"name": "searchcable", "version": 1}', [], ["a.json"], id="other-json"),
    pytest.param("[]", [], ["a.json"], id="empty-list"),
    pytest.param('{"mrn": ' + "1" * 5_000 + ', "text": "x"}', [], ["a.json"], id="huge-number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mrns", "places"), DAMAGED)
def test_damage_costs_its_own_row(text: str, mrns: list[str], places: list[str]) -> None:
    cables, left_out = read(text)
    assert [str(cable.mrn) for cable in cables] == mrns
    assert [place for place, _ in left_out] == places


def test_lone_surrogates_are_mended() -> None:
    (cable,), _ = read('{"mrn": "06OSLO7", "text": "1. Fish \\ud800 and \\u0000."}\n')
    cable.text.encode()
    assert {"lone-surrogate", "nul-character"} <= {defect.code for defect in cable.defects}


CSV = [
    pytest.param('id,date,refid,content\r\n1,4/11/2006 8:31,06OSLO7,"{0}"\r\n', id="commas"),
    pytest.param('id;date;refid;content\n1;2006-04-11 08:31;06OSLO7;"{0}"\n', id="semicolons"),
    pytest.param("refid\tcontent\tdate\n06OSLO7\t{0}\t2006-04-11 08:31\n", id="tabs"),
]


@pytest.mark.parametrize("text", CSV)
def test_csv_with_a_header_row(text: str) -> None:
    (cable,), left_out = read(text.format("1. (U) Herring is plenty."), "a.csv")
    assert (str(cable.mrn), cable.paragraphs[0].text) == ("06OSLO7", "Herring is plenty.")
    assert cable.date is not None
    assert cable.date.isoformat() == "2006-04-11T08:31:00+00:00"
    assert cable.sources[0].member == "line 2"
    assert left_out == []


def test_csv_rows_of_another_length_are_named() -> None:
    cables, left_out = read("refid,content\n06OSLO7,TAGS: PREL\n06OSLO8\n", "a.csv")
    assert [str(cable.mrn) for cable in cables] == ["06OSLO7"]
    assert left_out == [("a.csv/line 3", "a row of 1 columns in the place of 2")]
