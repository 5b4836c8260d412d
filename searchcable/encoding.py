"""Plain values as JSON: what an index stores, and what is sent to one."""

from __future__ import annotations

import json
from typing import Any, Final

import orjson


def to_json(plain: Any) -> bytes:
    """Return a value of dicts, lists, tuples, strings and numbers as JSON, in one line.

    Half of a surrogate pair, which a damaged text may have, stays what it is.
    """
    try:
        return orjson.dumps(plain)
    except TypeError:  # half of a surrogate pair, or a number beyond 64 bits
        return _ODD + _ENCODER.encode(plain).encode("utf-8", "surrogatepass")


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ODD: Final = b" "
"""Before what orjson refuses to write: a number beyond 64 bits it would read as another."""


def from_json(text: bytes) -> Any:
    """Read what `to_json` wrote. Raises ValueError, or RecursionError, on what is no JSON."""
    if not text.startswith(_ODD):
        try:
            return orjson.loads(text)
        except ValueError:
            pass  # `json` reads half of a surrogate pair, or says what is wrong
    return json.loads(text)
