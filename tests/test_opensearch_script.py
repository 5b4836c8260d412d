"""What `scripts/opensearch` says where it cannot bring up a cluster; it starts none here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "opensearch"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs that takes the place of the PATH: only what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    add(folder, "setpriv", "")
    return folder


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def add(folder: Path, name: str, body: str) -> None:
    """Put a program of that name into the folder."""
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def add_java(folder: Path, version: str) -> None:
    """Put a Java there that only tells its version, as real ones do, on stderr."""
    add(folder, "java", f"""echo 'openjdk version "{version}" 2025-04-15' >&2""")


def run(tools: Path, *arguments: str, port: int = 9950) -> subprocess.CompletedProcess[str]:
    """Run the script with a home of its own."""
    settings = {
        "PATH": str(tools),
        "SEARCHCABLE_OPENSEARCH_HOME": str(tools.parent / "home"),
        "SEARCHCABLE_OPENSEARCH_PORT": str(port),
    }
    command = [sys.executable, str(SCRIPT), *arguments]
    environment = {"HOME": os.environ.get("HOME", "/"), **settings}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        pytest.param("1.8.0_402", 'java says openjdk version "1.8.0_402"', id="java-8"),
        pytest.param("10.0.2", "needs Java 11 to 21", id="java-10"),
        pytest.param("22.0.1", "needs Java 11 to 21", id="java-22"),
        pytest.param("11.0.2", "there is no mvn on the PATH", id="java-11-and-no-maven"),
        pytest.param("21", "apt-get install maven", id="java-21-and-no-maven"),
    ],
)
def test_versions_are_checked(tools: Path, version: str, said: str) -> None:
    add_java(tools, version)
    done = run(tools, "start")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_java_is_missing(tools: Path) -> None:
    done = run(tools, "start")
    assert done.returncode == 2
    assert "there is no java on the PATH" in done.stderr
    assert "apt-get install default-jre" in done.stderr


def test_a_download_that_fails(tools: Path) -> None:
    add_java(tools, "17.0.15")
    add(tools, "mvn", "echo '[ERROR] no such artifact'; exit 1")
    done = run(tools, "start")
    assert done.returncode == 2
    assert "Maven could not download" in done.stderr
    assert "no such artifact" in done.stderr


def test_a_port_that_is_taken_is_named(tools: Path, taken: int) -> None:
    add_java(tools, "17.0.15")
    (tools.parent / "home" / "opensearch-2.19.4").mkdir(parents=True)
    done = run(tools, "start", port=taken)
    assert done.returncode == 2
    assert f"port {taken} is taken" in done.stderr
    assert "SEARCHCABLE_OPENSEARCH_PORT" in done.stderr


@pytest.mark.parametrize("command", ["kill-node", "start-node"])
def test_a_node_that_is_none(tools: Path, command: str) -> None:
    done = run(tools, command, "4")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no node 4" in done.stderr


def test_nothing_runs(tools: Path) -> None:
    done = run(tools, "status")
    assert (done.returncode, done.stdout) == (1, "cluster: not running\n")
    assert run(tools, "stop").returncode == 0
