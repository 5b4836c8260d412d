"""Every code of a defect: what gives it, what it means, and how it is listed and exported."""

from __future__ import annotations

import ast
import csv
import io
import json
from pathlib import Path

import pytest

from searchcable.cable import inked
from searchcable.defects import DEFECTS
from searchcable.formats import container, read_bytes
from searchcable.formats.telegram import paragraphs as body
from searchcable.versions import JOINED, Versions, merge
from tests.formats.packing import tarred
from tests.formats.test_cables_csv import row
from tests.formats.test_frus import NEW, volume
from tests.formats.test_html import BODY, HEADER, cablegate, plusd, pre
from tests.telegrams import telegram
from tests.test_cli import run
from tests.test_versions import ONE, TWO

PACKAGE = Path(__file__).parents[1] / "searchcable"
SOUND = telegram(7, "Herring.")
LEVELLESS = "SENSITIVE OSLO 000007\n\nTAGS: PREL\nSUBJECT: X\n\n1. Fish.\n"
BARE = "P 110831Z APR 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
ENTITY = volume(NEW.replace("</p>", "&x;</p>", 1)).replace(
    b"<TEI", b'<!DOCTYPE TEI [<!ENTITY x "y">]><TEI', 1
)

EXAMPLES: dict[str, str | bytes] = {
    "classification-missing": BARE + LEVELLESS,
    "date-missing": SOUND.replace("P 110831Z APR 06\n", ""),
    "date-unreadable": SOUND.replace("110831Z", "312561Z"),
    "declassification-unreadable": SOUND.replace("12958: N/A", "12958: DECL: 14/45/2016"),
    "mrn-missing": SOUND.replace(" OSLO 000007", ""),
    "mrn-unreadable": row(1, "x", mrn="NONE SUCH") + row(2, "y"),
    "paragraph-missing": SOUND.replace("WHITNEY", "3. (U) Cod.\nWHITNEY"),
    "paragraph-repeated": SOUND.replace("WHITNEY", "2. (U) Cod.\n2. (U) Eel.\nWHITNEY"),
    "partial-extract": "This record is a partial extract of the original cable.\n" + SOUND,
    "section-header-missing": SOUND.replace("UNCLAS", "UNCLAS SECTION 01 OF 02"),
    "section-missing": SOUND.replace("UNCLAS", "UNCLAS SECTION 02 OF 02"),
    "subject-missing": SOUND.replace("SUBJECT: FISH\n", ""),
    "tags-missing": SOUND.replace("TAGS: PREL\n", ""),
    "classification-differs": row(1, "x", level="SECRET"),
    "date-differs": row(1, "x", date="4/12/2006 8:31"),
    "mrn-differs": row(1, "x", mrn="06OSLO2"),
    "subject-differs": cablegate(pre(HEADER), pre(BODY), title="Viewing cable 06OSLO7, EELS"),
    "tags-differs": plusd(SOUND, TAGS="ECON - Economy"),
    "classification-unreadable": row(1, "x", level="PUBLIC"),
    "c1-control": SOUND.replace("Herring", "Herring\x81"),
    "csv-damaged": row(1, "x").replace(',"",', ","),
    "html-unreadable": cablegate("<div>" * 3_000 + pre(HEADER + BODY)),
    "lone-surrogate": SOUND.replace("Herring", "Herring\ud800").encode("utf-16", "surrogatepass"),
    "member-name-unsafe": tarred({"../../a.txt": SOUND.encode()}),
    "mojibake": SOUND.replace("Herring", "cafÃ©"),
    "not-utf-8": SOUND.replace("Herring", "café").encode("cp1252"),
    "nul-character": SOUND.replace("Herring", "Her\0ring"),
    "undecodable-bytes": b"\xef\xbb\xbf" + SOUND.encode() + b"\xff",
    "xml-damaged": volume(NEW, NEW)[:-40],
    "xml-entity": ENTITY,
}
"""For each code a file that has it; the others are looked at below."""

OTHERS = {"parser-error", "row-refused", "text-lost", JOINED}


def codes(data: str | bytes) -> set[str]:
    raw = data.encode() if isinstance(data, str) else data
    return {d.code for cable in read_bytes(raw, "a.txt").cables for d in cable.defects}


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_code_is_given_by_its_example(code: str) -> None:
    assert code in codes(EXAMPLES[code])


def test_a_sound_telegram_has_none() -> None:
    assert codes(SOUND) == set()


