"""Archives made for the tests, of members given as names and bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

import py7zr

Members = Mapping[str, bytes]


def zipped(members: Members) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(members: Members) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def sevenzipped(members: Members, *, password: str | None = None) -> bytes:
    made = io.BytesIO()
    with py7zr.SevenZipFile(made, "w", password=password) as archive:
        for number, data in enumerate(members.values()):
            archive.writestr(data, str(number))
        for name, info in zip(members, archive.header.files_info.files, strict=True):
            info["filename"] = name  # py7zr itself writes no name that leads out
    return made.getvalue()


def xz(data: bytes) -> bytes:
    return lzma.compress(data)


PACKERS: Final[Mapping[str, Callable[[Members], bytes]]] = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda members: gzip.compress(tarred(members)),
    "tar.bz2": lambda members: bz2.compress(tarred(members)),
    "tar.xz": lambda members: xz(tarred(members)),
    "7z": sevenzipped,
}
"""The kinds of archive that hold several members."""
