"""The words of generated prose at scale: a real English core, then made-up pronounceable words."""

from __future__ import annotations

from functools import cache
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
_ENDINGS: Final = ("", "s", "ed", "ing", "ment", "er", "ation")
_CORE_ENDINGS: Final = ("s", "ed")  # with these a common word has as many forms as in telegrams


@cache
def vocabulary() -> tuple[str, ...]:
    """Return VOCABULARY_SIZE different words: the core, its forms, and stems with their forms."""
    words = dict.fromkeys(CORE)
    words |= dict.fromkeys(word + ending for word in CORE for ending in _CORE_ENDINGS)
    number = 0
    while len(words) < VOCABULARY_SIZE:
        stem = _stem(number)
        for ending in _ENDINGS:
            words[stem + ending] = None
        number += 1
    return tuple(words)[:VOCABULARY_SIZE]


def _stem(number: int) -> str:
    """Return the made-up word of that number: one or two syllables, spread by a large prime."""
    mixed = number * 7_919_993 + 104_729
    syllables = []
    for _ in range(1 + number % 2):
        mixed, onset = divmod(mixed, len(_ONSETS))
        mixed, vowel = divmod(mixed, len(_VOWELS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel])
    return "".join(syllables) + _CODAS[mixed % len(_CODAS)]
