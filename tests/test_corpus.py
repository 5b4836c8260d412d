"""The small corpus is what the generator writes, and the parser reads what was planted in it."""

from __future__ import annotations

import csv
import json
import re
import runpy
import sys
import unicodedata
from collections import Counter
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from searchcable.cable import Cable
from searchcable.fields import FIELDS, Field
from searchcable.formats import read_corpus
from searchcable.formats.telegram import parse
from searchcable.tokens import stem, words
from searchcable.vocabulary import posts

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from generate import generate  # noqa: E402
from generating.plants import planted  # noqa: E402

SEED = "07TOKYO1716"
FACTS = json.loads((ROOT / "tests" / "corpus_truth.json").read_text(encoding="utf-8"))
TRUTH: dict[str, dict[str, Any]] = FACTS["cables"]
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "corpus").glob("*.txt")}


@pytest.fixture(scope="module")
def generated():
    return list(generate(50, 1716))


def test_the_corpus_is_what_the_generator_writes(generated):
    assert {cable.mrn: cable.text for cable in generated} == {
        mrn: text for mrn, text in TEXTS.items() if mrn != SEED
    }


def test_the_truth_is_what_the_generator_says(generated):
    truths = [cable.truth for cable in generated]
    assert {"cables": {t["mrn"]: t for t in truths}, "planted": planted(truths)} == FACTS


def test_another_seed_gives_another_corpus(generated):
    assert not {c.text for c in generate(5, 7)} & {c.text for c in generated}


def test_no_generated_cable_can_be_taken_for_a_real_one():
    serials = {mrn: re.fullmatch(r"\d\d([A-Z]+)(\d+)", mrn).groups() for mrn in TRUTH}
    assert [m for m, (post, n) in serials.items() if int(n) <= posts()[post].highest_serial] == []


def test_the_readme_says_that_only_the_seed_is_real():
    readme = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    assert "`07TOKYO1716.txt` is a real cable. **All other cables here are generated**" in readme


# Each: where the truth has it, and how the parsed cable says the same.
PARTS = {
    "date": lambda c: c.date and c.date.isoformat(),
    "classification": lambda c: c.classification and str(c.classification),
    "captions": lambda c: list(c.captions),
    "precedence": lambda c: c.precedence,
    "corrected": lambda c: c.corrected,
    "transmission_id": lambda c: c.transmission_id,
    "to": lambda c: c.to_dict()["to"],
    "info": lambda c: c.to_dict()["info"],
    "tags": lambda c: list(c.tags),
    "subject": lambda c: c.subject,
    "references": lambda c: [
        (r.label, r.mrn and str(r.mrn), r.kind) for r in c.references
    ],
    "reasons": lambda c: list(c.classified_by.reasons) if c.classified_by else [],
    "declassify_on": lambda c: c.declassify_on,
    "signed_by": lambda c: c.signed_by,
    "sections": lambda c: c.to_dict()["sections"],
    "partial": lambda c: c.partial,
    "redacted": lambda c: c.redacted,
    "numbers": lambda c: [p.number for p in c.paragraphs],
    "markings": lambda c: [p.marking for p in c.paragraphs],
    "headings": lambda c: [p.heading for p in c.paragraphs],
    "words": lambda c: [len(p.text.split()) for p in c.paragraphs],
}  # fmt: skip


def expected(truth: dict[str, Any], part: str) -> Any:
    values = {
        **truth,
        "references": [(r["label"], r["mrn"], r["kind"]) for r in truth["references"]],
    }
    return values[part]


@pytest.fixture(scope="module")
def cables() -> dict[str, Cable]:
    return {mrn: parse(TEXTS[mrn], mrn=mrn) for mrn in TRUTH}


@pytest.mark.parametrize("part", PARTS)
def test_the_parser_reads_what_was_planted(cables, part):
    read = {mrn: PARTS[part](cable) for mrn, cable in cables.items()}
    assert read == {mrn: expected(truth, part) for mrn, truth in TRUTH.items()}


def test_each_cable_has_its_own_number(cables):
    assert {mrn: str(cable.mrn) for mrn, cable in cables.items()} == {m: m for m in TRUTH}


# What is planted, looked for in the paragraphs with nothing but Python: the whole corpus is looked
# through, so a word that came in by chance fails too.
PLANTED = [
    pytest.param('"quillfeather protocol"', r"quillfeather protocol", id="in-three-cables"),
    pytest.param("quillf*", r"\bquillf", id="and-parted-in-a-fourth"),
    pytest.param('"cluster munitions"', r"cluster munitions", id="two-and-the-seed"),
    pytest.param("text:zarnovian", r"zarnovian", id="not-in-a-body"),
    pytest.param("kervelyi", r"kervelyi", id="accents-fold"),
    pytest.param("U.S.-Velmoran", r"u\.s\.-velmoran", id="dotted-abbreviation"),
    pytest.param(
        '"brasswhistle lantern"~3', r"brasswhistle (\w+ ){0,3}lantern", id="three-between"
    ),
    pytest.param(
        '"brasswhistle lantern"~7',
        r"brasswhistle (\w+,? ){0,7}lantern|lantern (\w+ ){0,7}brasswhistle",
        id="seven-between-in-any-order",
    ),
    pytest.param(
        "brasswhistle ADJ/9 lantern", r"brasswhistle (\w+,? ){0,9}lantern", id="nine-between"
    ),
    pytest.param("=wolverstanders", r"\bwolverstanders\b", id="one-written-form"),
    pytest.param("wolverstander", r"\bwolverstanders?\b", id="both-written-forms"),
]


