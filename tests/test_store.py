"""An index on disk: opening, reading, adding, locking, and what is not what it was."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchcable
from searchcable import Cable, Index, __version__, parse, store
from searchcable.errors import (
    CableNotFound,
    IndexCorrupt,
    IndexFault,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    SearchcableError,
)
from searchcable.store import manifest, meta
from searchcable.store.lock import HOLDER, locked
from searchcable.store.nearness import nearest
from searchcable.store.sources import FileRecord
from tests.telegrams import telegram


def cables(*serials: int, **options: Any) -> list[Cable]:
    return [parse(telegram(serial, f"Fish number{serial}.", **options)) for serial in serials]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with store.create(tmp_path / "ix") as made:
        made.add(cables(1, 2, 30))
        yield made


def test_what_is_added_is_found(index: Index) -> None:
    assert [hit.mrn for hit in index.search("number2")] == ["06OSLO2"]
    assert (len(index), index.count("fish"), index.facet("fish", "origin")) == (3, 3, {"OSLO": 3})
    assert index.facet("fish", "date") == {"2006": 3}


def test_adding_the_same_again_changes_nothing(index: Index) -> None:
    assert index.add(cables(1, 2)) == 0
    assert index.add(cables(2, 3)) == 1
    assert len(index) == 4


def test_another_process_sees_what_was_added(index: Index) -> None:
    with searchcable.open(index.path) as other:
        assert {hit.mrn for hit in other.search("fish")} == {"06OSLO1", "06OSLO2", "06OSLO30"}


def test_one_batch_merges_its_duplicates(index: Index) -> None:
    short, longer = parse(telegram(9, "A word.")), parse(telegram(9, "A word and more."))
    sources = [searchcable.cable.Source(path=path) for path in "ab"]
    both = [parse(cable.text, source=s) for cable, s in zip((longer, short), sources, strict=True)]
    assert index.add(both) == 1
    assert [version.text for version in index.versions("06OSLO9")] == [longer.text, short.text]
    assert index.get("06OSLO9").text == longer.text


SPELLINGS = ["06OSLO2", "2006OSLO00002", "06 Oslo 000002", "Oslo 2 (2006)", "OSLO 2", "oslo 00002"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_cable_is_got_by_any_spelling(index: Index, spelling: str) -> None:
    assert str(index.get(spelling).mrn) == "06OSLO2"


def test_a_cable_without_mrn_is_got_by_its_id(index: Index) -> None:
    nameless = parse("TAGS: PARM\n\n1. (U) Text.")
    index.add([nameless])
    assert index.get(nameless.id).text == nameless.text


@pytest.mark.parametrize(
    ("wanted", "suggestions"),
    [
        ("06OSLO29", ("06OSLO30", "06OSLO2", "06OSLO1")),
        ("07OSLO2", ("06OSLO2", "06OSLO1", "06OSLO30")),
        ("06OSLLO2", ("06OSLO2", "06OSLO1", "06OSLO30")),
        ("PARIS 7", ()),
        ("source:a.txt", ()),
        ("", ()),
    ],
)
def test_what_is_not_there_gives_near_ones(
    index: Index, wanted: str, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(CableNotFound, match="no cable") as caught:
        index.get(wanted)
    assert caught.value.suggestions == suggestions


def test_several_years_are_told(index: Index) -> None:
    index.add([parse(telegram(2, "x").replace("APR 06", "APR 07"))])
    with pytest.raises(CableNotFound, match="06OSLO2, 07OSLO2; give its year") as caught:
        index.get("OSLO 2")
    assert caught.value.suggestions == ("06OSLO2", "07OSLO2")


def test_nearest_serial_comes_first() -> None:
    ids = [f"06OSLO{serial}" for serial in (10, 16, 17, 90)] + ["06TOKYO15", "telegram-ab"]
    assert nearest("06OSLO15", ids)[:3] == ("06OSLO16", "06OSLO17", "06OSLO10")


def test_results_outlive_what_is_added_while_they_are_read(index: Index) -> None:
    results = index.search("fish")
    before = [hit.mrn for hit in results]
    index.add(cables(*range(100, 110)))
    index.refresh()
    assert [hit.mrn for hit in results] == before
    assert index.count("fish") == 13


def test_threads_may_search(index: Index) -> None:
    found: list[int] = []
    work = [
        threading.Thread(target=lambda: found.extend(index.count("fish") for _ in range(20)))
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [3] * 80


def test_an_error_in_a_session_drops_what_was_not_committed(index: Index) -> None:
    def write(session: Any) -> None:
        session.put(cables(7)[0])
        session.commit()
        session.put(cables(8)[0])
        raise RuntimeError

    with pytest.raises(RuntimeError), index.writing() as session:
        write(session)
    assert [index.count(f"number{n}") for n in (7, 8)] == [1, 0]


def test_full_disk_is_an_index_fault(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with index.writing() as session:
        session.put(cables(7)[0])
        monkeypatch.setattr(session._writer, "commit", full, raising=True)
        with pytest.raises(IndexFault, match=r"cannot write to .*: No space left on device"):
            session.commit()
    assert index.count("number7") == 0


def test_missing_index_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"searchcable index corpus/ --index '.*/no index'"):
        searchcable.open(tmp_path / "no index")


def test_default_path_needs_no_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IndexMissing, match=r"searchcable index corpus/$"):
        searchcable.open()


def test_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("dear")
    with pytest.raises(IndexFault, match="is no index, and has 'letters' in it"):
        store.create(tmp_path, anew=True)


def test_engine_is_kept(index: Index) -> None:
    with store.create(index.path, "auto") as same:
        assert same.engine_name == "whoosh"
    with pytest.raises(IndexFault, match=r"of engine whoosh, not memory.*--force --engine memory"):
        store.create(index.path, "memory")
    with store.create(index.path, "memory", anew=True) as other:
        assert len(other) == 0


def test_unknown_engine_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SearchcableError, match="no engine 'sphinx'; there are"):
        store.create(tmp_path / "ix", "sphinx")
    assert not (tmp_path / "ix").exists()


def change_meta(index: Index, **values: Any) -> None:
    path = index.path / "meta.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_other_fields_are_outdated(index: Index) -> None:
    parts = dict(meta.fingerprint())
    parts["the field smell"] = parts.pop("the field signed")
    parts["the tokens"] = "x"
    change_meta(index, fingerprint=parts, corpora=["my cables", "b"], tool="0.0.1")
    with pytest.raises(IndexOutdated) as caught:
        searchcable.open(index.path)
    assert str(caught.value) == (
        f"{index.path} was made by searchcable 0.0.1 and does not fit {__version__}: "
        "the tokens changed, the field signed is new, the field smell is no more; to build it "
        f"again: searchcable index 'my cables' --index {index.path} --force && "
        f"searchcable index b --index {index.path}"
    )
    with store.create(index.path, anew=True) as again:
        assert len(again) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "other"}, {"engine": 7}, {"engine": "\x1b[31m"}, {"fingerprint": []},
        {"fingerprint": {"a": 1}}, {"created": "yesterday"}, {"corpora": 5}, {"cables": "many"},
        {"cables": 1e999}, {"tool": None},
    ],
    ids=str,
)  # fmt: skip
def test_meta_of_wrong_shape_is_corrupt(index: Index, values: dict[str, Any]) -> None:
    change_meta(index, **values)
    with pytest.raises(IndexCorrupt, match=r"meta\.json does not read"):
        searchcable.open(index.path)


BROKEN = [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000]


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: repr(content[:5]))
@pytest.mark.parametrize("name", ["meta.json", "manifest.json"])
def test_broken_json_is_corrupt(index: Index, name: str, content: bytes) -> None:
    (index.path / name).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=f"{name} does not read"):
        searchcable.open(index.path)


@pytest.mark.parametrize("files", [5, {"a": 1}, {"a": {"size": "x"}}, {"a": {}}], ids=str)
def test_manifest_of_wrong_shape_is_corrupt(index: Index, files: Any) -> None:
    (index.path / "manifest.json").write_text(json.dumps({"version": 1, "files": files}))
    with pytest.raises(IndexCorrupt, match=r"manifest\.json does not read"):
        searchcable.open(index.path)


def engine_files(index: Index) -> list[Path]:
    return sorted(p for p in (index.path / "engine").rglob("*") if p.is_file() if p.stat().st_size)


def test_a_flipped_bit_is_found_in_every_file(index: Index) -> None:
    assert index.verify() == ()
    for path in engine_files(index):
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(IndexCorrupt, match=path.name):
            index.verify()
        path.write_bytes(whole)
    assert index.verify() == ()


@pytest.mark.parametrize("last", [b"changed", b""], ids=["changed", "cut"])
def test_damage_is_not_sealed_by_the_next_commit(index: Index, last: bytes) -> None:
    path = max(engine_files(index), key=lambda file: file.stat().st_size)
    before = json.loads((index.path / "manifest.json").read_text())["files"][path.name]
    path.write_bytes(path.read_bytes()[: -len(b"changed")] + last)
    stamps = manifest.stamps(index.path)
    manifest.seal(index.path, stamps)
    assert json.loads((index.path / "manifest.json").read_text())["files"][path.name] == before


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"short")])
def test_opening_notices_files_gone_or_cut(index: Index, damage: Any) -> None:
    path = engine_files(index)[0]
    damage(path)
    with pytest.raises(IndexCorrupt, match=path.name):
        searchcable.open(index.path)


def test_manifest_older_than_the_commit_still_opens(index: Index) -> None:
    old = (index.path / "manifest.json").read_bytes()
    index.add(cables(4))
    (index.path / "manifest.json").write_bytes(old)
    with pytest.raises(IndexCorrupt):
        searchcable.open(index.path)
    manifest.begin(index.path)  # as the commit did, which was killed before the end
    with searchcable.open(index.path) as again:
        assert len(again) == 4
        again.add(cables(5))
        assert again.verify() == ()


def test_index_without_its_engine_is_corrupt(index: Index) -> None:
    for path in engine_files(index):
        path.unlink()
    (index.path / "manifest.json").unlink()
    (index.path / "engine" / "MAIN_WRITELOCK").unlink(missing_ok=True)
    for entry in (index.path / "engine").iterdir():
        entry.unlink()
    (index.path / "engine").rmdir()
    with pytest.raises(IndexCorrupt, match="engine"):
        searchcable.open(index.path)


@pytest.mark.parametrize("stored", [b"", b"[]", b"{}", b'{"path": 1}', b"\xff"])
def test_source_of_wrong_shape_is_corrupt(stored: bytes) -> None:
    with pytest.raises(IndexCorrupt, match="a stored source"):
        FileRecord.decode(stored)


def test_second_writer_waits_and_is_told_who_writes(index: Index) -> None:
    told: list[str] = []
    code = (
        "import sys; from pathlib import Path; from searchcable.store.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(index.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(IndexLocked) as caught, index.writing(wait=0.3, waiting=told.append):
            pass
        other.communicate()
    assert f"process {other.pid} (-c " in str(caught.value)
    assert f"process {other.pid} (-c " in told[0]
    assert ", since " in told[0]
    assert len(told) == 1
    assert index.add(cables(8)) == 1


def test_lock_of_a_killed_writer_is_free(index: Index) -> None:
    (index.path / HOLDER).write_text('{"pid": 1}')
    assert index.add(cables(8)) == 1
    assert not (index.path / HOLDER).exists()


@pytest.mark.parametrize("content", ["", "[]", '{"pid": "x"}', '{"pid": 1, "since": 5}'])
def test_holder_that_does_not_read_is_another_process(index: Index, content: str) -> None:
    with locked(index.path):
        (index.path / HOLDER).write_text(content)
        with pytest.raises(IndexLocked, match="by another process"), index.writing(wait=0):
            pass


def test_stats(index: Index) -> None:
    stats = index.stats()
    assert (stats.cables, stats.sources, stats.engine) == (3, 0, "whoosh")
    assert (stats.by_class, stats.by_year) == ({"UNCLASSIFIED": 3}, {"2006": 3})
    assert (stats.by_origin, stats.by_tag, stats.defects) == ({"OSLO": 3}, {"PREL": 3}, {})
    assert stats.size_bytes == sum(p.stat().st_size for p in index.path.rglob("*") if p.is_file())


def test_opening_imports_little() -> None:
    code = (
        "import sys, searchcable.store;"
        "print([m for m in ('lxml', 'typer', 'rich', 'filelock', 'searchcable.formats')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_all_there() -> None:
    assert len(searchcable.__all__) < 15
    for name in searchcable.__all__:
        assert getattr(searchcable, name) is not None
    assert set(dir(searchcable)) == set(searchcable.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = searchcable.nothing
