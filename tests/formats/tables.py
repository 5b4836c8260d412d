"""Tables of what people write, each row a name, a text and what is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest


def table(rows: Mapping[str, tuple[Any, ...]]) -> list[Any]:
    """Return the rows of a table as parameters of a test; their names are the tests' ids."""
    return [pytest.param(*values, id=name.replace(" ", "-")) for name, values in rows.items()]
