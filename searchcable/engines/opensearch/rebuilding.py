"""Building an index anew beside the old one, which serves by the alias until the new is whole."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from opensearchpy import OpenSearch

from searchcable.engines.opensearch.connecting import Place, client, failures_reported
from searchcable.engines.opensearch.schema import VERSION


def outdated(asked: OpenSearch, place: Place) -> str | None:
    """Return the name of an index whose mapping has another version, if there is one."""
    found = asked.indices.get_mapping(index=place.index)
    for index, said in found.items():
        if said["mappings"].get("_meta", {}).get("version") != VERSION:
            return str(index)
    return None


def begin_rebuild(folder: Path, *, anyway: bool) -> None:
    """Have the engine of `folder` build another index where the alias has an outdated one.

    With `anyway` it is known to be outdated, by what the folder said of it.

    Raises IndexFault where the cluster does not answer.
    """
    place = Place.read(folder)
    asked = client(place)
    with failures_reported(place):
        if asked.indices.exists(index=place.alias) and (anyway or outdated(asked, place)):
            stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())
            replace(place, building=f"{place.alias}-v{VERSION}-{stamp}").write(folder)


def publish(folder: Path) -> None:
    """Make the index that was built what the alias stands for, at once, and drop the old one.

    Does nothing where none was built. Raises IndexFault where the cluster does not answer.
    """
    place = Place.read(folder)
    if place.building is None:
        return
    asked = client(place)
    with failures_reported(place):
        held = asked.indices.get_alias(name=place.alias)
        old = [index for index in held if index != place.building]
        actions = [{"remove": {"index": index, "alias": place.alias}} for index in old]
        add = {"add": {"index": place.building, "alias": place.alias}}
        asked.indices.update_aliases(body={"actions": [*actions, add]})
        replace(place, building=None).write(folder)
        for index in old:
            asked.indices.delete(index=index)
