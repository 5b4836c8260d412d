"""The arguments of a command that takes a query: which are words, and which are options.

`searchcable query cluster munitions -oslo -n 5` is a query of three words, one of them negated, and
an option. What begins with one hyphen is a word, unless it is an option exactly.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping


def options_first(args: Iterable[str], arities: Mapping[str, int]) -> list[str]:
    """Return `args` with the options first, then "--", then the words.

    `arities` has for each option ("-n", "--limit") how many values follow it, 0 or 1. An unknown
    `--option` stays among the options, to be refused by the parser of options; all that follows
    a "--" is words.

    >>> options_first(["cluster", "-oslo", "-n", "5"], {"-n": 1})
    ['-n', '5', '--', 'cluster', '-oslo']
    >>> options_first(["-n5", "-"], {"-n": 1})
    ['-n5', '--', '-']
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        name, equals, _ = arg.partition("=") if arg.startswith("--") else (arg, "", "")
        if arg == "--":
            words.extend(rest)
        elif name in arities:
            options.append(arg)
            if arities[name] and not equals:
                value = list(itertools.islice(rest, 1))
                if not value:
                    return options  # the parser of options will miss the value
                options += value
        elif arg.startswith("--") or _is_number_option(arg, arities):
            options.append(arg)
        else:
            words.append(arg)
    return [*options, "--", *words]


def _is_number_option(arg: str, arities: Mapping[str, int]) -> bool:
    """Whether `arg` is a short option with its number attached: -n5."""
    return bool(re.fullmatch(r"-[a-z]\d+", arg)) and arities.get(arg[:2]) == 1
