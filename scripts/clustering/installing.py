"""Bringing the server from Maven Central, once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from clustering.setup import IS_2, VERSION, Setup, Trouble

SERVER = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
ANALYSIS = f"org.opensearch.plugin:analysis-common:{VERSION}:jar"  # has the english analyzer
SECURITY = f"org.opensearch.plugin:opensearch-security:{VERSION}.0:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.0:copy"

DESCRIPTOR = f"""\
description=Analyzers
version={VERSION}
name=analysis-common
classname=org.opensearch.analysis.common.CommonAnalysisPlugin
java.version=11
opensearch.version={VERSION}
has.native.controller=false
"""


def install(setup: Setup) -> None:
    """Lay out the server in `server_home`, which only a whole one ever is."""
    server_home = setup.server_home
    if server_home.is_dir():
        return
    downloads = setup.home / "downloads"
    analysis = [ANALYSIS] if IS_2 else []  # later ones have all modules
    for artifact in (SERVER, *analysis, *([SECURITY] if setup.secure else [])):
        download(artifact, downloads)
    new = setup.home / "new"
    shutil.rmtree(new, ignore_errors=True)
    with zipfile.ZipFile(downloads / f"opensearch-{VERSION}.zip") as packed:
        packed.extractall(new)
    if IS_2:
        module = new / server_home.name / "modules" / "analysis-common"
        module.mkdir(parents=True)
        shutil.copy(downloads / f"analysis-common-{VERSION}.jar", module)
        (module / "plugin-descriptor.properties").write_text(DESCRIPTOR)
    plugins = new / server_home.name / "plugins"
    plugins.mkdir(exist_ok=True)
    if setup.secure:
        with zipfile.ZipFile(downloads / f"opensearch-security-{VERSION}.0.zip") as packed:
            packed.extractall(plugins / "opensearch-security")
    (new / server_home.name).rename(server_home)
    shutil.rmtree(new)
    shutil.rmtree(downloads)


def download(artifact: str, folder: Path) -> None:
    """Have Maven bring one artifact."""
    if shutil.which("mvn") is None:
        raise Trouble(
            f"there is no mvn on the PATH, by which OpenSearch {VERSION} is downloaded "
            "(on Debian: apt-get install maven)"
        )
    print(f"downloading {artifact}", file=sys.stderr)
    command = ["mvn", "-q", "-B", COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise Trouble(f"Maven could not download {artifact}: {lines[0] if lines else 'no word'}")
