"""The members of a zip."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from searchcable.formats.archives.limits import Budget, Counted, Unpacked
from searchcable.formats.archives.members import Member, buffered, fault, is_hidden, plain_name

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_OFFICE: Final = frozenset(("[Content_Types].xml", "mimetype"))
_UNREADABLE: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError)


def zip_members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the files in a zip, in its own order. Raises BadZipFile where it is none.

    A book or an office document, which is a zip too, is one member that is skipped.
    """
    source = Counted(stream)
    with zipfile.ZipFile(cast(BinaryIO, source)) as archive:
        if archive.namelist()[:1] and archive.namelist()[0] in _OFFICE:
            yield Member(None, skipped="office document")
            return
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.take_member()
            yield _member(archive, info, source, budget)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Counted, budget: Budget
) -> Member:
    name = plain_name(info.filename)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(name, skipped="symbolic link")
    if is_hidden(name):
        return Member(name, skipped="hidden")
    if info.flag_bits & _ENCRYPTED:
        return Member(name, skipped="encrypted")
    try:
        inner = archive.open(info)
    except _UNREADABLE as error:
        return Member(name, skipped="damaged member", detail=fault(error))
    return Member(name, stream=buffered(Unpacked(cast(BinaryIO, inner), budget, source)))
