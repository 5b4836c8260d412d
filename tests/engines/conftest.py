"""Every engine, filled with the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchcable.engines import ENGINES, Engine, Reader, open_engine
from tests.engines.cables import BOOK_KEEPING, ROWS


@pytest.fixture(params=list(ENGINES), scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Engine:
    """An engine with nothing in it."""
    return open_engine(engine_name, tmp_path)


@pytest.fixture(scope="session")
def filled(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A snapshot of an engine that holds the cables of the promises and a row of book-keeping."""
    engine = open_engine(engine_name, tmp_path_factory.mktemp(engine_name))
    with engine.writer() as writer:
        writer.add([*ROWS.values(), BOOK_KEEPING])
        writer.commit()
    reader = engine.reader()
    yield reader
    reader.close()
