"""What all tests share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI") == "true"

settings.register_profile("quick", max_examples=20, deadline=None)


def pytest_configure() -> None:
    """Hear Ctrl-C, with the programs that tests start; a background job may be deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """In CI a skipped test is a failed one: what is not run is not known to work."""
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """The same for a module that skips itself."""
    return _unskipped((yield))


def _unskipped(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not accept: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the project, whose texts are not copied into it."""
    folder = ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}")
    return folder


def pytest_sessionfinish() -> None:
    """Drop the indices that the tests made on a cluster."""
    engines = sys.modules.get("tests.engines.conftest")
    for place in engines.PLACES if engines else ():
        from searchcable.engines.opensearch.connecting import client

        client(place).indices.delete(index=f"{place.alias}-*")
