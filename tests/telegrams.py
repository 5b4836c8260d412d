"""Telegrams that the tests of the index are made of."""

from __future__ import annotations

import os
import time
from pathlib import Path


def telegram(serial: int, words: str, *, post: str = "OSLO", subject: str = "FISH") -> str:
    """Return the text of a telegram of 2006 from `post` with one paragraph."""
    return (
        f"P 110831Z APR 06\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC 0001\n"
        f"UNCLAS {post} {serial:06}\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: {subject}\n\n"
        f"1. (U) {words}\nWHITNEY\n"
    )


def write_telegrams(folder: Path, number: int) -> None:
    """Write `number` telegrams into `folder`, a day old, with a word of its own in each."""
    day_ago = time.time() - 86_400
    folder.mkdir(parents=True, exist_ok=True)
    for serial in range(1, number + 1):
        text = telegram(serial, f"Report number{serial} on herring. " * 20)
        path = folder / f"{serial:04}.txt"
        path.write_text(text)
        os.utime(path, (day_ago, day_ago))
