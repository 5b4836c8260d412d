"""Where a cluster is, who asks it, and what its refusals mean.

The place is remembered with the index; a password or token never is. They come from the
environment: SEARCHCABLE_OPENSEARCH_USER and _PASSWORD, or _TOKEN, or a file named by _CREDENTIALS
with lines such as `user=…`, `password=…` or `token=…`.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)

from searchcable.errors import IndexCorrupt, IndexFault

PLACE: Final = "cluster.json"
OLDEST: Final = (2, 4)  # points in time
BUSY: Final = frozenset({429, 502, 503, 504})
"""Statuses of what may go well when it is asked again."""

WAITS: Final = (0.5, 1, 2, 4, 8, 16)
"""Seconds until it is asked again."""

_LOST: Final = (
    "node_disconnected",
    "node_not_connected",
    "no_shard_available",
    "all shards failed",
)
_T = TypeVar("_T")
_ENVIRONMENT: Final = "SEARCHCABLE_OPENSEARCH_"
_ALIAS: Final = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows are: the nodes' `urls`, the `alias`, and how a new index there is made.

    `ca` is a file of certificates that are trusted in place of the system's. While the index is
    built anew, `building` is the name of the new one, and others see the old one by the alias.
    """

    urls: tuple[str, ...]
    alias: str
    shards: int = 1
    replicas: int = 0
    ca: str | None = None
    building: str | None = None

    @property
    def index(self) -> str:
        """The index that is read and written here: the alias, but for one being built."""
        return self.building or self.alias

    def moved(self, url: str, ca: str | None = None) -> Place:
        """Return the same index where the cluster answers now. Raises as `place` does."""
        there = place(url, self.alias, ca=ca)
        return replace(self, urls=there.urls, ca=there.ca or self.ca)

    def write(self, folder: Path) -> None:
        """Write it down in the engine's folder."""
        (folder / PLACE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Place:
        """Read what was written. Raises IndexCorrupt where it does not read."""
        try:
            data = json.loads((folder / PLACE).read_text(encoding="utf-8"))
            urls = tuple(map(_url, data["urls"]))
            ca, building = data["ca"], data.get("building")
            if not urls or not all(one is None or isinstance(one, str) for one in (ca, building)):
                raise ValueError("no place")
            counts = int(data["shards"]), int(data["replicas"])
            return cls(urls, str(data["alias"]), *counts, ca, building)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexCorrupt(f"{folder / PLACE} does not say where the cluster is") from error


def place(
    url: str, name: str, *, shards: int = 1, replicas: int = 0, ca: str | None = None
) -> Place:
    """Return the place of an index called `name` at one or several URLs, parted by commas.

    Raises IndexFault where a URL is none, or has a password in it.
    """
    try:
        urls = tuple(_url(one.strip()) for one in url.split(",") if one.strip())
    except ValueError as error:
        raise IndexFault(str(error)) from None
    if not urls:
        raise IndexFault("the engine opensearch needs --url, such as https://search.example:9200")
    alias = f"searchcable-{_ALIAS.sub('-', name.lower()).strip('-_') or 'default'}"
    return Place(urls, alias, shards, replicas, str(Path(ca).absolute()) if ca else None)


def _url(text: str) -> str:
    match = re.fullmatch(r"https?://(?P<user>[^/@]*@)?[^/@\s]+/?", text)
    if match is None:
        raise ValueError(f"{text!r} is no URL of a cluster; write it as https://host:9200")
    if match["user"]:
        raise ValueError(
            f"a URL keeps no secret: give the user as {_ENVIRONMENT}USER and {_ENVIRONMENT}PASSWORD"
        )
    return text.rstrip("/")


def client(place: Place) -> OpenSearch:
    """Return a client of the cluster; nothing is asked of it yet."""
    said = credentials(os.environ)
    options: dict[str, Any] = {}
    if "token" in said:
        options["headers"] = {"Authorization": f"Bearer {said['token']}"}
    elif "user" in said:
        options["http_auth"] = (said["user"], said.get("password", ""))
    if place.ca:
        options["ca_certs"] = place.ca
    # A node that says "later" is no dead one: `patiently` asks again, and not another at once.
    return OpenSearch(
        list(place.urls), timeout=60, max_retries=5, retry_on_timeout=True, retry_on_status=(),
        verify_certs=True, **options,
    )  # fmt: skip


def credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """Return user and password, or token, from the environment or the file that it names.

    Raises IndexFault where that file does not read.
    """
    named = environment.get(f"{_ENVIRONMENT}CREDENTIALS")
    said: dict[str, str] = {}
    if named:
        try:
            lines = Path(named).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise IndexFault(f"the credentials in {named} do not read: {why}") from None
        pairs = (line.split("=", 1) for line in lines if "=" in line)
        said = {key.strip().lower(): value.strip() for key, value in pairs}
    for key in ("user", "password", "token"):
        if value := environment.get(f"{_ENVIRONMENT}{key.upper()}"):
            said[key] = value
    return said


@contextmanager
def failures_reported(place: Place) -> Iterator[None]:
    """Raise IndexFault, which says what to do, for what the cluster or the way to it refuses."""
    where = ", ".join(place.urls)
    try:
        yield
    except SSLError as error:
        why = "its certificate does not verify; name the authority's file with --ca"
        raise IndexFault(f"{where}: {why} ({error.error})") from error
    except ConnectionTimeout as error:
        why = "the cluster did not answer in time; see the health of its nodes, and run it again"
        raise IndexFault(f"{where}: {why}") from error
    except ConnectionError as error:
        raise IndexFault(f"no cluster answers at {where}; is it running?") from error
    except AuthenticationException as error:
        why = f"user or password is wrong, or missing: {_ENVIRONMENT}USER, {_ENVIRONMENT}PASSWORD"
        raise IndexFault(f"{where}: {why}") from error
    except AuthorizationException as error:
        raise IndexFault(f"{where}: {forbidden(str(error.info))}") from error
    except NotFoundError as error:
        raise IndexFault(f"{where}: {gone(place)}") from error
    except TransportError as error:
        raise IndexFault(f"{where}: {_unavailable(error)}") from error
    except OpenSearchException as error:
        raise IndexFault(f"{where}: {error}") from error


def patiently(call: Callable[[], _T]) -> _T:
    """Return what a call of the client gives; one that the cluster has no room for is repeated.

    Raises what the call raises, after half a minute.
    """
    for wait in WAITS:
        try:
            return call()
        except TransportError as error:
            if not is_busy(error):
                raise
        time.sleep(wait)
    return call()


def is_busy(error: TransportError) -> bool:
    """Return whether a request was refused for now, and is worth another try."""
    told = str(error.info)
    lost = error.status_code == 500 and any(name in told for name in _LOST)
    return (lost or error.status_code in BUSY) and not is_blocked(told)


def is_blocked(info: str) -> bool:
    """Return whether the cluster refuses all changes of an index, from what it says."""
    return "cluster_block_exception" in info


def gone(place: Place) -> str:
    """Return what is said of an index that somebody dropped."""
    return f"{place.alias} is not there any more; run searchcable index with --force"


def forbidden(info: str) -> str:
    """Return what a refusal means, from what the cluster says, and what to do."""
    if is_blocked(info):
        return (
            "the cluster lets nothing be written, mostly because a disk is nearly full; make room, "
            "then take the index's read_only_allow_delete block off, and run it again"
        )
    return "this user may not do that; ask for rights on the index"


def _unavailable(error: TransportError) -> str:
    if error.status_code == 429 and is_blocked(str(error.info)):
        return forbidden(str(error.info))
    if is_busy(error):
        return "the cluster is red or overloaded; see its health, and run it again"
    return f"the cluster refused: {error.error} (status {error.status_code})"


def check_version(client: OpenSearch) -> None:
    """Raise IndexFault unless the server is an OpenSearch that is new enough."""
    version = client.info()["version"]
    number = tuple(map(int, re.findall(r"\d+", str(version["number"]))[:2]))
    if version.get("distribution") != "opensearch" or number < OLDEST:
        least = ".".join(map(str, OLDEST))
        raise IndexFault(
            f"the server is {version.get('distribution', 'another kind')} {version['number']}; "
            f"OpenSearch {least} or later is needed"
        )
