"""A short run of the fuzzer; `scripts/fuzz` is the long one."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.formats.fuzzing import Fault, Fuzzer, samples
from tests.formats.test_frus import NEW, OLD, PLAIN, volume
from tests.formats.test_pdf import made

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
HANGS = 30.0  # seconds: no machine is so slow that this is not a hang


def test_damaged_files_of_all_forms_are_read_or_refused() -> None:
    seeds = [*samples([ROOT / "corpus"]), volume(OLD, NEW), PLAIN.encode(), made("TAGS: PARM")]
    fuzzer = Fuzzer(random.Random(0), seeds, HANGS)
    end = time.monotonic() + SECONDS
    faults: list[Fault] = []
    while time.monotonic() < end:
        faults += fuzzer.one()
    assert [fault.what for fault in faults] == []
    assert len(fuzzer.forms) > 3


def test_the_fuzzer_notices_a_file_that_is_written(tmp_path: Path) -> None:
    fuzzer = Fuzzer(random.Random(0), [b"TAGS: PARM"])
    (tmp_path / "a").write_text("x")
    assert fuzzer._written == [str(tmp_path / "a")]
