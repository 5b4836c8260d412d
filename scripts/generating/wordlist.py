"""The words of generated prose at scale: a real English core, then made-up pronounceable words."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Final

VOCABULARY_SIZE: Final = 200_000

# The commonest first: the first N words of a Zipf vocabulary.
CORE: Final = tuple(
    """
    the of to and in that a for on is with was by as be he it not from said are his would at this
    has an have were or which but will had they its their been also more we who new other one may
    she all than some there government if when no about minister u.s. could president embassy
    state officials political two post united told states security country year economic support
    national during between such foreign only first between against meeting should after over any
    under many however because public party while can international percent both our local media
    made three issues comment summary ambassador military including law years police region million
    most countries into through before time work last being these her still where now up out
    agreement program police members what development process policy information trade so those
    parliament group report department according since human recent cooperation concerned election
    interest services control number council rights energy without current forces continue major
    people part plan court general several does them take percent ministry financial high likely
    press assistance visit interior important added further efforts court issue oil opposition use
    companies within despite next large leader leaders bank market border end called noted good
    chief director war peace long military investment four make even very because director around
    office day help well among increase poloff econoff bilateral effort need small water health way
    defense sector month months project projects legal provide committee must access areas area
    discussed early late terrorism strong relations expressed response result decision private
    provincial governor food future role order power statement place senior position request
    european union agency army asked authorities based capital case cases change city civil clear
    commission community company conference conflict congress corruption costs crime debate deputy
    district draft drug economy education effect elections employees enforcement environment
    established exchange executive expected export failed family farmers finance former framework
    free fuel full funding funds gas given goal goods growth head held home house identified impact
    implementation industry influence initiative institutions intelligence involved job journalists
    judge justice key labor lack land language largest level limited list living majority
    management mandate measures member message mission money move movement name negotiations network
    news north nuclear number observers offer open operations opportunity organization paper
    particularly partners pay perhaps period personal plans port possible potential pressure price
    prices prime prison problem problems production progress property proposal prosecutor protection
    protest province purchase question radio raise rate reach ready reason reform refugees regional
    release religious remain remains resolution resources respect responsibility return road rule
    rural school secretary seek senate serious session set share short side sign significant
    situation social society soon source south special speech staff stage station step still street
    students study success summit system table talks tax team technical television term territory
    threat today together town training transfer transport travel treaty trial troops true truth try
    turn union university unit value victims view village violence vote voters wage want weapons
    week west win women workers working world worth write written young zone
    """.split()  # noqa: SIM905 - a list of 500 literals is no easier to read
)

_ONSETS: Final = (
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n",
    "p", "pl", "pr", "qu", "r", "s", "sh", "sk", "st", "t", "tr", "v", "w", "z",
)  # fmt: skip
_VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS: Final = ("", "n", "r", "l", "s", "m", "nd", "rt")
# How many times as far down the list a form is as what it is a form of: so many forms as theirs,
# as seldom as theirs, share a stem in the shared telegrams.
_CORE_ENDINGS: Final = (("s", 3), ("ed", 8), ("ing", 24))
_ENDINGS: Final = (
    ("", 1), ("s", 1.5), ("ed", 2), ("ing", 3), ("ment", 5), ("er", 8), ("ation", 13),
)  # fmt: skip
_FUNCTION_WORDS: Final = 100  # of the core, about; these have hardly any forms


@cache
def vocabulary() -> tuple[str, ...]:
    """Return VOCABULARY_SIZE different words, the commonest first: the core, stems, their forms."""
    stems = _stems(VOCABULARY_SIZE // 2)  # forms at least double them
    placed = [(float(place), word) for place, word in enumerate(CORE)]
    placed += [
        ((place + _FUNCTION_WORDS) * farther, word + ending)
        for place, word in enumerate(CORE)
        for ending, farther in _CORE_ENDINGS
    ]
    placed += [
        (place * farther, stem + ending)
        for place, stem in enumerate(stems, start=len(CORE))
        for ending, farther in _ENDINGS
        if place * farther < len(stems)
    ]
    return tuple(dict.fromkeys(word for _, word in sorted(placed)))[:VOCABULARY_SIZE]


def _stems(wanted: int) -> dict[str, None]:
    """Return so many different made-up words, in order."""
    made: dict[str, None] = {}
    numbers = count()
    while len(made) < wanted:
        made[_stem(next(numbers))] = None
    return made


def _stem(number: int) -> str:
    """Return the made-up word of that number: one or two syllables, spread by a large prime."""
    mixed = number * 7_919_993 + 104_729
    syllables = []
    for _ in range(1 + number % 2):
        mixed, onset = divmod(mixed, len(_ONSETS))
        mixed, vowel = divmod(mixed, len(_VOWELS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel])
    return "".join(syllables) + _CODAS[mixed % len(_CODAS)]
