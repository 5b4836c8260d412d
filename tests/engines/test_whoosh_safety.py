"""Nothing that is planted in an index of the Whoosh engine runs, and damage is named."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import shutil
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import whoosh
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.structfile import StructFile

from searchcable.engines import open_engine
from searchcable.engines.whoosh import documents, postings, unpickling
from searchcable.errors import IndexCorrupt
from searchcable.query import parse_query
from tests.engines.cables import BOOK_KEEPING, ROWS

QUERIES = ["munitions", '"cluster munitions"', "*unit*", "envoi~1", "tags:PARM", "date:2007"]


class Payload:
    """Unpickled freely, it makes a folder."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return Path.mkdir, (self.proof,)  # type: ignore[return-value]


def write(folder: Path) -> None:
    """Write an index of the cables of the promises."""
    engine = open_engine("whoosh", folder)
    with engine.writer() as writer:
        writer.add(map(engine.entry, [*ROWS.values(), BOOK_KEEPING]))
        writer.commit()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The folder of an index."""
    folder = tmp_path / "index"
    folder.mkdir()
    write(folder)
    return folder


def ask_everything(folder: Path) -> list[str]:
    """Open the index and use all of it; return what it was refused with."""
    refusals: list[str] = []
    asks: list[Callable[[], object]] = []
    try:
        reader = open_engine("whoosh", folder).reader()
    except IndexCorrupt as error:
        return [str(error)]
    for text in QUERIES:
        node = parse_query(text).node
        asks.append(lambda node=node: reader.search(node, offset=0, limit=9, sort="relevance"))
        asks.append(lambda node=node: reader.search(node, offset=0, limit=9, sort="newest"))
        asks.append(lambda node=node: reader.facet(node, "tags"))
    asks += [lambda: reader.get("07TOKYO1716"), lambda: list(reader.stored("cable"))]
    for ask in asks:
        try:
            ask()
        except IndexCorrupt as error:
            refusals.append(str(error))
    reader.close()
    return refusals


def the(folder: Path, suffix: str) -> Path:
    """Return the one file of an index with that suffix."""
    (found,) = folder.glob(f"*{suffix}")
    return found


Plant = Callable[[Path, bytes, pytest.MonkeyPatch], None]


def plant_toc(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    the(folder, ".toc").write_bytes(payload)


def write_toc(folder: Path, *, version: int = -111, schema: bytes, segments: bytes) -> None:
    """Write a table of contents of Whoosh's own kind."""
    with StructFile(the(folder, ".toc").open("wb")) as file:
        for size in (4, 8, 4):
            file.write_varint(size)
        file.write_int(-12345)
        file.write_int(version)
        for number in whoosh.__version__[:3]:
            file.write_varint(number)
        file.write_string(schema)
        file.write_int(1)
        file.write_int(0)
        file.write(segments)


