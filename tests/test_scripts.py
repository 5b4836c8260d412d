"""Each script says what it does: what it imports is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
OURS = [
    path
    for path in sorted(SCRIPTS.iterdir())
    if path.is_file() and "python" in path.read_text(encoding="utf-8").split("\n", 1)[0]
]


@pytest.mark.parametrize("script", OURS, ids=lambda path: path.name)
def test_a_script_tells_how_to_use_it(script: Path) -> None:
    ran = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("usage: ")
