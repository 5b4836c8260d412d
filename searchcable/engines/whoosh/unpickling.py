"""No code from an index: whoosh's unpickling held to a list of harmless names.

Whoosh pickles its table of contents, what it knows of each term, and its postings, and would run
what a planted pickle asks for. `guard` puts an unpickler with a short list of names into every
module of Whoosh that binds one.
"""

from __future__ import annotations

import io
import pickle
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Final

# What stock indexes of whoosh are made of: a program that embeds searchcable may have its own.
_ANALYSIS: Final = ("CompositeAnalyzer", "Composable")
_TOKENIZERS: Final = ("IDTokenizer", "RegexTokenizer", "CharsetTokenizer", "PathTokenizer")
_FILTERS: Final = ("LowercaseFilter", "StopFilter", "StripFilter", "PassFilter")
_FIELDS: Final = (
    "Schema", "FieldType", "ID", "IDLIST", "NUMERIC", "DATETIME", "BOOLEAN", "STORED", "COLUMN",
    "KEYWORD", "TEXT", "NGRAM", "NGRAMWORDS",
)  # fmt: skip
_FORMATS: Final = (
    "Existence", "Frequency", "Positions", "Characters", "PositionBoosts", "CharacterBoosts",
)  # fmt: skip
_OURS: Final = ("Terms", "Dates", "Words", "Places")
_COLUMNS: Final = (
    "VarBytesColumn", "FixedBytesColumn", "RefBytesColumn", "CompressedBytesColumn",
    "NumericColumn",
)  # fmt: skip

ALLOWED: Final = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "object"),
        ("builtins", "bytes"),
        ("builtins", "int"),
        ("builtins", "float"),
        ("collections", "defaultdict"),
        ("copyreg", "_reconstructor"),
        ("_codecs", "encode"),
        ("re", "_compile"),
        ("datetime", "datetime"),
        ("datetime", "date"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
        ("whoosh.analysis.filters", "StemFilter"),
        ("whoosh.analysis.morph", "StemFilter"),
        ("whoosh.lang.porter", "stem"),
        *(("whoosh.analysis.analyzers", name) for name in _ANALYSIS),
        *(("whoosh.analysis.acore", name) for name in _ANALYSIS),
        *(("whoosh.analysis.tokenizers", name) for name in _TOKENIZERS),
        *(("whoosh.analysis.filters", name) for name in _FILTERS),
        *(("whoosh.fields", name) for name in _FIELDS),
        *(("whoosh.formats", name) for name in _FORMATS),
        *(("whoosh.columns", name) for name in _COLUMNS),
        *(("searchcable.engines.whoosh.schema", name) for name in _OURS),
    }
)
"""The module and name of each thing that a pickle read by whoosh may name."""


class ListedUnpickler(pickle.Unpickler):
    """Unpickles what names only what is ALLOWED; raises UnpicklingError on the rest."""

    def find_class(self, module: str, name: str) -> Any:
        """Return what a pickle names, if it may."""
        if (module.replace("__builtin__", "builtins"), name) not in ALLOWED:
            raise pickle.UnpicklingError(f"an index may not name {module}.{name}")
        return super().find_class(module, name)


def load(file: Any, **options: Any) -> Any:
    """Stand in for `pickle.load`."""
    return ListedUnpickler(file, **options).load()


def loads(data: bytes, **options: Any) -> Any:
    """Stand in for `pickle.loads`."""
    return ListedUnpickler(io.BytesIO(data), **options).load()


_GUARDED: Final = SimpleNamespace(
    **{name: getattr(pickle, name) for name in pickle.__all__}
    | {"load": load, "loads": loads, "Unpickler": ListedUnpickler}
)


def guard() -> None:
    """Put the listed unpickler in the place of every other in the modules of whoosh so far."""
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] == "whoosh":
            for attribute, value in bindings(module):
                setattr(module, attribute, _stand_in(value))


def bindings(module: ModuleType) -> list[tuple[str, Any]]:
    """Return the names in a module by which it could unpickle without our list, with values."""
    return [(name, value) for name, value in vars(module).items() if _stand_in(value) is not value]


def _stand_in(value: Any) -> Any:
    """Return what is to stand in for a value that unpickles; any other value itself."""
    if isinstance(value, ModuleType) and value.__name__ in ("pickle", "_pickle", "cPickle"):
        return _GUARDED
    if value is pickle.load or value is getattr(pickle, "_load", None):
        return load
    if value is pickle.loads or value is getattr(pickle, "_loads", None):
        return loads
    unpicklers = (pickle.Unpickler, pickle._Unpickler)
    if isinstance(value, type) and issubclass(value, unpicklers) and value is not ListedUnpickler:
        return ListedUnpickler
    return value
