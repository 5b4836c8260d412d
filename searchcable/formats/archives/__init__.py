"""Archives, read without being unpacked: zip, tar, 7z, and single files under gzip, bzip2 and xz.

    archive ─▶ kind by its first bytes ─▶ its members, one after another, as streams
                     ▲                                  │
                     └──────── an archive inside ◀──────┘

No member's name is ever used as a path, nothing is written but an archive inside of an archive,
which goes to a temporary file without a name, and `Limits` bounds what may come out of it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, cast

from searchcable.formats.archives.compressed import open_compressed
from searchcable.formats.archives.kinds import COMPRESSED, LOOK_AT, archive_kind
from searchcable.formats.archives.limits import Budget, Capped, Limits, OverLimit
from searchcable.formats.archives.members import (
    Member,
    Peekable,
    buffered,
    fault,
    fill,
    name_defect,
    seekable,
)
from searchcable.formats.archives.sevenzip import sevenzip_members
from searchcable.formats.archives.tars import tar_members
from searchcable.formats.archives.zips import zip_members

__all__ = ["LOOK_AT", "Limits", "Member", "OverLimit", "archive_kind", "fault", "open_members"]

_SOUGHT: Final[Mapping[str, Callable[[BinaryIO, Budget], Iterator[Member]]]] = {
    "zip": zip_members,
    "7z": sevenzip_members,
}


def open_members(stream: BinaryIO, limits: Limits | None = None) -> Iterator[Member]:
    """Yield the files in an archive, at any depth, each with a stream of its bytes or a reason.

    `stream` can be sought. A member's stream is good until the next member is asked for; reading
    it raises OverLimit, or what its library raises where it is damaged. A fault of an archive, or
    a limit that it goes over, is a member that is skipped, with what was wrong, under its name.
    Names are None for what a bare gzip, bzip2 or xz file holds. Raises nothing itself.
    """
    budget = Budget(limits or Limits())
    head = stream.read(LOOK_AT)
    stream.seek(0)
    yield from _archive(stream, archive_kind(head) or "", None, budget, 1)


def _archive(
    stream: BinaryIO, kind: str, name: str | None, budget: Budget, depth: int
) -> Iterator[Member]:
    """Yield the members of one archive, which is itself `name` in the one around it."""
    if depth > budget.limits.depth:
        yield Member(name, skipped=f"archives more than {budget.limits.depth} deep")
        return
    try:
        yield from _members(stream, kind, name, budget, depth)
    except OverLimit as error:
        yield Member(name, skipped=str(error))
    except Exception as error:
        yield Member(name, skipped=f"damaged {kind}", detail=fault(error))


def _members(
    stream: BinaryIO, kind: str, name: str | None, budget: Budget, depth: int
) -> Iterator[Member]:
    if kind in COMPRESSED:
        inner = open_compressed(stream, kind, budget)
        yield from _member(Member(name, stream=inner), budget, depth)
    elif kind == "tar":
        for member in tar_members(stream, budget):
            yield from _member(_below(name, member), budget, depth)
    elif kind in _SOUGHT:
        for member in _SOUGHT[kind](stream, budget):
            yield from _member(_below(name, member), budget, depth)


def _below(outer: str | None, member: Member) -> Member:
    """Return a member under its whole name."""
    if outer is None or member.name is None:
        return replace(member, name=member.name or outer)
    return replace(member, name=f"{outer}/{member.name}")


def _member(member: Member, budget: Budget, depth: int) -> Iterator[Member]:
    """Yield a member, or the members of the archive that it is."""
    if member.stream is None:
        yield member
        return
    peekable = Peekable(member.stream)
    stream = cast(BinaryIO, peekable)
    try:
        kind = archive_kind(peekable.peek(LOOK_AT))
    except OverLimit as error:
        yield Member(member.name, skipped=str(error))
        return
    except Exception as error:
        yield Member(member.name, skipped="damaged member", detail=fault(error))
        return
    limits = budget.limits
    if kind is None:
        capped = buffered(Capped(stream, limits.member))
        yield replace(member, stream=capped, defect=name_defect(member.name))
    elif kind in _SOUGHT and depth < limits.depth:
        yield from _set_aside(stream, kind, member.name, budget, depth + 1)
    else:
        yield from _archive(stream, kind, member.name, budget, depth + 1)


def _set_aside(
    stream: BinaryIO, kind: str, name: str | None, budget: Budget, depth: int
) -> Iterator[Member]:
    """Yield the members of an archive that is read from its end, as a zip is."""
    with seekable() as spool:
        try:
            fill(spool, stream, budget.limits.spool)
        except OverLimit as error:
            yield Member(name, skipped=str(error))
        except Exception as error:
            yield Member(name, skipped="damaged member", detail=fault(error))
        else:
            yield from _archive(spool, kind, name, budget, depth)
