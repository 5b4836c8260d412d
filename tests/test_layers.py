"""Imports point one way, and each package of others has one owner."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "searchcable"

LAYERS = (
    "version", "errors", "encoding", "markings", "vocabulary", "mrn", "cable", "defects",
    "formats", "tokens", "fields", "query", "versions", "engines", "comparing", "snippets",
    "results", "store", "indexing", "__init__", "cli",
)  # fmt: skip
"""The parts of the package. Each imports from those before it only."""

STRANGERS = {"formats": {"tokens", "fields", "query"}, "engines": {"formats"}}
"""What a part must not see even though it may stand before it."""

OWNERS = {
    "typer": "cli/",
    "rich": "cli/render.py",
    "whoosh": "engines/whoosh/",
    "tantivy": "engines/tantivy/",
    "opensearchpy": "engines/opensearch/",
    "Stemmer": "tokens.py",
    "lxml": "formats/",
    "py7zr": "formats/archives/sevenzip.py",
    "pypdf": "formats/pdf/",
    "filelock": "store/lock.py",
    "rapidfuzz": "query/nodes.py",
    "orjson": "encoding.py",
    "isal": "engines/opensearch/documents.py",
}
"""Who imports the packages of others: a module, or the modules of a folder."""

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Yield the full names that a module imports, for types only or inside of functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                raise AssertionError(f"{path}: a relative import")


def ours(path: Path) -> set[str]:
    """Return the parts of the package that a module imports; its own is left out."""
    names = (name.split(".") for name in imports(path))
    parts = {name[1] if name[1] in LAYERS else "__init__" for name in names if name[0] == OWN}
    return parts - {part_of(path)}


OWN = PACKAGE.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    below = set(LAYERS[: LAYERS.index(part)]) - STRANGERS.get(part, set())
    assert ours(path) <= below


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_packages_of_others_have_one_owner(path: Path) -> None:
    known = {*sys.stdlib_module_names, OWN}
    others = {name.split(".")[0] for name in imports(path)} - known
    place = path.relative_to(PACKAGE).as_posix()
    assert [package for package in others if not place.startswith(OWNERS[package])] == []
