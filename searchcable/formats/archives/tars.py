"""The members of a tar, read from its start to its end without seeking."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final, Self, cast

from searchcable.formats.archives.limits import Budget
from searchcable.formats.archives.members import Member, is_hidden, plain_name

_MOST_HEADER: Final = 1_000_000  # bytes of a header that is stored as a member, for long names
_HEADERS: Final = frozenset(b"xgXLKN")


def tar_members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the files in a tar. Raises tarfile.TarError where it is damaged, or lacks its end.

    Links, devices and the like are skipped; folders are not named.
    """

    class Info(_Info):
        state: dict[str, str] = {}  # of this tar only  # noqa: RUF012

    with tarfile.open(fileobj=stream, mode="r|", tarinfo=Info) as archive:
        for info in archive:
            archive.members = []  # type: ignore[attr-defined]  # else all of them are kept
            if info.isdir():
                continue
            budget.take_member()
            yield _member(archive, info)
    if Info.state.get("end") != "mark":
        raise tarfile.ReadError(f"{Info.state.get('end', 'no end mark')}")


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    name = plain_name(info.name)
    if info.islnk() or info.issym():
        return Member(name, skipped="symbolic link" if info.issym() else "link")
    if not info.isreg() or info.issparse():
        return Member(name, skipped="no regular file")
    if is_hidden(name):
        return Member(name, skipped="hidden")
    return Member(name, stream=cast(BinaryIO, archive.extractfile(info)))


class _Info(tarfile.TarInfo):
    """A header that is checked as it is read, and that tells how the tar ended.

    tarfile takes a damaged header in the middle for the end, and reads any length for a long name.
    """

    state: dict[str, str]

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            cls.state["end"] = _ENDS.get(type(error).__name__, "damaged header")
            raise

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        """Go on with what the header says; subclasses may, says a comment of tarfile's."""
        if self.size < 0 or (self.type[0] in _HEADERS and self.size > _MOST_HEADER):
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]


_ENDS: Final = {
    "EOFHeaderError": "mark",
    "EmptyHeaderError": "breaks off",
    "TruncatedHeaderError": "breaks off",
}
"""How a tar ended, by the errors that tarfile has for what it met in the place of a header."""
