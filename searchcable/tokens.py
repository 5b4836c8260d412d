"""What a word is, for every engine: text in, tokens out.

A token is a word folded to lower case without accents. A dotted abbreviation is one word (U.S. is
"us"), the apostrophe joins (O'Neill is "oneill") save before a possessive s, digits keep a decimal
point and lose the comma of thousands, and everything else parts words. There are no stop words.

Stems are made by Snowball's English stemmer (Porter2), https://snowballstem.org/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import Stemmer

MAX_TOKEN: Final = 100
"""Characters in the longest token; a longer run of letters is cut into several."""

# Words joined by a point, a comma or an apostrophe; `_parts` decides what the joint means.
# To Python the last of the apostrophes is a letter.
_UNICODE: Final = re.compile(r"[^\W_ʼ]+(?:[.,'’ʼ][^\W_ʼ]+)*")
_ACCENT: Final = re.compile(r"[\u0300-\u036f]")
_ACCENTED: Final = re.compile(_UNICODE.pattern.replace(r"[^\W_ʼ]", r"(?:[^\W_ʼ][\u0300-\u036f]*)"))

_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_JOINTS: Final = ".,'’ʼ"
_RUN: Final = re.compile(r"[A-Za-z0-9.,']+")
_UNJOINED: Final = str.maketrans("", "", _JOINTS)


def _table(replaced: Callable[[str], str]) -> bytes:
    """Return what translates coded ASCII."""
    return "".join(map(replaced, map(chr, range(128)))).encode().ljust(256)


_LOWER: Final = _table(lambda c: c.lower() if c.isalnum() else " ")
_KIND: Final = _table(lambda c: "a" if c.isalnum() else "." if c in _JOINTS else " ")
_JOINING: Final = re.compile(rb"\.a")
_LONG: Final = b"a" * (MAX_TOKEN + 1)

_APART: Final = "\x1f"  # between texts that are looked at together
_EACH_LOWER: Final = _table(lambda c: c if c == _APART else chr(_LOWER[ord(c)]))

_JOINED: Final = re.compile(
    r"""  (?: [^\W\d_ʼ] (?: \.[^\W\d_ʼ] )+ (?: ['’ʼ]s )? (?! [^\W_ʼ] | \.[^\W\d_ʼ] ) )  # u.s, e.g
      | (?: \d{1,3} (?: ,\d{3} )+ (?: \.\d+ )? (?! [^\W_ʼ] | ,\d ) )                 # 15,000.50
      | (?: \d+ (?: \.\d+ )+ (?! [^\W_ʼ] ) )                                         # 1.4
      | (?: [^\W_ʼ]+ (?: ['’ʼ][^\W_ʼ]+ )* )                                           # o'neill
    """,
    re.VERBOSE,
)
_JOINERS: Final = re.compile(r"['’ʼ]s$|['’ʼ]")


class _Stems(dict[str, str]):
    """The stem of each word met, up to a limit; most words were met before."""

    _LIMIT: Final = 500_000

    def __init__(self) -> None:
        super().__init__()
        stemmer = Stemmer.Stemmer("english")
        stemmer.maxCacheSize = 0  # this is one
        self._stem: Callable[[str], str] = stemmer.stemWord

    def __missing__(self, word: str) -> str:
        if len(self) >= self._LIMIT:
            self.clear()
        found = self[word] = self._stem(word)
        return found


_stems: Final = _Stems()
_stem_of: Final = _stems.__getitem__


def words(text: str) -> list[str]:
    """Return the tokens of `text` as written, in order, folded and not stemmed.

    >>> words("U.S.-Japan 1.4(B) AA/S $15,000 Japan's 04/18/2016 AT&T")
    ['us', 'japan', '1.4', 'b', 'aa', 's', '15000', 'japan', '04', '18', '2016', 'at', 't']
    """
    return spaced(text).split()


def spaced(text: str) -> str:
    """Return the tokens of `text` as `words` does, in one string, parted by spaces.

    >>> spaced("Japan's AA/S.").split()
    ['japan', 'aa', 's']
    """
    if not text.isascii():
        text = _plain(text)
    if not text.isascii():
        found = [w.lower() if w.isascii() else w for w in _pattern(text).findall(text)]
        return " ".join(_unfolded(found))
    tokens, long = _parted(text, _LOWER)
    if long and max(map(len, found := tokens.split())) > MAX_TOKEN:
        return " ".join(_unfolded(found))
    return tokens.strip()


def spaced_each(texts: Sequence[str]) -> tuple[str, ...]:
    """Return what `spaced` does of each text; of most, all at once.

    >>> spaced_each(("Paris.", "AA/S"))
    ('paris', 'aa s')
    """
    text = _APART.join(texts)
    if not text.isascii():
        text = _plain(text)
    if text.isascii():
        tokens, long = _parted(text, _EACH_LOWER)
        each = tokens.split(_APART)
        if len(each) == len(texts) and not long:
            return tuple(map(str.strip, each))
    return tuple(map(spaced, texts))


def _parted(text: str, lower: bytes) -> tuple[str, bool]:
    """Return ASCII text as tokens and spaces, and whether some may be too long for a token."""
    coded = text.encode()
    tokens = coded.translate(lower).decode()
    kinds = coded.translate(_KIND)
    return " ".join(_with_runs(tokens, text, kinds)), _LONG in kinds


def _with_runs(tokens: str, text: str, kinds: bytes) -> Iterator[str]:
    """Yield the `tokens` of ASCII text, those of each run of letters and joints by themselves.

    They are as long as the text and its `kinds`.
    """
    done = 0
    for joint in _JOINING.finditer(kinds):
        if (at := joint.start()) >= done:
            begin = max(kinds.rfind(b" ", done, at) + 1, done)
            end = kinds.find(b" ", at)
            run = text[begin : end if end >= 0 else len(text)].lower()
            yield tokens[done:begin]
            yield _known_run(run) if len(run) <= MAX_TOKEN else _run(run)
            done = begin + len(run)
    yield tokens[done:]


def _run_around(text: str, at: int, first: int) -> tuple[int, int]:
    """Return the span of the letters, digits and joints of ASCII text around a place."""
    begin = at
    while begin > first and (text[begin - 1].isalnum() or text[begin - 1] in _JOINTS):
        begin -= 1
    run = _RUN.match(text, begin)
    return begin, run.end() if run else at


def _run(run: str) -> str:
    return " ".join(_unfolded([run]))


_known_run: Final = lru_cache(10_000)(_run)  # "u.s.", "1.4", "japan's": few are many


def _unfolded(found: list[str]) -> list[str]:
    """Return the tokens of words in lower case that may be joined, accented or too long."""
    odd = [at for at, word in enumerate(found) if not (word.isalnum() and word.isascii())]
    if max(map(len, found), default=0) > MAX_TOKEN:
        odd = sorted({*odd, *(at for at, word in enumerate(found) if len(word) > MAX_TOKEN)})
    for at in reversed(odd):  # from the end, so that the places before stay
        word = found[at].strip(_JOINTS)
        if word.isalnum() and word.isascii() and len(word) <= MAX_TOKEN:
            found[at] = word
        else:
            found[at : at + 1] = [t for part in _pattern(word).findall(word) for t in _parts(part)]
    return found


def spans(text: str, beginning: str = "") -> Iterator[tuple[str, int, int]]:
    """Yield each token of `text`, as `words` gives it, with its half-open span of characters.

    Where a `beginning` is given, only the tokens that begin with it, for which little more than
    these is looked at. The tokens that one joined word unfolds to have a span of their own where
    its characters allow, and otherwise share the word's.

    >>> list(spans("Paris, 18 April: O'Neill's parting", "pari")), list(spans("AT&T", "t"))
    ([('paris', 0, 5)], [('t', 3, 4)])
    """
    if not text.isascii():
        text = _plain(text)
    letters = beginning.translate(_UNJOINED)
    if not letters or not text.isascii():
        yield from (one for one in _spans(text) if one[0].startswith(beginning))
        return
    lower = text.lower()
    for found in _starting(letters).finditer(lower):
        word, begin = found[0].rstrip(_JOINTS), found.start()
        before = lower[begin - 1 : begin] or " "
        whole = word.isalnum() and not (before.isalnum() or before in _JOINTS)
        if whole and len(word) <= MAX_TOKEN:  # as most words are
            tokens = [(word, 0, len(word))]
        else:
            begin, end = _run_around(lower, begin, 0)
            tokens = list(_spans(lower[begin:end]))
        for token, start, end in tokens:
            if token.startswith(beginning):
                yield token, begin + start, begin + end


@lru_cache(1_000)
def _starting(letters: str) -> re.Pattern[str]:
    """Return what finds in ASCII text, in lower case, words that may begin with these letters.

    That is where words begin, or where those are cut that are too long.
    """
    first, *rest = map(re.escape, letters)
    here = rf"(?<![a-z0-9]{first})|(?<=[a-z0-9.,']{{{MAX_TOKEN}}}{first})"
    inside = "".join(f"[.,']?{letter}" for letter in rest)
    return re.compile(rf"{first}(?:{here}){inside}[a-z0-9.,']*")


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _pattern(text).finditer(text):
        word, start = match[0], match.start()
        if word.isalnum() and word.isascii() and len(word) <= MAX_TOKEN:  # most words
            yield word.lower(), start, match.end()
            continue
        folded = fold(word)
        tokens = _parts(word)
        if len(folded) != len(word) or len(tokens) == 1:
            yield from ((token, start, match.end()) for token in tokens)
        else:
            yield from ((t, start + i, start + j) for t, i, j in _joined(folded))


def places(text: str, count: int, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the spans of those of the `count` tokens of `text` whose numbers are given."""
    found = [match.span() for match in _pattern(text).finditer(text)]
    if len(found) != count or not text.isascii():  # in ASCII each has one token, or some have more
        found = [(start, end) for _, start, end in spans(text)]
    return [found[number] for number in numbers]


def stem(word: str) -> str:
    """Return the stem of one token as `words` gives it.

    >>> stem("munitions"), stem("munit")
    ('munit', 'munit')
    """
    return _stems[word]


def stems(words: Iterable[str]) -> list[str]:
    """Return the stems of tokens."""
    return list(map(_stem_of, words))


def _plain(text: str) -> str:
    """Return `text` with ASCII in the place of marks that mean the same: quotes, dashes."""
    marks = set(_NOT_ASCII.findall(text))
    if any(mark.isalnum() and mark not in _JOINTS for mark in marks) or _ACCENT.search(text):
        return text
    for mark in marks:
        text = text.replace(mark, "'" if mark in _JOINTS else " ")
    return text


def root(stem: str) -> str:
    """Return what every word of that stem begins with.

    The stemmer takes letters off the end of a word. It changes some that are left, in stems that
    end as these do: "ponies" is "poni", "skies" is "sky", "possibility" "possibl", "dying" "die".

    >>> root("munit"), root("poni"), root("die")
    ('munit', 'pon', 'd')
    """
    changed = 2 if stem.endswith("ie") else int(stem.endswith(("i", "y", "l", "e")))
    return stem[: max(1, len(stem) - changed)]


def may_hold(text: str, part: str) -> bool:
    """Return whether a token of `text` may have `part` in it. It is quick, and sure where False."""
    if not text.isascii():
        return True
    text = text.lower()
    return part in text or part.translate(_UNJOINED) in text.translate(_UNJOINED)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, for comparing names and codes."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def _pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of joined words; accents that combine are no letters to `re`."""
    return _UNICODE if text.isascii() or not _ACCENT.search(text) else _ACCENTED


def _parts(word: str) -> list[str]:
    """Return the tokens of one joined word, which may be none (a lone accent) or several (½)."""
    return [token for token, _, _ in _joined(fold(word))]


def _joined(folded: str) -> Iterator[tuple[str, int, int]]:
    for match in _JOINED.finditer(folded):
        token = _join(match[0])
        for at in range(0, len(token), MAX_TOKEN):
            yield token[at : at + MAX_TOKEN], match.start(), match.end()


def _join(word: str) -> str:
    """Take out the dots of abbreviations, the commas of thousands, apostrophes, possessives."""
    if word.isalnum() and word.isascii():
        return word
    bare = _JOINERS.sub("", word)
    return bare.replace(",", "") if bare[:1].isdigit() else bare.replace(".", "")