def plant_schema(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    write_toc(folder, schema=payload, segments=pickle.dumps([]))


def plant_segments(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    write_toc(folder, schema=b"", segments=payload)


def plant_old_toc(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    """Write a table of the kind before, whose schema Whoosh unpickles even if it is given one."""
    write_toc(folder, version=-110, schema=payload, segments=payload)


def plant_term_table(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    """Put the payload in the place of the pickle at the end of the file of terms."""
    path = the(folder, ".trm")
    data = path.read_bytes()
    length = int.from_bytes(data[-4:], "big")
    path.write_bytes(data[: -4 - length] + payload + len(payload).to_bytes(4, "big"))


def written_with(chosen: Callable[[Any], bool]) -> Plant:
    """Return what writes an index where the payload stands for the pickles that are chosen."""

    def plant(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
        shutil.rmtree(folder)
        folder.mkdir()
        real = pickle.dumps
        with patch.context() as patched:
            patched.setattr(
                postings, "dumps", lambda value, p: payload if chosen(value) else real(value, p)
            )
            write(folder)

    return plant


def plant_values(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
    """Write an index whose positions are payloads, as Whoosh's own format would unpickle them."""
    shutil.rmtree(folder)
    folder.mkdir()
    with patch.context() as patched:
        patched.setattr(documents, "_PLACES", [b"\0\0\0\1" + payload] * 2**16)
        write(folder)


def overwrite(suffix: str) -> Plant:
    """Return what fills a file with payloads, from its start on and as long as it was."""

    def plant(folder: Path, payload: bytes, patch: pytest.MonkeyPatch) -> None:
        path = the(folder, suffix)
        size = path.stat().st_size
        path.write_bytes((payload * (size // len(payload) + 1))[:size])

    return plant


UNPICKLED = [
    pytest.param(plant_segments, id="segments-in-the-table-of-contents"),
    pytest.param(plant_term_table, id="extras-of-the-table-of-terms"),
    pytest.param(
        written_with(lambda v: isinstance(v[1], tuple) and len(v[0]) == 1), id="term-info"
    ),
    pytest.param(written_with(lambda v: len(v) == 6), id="block-info"),
    pytest.param(written_with(lambda v: len(v) == 3 and len(v[0]) > 1), id="postings-of-a-block"),
]
"""Places that are unpickled, by the list of what is allowed."""

NOT_UNPICKLED = [
    pytest.param(plant_toc, id="table-of-contents"),
    pytest.param(plant_schema, id="schema"),
    pytest.param(plant_old_toc, id="schema-and-segments-of-an-old-table-of-contents"),
    pytest.param(plant_values, id="posting-values"),
    pytest.param(overwrite(".trm"), id="terms"),
    pytest.param(overwrite(".pst"), id="postings"),
    pytest.param(overwrite(".row_stored.col"), id="stored-column"),
    pytest.param(overwrite(".row_id.col"), id="id-column"),
    pytest.param(overwrite(".date.col"), id="numeric-column"),
    pytest.param(overwrite("._text_len.col"), id="lengths"),
]
"""Places that are not unpickled at all."""


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("plant", UNPICKLED + NOT_UNPICKLED)
def test_planted_pickle_does_not_run(
    index: Path, tmp_path: Path, plant: Plant, protocol: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "proof"
    payload = pickle.dumps(Payload(proof), protocol)
    plant(index, payload, monkeypatch)
    ask_everything(index)
    assert not proof.exists()
    pickle.loads(payload)
    assert proof.exists(), "the payload is none"


@pytest.mark.parametrize("plant", UNPICKLED)
def test_a_planted_pickle_would_run_but_for_the_list(
    index: Path, tmp_path: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "proof"
    plant(index, pickle.dumps(Payload(proof), 4), monkeypatch)
    assert ask_everything(index), "it is damage"
    monkeypatch.setattr(unpickling.ListedUnpickler, "find_class", pickle.Unpickler.find_class)
    with suppress(FileExistsError):
        ask_everything(index)
    assert proof.exists()


@pytest.mark.parametrize("plant", NOT_UNPICKLED)
def test_no_list_is_needed_where_nothing_is_unpickled(
    index: Path, tmp_path: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "proof"
    plant(index, pickle.dumps(Payload(proof), 4), monkeypatch)
    monkeypatch.setattr(unpickling.ListedUnpickler, "find_class", pickle.Unpickler.find_class)
    ask_everything(index)
    assert not proof.exists()


def test_an_old_table_of_contents_is_refused(index: Path) -> None:
    write_toc(index, version=-110, schema=b"", segments=b"")
    with pytest.raises(IndexCorrupt, match="of a kind that may run code"):
        open_engine("whoosh", index).reader()


SEGMENTS = [
    pytest.param(W3Segment(W3Codec(), "MAIN", 5, "../../evil"), id="above-the-folder"),
    pytest.param(W3Segment(W3Codec(), "/etc", 5, "abc"), id="elsewhere"),
    pytest.param(W3Segment(None, "MAIN", 5, "abc"), id="another-codec"),
    pytest.param(W3Segment(W3Codec(), "MAIN", "5", "abc"), id="no-number"),
    pytest.param(W3Segment(W3Codec(), "MAIN", 5, "abc", [1]), id="no-set"),
    pytest.param({"segid": "abc"}, id="no-segment"),
]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_segments_are_checked(index: Path, segment: object) -> None:
    write_toc(index, schema=b"", segments=pickle.dumps([segment]))
    with pytest.raises(IndexCorrupt, match="table of contents does not read"):
        open_engine("whoosh", index).reader()


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".row_id.col", ".row_stored.col", ".toc"])
def test_a_file_cut_short_is_named_damage(index: Path, suffix: str) -> None:
    path = the(index, suffix)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert ask_everything(index)


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".row_id.col", ".row_stored.col"])
def test_a_missing_file_is_named_damage(index: Path, suffix: str) -> None:
    missing = the(index, suffix)
    missing.unlink()
    assert ask_everything(index) == [
        f"a file of the index is missing: [Errno 2] No such file or directory: '{missing.name}'"
    ]


def test_no_module_of_whoosh_unpickles_freely() -> None:
    """Import all of the installed package; each name that unpickles must be ours after `guard`."""
    unloadable = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in pkgutil.walk_packages(whoosh.__path__, "whoosh."):
            try:
                importlib.import_module(module.name)
            except (ImportError, AttributeError):  # parts for App Engine, for Python 2, for extras
                unloadable.append(module.name)
    unpickling.guard()
    modules = {name: m for name, m in sys.modules.items() if name.split(".")[0] == "whoosh"}
    assert len(modules) > 50 > 10 > len(unloadable)
    assert [name for name, module in modules.items() if unpickling.bindings(module)] == []


def test_the_list_lets_numbers_in_and_code_out(tmp_path: Path) -> None:
    assert unpickling.loads(pickle.dumps({"a": [1, 2.5, {3}]})) == {"a": [1, 2.5, {3}]}
    with pytest.raises(pickle.UnpicklingError, match="may not name"):
        unpickling.loads(pickle.dumps(Payload(tmp_path / "proof")))
    with pytest.raises(pickle.UnpicklingError, match=r"may not name builtins\.eval"):
        unpickling.loads(b"cbuiltins\neval\n(S'1'\ntR.")


def test_a_copied_index_is_the_same(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    assert ask_everything(copy) == []
