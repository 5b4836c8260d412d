"""Every engine, filled with the same rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from searchcable.engines import ENGINES, Engine, Reader, open_engine
from searchcable.engines.opensearch.connecting import Place, place
from tests.engines.cables import BOOK_KEEPING, ROWS

CLUSTER = "SEARCHCABLE_TEST_OPENSEARCH"
"""The variable that names the URLs of a cluster for tests, which `scripts/test` sets."""


PLACES: list[Place] = []
"""Where tests put indices, which the end of the run drops: each takes room from the others."""


def new_engine(name: str, folder: Path, shards: int = 1) -> Engine:
    """Return an engine with nothing in it; on a cluster it has so many shards."""
    if name == "opensearch":
        replace(new_place(folder.name), shards=shards).write(folder)
    return open_engine(name, folder)


def new_place(name: str) -> Place:
    """Return the place of an index on the cluster that was never there."""
    urls = os.environ.get(CLUSTER)
    if not urls:
        pytest.skip(f"no cluster: {CLUSTER} is not set; scripts/test starts one")
    made = place(urls, f"test-{name}-{uuid4().hex[:12]}")
    PLACES.append(made)
    return made


@pytest.fixture(params=list(ENGINES), scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Engine:
    """An engine with nothing in it."""
    return new_engine(engine_name, tmp_path)


@pytest.fixture(scope="session")
def filled(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A snapshot of an engine that holds the cables of the promises and a row of book-keeping."""
    engine = new_engine(engine_name, tmp_path_factory.mktemp(engine_name))
    with engine.writer() as writer:
        writer.add(map(engine.entry, [*ROWS.values(), BOOK_KEEPING]))
        writer.commit()
    reader = engine.reader()
    yield reader
    reader.close()
