"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.test_cli import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (searchcable .+)\n((?:.*\n)*?)```", README)
PYTHON = re.findall(r"```python\n((?:.*\n)*?)```", README)
FIGURES = re.compile(r"\d+\.\d s, [\d.]+ .B|\d+\.\d$", re.MULTILINE)  # they differ from run to run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README's reader has it, after the corpus was indexed."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    assert run("index", "corpus/", cwd=folder).returncode == 0
    return folder


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_console_block(folder: Path, command: str, shown: str, tmp_path: Path) -> None:
    new = {"searchcable index corpus/": ("-i", str(tmp_path / "new"))}.get(command, ())
    done = run(*shlex.split(command)[1:], *new, cwd=folder)
    messages = re.sub(r"committed \d+\n", "", done.stderr)
    assert FIGURES.sub("", done.stdout + messages) == FIGURES.sub("", shown)


@pytest.mark.parametrize("code", PYTHON)
def test_python_block(
    folder: Path, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    exec(code, {})
    assert (
        "07TOKYO1716 JAPAN CALLS FOR COOPERATION ON CLUSTER MUNITIONS\n" in capsys.readouterr().out
    )


def test_the_readme_has_blocks() -> None:
    assert (len(CONSOLE), len(PYTHON)) == (4, 1)
