"""One bulk request: changes of rows, after the words that they bring to the lexicon.

The cluster answers for each change; what it had no room for, or no node, is to be sent again, which
counts once, for the id of a row is its `_id` there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError, TransportError

from searchcable.engines.opensearch.connecting import (
    BUSY,
    Place,
    forbidden,
    gone,
    is_blocked,
    is_busy,
)
from searchcable.engines.opensearch.lexicon import lexicon_rows
from searchcable.engines.opensearch.new_words import Place as Words
from searchcable.engines.opensearch.schema import Document
from searchcable.errors import IndexFault

_CHANGED: Final = 409
_GONE: Final = 404
_FORBIDDEN: Final = frozenset({401, 403})
_ANSWER: Final = {
    "filter_path": "items.*.status,items.*.error,items.*._seq_no,items.*._primary_term"
}
State = tuple[int, int]
"""Of a row, as the cluster counts changes: sequence number and primary term."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row: a document, or None where it goes.

    `new` replaces none; `seen` is the state, sequence number and primary term, of the row which is
    replaced, and of no other. One that was `tried` may be there, though the cluster did not say so.
    """

    id: str
    document: Document | None
    new: bool = False
    seen: State | None = None
    tried: bool = False

    @property
    def size(self) -> int:
        """Bytes of the document."""
        return len(self.document.source) if self.document else 0

    def lines(self) -> Iterator[bytes]:
        """Yield what a bulk request has of it."""
        action: dict[str, Any] = {"_id": self.id}
        if self.seen:
            action["if_seq_no"], action["if_primary_term"] = self.seen
        if self.document is None:
            yield json.dumps({"delete": action}).encode()
        else:
            kind = "create" if self.new and not self.seen else "index"
            yield json.dumps({kind: action}).encode()
            yield self.document.source


@dataclass(slots=True)
class Outcome:
    """What became of changes.

    Of those taken, the state of the row; those to send again, and `why`; ids that another writer
    `changed` meanwhile; ids that were `refused`, with the reason.
    """

    taken: dict[str, State] = field(default_factory=dict)
    again: list[Change] = field(default_factory=list)
    why: str = ""
    changed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def send(
    client: OpenSearch,
    place: Place,
    changes: list[Change],
    words: dict[Words, set[str]],
    arrived: Event,
) -> Outcome:
    """Send words, and when they have `arrived`, changes.

    Raises what is not mended by sending again.
    """
    try:
        if why := _send_words(client, place, words):
            return Outcome(again=changes, why=why)
    except TransportError as error:
        return Outcome(again=changes, why=_passing(error))
    arrived.set()
    outcome = Outcome()
    if not changes:  # they went, and the words that they had brought did not arrive
        return outcome
    try:
        answers = _bulk(client, place, (line for change in changes for line in change.lines()))
    except TransportError as error:
        outcome.again += (replace(change, tried=True) for change in changes)
        outcome.why = _passing(error)
        return outcome
    for change, answer in zip(changes, answers, strict=True):
        fault, status = answer.get("error"), answer["status"]
        if fault is None:
            if "_seq_no" in answer:
                outcome.taken[change.id] = answer["_seq_no"], answer["_primary_term"]
        elif status == _CHANGED:
            outcome.changed.append(change.id)
        elif _passes(place, status, fault):
            outcome.again.append(replace(change, tried=True))
            outcome.why = _reason(fault)
        else:
            outcome.refused[change.id] = _reason(fault)
    return outcome


def _send_words(client: OpenSearch, place: Place, words: dict[Words, set[str]]) -> str:
    """Send rows of the lexicon; return why one of them did not arrive, if so."""
    index = json.dumps({"index": {}}).encode()
    lines = [line for row in lexicon_rows(words) for line in (index, row)]
    for answer in _bulk(client, place, lines) if lines else ():
        if fault := answer.get("error"):
            if _passes(place, answer["status"], fault):
                return _reason(fault)
            raise IndexFault(f"the cluster refuses words of the lexicon: {_reason(fault)}")
    return ""


def _bulk(client: OpenSearch, place: Place, lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """Return the cluster's answers, in order."""
    body = b"\n".join((*lines, b""))
    only_there = {"require_alias": str(place.building is None).lower()}
    answer = client.bulk(body=body, index=place.index, params={**_ANSWER, **only_there})
    return [next(iter(item.values())) for item in answer["items"]]


def _passing(error: TransportError) -> str:
    """Return why a request failed as a whole, if that may pass; else raise the error."""
    if not isinstance(error, ConnectionError) and not is_busy(error):
        raise error
    return str(error.error)


def _passes(place: Place, status: int, fault: object) -> bool:
    """Return whether a row was refused for now. Raises IndexFault where nothing can be written."""
    told = str(fault)
    if status == _GONE:
        raise IndexFault(f"{', '.join(place.urls)}: {gone(place)}")
    if status in _FORBIDDEN or is_blocked(told):
        raise IndexFault(f"{', '.join(place.urls)}: {forbidden(told)}")
    return status in BUSY


def _reason(error: object) -> str:
    """Return why one row was not taken, in the cluster's words."""
    if not isinstance(error, Mapping):
        return str(error)
    cause = error.get("caused_by", {})
    return ": ".join(filter(None, (error.get("reason"), cause.get("reason"))))
