"""What comes out of archives, and what does not, without a file being written."""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchcable.formats import archives
from searchcable.formats.archives import Limits, Member, OverLimit, archive_kind, open_members
from tests.formats.packing import PACKERS, sevenzipped, tarred, xz, zipped

MEMBERS = {"a.txt": b"first", "folder/b.txt": b"second" * 1000, "empty.txt": b""}
SMALL = Limits(member=1_000, total=5_000, spool=4_000, count=3, depth=2, ratio=10, slack=100)

Found = list[tuple[str | None, bytes | str | None]]


def read(member: Member) -> bytes | str | None:
    """Return a member's bytes, or why it has none."""
    if member.stream is None:
        return member.skipped
    try:
        return member.stream.read()
    except OverLimit as error:
        return str(error)
    except Exception as error:
        return type(error).__name__


def found(data: bytes, limits: Limits | None = None) -> Found:
    return [(member.name, read(member)) for member in open_members(io.BytesIO(data), limits)]


@pytest.fixture(autouse=True)
def touches_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test runs in a folder of its own, in which nothing may be found after it."""
    monkeypatch.chdir(tmp_path)
    yield  # type: ignore[misc]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", PACKERS)
def test_each_kind_gives_its_members(kind: str) -> None:
    assert found(PACKERS[kind](MEMBERS)) == list(MEMBERS.items())


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, xz], ids=["gz", "bz2", "xz"])
def test_a_single_file_has_no_name(pack: Callable[[bytes], bytes]) -> None:
    assert found(pack(b"TAGS: PARM")) == [(None, b"TAGS: PARM")]


KINDS = [
    *(pytest.param(pack(MEMBERS), kind.split(".")[-1], id=kind) for kind, pack in PACKERS.items()),
    pytest.param(zipped({}), "zip", id="empty-zip"),
    pytest.param(b"TAGS: PARM", None, id="text"),
    pytest.param(b"", None, id="nothing"),
    pytest.param(b"BZh9 is no archive", None, id="text-like-bzip2"),
    pytest.param(b"PK said", None, id="text-like-zip"),
    pytest.param(bytes(1024), None, id="zeros"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_kind_is_told_by_content(data: bytes, kind: str | None) -> None:
    assert archive_kind(data[:512]) == kind


NESTED = [
    pytest.param(zipped({"in.tar": tarred({"x": b"1"})}), [("in.tar/x", b"1")], id="tar-in-zip"),
    pytest.param(tarred({"in.zip": zipped({"x": b"1"})}), [("in.zip/x", b"1")], id="zip-in-tar"),
    pytest.param(gzip.compress(zipped({"x": b"1"})), [("x", b"1")], id="zip-in-gz"),
    pytest.param(zipped({"a.gz": gzip.compress(b"1")}), [("a.gz", b"1")], id="gz-in-zip"),
    pytest.param(sevenzipped({"in.7z": sevenzipped({"x": b"1"})}), [("in.7z/x", b"1")],
                 id="7z-in-7z"),
    pytest.param(tarred({"in.gz": gzip.compress(tarred({"x": b"1"}))}), [("in.gz/x", b"1")],
                 id="tar-gz-in-tar"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), NESTED)
def test_archives_inside_of_archives(data: bytes, expected: Found) -> None:
    assert found(data) == expected


def matryoshka(depth: int) -> bytes:
    data = b"text"
    for _ in range(depth):
        data = zipped({"z": data})
    return data


DEPTHS = [
    pytest.param(matryoshka(4), "z/z/z/z", b"text", id="as-deep-as-may-be"),
    pytest.param(matryoshka(5), "z/z/z/z", "archives more than 4 deep", id="one-deeper"),
]


@pytest.mark.parametrize(("data", "name", "expected"), DEPTHS)
def test_depth(data: bytes, name: str, expected: bytes | str) -> None:
    assert found(data) == [(name, expected)]


OVER = [
    pytest.param(tarred({"big": bytes(1001), "small": b"1"}),
                 [("big", "larger than 0.001 MB"), ("small", b"1")], id="member"),
    pytest.param(zipped({c: str(list(range(250))).encode()[:950] for c in "ab"} | {"c": b"1"}),
                 [("a", str(list(range(250))).encode()[:950]),
                  ("b", str(list(range(250))).encode()[:950]), ("c", b"1")], id="within"),
    pytest.param(tarred(dict.fromkeys("abcd", b"1")),
                 [("a", b"1"), ("b", b"1"), ("c", b"1"),
                  (None, "archive of more than 3 members")], id="count"),
    pytest.param(zipped({"bomb": bytes(900), "b": b"1"}),
                 [("bomb", "packed more than 10 times"), ("b", b"1")], id="ratio-zip"),
    pytest.param(gzip.compress(bytes(900)), [(None, "packed more than 10 times")], id="ratio-gz"),
    pytest.param(bz2.compress(bytes(900)), [(None, "packed more than 10 times")], id="ratio-bz2"),
    pytest.param(xz(bytes(990)), [(None, "packed more than 10 times")], id="ratio-xz"),
    pytest.param(tarred({"in.zip": zipped({"x": bytes(range(256)) * 16})[:4096] + bytes(4096)}),
                 [("in.zip", "larger than 0.004 MB")], id="spool"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), OVER)
def test_limits(data: bytes, expected: Found) -> None:
    assert found(data, SMALL) == expected


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "7z"])
def test_total_of_all_members_is_bounded(kind: str) -> None:
    members = {f"{n}": bytes(range(256)) * 3 for n in range(3)}
    limits = replace(SMALL, total=1_500, ratio=10_000)
    last = found(PACKERS[kind](members), limits)[-1]
    assert last[1] == "archive of more than 0.0015 MB"


def test_a_bomb_is_left_by_its_ratio() -> None:
    bomb = gzip.compress(gzip.compress(bytes(300_000_000)))
    assert found(bomb) == [(None, "packed more than 500 times")]


NAMES = [
    pytest.param("../../etc/passwd", id="upwards"),
    pytest.param("/etc/passwd", id="absolute"),
    pytest.param("a/../../b", id="in-the-middle"),
    pytest.param("..\\b", id="backslash"),
    pytest.param("C:\\b", id="drive"),
    pytest.param("a\x1b[31m", id="escape"),
]


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_out_are_shown_and_a_defect(kind: str, name: str) -> None:
    member = next(open_members(io.BytesIO(PACKERS[kind]({name: b"TAGS: PARM"}))))
    assert read(member) == b"TAGS: PARM"
    assert member.defect is not None
    assert member.defect.code == "member-name-unsafe"


@pytest.mark.parametrize("name", ["a..b", "a/b.txt", "...", "ÅRHUS.txt"])
def test_plain_names_are_no_defect(name: str) -> None:
    (member,) = open_members(io.BytesIO(zipped({name: b"1"})))
    assert (member.name, member.defect) == (name, None)


def test_hidden_members_are_skipped() -> None:
    members = {".a": b"1", "x/.git/b": b"1", "__MACOSX/._c": b"1"}
    assert {why for _, why in found(zipped(members))} == {"hidden"}


def tar_of(info: tarfile.TarInfo) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(info)
    return made.getvalue()


def special(kind: bytes, target: str = "") -> bytes:
    info = tarfile.TarInfo("x")
    info.type = kind
    info.linkname = target
    return tar_of(info)


def zip_link() -> bytes:
    info = zipfile.ZipInfo("x")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return made.getvalue()


SPECIAL = [
    pytest.param(special(tarfile.SYMTYPE, "/etc/passwd"), "symbolic link", id="tar-symlink"),
    pytest.param(special(tarfile.LNKTYPE, "/etc/passwd"), "link", id="tar-hardlink"),
    pytest.param(special(tarfile.FIFOTYPE), "no regular file", id="tar-pipe"),
    pytest.param(special(tarfile.CHRTYPE), "no regular file", id="tar-device"),
    pytest.param(zip_link(), "symbolic link", id="zip-symlink"),
]


@pytest.mark.parametrize(("data", "why"), SPECIAL)
def test_links_and_devices_are_skipped(data: bytes, why: str) -> None:
    assert found(data) == [("x", why)]


def test_symbolic_links_in_a_7z_are_skipped(tmp_path_factory: pytest.TempPathFactory) -> None:
    import py7zr

    folder = tmp_path_factory.mktemp("links")
    (folder / "x").symlink_to("/etc/passwd")
    made = io.BytesIO()
    with py7zr.SevenZipFile(made, "w") as archive:
        archive.write(folder / "x", "x")
    assert found(made.getvalue()) == [("x", "symbolic link")]


def test_encrypted_members_are_skipped() -> None:
    data = bytearray(zipped({"x": b"1", "y": b"2"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(data)) == [("x", "encrypted"), ("y", b"2")]


def test_an_encrypted_7z_is_skipped() -> None:
    assert found(sevenzipped({"x": b"1"}, password="secret")) == [(None, "encrypted")]


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.98])
def test_a_truncated_archive_says_so(kind: str, kept: float) -> None:
    noise = bytes(n * n * 7919 % 251 for n in range(4000))
    data = PACKERS[kind]({"a": noise, "b": noise[::-1]})
    cut = found(data[: int(len(data.rstrip(b"\0")) * kept)])
    faults = [why for _, why in cut if isinstance(why, str)]
    assert faults
    assert all("amaged" in why or "Error" in why or "error" in why for why in faults)


def test_what_stands_before_the_damage_is_read() -> None:
    data = tarred({"a": b"first", "b": b"second"})
    assert found(data[:1024])[0] == ("a", b"first")
    assert found(data[:1024])[1] == (None, "damaged tar")


def test_a_damaged_member_of_a_zip_leaves_the_others() -> None:
    data = bytearray(zipped({"a": b"first", "b": b"second"}))
    data[31 + 3] ^= 0xFF
    assert [name for name, _ in found(bytes(data))] == ["a", "b"]
    assert found(bytes(data))[1] == ("b", b"second")


def test_a_long_name_of_a_tar_is_bounded() -> None:
    info = tarfile.TarInfo("x")
    info.type = tarfile.GNUTYPE_LONGNAME
    info.size = 3_000_000
    data = info.tobuf() + bytes(3_000_320)
    assert found(data) == [(None, "damaged tar")]


def test_office_documents_are_skipped() -> None:
    assert found(zipped({"mimetype": b"application/epub+zip"})) == [(None, "office document")]


def test_without_py7zr_a_7z_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py7zr", None)
    ((_, why),) = found(sevenzipped({"x": b"1"}))
    assert "searchcable[7z]" in str(why)


@pytest.mark.parametrize("kind", PACKERS)
def test_members_need_not_be_read(kind: str) -> None:
    data = PACKERS[kind](dict.fromkeys("abc", b"text" * 100000))
    assert [member.name for member in open_members(io.BytesIO(data))] == ["a", "b", "c"]


@pytest.mark.parametrize("kind", PACKERS)
def test_a_reader_may_leave_early(kind: str) -> None:
    data = PACKERS[kind]({name: bytes(range(256)) * 40_000 for name in "abc"})
    members = open_members(io.BytesIO(data))
    assert next(members).name == "a"
    members.close()  # type: ignore[attr-defined]


def test_an_archive_inside_goes_to_a_nameless_file_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Spool(tempfile.SpooledTemporaryFile):  # type: ignore[type-arg]
        def rollover(self) -> None:
            made.append(1)
            super().rollover()

    monkeypatch.setattr(archives.members.tempfile, "SpooledTemporaryFile", Spool)
    monkeypatch.setattr(archives.members, "_IN_MEMORY", 100)
    assert found(tarred({"in.zip": zipped(MEMBERS)}))[1][0] == "in.zip/folder/b.txt"
    assert made


SEEDS = [pack(MEMBERS) for pack in PACKERS.values()] + [gzip.compress(b"text"), matryoshka(3)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_any_damage_ends_in_members_or_reasons(seed: bytes, data: st.DataObject) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    for member in open_members(io.BytesIO(bytes(damaged[:cut])), replace(SMALL, member=100_000)):
        assert (member.stream is None) == (member.skipped is not None)
        read(member)
