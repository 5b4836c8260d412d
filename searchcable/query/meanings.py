"""TAGS by what they mean: `tags:"arms control"` and `tags:kind=program`."""

from __future__ import annotations

from typing import Final

from searchcable.tokens import stem, words
from searchcable.vocabulary.tags import Tag, tags, tags_of_kind

_KIND: Final = "kind="


def meant_tags(text: str) -> list[Tag]:
    """Return the TAGS that `text` means, in the order of the vocabulary.

    "kind=NAME" means all of a kind. Otherwise the words of `text` stand next to each other, in any
    form of theirs, in the meaning of each. A code is itself and means no others, and so does a name
    that no meaning holds: both give an empty list. Raises ValueError on an unknown kind.

    >>> [tag.code for tag in meant_tags("arms control")]
    ['KACT', 'PARM']
    >>> meant_tags("PARM")
    []
    """
    if text.lower().startswith(_KIND):
        return tags_of_kind(text[len(_KIND) :].strip())
    wanted = _stems(text)
    if not wanted or text.strip().upper() in tags():
        return []
    return [tag for tag in tags().values() if f" {wanted} " in f" {_stems(tag.meaning)} "]


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in words(text))