@pytest.mark.parametrize(("query", "pattern"), PLANTED)
def test_planted_words_stand_where_the_table_says(query, pattern):
    found = {
        mrn
        for mrn, text in TEXTS.items()
        for paragraph in parse(text, mrn=mrn).paragraphs
        if re.search(pattern, _folded(paragraph.text))
    }
    assert sorted(found) == FACTS["planted"][query]


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", " ".join(text.lower().split()))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_about_six_cables_are_of_arms_control():
    assert len(FACTS["planted"]["tags:PARM"]) == 6


def test_big_corpora_have_cables_as_long_as_the_real_ones():
    """Of the 251,287 cables the mean is 6.9 KB and 1,040 words, says the shared STATISTICS.md."""
    texts = [cable.text for cable in generate(1_000, 1716, prose="zipf")]
    assert sum(map(len, texts)) / len(texts) == pytest.approx(6_900, rel=0.1)
    assert sum(len(text.split()) for text in texts) / len(texts) == pytest.approx(1_040, rel=0.15)


def test_big_corpora_have_words_as_many_as_the_real_telegrams(shared: Path) -> None:
    real = [words(c.text) for name in ("nara", "historylab", "frus")
            for c in read_corpus(shared / name)]  # fmt: skip
    made = [words(cable.text) for cable in generate(1_000, 1716, prose="zipf")]
    for rank in (10, 100, 1_000):
        assert _share_of_first(rank, made) == pytest.approx(_share_of_first(rank, real), abs=0.04)
    assert _different_in_one(made) == pytest.approx(_different_in_one(real), rel=0.1)
    assert _different_in_all(made) == pytest.approx(_different_in_all(real), rel=0.15)
    for low, high in ((0.2, 1), (0.05, 0.2), (0.005, 0.05), (0, 0.005)):
        assert _forms(made, low, high) == pytest.approx(_forms(real, low, high), rel=0.15)


def _share_of_first(rank: int, cables: list[list[str]]) -> float:
    """Return which part of all words are the `rank` commonest."""
    counts = Counter(chain.from_iterable(cables))
    return sum(count for _, count in counts.most_common(rank)) / counts.total()


def _different_in_one(cables: list[list[str]]) -> float:
    """Return how many different words a cable of about 1,100 has."""
    numbers = [len(set(cable)) for cable in cables if 900 <= len(cable) <= 1_300]
    return sum(numbers) / len(numbers)


def _forms(cables: list[list[str]], low: float, high: float) -> tuple[float, float]:
    """Return how many words share the stem of one that such a part of the cables has.

    First all of them; then how many it would be, were all equally common (the inverse of Simpson's
    index): one that is hardly ever used hardly counts.
    """
    rows = Counter(chain.from_iterable(map(set, cables)))
    forms: dict[str, list[int]] = {}
    for word, number in rows.items():
        forms.setdefault(stem(word), []).append(number)
    asked = [
        forms[stem(word)]
        for word, number in rows.items()
        if low <= number / len(cables) < high and len(word) > 3
    ]
    alike = [sum(some) ** 2 / sum(number**2 for number in some) for some in asked]
    return sum(map(len, asked)) / len(asked), sum(alike) / len(asked)


def _different_in_all(cables: list[list[str]]) -> int:
    """Return how many different words are in 300,000, the cables being in any order."""
    mixed = Random(1).sample(cables, len(cables))
    return len(set(islice(chain.from_iterable(mixed), 300_000)))


def test_cables_come_one_at_a_time():
    assert len(list(islice(generate(10**9, 1), 3))) == 3


def test_a_csv_reads_back(tmp_path, monkeypatch):
    _make_corpus(monkeypatch, "--form", "csv", "--count", "20", tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, doublequote=False, escapechar="\\"))
    cables = list(generate(20, 1716, prose="zipf"))
    assert [(row[2], row[6], row[7]) for row in rows] == [(c.mrn, c.header, c.body) for c in cables]
    assert {len(row) for row in rows} == {8}


def test_the_command_writes_the_same_bytes(tmp_path, monkeypatch):
    truth = tmp_path / "truth.json"
    _make_corpus(monkeypatch, tmp_path / "corpus", "--truth", truth)
    assert truth.read_bytes() == (ROOT / "tests" / "corpus_truth.json").read_bytes()
    written = {path.name: path.read_bytes() for path in (tmp_path / "corpus").iterdir()}
    kept = {path.name: path.read_bytes() for path in (ROOT / "corpus").iterdir()}
    assert {**written, f"{SEED}.txt": kept[f"{SEED}.txt"]} == kept


def _make_corpus(monkeypatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["make_corpus", *map(str, arguments)])
    runpy.run_path(str(ROOT / "scripts" / "make_corpus"), run_name="__main__")


@pytest.mark.parametrize("field", [f for f in FIELDS if f.normal], ids=lambda field: field.name)
def test_values_that_are_normal_stay_as_they_are(field: Field, shared: Path) -> None:
    met = 0
    for corpus in (ROOT / "corpus", shared / "twins", shared / "frus"):
        for cable in read_corpus(corpus):
            for value in field.values(cable):
                assert field.normalize(value) == value
                met += 1
    assert met > 100
