"""The process that reads PDFs: each comes on standard input, its text goes to standard output.

Both ways a length of eight bytes goes before; an answer is "+" and the text, or "-" and why not.
"""

from __future__ import annotations

import io
import sys
from typing import BinaryIO, Final

_MEMORY: Final = 1_500_000_000
_MOST_PAGES: Final = 20_000
_MOST_TEXT: Final = 64_000_000


def extract(data: bytes) -> str:
    """Return the text of a PDF. Raises ValueError with why it has none, or whatever pypdf does."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise ValueError("encrypted PDF")
    pages = []
    size = 0
    for number, page in enumerate(reader.pages):
        if number == _MOST_PAGES:
            raise ValueError(f"PDF of more than {_MOST_PAGES:,} pages")
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > _MOST_TEXT:
            raise ValueError("PDF with too much text")
    text = "\n".join(pages)
    if not text.strip():
        raise ValueError("PDF without text")
    return text


def answer(data: bytes) -> bytes:
    """Return "+" and the text of a PDF as UTF-8, or "-" and why it has none. Raises nothing."""
    try:
        return b"+" + extract(data).encode("utf-8", "replace")
    except ValueError as error:
        if str(error).startswith(("PDF", "encrypted")):
            return b"-" + str(error).encode()
        return b"-damaged PDF"
    except (Exception, RecursionError, MemoryError):
        return b"-damaged PDF"


def _bound() -> None:
    """Bound this process's memory, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    while len(size := requests.read(8)) == 8:
        reply = answer(requests.read(int.from_bytes(size, "big")))
        answers.write(len(reply).to_bytes(8, "big") + reply)
        answers.flush()


if __name__ == "__main__":
    _bound()
    _serve(sys.stdin.buffer, sys.stdout.buffer)
