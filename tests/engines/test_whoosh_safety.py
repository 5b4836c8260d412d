"""Nothing that is planted in an index of the Whoosh engine runs, and damage is named."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import shutil
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh
from whoosh.filedb.structfile import StructFile

from searchcable.engines import open_engine
from searchcable.engines.whoosh import unpickling
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


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The folder of an index."""
    folder = tmp_path / "index"
    folder.mkdir()
    with open_engine("whoosh", folder).writer() as writer:
        writer.add([*ROWS.values(), BOOK_KEEPING])
        writer.commit()
    return folder


def ask_everything(folder: Path) -> list[str]:
    """Open the index and use all of it; return what it was refused with."""
    refusals: list[str] = []
    asks: list[Callable[[], object]] = [lambda: open_engine("whoosh", folder).reader()]
    try:
        reader = open_engine("whoosh", folder).reader()
    except IndexCorrupt as error:
        return [str(error)]
    for text in QUERIES:
        node = parse_query(text).node
        asks.append(lambda node=node: reader.search(node, offset=0, limit=9, sort="relevance"))
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


def plant_toc(folder: Path, payload: bytes) -> None:
    the(folder, ".toc").write_bytes(payload)


def plant_toc_with_checksum(folder: Path, payload: bytes) -> None:
    the(folder, ".toc").write_bytes(b"%s\n%08x\n" % (payload, zlib.crc32(payload)))


def plant_stock_toc(folder: Path, payload: bytes) -> None:
    """Write a table of contents of whoosh's own kind, its schema the payload."""
    with StructFile(the(folder, ".toc").open("wb")) as file:
        for size in (4, 8, 4):
            file.write_varint(size)
        file.write_int(-12345)
        file.write_int(-111)
        for number in whoosh.__version__[:3]:
            file.write_varint(number)
        file.write_string(payload)
        file.write_int(1)
        file.write_int(0)
        file.write(payload)


def plant_term_table(folder: Path, payload: bytes) -> None:
    """Put the payload in the place of the pickle at the end of the file of terms."""
    path = the(folder, ".trm")
    data = path.read_bytes()
    at = data.rindex(pickle.PROTO)
    length = len(data) - at
    path.write_bytes(data[:at] + payload + len(payload).to_bytes(4, "big")[-length:])


def plant_term_info(folder: Path, payload: bytes) -> None:
    """Put the payload over the entries of terms."""
    path = the(folder, ".trm")
    data = bytearray(path.read_bytes())
    at = data.index(b"munit") + 5
    data[at : at + len(payload)] = payload
    path.write_bytes(data)


def overwrite(suffix: str) -> Callable[[Path, bytes], None]:
    """Return what fills a file with payloads, from its start on and as long as it was."""

    def plant(folder: Path, payload: bytes) -> None:
        path = the(folder, suffix)
        size = path.stat().st_size
        path.write_bytes((payload * (size // len(payload) + 1))[:size])

    return plant


PLACES = [
    pytest.param(plant_toc, id="schema-and-segments-in-the-table-of-contents"),
    pytest.param(plant_toc_with_checksum, id="table-of-contents-with-its-checksum"),
    pytest.param(plant_stock_toc, id="schema-and-segment-of-a-stock-table-of-contents"),
    pytest.param(plant_term_table, id="extras-of-the-table-of-terms"),
    pytest.param(plant_term_info, id="term-info"),
    pytest.param(overwrite(".pst"), id="posting-values"),
    pytest.param(overwrite(".sto"), id="stored-column"),
    pytest.param(overwrite(".ids"), id="id-column"),
    pytest.param(overwrite(".num"), id="numeric-columns"),
    pytest.param(overwrite(".lex"), id="lexicons"),
]


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("plant", PLACES)
def test_planted_pickle_does_not_run(
    index: Path, tmp_path: Path, plant: Callable[[Path, bytes], None], protocol: int
) -> None:
    proof = tmp_path / "proof"
    payload = pickle.dumps(Payload(proof), protocol)
    plant(index, payload)
    ask_everything(index)
    assert not proof.exists()
    pickle.loads(payload)
    assert proof.exists(), "the payload is none"


def test_a_stock_table_of_contents_is_refused(index: Path) -> None:
    plant_stock_toc(index, pickle.dumps({}))
    with pytest.raises(IndexCorrupt, match="not one of searchcable's"):
        open_engine("whoosh", index).reader()


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".lex", ".num", ".ids", ".sto", ".toc"])
def test_a_file_cut_short_is_named_damage(index: Path, suffix: str) -> None:
    path = the(index, suffix)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert ask_everything(index)


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".lex", ".num", ".ids", ".sto"])
def test_a_missing_file_is_named_damage(index: Path, suffix: str) -> None:
    the(index, suffix).unlink()
    assert ask_everything(index) == [
        f"a file of the index is missing: [Errno 2] No such file or directory: "
        f"'{index / next(iter(missing(index, suffix)))}'"
    ]


def missing(folder: Path, suffix: str) -> list[str]:
    """Return the name of the segment's file with that suffix."""
    stems = {path.stem for path in folder.glob("MAIN_*")}
    return [stem + suffix for stem in stems]


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
