"""The words of the labels, with the misspellings that typists and transmission made of them.

A spelling met in a telegram is a word more in these lists; spaces inside may be missing or more.
"""

from __future__ import annotations

import re
from typing import Final

_TAGS: Final = "TAGS TAG TASG TGAS TAGGS TAGSS TAHS TAFS ATGS TAS TAG5 T_A_G_S"
_SUBJECT: Final = """
    SUBJECT SUBJECTS SUBECT SUBJCT SUJECT SUBJET SUBJEC SUBJETC SUBEJCT SBUJECT SIBJECT SUBJUECT
    SUBJJECT SUBJECCT SUBJRCT SUBJEECT SUBJECTT SUVJECT SUNJECT SUNBJECT SUBBJECT SUBJECTR SUBJT
    SUBJ_ECT S_U_B_J_E_C_T SUBJ SUBJS SUB
"""
_REF: Final = """
    REF(S) REFERENCE(S) REFTEL(S) REF REFS REFTEL REFTELS REFERENCE REFERENCES RFE REFF REEF
    REFERNCE REFERNCES REFRENCE REFRENCES REFERENECE REFERECE REFTLE REFTE REFT R_E_F
    REFERENCE_TEL REFERENCE_TELS REF_TEL REF_TELS RERERENCE REFERANCE
"""
_BY: Final = """
    CLASSIFIED_BY CLASSIFIED_FOR CLASS_BY CLASS._BY CLASSIFIEDBY CLASSIIED_BY CLASSIFED_BY
    CLASSFIED_BY CLASIFIED_BY CLASSIFIED_BU CLASSIFIED_BT CLASSIFIED_YB C_LASSIFIED_BY
    CLASSSIFIED_BY CLASSIFIEID_BY CLASSFIFIED_BY CLASSIFEID_BY CLASSIFIED_B_Y CALSSIFIED_BY
    CLSSIFIED_BY CLASSIFIE_BY
"""


def _either(words: str) -> str:
    """A pattern for any of `words`, an underscore being spaces, the longest first."""
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", r"\s{1,4}") for word in longest_first)


def match_label(line: str) -> re.Match[str] | None:
    """Match the label at the head of `line`; its kind is the match's `lastgroup`."""
    first = line[:1] if line[:1] not in _SPACES else line.lstrip()[:1]
    return _LABEL.match(line) if first in _FIRST else None


_SPACES: Final = frozenset(" \t\u00a0")
_FIRST: Final = frozenset("ETASRCDOetasrcdo([")
_LABEL: Final = re.compile(
    rf"""\s*(?:\((?:U|C|S|SBU|LOU)\)\s*)?(?:
      (?P<eo>      (?:E[.,;:M]?\s?O[.,;:M]?|EXECUTIVE\ ORDER|O\.\s?E\.|E\.\s?0\.)
                   [\s:]{{0,3}} 1[0-9]{{4}} [:;,.-]?
                 | E\.\s?O\.\s{{0,2}}: | E\.?O\.?\ {{0,2}}(?=DECL\b) )
    | (?P<tags>    (?:{_either(_TAGS)}) \s{{0,2}} [:;.,-]{{1,3}} | TAGS (?=\s+[A-Z\[(]) )
    | (?P<subject> (?:{_either(_SUBJECT)}) \s{{0,2}} (?:\((?:U|C|S|SBU|LOU)\)\s{{0,2}})?
                   (?: :{{1,2}}-? | ; | -{{1,2}} )
                 | SUBJ(?:ECT)? (?:\s?[.,](?=\s)|\s-) )
    | (?P<ref>     (?:{_either(_REF)}) \s{{0,2}} [:;.-]{{1,3}}
                 | (?:REF|REFTEL)S? \s{{1,3}} \(?[A-Z][).:] )
    | (?P<by>      [(\[]? (?:{_either(_BY)}) (?![A-Z]) | CLASSIFIER \s{{0,2}} : )
    | (?P<derived> (?:DERIVED|DRV)\ FROM\b )
    | (?P<decl>    (?:DECL(?:ASSIFY|ASSIFICATION|ASSIFIED|SSIFY)?|DELC|DELCASSIFY)
                   (?: \s (?:ON|UPON)\b | \s{{0,2}} : ) )
    | (?P<reason>  (?:REASONS?|REASON\(S\)|RESONS?|RESAONS?|REASOSN) \s{{0,2}} : )
    ) \s*""",
    re.VERBOSE | re.IGNORECASE,
)
# Labels without any mark behind them: only below another label, since sentences start so too.
UNMARKED: Final = re.compile(
    r"\s*(?:(?P<subject>SUBJECT|SUBJ)|(?P<ref>REFS?|REFTELS?|REFERENCES?)"
    r"(?=\s+(?:\(?A[).]|\d\d\s?[A-Z]|[A-Z ]{3,20}\s\d)))"
    r"\s+(?=\S)"
)
