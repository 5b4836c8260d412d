"""What a row is for Whoosh's writer: terms by field, with the places where they stand."""

from __future__ import annotations

import pickle
import zlib

import pytest

from searchcable.engines.whoosh.documents import Document, entry
from searchcable.engines.whoosh.schema import GAP, Places
from searchcable.fields import Row

LONG = 2**16


def places(document: Document) -> dict[str, dict[str, list[int]]]:
    decode = Places().decode_positions
    return {
        field: {
            term: list(decode(value)) for term, value in zip(terms.split(), values, strict=True)
        }
        for field, terms, values, _ in document.placed
    }


PLACED = [
    pytest.param((("red",),), {"red": [0]}, 1, id="one-word"),
    pytest.param((("red", "blue", "red"),), {"red": [0, 2], "blue": [1]}, 3, id="one-word-twice"),
    pytest.param((("treaty",), ("a", "treaties")), {"treati": [0, GAP + 2], "a": [GAP + 1]}, 3,
                 id="stems-a-gap-apart"),
    pytest.param((("red",), (), ("red",)), {"red": [0, 2 * GAP + 1]}, 2, id="an-empty-value"),
    pytest.param((("red",) * LONG + ("blue", "red"),),
                 {"red": [*range(LONG), LONG + 1], "blue": [LONG]}, LONG + 2, id="far-places"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected", "length"), PLACED)
def test_words_have_places(texts, expected, length) -> None:
    document = entry(Row("a", "cable", {"text": tuple(map(" ".join, texts))}, b"")).document
    assert places(document) == {"text": expected}
    assert document.placed[0].length == length


def test_a_row_has_the_terms_of_all_its_fields() -> None:
    values = {
        "text": ("two treaties two",),
        "signed": ("rice",),
        "tags": ("PARM", "RICE, ANN", "PARM"),
        "date": ("2007-04-18T09:03",),
        "drafter": ("",),
    }
    document = entry(Row("07TOKYO1716", "cable", values, b"kept")).document
    terms = {field: set(terms) for field, terms in document.terms}
    assert terms == {
        "row_id": {"07TOKYO1716"},
        "row_unit": {"cable"},
        "row_has": {"text", "signed", "tags", "date"},
        "text_written": {"two", "treaties"},
        "tags": {"PARM", "RICE, ANN"},
        "date": {"2007-04-18T09:03"},
        "date_parts": {"2007", "2007-04", "2007-04-18"},
    }
    assert [len(set(terms)) for _, terms in document.terms] == [len(t) for _, t in document.terms]
    assert places(document) == {"text": {"two": [0, 2], "treati": [1]}, "signed": {"rice": [0]}}
    assert zlib.decompress(document.stored) == b"kept"
    assert document.date == (732_784 * 24 + 9) * 60 + 3  # days since year 1, as datetime has them
    assert pickle.loads(pickle.dumps(document)) == document


def test_a_date_that_is_none_has_no_minutes() -> None:
    assert entry(Row("a", "cable", {"date": ("soon",)}, b"")).document.date == 0
