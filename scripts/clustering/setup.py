"""Where a cluster lies and answers, and what a machine must have for it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

VERSION = os.environ.get("SEARCHCABLE_OPENSEARCH_VERSION") or "2.19.4"
IS_2 = VERSION.startswith("2.")
OLDEST_JAVA, NEWEST_JAVA = (11, 21) if IS_2 else (21, 99)
ROOT = os.geteuid() == 0
RUNS_AS = "nobody"
DEFAULT = "/var/tmp/searchcable-opensearch" if ROOT else "~/.cache/searchcable/opensearch"
SECURE_PORTS = 200  # above those of the plain cluster


class Trouble(Exception):
    """What the user can mend; it says how."""


@dataclass(frozen=True)
class Setup:
    """The folder and the first port of a cluster, and whether it asks who one is."""

    home: Path
    port: int
    secure: bool

    @classmethod
    def of(cls, *, secure: bool) -> Setup:
        """Return the plain or the secured cluster that the environment means."""
        named = os.environ.get("SEARCHCABLE_OPENSEARCH_HOME") or DEFAULT
        home = Path(named).expanduser().absolute()
        port = int(os.environ.get("SEARCHCABLE_OPENSEARCH_PORT") or 9250)
        return cls(home / "secure", port + SECURE_PORTS, True) if secure else cls(home, port, False)

    @property
    def server_home(self) -> Path:
        """The folder of the server's program."""
        return self.home / f"opensearch-{VERSION}"

    @property
    def state(self) -> Path:
        """The file that says which processes run."""
        return self.home / "nodes.json"

    @property
    def access(self) -> Path:
        """The file that says how to come into a secured cluster."""
        return self.home / "access.json"

    def folder_of(self, node: int) -> Path:
        """Return the folder of one node's settings, data and log."""
        return self.home / f"node-{node}"

    def url_of(self, node: int) -> str:
        """Return where a node answers."""
        return f"http{'s' if self.secure else ''}://127.0.0.1:{self.port + node - 1}"

    def make_home(self) -> None:
        """Make the folder for everything; refuse one that somebody else made."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o755)
        if self.home.is_symlink() or self.home.stat().st_uid != os.geteuid():
            raise Trouble(f"{self.home} belongs to another user; set SEARCHCABLE_OPENSEARCH_HOME")


def give_away(folder: Path) -> None:
    """Make a folder and all in it belong to the user as whom nodes run."""
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, RUNS_AS)


def check_tools(*, secure: bool) -> None:
    """Raise Trouble unless there is a Java for the server, and what else a start needs."""
    needs = f"{OLDEST_JAVA} to {NEWEST_JAVA}" if IS_2 else f"{OLDEST_JAVA} or later"
    wanted = f"OpenSearch {VERSION} needs Java {needs} (on Debian: apt-get install default-jre)"
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        raise Trouble(f"there is no java on the PATH; {wanted}") from None
    match = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    if match is None or not OLDEST_JAVA <= int(match[1]) <= NEWEST_JAVA:
        line = said.stderr.strip().partition("\n")[0] or "nothing"
        raise Trouble(f"java says {line}; {wanted}")
    if ROOT and shutil.which("setpriv") is None:
        raise Trouble("OpenSearch refuses to run as root, and there is no setpriv (util-linux)")
    if secure and not IS_2:
        raise Trouble(f"there is no security plugin for OpenSearch {VERSION} on Maven Central")
    if secure and shutil.which("openssl") is None:
        raise Trouble("certificates are made by openssl, which is not on the PATH")


def check_port(port: int) -> None:
    """Raise Trouble where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(
                f"port {port} is taken; choose others: SEARCHCABLE_OPENSEARCH_PORT=9650"
            ) from None
