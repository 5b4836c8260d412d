"""meta.json: what an index is, and what of this program its files depend on."""

from __future__ import annotations

import os
import shlex
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from searchcable.cable import Addressee, Cable, ClassifiedBy, Defect, Origin, Paragraph, Reference
from searchcable.cable import Source as CableSource
from searchcable.engines import ENGINES
from searchcable.errors import IndexCorrupt, IndexMissing, IndexOutdated
from searchcable.fields import FIELDS, field_values
from searchcable.markings import Classification
from searchcable.mrn import Mrn
from searchcable.store.disk import read_json, write_json
from searchcable.tokens import stem, words
from searchcable.version import __version__

META: Final = "meta.json"
KIND: Final = "searchcable index"
FORMAT: Final = "8"
DEFAULT: Final = Path("indexes/default")


@dataclass(frozen=True, slots=True)
class Meta:
    """What meta.json says.

    `fingerprint` names the parts of this program that the files depend on. `corpora` are the
    corpora that were indexed, as they were typed. `created` and `updated` are ISO times in UTC.
    `cables` counts cables, and `sources` the files that gave them, as of the last commit.
    """

    engine: str
    fingerprint: Mapping[str, str]
    created: str
    updated: str
    tool: str
    kind: str = KIND
    corpora: tuple[str, ...] = ()
    cables: int = 0
    sources: int = 0

    @classmethod
    def new(cls, engine: str) -> Meta:
        """Return the meta of an empty index made now."""
        return cls(engine, fingerprint(), now(), now(), __version__)

    def updating(self, *, cables: int, sources: int, corpora: tuple[str, ...] = ()) -> Meta:
        """Return this with new counts, and with `corpora` among the known ones."""
        joined = tuple(dict.fromkeys((*self.corpora, *corpora)))
        return replace(
            self, cables=cables, sources=sources, corpora=joined, updated=now(), tool=__version__
        )


def now() -> str:
    """Return the time as meta.json has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_meta(index: Path, meta: Meta) -> None:
    """Write meta.json, whole or not at all."""
    write_json(index / META, asdict(meta))


def read_meta(index: Path) -> Meta:
    """Read meta.json of the index at `index`.

    Raises IndexMissing where there is none, IndexCorrupt where it does not read, and IndexOutdated
    where it was made by a version whose fields or tokens differ.
    """
    try:
        data = read_json(index / META)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"no index at {index}; make one with: searchcable index corpus/{_option(index)}"
        ) from None
    meta = _meta(index, data)
    if changed := differences(meta.fingerprint, fingerprint()):
        raise IndexOutdated(
            f"{index} was made by searchcable {meta.tool} and does not fit {__version__}: "
            f"{', '.join(changed)}; to build it again: {rebuild_command(index, meta)}"
        )
    return meta


def engine_of(index: Path) -> str | None:
    """Return the engine of an index, of whatever version, if its meta.json names one at all."""
    try:
        named = read_json(index / META)["engine"]
    except (OSError, IndexCorrupt, KeyError, TypeError):
        return None
    return named if isinstance(named, str) and named in ENGINES else None


def rebuild_command(index: Path, meta: Meta, *, options: str = "") -> str:
    """Return the shell command that builds an index again from what it was made of."""
    first, *others = [shlex.quote(corpus) for corpus in meta.corpora] or ["corpus/"]
    option = _option(index)
    runs = [f"searchcable index {first}{option} --force{options}"]
    return " && ".join(runs + [f"searchcable index {corpus}{option}" for corpus in others])


def fingerprint() -> dict[str, str]:
    """Return what an index depends on, part by part: the format, each field, the tokens.

    Fields and tokens are known by what they make of a sample, so that a change which the sample
    shows cannot be forgotten here.
    """
    parts = {"the format": FORMAT, "the tokens": _short([(w, stem(w)) for w in words(_TEXT)])}
    for field in FIELDS:
        values = [field_values(field, cable) for cable in (_SAMPLE, _BARE)]
        parts[f"the field {field.name}"] = f"{field.kind.name.lower()} {_short(values)}"
    return parts


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return in words what differs between two fingerprints; another format explains all else."""
    if old.get("the format") != new["the format"]:
        return ["the format changed"]
    changed = [f"{name} changed" for name in new if name in old and old[name] != new[name]]
    changed += [f"{name} is new" for name in new if name not in old]
    return changed + [f"{name} is no more" for name in old if name not in new]


