"""PDFs: what text comes out, and that hostile ones end within a bound."""

from __future__ import annotations

import io
import os
import zlib
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchcable.formats import pdf
from searchcable.formats.pdf import UnreadablePdf, extracting, is_pdf, pdf_text
from searchcable.formats.telegram import parse
from tests.telegrams import telegram


def made(*pages: str, extra: bytes = b"") -> bytes:
    """Return a PDF with a page for each text, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    for n, text in enumerate(pages):
        lines = (line.translate({40: "\\(", 41: "\\)"}) for line in text.split("\n"))
        shown = "".join(f"({line}) Tj 0 -12 Td\n" for line in lines)
        stream = f"BT /F1 10 Tf 40 800 Td\n{shown}ET".encode("cp1252") + extra
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Resources<</Font<</F1 3 0 R>>>>"
            + f"/Contents {5 + 2 * n} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream")
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj".encode() + body + b"endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return bytes(data) + f"{table}{trailer}".encode()


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made("TAGS: PARM")))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A page whose content is 200 MB of zeros, packed twice."""
    packed = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    head = f"<</Filter[/FlateDecode/FlateDecode]/Length {len(packed)}>>stream\n".encode()
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>",
        head + packed + b"\nendstream",
    ])  # fmt: skip


def test_a_telegram_of_two_pages() -> None:
    text = telegram(12, "Herring.")
    half = text.index("E.O.")
    cable = parse(pdf_text(made(text[:half], text[half:])))
    assert (str(cable.mrn), cable.tags) == ("06OSLO12", ("PREL",))
    assert [p.text for p in cable.paragraphs] == ["Herring."]


NAMES = ("1974LAPAZ00039", "1974LAPAZ00060", "1974LAPAZ00676", "1974LAPAZ01673")


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_of_nara_is_the_telegram_that_its_text_is(shared: Path, name: str) -> None:
    import json

    rows = (shared / "nara" / "telegrams.jsonl").read_text(encoding="utf-8").splitlines()
    row = next(row for row in map(json.loads, rows) if row["doc_number"] == name)
    cable = parse(pdf_text((shared / "nara" / "pdf" / f"{name}.pdf").read_bytes()))
    expected = parse(row["pdf_text"])
    for part in ("mrn", "date", "to", "info", "tags", "subject", "references", "signed_by"):
        assert getattr(cable, part) == getattr(expected, part)
    words = [p.text.split() for p in cable.paragraphs]
    assert words == [p.text.split() for p in expected.paragraphs]
    assert {key: cable.attributes[key] for key in row["attributes"]} == row["attributes"]


REFUSED = [
    pytest.param(encrypted, "encrypted PDF", id="encrypted"),
    pytest.param(lambda: made(""), "PDF without text", id="pictures-only"),
    pytest.param(lambda: b"%PDF-1.4\n", "damaged PDF", id="nothing-in-it"),
    pytest.param(lambda: made("TAGS: PARM")[:300], "damaged PDF", id="truncated"),
    pytest.param(
        lambda: assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]>>"]),
        "damaged PDF", id="pages-that-hold-themselves",
    ),
    pytest.param(lambda: made("x").replace(b"/Pages 2", b"/Pages 1"), "PDF without text",
                 id="no-pages"),
    pytest.param(bomb, "PDF without text", id="bomb"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "why"), REFUSED)
def test_what_has_no_text_says_why(make, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadablePdf) as caught:
        pdf_text(make())
    assert str(caught.value) == why


def test_one_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    slow = made("TAGS: PARM", extra=b"\n[" * 40 + b"(a) Tj " * 3_000_000)
    with pytest.raises(UnreadablePdf, match=r"PDF that takes over 0\.01 s"):
        pdf_text(slow, seconds=0.01)
    assert "TAGS: PREL" in pdf_text(made("TAGS: PREL"))


def test_one_that_ends_its_reader_is_given_up_and_the_next_is_read() -> None:
    assert pdf_text(made("TAGS: PARM"))
    process = pdf._READER._process
    assert process is not None
    process.kill()
    process.wait()
    assert "TAGS: PREL" in pdf_text(made("TAGS: PREL"))


def test_one_that_is_too_large_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_BYTES", 1_000_000)
    with pytest.raises(UnreadablePdf, match="PDF larger than 1 MB"):
        pdf_text(bytes(1_000_001))


def test_without_pypdf_a_pdf_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(UnreadablePdf, match=r"searchcable\[pdf\]"):
        pdf_text(made("TAGS: PARM"))


def test_the_reader_runs_nothing_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pypdf.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)
    reader = pdf._Reader()
    assert "TAGS: PARM" in reader.ask(made("TAGS: PARM"), pdf.SECONDS)
    reader.close()
    assert os.listdir(tmp_path) == ["pypdf.py"]


@pytest.mark.parametrize(("head", "expected"), [(b"%PDF-1.4", True), (b"\n\n%PDF-1.7", True),
                                                (b"PDF", False), (b"", False)])  # fmt: skip
def test_pdfs_are_told_by_their_mark(head: bytes, expected: bool) -> None:
    assert is_pdf(head) is expected


SEED = made(telegram(1, "Cod."))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_answered(data: st.DataObject) -> None:
    damaged = bytearray(SEED)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(SEED) - 1))] = data.draw(st.integers(0, 255))
    assert extracting.answer(bytes(damaged))[:1] in (b"+", b"-")
