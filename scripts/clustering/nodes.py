"""The nodes of a cluster: their settings, their processes, what they answer."""

from __future__ import annotations

import json
import pwd
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from clustering.securing import administrator, secure_node
from clustering.setup import IS_2, ROOT, RUNS_AS, Setup, Trouble, check_port, give_away

HEAP = "512m"
BOOT = 120  # seconds to wait for a green cluster
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


def read_state(setup: Setup) -> dict[int, int]:
    """Return the process id of each node that was started, dead or alive; 0 for a stopped one."""
    if not setup.state.is_file():
        return {}
    return {int(node): pid for node, pid in json.loads(setup.state.read_text()).items()}


def write_state(setup: Setup, state: dict[int, int]) -> None:
    """Remember the process ids."""
    setup.state.write_text(json.dumps(state))


def alive(setup: Setup, pid: int, node: int) -> bool:
    """Return whether a process is the node that we started: process ids are used again."""
    if not pid:
        return False
    said = subprocess.run(
        ["ps", "-ww", "-p", str(pid), "-o", "stat=,command="], capture_output=True, text=True
    ).stdout.strip()
    conf = f"-Dopensearch.path.conf={setup.folder_of(node)}/"
    return not said.startswith("Z") and conf in said


def configure(setup: Setup, node: int, nodes: int) -> None:
    """Write a node's settings. The short intervals are for tests, never for production."""
    folder, port = setup.folder_of(node), setup.port
    for name in ("config", "data", "logs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = {
        "cluster.name": f"searchcable-{port}",
        "node.name": f"node-{node}",
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "path.repo": str(setup.home / "snapshots"),
        "network.host": "127.0.0.1",
        "http.port": port + node - 1,
        "transport.port": port + 100 + node - 1,
        "discovery.seed_hosts": [f"127.0.0.1:{port + 100 + n}" for n in range(nodes)],
        "cluster.initial_cluster_manager_nodes": [f"node-{n}" for n in range(1, nodes + 1)],
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "indices.breaker.total.use_real_memory": False,  # it counts garbage, here half of the heap
        "cluster.fault_detection.leader_check.interval": "1s",
        "cluster.fault_detection.follower_check.interval": "1s",
    }
    if setup.secure:
        settings |= secure_node(setup, node)
    lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
    (folder / "config" / "opensearch.yml").write_text("".join(lines))
    (folder / "config" / "log4j2.properties").write_text(LOGGING)
    if ROOT:
        give_away(folder)


def launch(setup: Setup, node: int) -> int:
    """Start one node and return its process id; what it says goes to its log."""
    for port in (setup.port + node - 1, setup.port + 100 + node - 1):
        check_port(port)
    folder, server = setup.folder_of(node), setup.server_home
    command = [
        "java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", *_guard(server),
        "-Djava.locale.providers=SPI,COMPAT", "-Djdk.module.illegalAccess.silent=true",
        "-Dopensearch.networkaddress.cache.ttl=60",
        "-Dopensearch.networkaddress.cache.negative.ttl=10",
        "-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true",
        "-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true",
        f"-Djava.io.tmpdir={folder}/logs", f"-XX:ErrorFile={folder}/logs/crash.log",
        f"-Dopensearch.path.home={server}", f"-Dopensearch.path.conf={folder}/config",
        "-Dopensearch.distribution.type=zip", "-cp", f"{server}/lib/*",
        "org.opensearch.bootstrap.OpenSearch",
    ]  # fmt: skip
    if ROOT:
        group = str(pwd.getpwnam(RUNS_AS).pw_gid)
        command = ["setpriv", "--reuid", RUNS_AS, "--regid", group, "--clear-groups", *command]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, cwd=folder,
        )  # fmt: skip
    return process.pid


def _guard(server: Path) -> list[str]:
    """Return what lets the server keep its plugins from files and sockets: 2.x by a manager."""
    if not IS_2:
        return [f"-javaagent:{server}/agent/opensearch-agent.jar"]
    return [] if java11() else ["-Djava.security.manager=allow"]


def java11() -> bool:
    """Return whether Java is too old to know `-Djava.security.manager=allow`."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    return 'version "11' in said


def ask(setup: Setup, node: int, path: str, seconds: float = 5) -> dict[str, object] | None:
    """Return a node's JSON answer, or None where it gives none."""
    context = administrator(setup) if setup.secure else None
    try:
        with urllib.request.urlopen(
            setup.url_of(node) + path, timeout=seconds, context=context
        ) as answer:
            told: dict[str, object] = json.load(answer)
            return told
    except (OSError, ValueError, urllib.error.URLError):
        return None


def last_words(setup: Setup, node: int) -> str:
    """Return the end of a node's log."""
    log = setup.folder_of(node) / "log"
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    return "\n    ".join([f"the end of {log}:", *lines[-8:]])


def wait_for_green(setup: Setup, started: list[int], nodes: int) -> None:
    """Wait until the cluster is green with that many nodes. Raises Trouble with a node's log."""
    deadline = time.monotonic() + BOOT
    while time.monotonic() < deadline:
        state = read_state(setup)
        for node in started:
            if not alive(setup, state[node], node):
                raise Trouble(f"node {node} ended while it started; {last_words(setup, node)}")
        health = ask(setup, started[0], "/_cluster/health")
        if health and health["status"] == "green" and health["number_of_nodes"] == nodes:
            return
        time.sleep(0.3)
    raise Trouble(f"the cluster is not green after {BOOT} s; {last_words(setup, started[0])}")