def _meta(index: Path, data: Mapping[str, Any]) -> Meta:
    try:
        if data["kind"] != KIND:
            raise ValueError(f"it is of kind {data['kind']!r}")
        meta = Meta(
            engine=_text(data["engine"]),
            fingerprint={_text(k): _text(v) for k, v in data["fingerprint"].items()},
            created=_text(data["created"]),
            updated=_text(data["updated"]),
            tool=_text(data["tool"]),
            corpora=tuple(map(_text, data["corpora"])),
            cables=int(data["cables"]),
            sources=int(data["sources"]),
        )
        datetime.fromisoformat(meta.created)
        datetime.fromisoformat(meta.updated)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise IndexCorrupt(f"{index / META} does not read: {error!r}") from error
    return meta


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(f"{value!r} is no text")
    return value


def _option(index: Path) -> str:
    return "" if index == DEFAULT else f" --index {shlex.quote(os.fspath(index))}"


def _short(value: object) -> str:
    """Return a few digits that tell values apart: a change is an accident, and no forgery."""
    return f"{zlib.crc32(repr(value).encode()):08x}"


# Words whose tokens depend on each rule that `tokens` states, and on each step of the stemmer.
_TEXT: Final = (
    """U.S.-Japan U.S.’s e.g. 1.4(B) AA/S $15,000.50 O'Neill Japan's 04/18/2016 AT&T M-48
É Ａ ½ naïve munitions running caresses ponies agreed plastered motoring conflated hopping filing
happy relational generalization radically operator feudalism decisiveness hopefulness sensibility
triplicate formative electrical adjustment dependent homologous effective probate controlling skies
dying news innings proceed succeed kindly the year US IT MAY """
    + "long" * 60
)

_SAMPLE: Final = Cable(
    text=_TEXT,
    kind="airgram",
    mrn=Mrn(2007, "TOKYO", 1716),
    date=datetime(2007, 4, 18, 9, 3, tzinfo=UTC),
    origin=Origin(post="AMEMBASSY TOKYO", place_code="TOKYO", country="JP"),
    classification=Classification.LIMITED_OFFICIAL_USE,
    captions=("SIPDIS", "noforn"),
    precedence="IMMEDIATE",
    offices=("EB", "ara"),
    drafter="J. O'Neill",
    to=(Addressee(name="SECSTATE WASHDC", route="RUEHC", precedence="IMMEDIATE", mcn="2791"),),
    info=(Addressee(name="AMEMBASSY LA PAZ"),),
    transmission_id="VZCZCXRO8961",
    tags=("PARM", "(RICE, ANN)"),
    subject="Calls for co-operation: " + _TEXT,
    references=(Reference(raw="TOKYO 00438", mrn=Mrn(2006, "TOKYO", 438)),),
    classified_by=ClassifiedBy(name="A. Person", title="Ambassador", reasons=("b",)),
    declassify_on="2016-04-18",
    signed_by="SCHIEFFER",
    summary="Summary.",
    paragraphs=(
        Paragraph(text=_TEXT, number=1, marking="S/NF", heading="A heading"),
        Paragraph(text="No number."),
    ),
    attributes={"Concepts": "A CONCEPT"},
    defects=(Defect(code="section-header-missing", message="", line=1),),
    sources=(CableSource(path="corpus/07TOKYO1716.txt", member="a-member", sha256="ab"),),
)
_BARE: Final = Cable(text="")
