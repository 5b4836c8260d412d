"""How a command ends: its exit code, and what it says on standard error when it fails."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Final

from searchcable.cli.sanitizing import safe
from searchcable.errors import CableNotFound, SearchcableError

FOUND: Final = 0
NOTHING_FOUND: Final = 1
USER_ERROR: Final = 2
BUG: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130  # 128 and SIGINT, as shells count
CLOSED_PIPE: Final = 141  # 128 and SIGPIPE

_MENDABLE: Final = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENAMETOOLONG,
    errno.ENOTDIR, errno.EISDIR, errno.EMFILE,
}  # fmt: skip


def say(text: str) -> None:
    """Write a line, or several, to standard error."""
    sys.stderr.write(safe(text) + "\n")


def run(command: Callable[[], int], *, passing: tuple[type[BaseException], ...] = ()) -> int:
    """Run `command` and return the exit code: its own, or the one that fits what it raised.

    Standard output is flushed, so that a closed pipe or a full disk is noticed here. Exceptions of
    the classes `passing` are raised on.
    """
    try:
        code = command()
        sys.stdout.flush()
        return code
    except passing:
        raise
    except BrokenPipeError:
        _silence_stdout()
        return CLOSED_PIPE
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except CableNotFound as error:
        say_error(error)
        return NOTHING_FOUND
    except SearchcableError as error:
        say_error(error)
        return USER_ERROR
    except OSError as error:
        if error.errno not in _MENDABLE:
            return _bug()
        _silence_stdout()
        say(f"searchcable: {error.strerror}" + (f": {error.filename}" if error.filename else ""))
        return USER_ERROR
    except Exception:
        return _bug()


def say_error(error: SearchcableError) -> None:
    """Say what is wrong, and what an absent cable may have been meant for."""
    say(str(error))
    near = error.suggestions if isinstance(error, CableNotFound) else ()
    if near and not any(mrn in str(error) for mrn in near):
        say(f"did you mean {' or '.join(near)}?")


def _bug() -> int:
    import traceback

    traceback.print_exc()
    say("This is a bug of searchcable. Please report it with the lines above.")
    return BUG


def _silence_stdout() -> None:
    """Let nothing more be written, nor the interpreter complain when it flushes at its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
