"""The endpoint that a title speaks of: what its factor bears on.

``Alcohol and the risk of stroke``, ``Does surgery prolong survival?``, ``Predictors of relapse in women``.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["endpoint_in_title"]

_OF = r"(?:of|for)\s(?:the\s|an?\s|developing\s|having\s)?"
# Phrases behind which a title names its endpoint, the surest first.
_SURE = 6  # so many of them leave no doubt
_BEFORE_IT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:predict(?:ors?|ion|ing)|determinants?|(?:risk|prognostic|predictive|causal|protective)\sfactors?|causes|correlates|(?<!at\s)(?<!at\shigh\s)(?<!at\sincreased\s)(?<!at\slow\s)risks?|odds|incidence|prevalence|"
        rf"occurrence|likelihood|development|probability)\s{_OF}",
        r"\b(?:predicts?|raises?|lowers?|increases?|reduces?|decreases?|prevents?|causes?|affects?|influences?|determines?|leads?\sto|results?\sin|protects?\sagainst|"
        r"improves?|prolongs?|worsens?|delays?|shortens?|provokes?|triggers?|promotes?|bears?\son)\s(?:the\s|an?\s|more\s|less\s|repeated\s|higher\s|lower\s)*(?:risks?\sof\s)?",
        r"\b(?:associated|association|linked|related|relat(?:e|ion(?:ship)?)|correlated)\s(?:\w+ly\s)?(?:with|to)\s(?:the\s|an?\s)?(?:risks?\sof\s)?",
        r"\b(?:and|with|on)\s(?:incident|new-onset)\s",
        r"\b(?:(?:effects?|impact|influence|role|value)s?\sof\s[^:;?]{2,70}?\s(?:on|with|in|upon|for)|"
        r"(?:association|relation(?:ship)?|link)s?\s(?:of|between)\s[^:;?]{2,70}?\s(?:on|and|with|in|upon|for))\s(?:the\s|an?\s)?(?:risks?\sof\s)?",
        r"\bas\s(?:an?\s)?(?:\w+\s){0,2}(?:predictors?|risk\sfactors?|markers?|determinants?|causes?)\s(?:of|for)\s(?:the\s|an?\s)?",
        r"\b(?:to\sprevent|against|prevention\sof)\s(?:the\s|an?\s)?",
        r"^[^:;?]{3,80}?\sand\s(?:later\s|subsequent\s)?(?:the\s|an?\s)?(?:risks?\sof\s)?",
    )
)
# The cases of a case-control study, the condition that heads a title: "Stroke in young women: ...".
_HEADING = re.compile(
    r"^([^:;?]{3,60}?)\s(?:in|among|after|of)\s[^:]{3,60}:\s[^:]*\b(?:factors?|case[\s-]control|predictors?|determinants?|causes)\b",
    re.IGNORECASE,
)
_RELATES = re.compile(r"\b(?:and|relation|risk|association|effects?|impact|role)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"(?<!quality)(?<!fear)(?<!loss)(?<!length)(?<!return)\s(?:in|among|after|by|during|within|for|with|at|from|on|over|following|according|before|when|between|than|differ\w*|of|to|vary|using|is|are|was|were)\s|[:;,.?()]|$",
    re.IGNORECASE,
)
_NO_ENDPOINT = re.compile(
    r"^(?:(?:the\s|an?\s|its\s|their\s)?(?:outcomes?|results?|prognosis|patients|women|men|people|treatment|therapy|use|study|trial|role|effects?|risks?|development(?:\sand\s\w+)?|management|"
    r"meta-analysis|review|cohort|analysis|comparison))$|^\W*$|\b(?:modell?ing|models?|emulation|matching|weighting|timing|approach(?:es)?)$",
    re.IGNORECASE,
)
_LONGEST = 7


@lru_cache(maxsize=64)
def endpoint_in_title(title: str, *, surely: bool = False) -> str:
    """The phrase that the title names as what something bears on, or the empty string.

    ``surely``: not that of "A and B", which may be two endpoints.

    >>> endpoint_in_title("Sleep duration and the risk of stroke: a cohort study")
    'stroke'
    """
    heading = _HEADING.match(title)
    if heading and not _RELATES.search(title.partition(":")[0]):
        return _usable(heading[1])
    for pattern in _BEFORE_IT[: _SURE if surely else None]:
        found = pattern.search(title)
        name = _usable(title[found.end() : _end(title, found.end())]) if found else ""
        if name:
            return name
    return ""


def _end(title: str, start: int) -> int:
    end = _ENDS.search(title, start)
    return end.start() if end else len(title)


def _usable(name: str) -> str:
    name = name.strip(" .")
    return "" if _NO_ENDPOINT.search(name) or len(name.split()) > _LONGEST else name