def test_the_table_has_all_codes_and_no_others() -> None:
    assert set(DEFECTS) == set(EXAMPLES) | OTHERS


def test_no_code_is_given_that_the_table_lacks() -> None:
    found = {
        keyword.value.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    assert found - set(DEFECTS) - {"TOKYO"} == set()


def test_sections_of_two_files() -> None:
    versions: Versions = ()
    for cable in (ONE, TWO):
        versions = merge(versions, cable)
    assert JOINED in [defect.code for defect in versions[0].defects]


def test_a_fault_of_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(container, "parse", fails)
    assert codes(SOUND) == {"parser-error"}


def test_text_that_vanishes_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(self: body._Builder, text: str, number: int | None) -> None:
        whole(self, "" if number == 1 else text, number)

    whole = body._Builder._add
    monkeypatch.setattr(body._Builder, "_add", forgets)
    (cable,) = read_bytes(SOUND.encode(), "a.txt").cables
    (defect,) = [defect for defect in cable.defects if defect.code == "text-lost"]
    assert defect.message == f"{inked('(U)Herring.')} characters of the body are in no paragraph"


def test_nothing_of_any_example_is_lost() -> None:
    assert [code for code, data in EXAMPLES.items() if "text-lost" in codes(data)] == []


INKED = [("", 0), ("a b\n\tc\r\n", 3), ("é\u2003ß\xa0", 2), ("¶1. (C)", 6), (" \x85\u2028", 0),
         ("".join(map(chr, range(256))), 256 - 12), ("a" * 65_519, 65_519), ("a" * 65_520, 65_520),
         ("a" * 65_521 + " b", 65_522), (" " * 70_000, 0), ("é \n" * 60_000, 60_000)]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INKED)
def test_inked_leaves_white_space_aside(text: str, expected: int) -> None:
    assert inked(text) == expected == len("".join(text.split()))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two cables with a defect, one with two."""
    folder = tmp_path_factory.mktemp("defects")
    (folder / "corpus").mkdir()
    for serial in (1, 2):
        text = telegram(serial, "Herring.").replace("TAGS: PREL\n", "")
        (folder / "corpus" / f"{serial}.txt").write_text(text, encoding="utf-8")
    both = telegram(3, "Cod.").replace("TAGS: PREL\n", "").replace("SUBJECT: FISH\n", "")
    (folder / "corpus" / "3.txt").write_text(both, encoding="utf-8")
    done = run("index", "corpus", "-i", "index", cwd=folder)
    assert "  3 tags-missing: the telegram has a header, and no TAGS\n" in done.stdout
    return folder / "index"


SHOWN = [
    pytest.param("", 0, "     3  tags-missing", "", id="kinds"),
    pytest.param("tags-missing", 0, "06OSLO2", "", id="one-kind"),
    pytest.param("tags-missing -n 2", 0, "06OSLO2", "--offset 2", id="one-kind-paged"),
    pytest.param("TAGS-MISSING --offset 2", 0, "06OSLO3", "", id="in-any-case"),
    pytest.param("mojibake", 1, "", "", id="none-of-them"),
    pytest.param("tags-mising", 2, "", "did you mean 'tags-missing'?", id="misspelt"),
]


@pytest.mark.parametrize(("arguments", "code", "out", "error"), SHOWN)
def test_the_command(index: Path, arguments: str, code: int, out: str, error: str) -> None:
    done = run("defects", *arguments.split(), "-i", str(index))
    assert done.returncode == code
    assert out in done.stdout
    assert error in done.stderr


def test_all_of_them_can_be_exported(index: Path) -> None:
    done = run("defects", "--format", "csv", "-i", str(index))
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["mrn"], row["code"], row["path"]) for row in rows] == [
        ("06OSLO1", "tags-missing", "corpus/1.txt"),
        ("06OSLO2", "tags-missing", "corpus/2.txt"),
        ("06OSLO3", "tags-missing", "corpus/3.txt"),
        ("06OSLO3", "subject-missing", "corpus/3.txt"),
    ]
    lines = run("defects", "--format", "jsonl", "-i", str(index)).stdout.splitlines()
    assert [json.loads(line)["code"] for line in lines] == [row["code"] for row in rows]
    kinds = json.loads(run("defects", "--format", "json", "-i", str(index)).stdout)
    assert [(kind["code"], kind["cables"]) for kind in kinds] == [
        ("tags-missing", 3), ("subject-missing", 1),
    ]  # fmt: skip
