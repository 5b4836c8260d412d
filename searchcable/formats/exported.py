"""Our own export: cables as `Cable.to_dict` gives them, one object each."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import UTC
from functools import cache
from typing import Any, Final

from searchcable.cable import Cable, Source

_KEYS: Final = frozenset(("mrn", "text", "paragraphs", "kind", "classification", "defects"))


def is_exported(data: Mapping[str, Any]) -> bool:
    """Return whether an object has the names that an exported cable has."""
    return data.keys() >= _KEYS


def read_exported(data: Mapping[str, Any], source: Source) -> Cable:
    """Return the exported cable, read now from `source`; where it was read first is an attribute.

    Raises ValueError where a value is of another kind than a cable has.
    """
    try:
        cable = Cable.from_dict(data)
    except (TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(f"no exported cable: {error}"[:200]) from error
    for name, kind in _kinds(Cable).items():
        if not _is_of(getattr(cable, name), kind):
            raise ValueError(f"no exported cable: {name} is of another kind")
    date = cable.date
    if date is not None:
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    first = {"Exported from": cable.sources[0].path} if cable.sources else {}
    attributes = {**cable.attributes, **first}
    return replace(cable, date=date, attributes=attributes, sources=(source,))


@cache
def _kinds(part: type) -> dict[str, Any]:
    return typing.get_type_hints(part)


def _is_of(value: Any, kind: Any) -> bool:
    """Return whether a value is of the kind that a cable's class says, all through."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if kind is None or kind is type(None):
        return value is None
    if origin in (typing.Union, types.UnionType):
        return any(_is_of(value, one) for one in inside)
    if origin is typing.Literal:
        return value in inside
    if origin is tuple:
        return isinstance(value, tuple) and all(_is_of(one, inside[0]) for one in value)
    if origin is not None:
        return isinstance(value, Mapping) and all(
            isinstance(one, str) for pair in value.items() for one in pair
        )
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, tuple)):
        return isinstance(value, kind) and all(
            _is_of(getattr(value, name), one) for name, one in _kinds(kind).items()
        )
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


__all__ = ["is_exported", "read_exported"]
