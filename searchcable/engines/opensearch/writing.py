"""The writer: changes wait for the commit, which sends them in bulk, as often as it takes."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Iterable, Mapping
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError, TransportError
from opensearchpy.helpers import streaming_bulk

from searchcable.engines import Entry, Unwritten
from searchcable.engines.opensearch.connecting import Place, failures_reported, forbidden
from searchcable.engines.opensearch.reading import Seen
from searchcable.engines.opensearch.schema import KEY, STORED
from searchcable.errors import IndexFault

_WAITS: Final = (1, 2, 4, 8, 16, 32, 60)
"""Seconds before what the cluster had no room for, or no node, is sent again."""

_BUSY: Final = frozenset({429, 502, 503, 504})
_GONE: Final = 404
_CHANGED: Final = 409
_FORBIDDEN: Final = frozenset({401, 403})
_LOOK_UP: Final = 500  # rows at once


class OpenSearchWriter:
    """Holds changes back until the commit, which sends them and makes them visible."""

    def __init__(self, client: OpenSearch, place: Place, seen: Seen) -> None:
        self._client = client
        self._place = place
        self._seen = seen
        self._pending: dict[str, Entry | None] = {}
        self._new: set[str] = set()

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows; where they are `new`, none of the same id is replaced."""
        for entry in entries:
            fresh = entry.id not in self._pending or entry.id in self._new
            self._pending[entry.id] = entry
            if new and fresh:
                self._new.add(entry.id)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        self._pending.update(dict.fromkeys(ids))

    def commit(self) -> Unwritten | None:
        """Send everything, and again what the cluster had no room for, and make it visible.

        Sending twice counts once, for the id of a row is its `_id` there. Raises IndexFault where
        the cluster takes no rows, or has no room for minutes.
        """
        changed: list[str] = []
        refused: dict[str, str] = {}
        with failures_reported(self._place):
            for wait in (*_WAITS, None):
                why = self._send(changed, refused)
                if not self._pending:
                    break
                if wait is None:
                    raise IndexFault(
                        f"the cluster has not taken {len(self._pending):,} rows: {why}; when it is "
                        "well, run the same command again: what was committed is safe"
                    )
                time.sleep(wait)
            self._client.indices.refresh(index=self._place.index)
            if not (changed or refused):
                return None
            return Unwritten(self._as_they_are(changed), refused)

    def _send(self, changed: list[str], refused: dict[str, str]) -> str:
        """Send what waits; return why some of it waits still."""
        why = ""
        try:
            for sent, answer in streaming_bulk(
                self._client,
                map(self._action, list(self._pending)),
                max_retries=0,
                raise_on_error=False,
            ):
                operation, result = next(iter(answer.items()))
                id, status = result["_id"], result["status"]
                if not sent:
                    self._check_right(result)
                if status in _BUSY:
                    why = _reason(result)
                    continue
                del self._pending[id]
                self._new.discard(id)
                self._seen.pop(id, None)
                if status == _CHANGED:
                    changed.append(id)
                elif not sent and not (operation == "delete" and status == _GONE):
                    refused[id] = _reason(result)
        except ConnectionError as error:
            why = str(error.error)
        except TransportError as error:
            if error.status_code not in _BUSY:
                raise
            why = str(error.error)
        return why

    def _check_right(self, result: Mapping[str, Any]) -> None:
        """Raise IndexFault where nothing may be written at all."""
        told = str(result.get("error"))
        if result["status"] in _FORBIDDEN or "cluster_block_exception" in told:
            raise IndexFault(f"{', '.join(self._place.urls)}: {forbidden(told)}")

    def _action(self, id: str) -> dict[str, Any]:
        entry = self._pending[id]
        action: dict[str, Any] = {"_index": self._place.index, "_id": id}
        if id in self._seen:
            action["if_seq_no"], action["if_primary_term"] = self._seen[id]
        if entry is None:
            return {**action, "_op_type": "delete"}
        kind = "create" if id in self._new and id not in self._seen else "index"
        return {**action, "_op_type": kind, "_source": entry.document}

    def _as_they_are(self, ids: list[str]) -> dict[str, bytes | None]:
        """Return what is stored of rows now, and remember their state."""
        found: dict[str, bytes | None] = {}
        for at in range(0, len(ids), _LOOK_UP):
            asked = {"ids": ids[at : at + _LOOK_UP]}
            answer = self._client.mget(
                index=self._place.index, body=asked, params={"_source_includes": f"{STORED},{KEY}"}
            )
            for row in answer["docs"]:
                if row.get("found"):
                    self._seen[row["_id"]] = row["_seq_no"], row["_primary_term"]
                stored = b64decode(row["_source"][STORED]) if row.get("found") else None
                found[row["_id"]] = stored
        return found


def _reason(result: Mapping[str, Any]) -> str:
    """Return why one row was not taken, in the cluster's words."""
    error = result.get("error")
    if not isinstance(error, Mapping):
        return str(error)
    cause = error.get("caused_by", {})
    return ": ".join(filter(None, (error.get("reason"), cause.get("reason"))))
