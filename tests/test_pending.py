"""What a session has not committed: the same in memory and on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.store import pending
from searchcable.store.pending import Pending

STEPS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.none() | st.binary(max_size=40)), max_size=30
)


@given(
    steps=STEPS,
    asked=st.lists(st.integers(0, 30), max_size=5),
    in_memory=st.sampled_from([1, 10**6]),
)
def test_it_is_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, bytes | None]],
    asked: list[int],
    in_memory: int,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pending, "IN_MEMORY", in_memory)
        made = Pending(folder)
    expected: dict[str, bytes | None] = {}
    for at, (id, stored) in enumerate(steps):
        made[id] = expected[id] = stored
        if at in asked:  # reading in between moves the place in the file
            assert made[id] == stored
    assert list(made) == list(expected)
    assert {id: made[id] for id in made} == expected
    assert made.size == sum(len(stored) for _, stored in steps if stored)
    made.clear()
    assert (len(made), made.size, "a" in made) == (0, 0, False)
    made["z"] = b"again"
    assert made["z"] == b"again"
    made.close()


def test_much_lies_in_the_folder_and_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "IN_MEMORY", 10)
    made = Pending(tmp_path)
    made["a"] = b"more than ten bytes"
    assert made["a"] == b"more than ten bytes"
    assert not list(tmp_path.iterdir())
    made.close()
