"""What of a folder is read, how its bytes become text, and why the rest is left out."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchcable
from searchcable import store
from searchcable.errors import CorpusError
from searchcable.formats import container, read_bytes, read_corpus, walk
from searchcable.formats.decoding import decode
from tests.formats.packing import sevenzipped, tarred, zipped
from tests.formats.test_frus import NEW, OLD, PLAIN, volume
from tests.formats.test_pdf import made
from tests.telegrams import telegram

TEXTS = [
    pytest.param(telegram(1, "Fish."), None, id="telegram"),
    pytest.param("TAGS: PARM\n", None, id="fragment-tags"),
    pytest.param("¶3. Nothing else.\n", None, id="fragment-pilcrow"),
    pytest.param("1. (SBU) Nothing else.\n", None, id="fragment-portion-marking"),
    pytest.param("O 180903Z APR 07\n", None, id="fragment-dtg"),
    pytest.param("UNCLASSIFIED\nPAGE 01  LA PAZ 00039  032026Z\n", None, id="nara-page"),
    pytest.param("C O N F I D E N T I A L SECTION 01 OF 02 TOKYO 001716\n", None, id="spaced-out"),
    pytest.param("CONFIDENTIAL\n\nREF: STATE 1\n", None, id="two-weak-marks"),
    pytest.param("CONFIDENTIAL\n\nMinutes of the board.\n", "no cable", id="one-weak-mark"),
    pytest.param(telegram(1, "Lower the\nimport duties\nand import taxes"), None,
                 id="telegram-on-imports"),
    pytest.param("", "empty", id="empty"),
    pytest.param(" \n\n", "empty", id="blank"),
    pytest.param("# Read me\n\nTAGS: are explained here.\n\n```\nls\n```\n",
                 "code or its documentation", id="readme-with-a-block"),
    pytest.param("A corpus. Find the SUBJECT: line and the TAGS: line.\n1. Install it.\n",
                 "no cable", id="readme"),
    pytest.param(f'import re\n\nTEXT = """\n{telegram(1, "x")}"""\n',
                 "code or its documentation", id="code-with-a-telegram"),
    pytest.param("#!/bin/sh\necho TAGS: PARM\n", "code or its documentation", id="script"),
    pytest.param('"1","2","3"\n', "CSV without cables", id="csv"),
    pytest.param("<html>\n<pre>\nMenu", "a page without a cable", id="html"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "skipped"), TEXTS)
def test_content_decides(text: str, skipped: str | None) -> None:
    reading = read_bytes(text.encode(), "a.txt")
    assert (list(reading.cables) == []) == (skipped is not None)
    assert reading.skipped == skipped


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG TAGS: PARM", bytes(range(32)) * 9, b"T\0A\0G\0S\0:\0 \0"],
    ids=["picture", "control-bytes", "utf-16-without-mark"],
)
def test_binaries_are_not_read(data: bytes) -> None:
    reading = read_bytes(data, "a.txt")
    assert list(reading.cables) == []
    assert reading.skipped == "binary"


def test_a_folder_of_all_forms(tmp_path: Path) -> None:
    text, plain = telegram(1, "Fish.").encode(), PLAIN.encode()
    files = {
        "1.txt": text,
        "2.zip": zipped({"in/a.txt": telegram(2, "Cod.").encode(), "b.xml": volume(NEW)}),
        "3.tgz": gzip.compress(tarred({"c.zip": zipped({"d": telegram(3, "Eel.").encode()})})),
        "4.7z": sevenzipped({"e": plain, "f": b"no cable"}),
        "5.gz": gzip.compress(telegram(5, "Hake.").encode()),
        "6.xml": volume(OLD),
        "7.pdf": made(telegram(7, "Ling.")),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = [
        (Path(source.path).name, source.member, cable.attributes.get("Number") or str(cable.mrn))
        for cable in read_corpus(tmp_path)
        for source in cable.sources
    ]
    assert found == [
        ("1.txt", None, "06OSLO1"),
        ("2.zip", "in/a.txt", "06OSLO2"),
        ("2.zip", "b.xml", "1234"),
        ("3.tgz", "c.zip/d", "06OSLO3"),
        ("4.7z", "e", "1706"),
        ("5.gz", None, "06OSLO5"),
        ("6.xml", None, "1706"),
        ("7.pdf", None, "06OSLO7"),
    ]


LEFT_OUT = [
    pytest.param(sevenzipped({"f": b"no cable"}), [("a/f", "no cable")], id="no-cable"),
    pytest.param(zipped({"f": b""}), [("a/f", "empty")], id="empty"),
    pytest.param(b"PK\x03\x04", [("a", "damaged zip")], id="damaged-zip"),
    pytest.param(gzip.compress(b"TAGS: PARM" * 99)[:-9], [("a", "damaged member")],
                 id="truncated-gzip"),
    pytest.param(zipped({"v": volume(OLD)[:500]}), [("a/v", "damaged XML")], id="volume"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "left_out"), LEFT_OUT)
def test_what_is_left_out_of_a_file_is_told(data: bytes, left_out: list[tuple[str, str]]) -> None:
    reading = read_bytes(data, "a")
    assert list(reading.cables) == []
    assert reading.left_out == left_out


def test_a_member_has_the_defect_of_its_name() -> None:
    reading = read_bytes(tarred({"../a.txt": telegram(1, "Fish.").encode()}), "a.tar")
    (cable,) = reading.cables
    assert "member-name-unsafe" in [defect.code for defect in cable.defects]


DECODED = [
    pytest.param("é".encode(), "é", [], id="utf-8"),
    pytest.param(b"\xef\xbb\xbfa", "a", [], id="mark-of-utf-8"),
    pytest.param("é".encode("utf-16"), "é", [], id="utf-16"),
    pytest.param("é".encode("utf-32"), "é", [], id="utf-32"),
    pytest.param(b"a\ncaf\xe9 \x93x\x94", "a\ncafé “x”", [("not-utf-8", 2)], id="cp1252"),
    pytest.param(b"\x81", "\ufffd", [("not-utf-8", 1), ("undecodable-bytes", 1)], id="undefined"),
    pytest.param("éééé\n".encode() + b"\xff", "éééé\n\ufffd", [("undecodable-bytes", 2)],
                 id="utf-8-with-one-bad-byte"),
    pytest.param(b"a\n\nb\0", "a\n\nb\ufffd", [("nul-character", 3)], id="nul"),
    pytest.param(b"a\n\xc2\x9bm", "a\n\x9bm", [("c1-control", 2)], id="c1"),
    pytest.param(b"a\xc2\x85b", "a\x85b", [], id="next-line-is-a-line-end"),
    pytest.param("a\ncafÃ©".encode(), "a\ncafÃ©", [("mojibake", 2)], id="mojibake-letter"),
    pytest.param("it’s â€œx".encode(), "it’s â€œx", [("mojibake", 1)], id="mojibake-quote"),
    pytest.param("50Â°".encode(), "50Â°", [("mojibake", 1)], id="mojibake-sign"),
    pytest.param("SÃO PAULO, Åre".encode(), "SÃO PAULO, Åre", [], id="letters-that-are-meant"),
    pytest.param(b"<meta charset=iso-8859-2>\xb3", "<meta charset=iso-8859-2>ł", [],
                 id="declared-by-html"),
    pytest.param(b"<?xml version='1.0' encoding='koi8-r'?>\xc1",
                 "<?xml version='1.0' encoding='koi8-r'?>а", [], id="declared-by-xml"),
    pytest.param(b"<meta charset=latin-1>\x93", "<meta charset=latin-1>“", [],
                 id="latin-1-as-browsers-read-it"),
    pytest.param("<meta charset=latin-1>é".encode(), "<meta charset=latin-1>é", [],
                 id="utf-8-that-declares-other"),
    pytest.param(b"<meta charset=hex>\xe9", "<meta charset=hex>é", [("not-utf-8", 1)],
                 id="declares-no-encoding-of-text"),
    pytest.param(b"<meta charset=utf-16>\xe9", "<meta charset=utf-16>é", [("not-utf-8", 1)],
                 id="declares-what-cannot-be"),
    pytest.param(b"\xff\xfea\0\0\xd8b\0", "a\ufffdb", [("lone-surrogate", 1)], id="surrogate"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "text", "defects"), DECODED)
def test_bytes_become_text(data: bytes, text: str, defects: list[tuple[str, int]]) -> None:
    found, noted = decode(data)
    assert found == text
    assert [(defect.code, defect.line) for defect in noted] == defects


@given(st.binary() | st.text().map(lambda text: b"TAGS: " + text.encode("utf-16")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reading = read_bytes(data, "a")
    for cable in reading.cables:
        cable.text.encode()
        assert "\0" not in cable.text


def test_what_was_mended_is_a_defect_of_the_cable() -> None:
    (cable,) = read_bytes(telegram(1, "café").encode("cp1252"), "a.txt").cables
    assert "café" in cable.text
    assert "not-utf-8" in [defect.code for defect in cable.defects]


def test_a_fault_of_the_parser_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(container, "parse", fails)
    (cable,) = read_bytes(b"TAGS: PARM\nText.", "a.txt").cables
    assert [paragraph.text for paragraph in cable.paragraphs] == ["TAGS: PARM\nText."]
    assert [(d.code, d.message) for d in cable.defects] == [("parser-error", "RuntimeError: a bug")]


def test_walk_names_what_it_leaves_out(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside.txt"
    for folder in ("b", ".git", "index"):
        (corpus / folder).mkdir(parents=True)
    outside.write_text("TAGS: PARM")
    for name in ("z.txt", "b/a.txt", ".hidden", ".git/config"):
        (corpus / name).write_text("TAGS: PARM")
    (corpus / "link").symlink_to(outside)
    (corpus / "b/up").symlink_to(corpus)
    os.mkfifo(corpus / "pipe")
    store.create(corpus / "index", "memory").close()
    found = [(file.path.removeprefix(corpus.as_posix()), file.skipped) for file in walk(corpus)]
    assert found == [
        ("/.git", "hidden"),
        ("/.hidden", "hidden"),
        ("/b/a.txt", None),
        ("/b/up", "symbolic link"),
        ("/index", "an index"),
        ("/link", "symbolic link"),
        ("/pipe", "no regular file"),
        ("/z.txt", None),
    ]


def test_paths_are_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus/a").mkdir(parents=True)
    (tmp_path / "corpus/a/1.txt").write_text("TAGS: PARM")
    monkeypatch.chdir(tmp_path)
    typed = ["corpus", "./corpus/", "corpus/a/1.txt", str(tmp_path / "corpus")]
    paths = [next(read_corpus(path)).sources[0].path for path in typed]
    assert paths == [*["corpus/a/1.txt"] * 3, f"{tmp_path.as_posix()}/corpus/a/1.txt"]


def test_names_that_are_no_text_have_codes(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xff.txt")).write_text("TAGS: PARM")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert next(walk(tmp_path)).path.endswith(r"/\xff.txt")


def test_no_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus at"):
        list(searchcable.read_corpus(tmp_path / "none"))
