"""What a study is of: the factor or treatment that its title or its stated aim names."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.clauses import skeleton, subject_of, trimmed
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.group_or_factor import is_factor
from miner.text.document import Document

__all__ = ["AIM", "aim_of", "named_in_aim", "named_in_title"]

_EFFECT_OF = re.compile(
    r"\b(?:effects?|effectiveness|efficacy|impact|influence|roles?|(?:prognostic\s|predictive\s)?(?:value|significance|importance)|benefits?|contribution|trials?|study|comparison|evaluation|assessment|"
    r"associations?|relations?(?:hips?)?|links?|correlations?|use|safety|consequences)\s(?:and\s\w+\s)?(?:of|between)\s(?:the\s|an?\s)?"
    r"([^,;:.?]{2,70}?)(?:\s(?:on|in|for|and|with|as|upon|versus|after|during|to)\s|[:;,.?]|$)",
    re.IGNORECASE,
)
# Where the first name of a title ends.
_HEAD_END = re.compile(
    r"\s(?:in|for|and|on|as|after|during|among|with|is|are|was|were|does|do|improves?|reduces?|increases?|raises?|lowers?|predicts?|affects?|influences?|prolongs?|worsens?|delays?|shortens?|alters?|changes?|protects?|modif(?:y|ies)|"
    r""
    r"causes?|prevents?|determines?|versus|vs\.?|against|related\sto|associated|linked|bear|added|given|before|when|by|to|at|not|"
    r"independently|according|compared|relate[sd]?|leads?|increase|matter)\s|[:;,.?]|$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:does|do|did|is|are|was|were|can|could|should|will|would|has|have|may)\s(?:the\s|an?\s|there\s)?",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"^(?:what|which|how|who|when|where|why|predictors?|determinants?|(?:risk|prognostic|associated|predictive)?\s?factors?|incidence|prevalence|outcomes?|"
    r"randomi[sz]ed|phase\s\w+|(?:open-label|double-blind|multicent(?:er|re)|prospective)\b|trends?|long-?term|results?|survival|mortality|patterns?|disparities|differences?|comparison|analysis|follow-?up|prevention)\b",
    re.IGNORECASE,
)
AIM = re.compile(
    r"\b(?:aim(?:ed|s)?|objectives?|purpose|goal|sought|hypothesi[sz]ed?|hypothesis|whether|"
    r"to\s(?:determine|assess|evaluate|investigate|examine|explore|estimate|study|test|analy[sz]e|compare|clarify|quantify|establish|identify|find|see))\b",
    re.IGNORECASE,
)
"""Words with which a sentence tells what the study was for."""
_WHETHER = re.compile(r"\b(?:whether|if|that)\s(?:or\snot\s)?(?:the\s|an?\s)?", re.IGNORECASE)
_LONGEST = 8


def named_in_title(title: str) -> str:
    """``Effect of A on B``, ``A in patients with C``, ``Does A lead to B?``: A, or the empty string."""
    return _named_by(title.strip(" ."))


@lru_cache(maxsize=64)
def _named_by(title: str) -> str:
    named = _EFFECT_OF.search(title)
    name = named[1] if named else _HEAD_END.split(_ASKS.sub("", title, count=1), maxsplit=1)[0]
    endpoint = endpoint_in_title(title, surely=True)
    return _usable(name, known=bool(endpoint) and endpoint not in name)


@lru_cache(maxsize=64)
def aim_of(doc: Document) -> str:
    """The sentence that says what the study set out to find, or the empty string."""
    for sentence in doc.role("background", "methods", "other"):
        if AIM.search(sentence.text):
            return sentence.text
    return ""


@lru_cache(maxsize=64)
def named_in_aim(doc: Document) -> str:
    """``to study the effect of A on B``, ``whether A predicts B``: A, or the empty string."""
    text = skeleton(aim_of(doc)).text
    named = _EFFECT_OF.search(text)
    if named:
        return _usable(named[1])
    asked = _WHETHER.search(text)
    return _usable(subject_of(text[asked.end() :], len(text) - asked.end())) if asked else ""


def _usable(name: str, *, known: bool = False) -> str:
    """The name where it can be a factor's; where the endpoint is ``known``, an illness can be one as well."""
    name = trimmed(name)
    if not name or len(name.split()) > _LONGEST or _WHAT.match(name) or not is_factor(name):
        return ""
    if known:
        return name
    return "" if any(m.start < 2 and m.end > len(name) - 2 for m in mentions_in(name)) else name
