"""Pages: Cablegate's, PlusD's, others that show a telegram, and pages that do harm."""

from __future__ import annotations

import html

import pytest

from searchcable.cable import Cable
from searchcable.formats import read_bytes
from searchcable.formats.container import read_container_level
from searchcable.formats.markup import page_text, read_page
from searchcable.formats.telegram.heading import read_written_time
from tests.telegrams import telegram

HEADER, BODY = telegram(7, "Herring <b>&amp; cod.").split("UNCLAS ", 1)
BODY = "UNCLAS " + BODY


def pre(text: str, *, newline: str = "&#x000A;") -> str:
    marked = html.escape(text).replace("\n", newline)
    marked = marked.replace("PREL", "<a href='/tag/PREL_0.html'>PREL</a>")
    marked = marked.replace("1. ", "<a id='par1' href='#par1'>¶</a>1. ")
    return f"<code><pre>{marked}</pre></code>"


def cablegate(*blocks: str, title: str = "Viewing cable 06OSLO7, FISH") -> str:
    cells = ["06OSLO7", "2006-04-11 08:31", "2011-08-30 01:44", "UNCLASSIFIED", "Embassy Oslo"]
    names = ["Reference ID", "Created", "Released", "Classification", "Origin"]
    menu = "<div id='menu'><ul>" + "<li><a href='/x' title='SECRET'>SUBJECT: X</a></li>" * 50
    heads = "".join(f"<th>{name}</th>" for name in names)
    row = "".join(f"<td><a href='/c' title='wrong'>{cell}</a></td>" for cell in cells)
    return (
        "<?xml version='1.0' encoding='utf-8' ?>\n<html><head><title>Cable Viewer</title>"
        f"<script>var x = '<pre>';</script></head><body>{menu}</ul></div><h3>{title}</h3>"
        f"<table class='cable'><tr>{heads}</tr><tr>{row}</tr></table>"
        f"{''.join(blocks)}</body></html>"
    )


def plusd(text: str, **values: str) -> str:
    pairs = "".join(
        f"<tr><td><div class='s_key'>{name}:</div>"
        f"<div class='s_val'>{html.escape(value)}</div></td></tr>"
        for name, value in values.items()
    )
    shown = html.escape(text).replace("\n", "<br/>\n")
    return (
        "<!DOCTYPE html>\n<html><body><table id='synopsis'><tr><td colspan='2'>FISH</td></tr>"
        f"{pairs}</table><div id='tagged-text'>{shown}</div></body></html>"
    )


def read(page: str) -> tuple[str | None, list[Cable]]:
    reading = read_bytes(page.encode("utf-8", "surrogatepass"), "page.html")
    cables = list(reading.cables)
    return reading.form, cables


CABLEGATE = [
    pytest.param(cablegate(pre(HEADER), pre(BODY)), id="two-blocks"),
    pytest.param(cablegate(pre(HEADER + BODY)), id="one-block"),
    pytest.param(cablegate(pre(""), pre(HEADER + BODY)), id="empty-header"),
    pytest.param(cablegate(pre(HEADER, newline="\n"), pre(BODY, newline="\n")), id="newlines"),
    pytest.param(cablegate(pre(HEADER, newline="<br/>"), pre(BODY, newline="<br/>")), id="br"),
    pytest.param(cablegate(pre(HEADER), pre(BODY), title="06OSLO7"), id="another-title"),
    pytest.param(cablegate(pre(HEADER), pre(BODY)).replace("'", '"'), id="double-quotes"),
    pytest.param(cablegate(pre(HEADER), pre(BODY)).split("</pre></code></body>")[0], id="cut-off"),
]


@pytest.mark.parametrize("page", CABLEGATE)
def test_a_page_of_cablegate_is_its_cable(page: str) -> None:
    form, (cable,) = read(page)
    assert form == "cablegate-html"
    assert (str(cable.mrn), cable.subject, cable.tags) == ("06OSLO7", "FISH", ("PREL",))
    assert [(p.number, p.marking, p.text) for p in cable.paragraphs] == [
        (1, "U", "Herring <b>&amp; cod.")
    ]
    assert cable.signed_by == "WHITNEY"
    assert cable.attributes["Released"] == "2011-08-30 01:44"
    assert cable.defects == ()


RESTYLED = """Friday, 11 April 2006, 08:31
C O N F I D E N T I A L OSLO 000007
SIPDIS
EO 12958 DECL: 04/11/2016
TAGS PREL, NO
SUBJECT: FISH
Classified By: Political Counselor Ann Other. Reasons 1.4 (b).
1. (C) Herring is plenty.
WHITNEY"""


def test_a_text_restyled_by_a_newspaper() -> None:
    _, (cable,) = read(cablegate(pre(RESTYLED.replace("C O N F", "C o n f"))))
    assert (str(cable.mrn), cable.subject, cable.tags) == ("06OSLO7", "FISH", ("PREL", "NO"))
    assert str(cable.classification) == "CONFIDENTIAL"
    assert cable.date is not None
    assert cable.date.isoformat() == "2006-04-11T08:31:00+00:00"
    assert [p.text for p in cable.paragraphs if p.number] == ["Herring is plenty."]


def test_a_page_of_plusd_is_its_cable() -> None:
    values = {"Date": "2006 April 11, 08:31 (Tuesday)", "Canonical ID": "06OSLO7_a",
              "Original Classification": "UNCLASSIFIED", "From": "Norway Oslo",
              "TAGS": "PREL - Political Affairs | NO - Norway", "Film": "D1", "Enclosure":
              "-- N/A or Blank --"}  # fmt: skip
    form, (cable,) = read(plusd(HEADER + BODY, **values))
    assert form == "plusd-html"
    assert (str(cable.mrn), cable.subject, cable.tags) == ("06OSLO7", "FISH", ("PREL",))
    assert cable.paragraphs[0].text == "Herring <b>&amp; cod."
    assert cable.attributes["Tags"] == "PREL, NO"
    assert cable.attributes["Film"] == "D1"
    assert "Enclosure" not in cable.attributes
    assert cable.defects == ()


def test_plusd_gives_what_its_text_lacks() -> None:
    _, (cable,) = read(plusd("1. HERRING IS PLENTY.", Date="2006 April 11, 08:31 (Tuesday)",
                             TAGS="PREL - Political Affairs | NO - Norway", **{
                             "Canonical ID": "1976OSLO00007_b", "To": "State | Rome"}))  # fmt: skip
    assert (str(cable.mrn), cable.subject, cable.tags) == ("76OSLO7", "FISH", ("PREL", "NO"))
    assert [one.name for one in cable.to] == ["State", "Rome"]


def test_any_page_that_shows_a_telegram_is_one() -> None:
    text = html.escape(HEADER + BODY)
    form, (cable,) = read(
        f"<html><head><title>My page</title></head><p>Found:</p><pre>{text}</pre>"
    )
    assert form == "html"
    assert str(cable.mrn) == "06OSLO7"


def test_pages_without_a_cable_are_left_out() -> None:
    reading = read_bytes(b"<html><body><h1>SUBJECTS</h1><p>Fish.</p></body></html>", "index.html")
    assert list(reading.cables) == []
    assert reading.skipped == "a page without a cable"


HARM = [
    pytest.param("<pre " + " ".join(f"a{n}" for n in range(100_000)) + ">TAGS: PARM</pre>",
                 id="flood-of-attributes"),
    pytest.param("<pre " + " ".join(f'a{n}=">"' for n in range(50_000)) + ">TAGS: PARM</pre>",
                 id="flood-in-quotes"),
    pytest.param("<pre " + " ".join(f"b{n}='<i '" for n in range(50_000)) + ">\nTAGS: PARM</pre>",
                 id="flood-with-tags"),
    pytest.param("<div>" * 5_000 + "<pre>TAGS: PARM</pre>", id="nested-deep"),
    pytest.param("<pre>" + "<b>" * 60_000 + "TAGS: PARM</pre>", id="nested-text"),
    pytest.param("<table>" * 20_000 + "<pre>TAGS: PARM</pre>", id="nested-tables"),
    pytest.param("<table class='cable'><th>" + "<td>" * 60_000 + "<pre>TAGS: PARM</pre>",
                 id="many-cells"),
    pytest.param("<table class='cable'><tr><td>" * 50 + "<b>x</b>" * 20_000 + "<pre>TAGS: PARM",
                 id="cells-in-cells"),
    pytest.param("<pre>" * 200 + "<b>x</b>" * 20_000 + "TAGS: PARM", id="pre-in-pre"),
    pytest.param("<pre>" + "x" * 900_000 + "\nTAGS: PARM</pre>", id="long-text"),
    pytest.param("<pre>\0\ud800TAGS: PARM\n</pre>", id="no-characters"),
    pytest.param("<!--" * 50_000 + "--><pre>TAGS: PARM", id="comments"),
    pytest.param("<" * 100_000 + "<pre>TAGS: PARM", id="angles"),
    pytest.param('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><pre>TAGS: PARM &e;',
                 id="entity"),
]  # fmt: skip


@pytest.mark.parametrize("page", HARM)
def test_harmful_pages_lose_no_text(page: str) -> None:
    root = read_page(page).root
    assert "TAGS: PARM" in page_text(root)
    assert "root:" not in page_text(root)
    assert read(cablegate(page))[0] == "cablegate-html"
    assert read(plusd(page))[0] is not None


def test_a_page_too_deep_is_read_as_text_with_a_defect() -> None:
    _, (cable,) = read(cablegate("<div>" * 3_000 + pre(HEADER + BODY)))
    assert str(cable.mrn) == "06OSLO7"
    assert "Herring" in cable.text
    assert "html-unreadable" in [defect.code for defect in cable.defects]


DATES = [
    ("4/18/2007 9:03", "2007-04-18T09:03:00+00:00"),
    ("12/28/1966 18:48", "1966-12-28T18:48:00+00:00"),
    ("2007-04-18 09:03", "2007-04-18T09:03:00+00:00"),
    ("2007-04-18T09:03:00Z", "2007-04-18T09:03:00+00:00"),
    ("2007-04-18T11:03:00+02:00", "2007-04-18T09:03:00+00:00"),
    ("2007-04-18", "2007-04-18T00:00:00+00:00"),
    ("2010 February 26, 11:30 (Friday)", "2010-02-26T11:30:00+00:00"),
    ("Friday, 26 February 2010, 11:30", "2010-02-26T11:30:00+00:00"),
    ("26 FEB 1974", "1974-02-26T00:00:00+00:00"),
    ("March 3, 1974", "1974-03-03T00:00:00+00:00"),
]


@pytest.mark.parametrize(("text", "expected"), DATES, ids=[text for text, _ in DATES])
def test_dates_of_containers(text: str, expected: str) -> None:
    assert read_written_time(text).isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "13/13/2007 9:03", "2007", "31 FEB 1974"])
def test_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_written_time(text)


LEVELS = [
    ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "FOR OFFICIAL USE ONLY"),
    ("CONFIDENTIAL//NOFORN", "CONFIDENTIAL"),
    ("SECRET", "SECRET"),
    ("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE"),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS)
def test_levels_of_containers(text: str, expected: str) -> None:
    assert str(read_container_level(text)) == expected
