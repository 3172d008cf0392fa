"""Standardised ratios: deaths or cases observed against those expected of a population, cause by cause.

``Mortality was raised for all causes (SMR 1.2) and lung cancer (SMR 1.8)``: what stands before each number is
the cause that it is of, and those observed are compared with the population that the expected numbers are of.
"""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.clauses import ESTIMATE_IN_BRACKETS, enclosing_bracket, skeleton
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["cause_of", "of_observed"]

_STANDARDISED = re.compile(
    r"(?:\bS[MI]Rs?\b|\b[Ss]tandardi[sz]ed\s(?:mortality|incidence)\sratios?\b)[^;()\[\]]{0,25}$"
)
_CAUSE = re.compile(
    r"(?<![\w-])(?:(?:all|any)(?:[\s-]|\sother\s)causes?"
    r"|(?:(?!(?:in|of|for|from|and|or|with|the|was|were|excess|due|to)\s)[\w-]+\s){0,3}?[\w-]*(?:cancers?|carcinomas?|tumou?rs?|neoplasms?|\w{3}omas?|leuk[ae]+mias?|diseases?|disorders?|"
    r"infarctions?|strokes?|failure|infections?|accidents?|suicides?|injur(?:y|ies)|pneumonia|(?:silic|asbest|tubercul|cirrh)osis|diabetes|\w{4}itis))\b",
    re.IGNORECASE,
)
# Whose rates gave the numbers expected.
_EXPECTED = Guarded(re.compile(
    r"\b(?:against|compared\s(?:with|to)|relative\sto|versus|(?:expected|calculated|derived|computed|obtained|estimated|based)\s(?:[\w()]+\s){0,4}?(?:from|on|by|using|with|against|for|in))\s"
    r"(?:(?:those|that|the\srates?)\s(?:of|in|for)\s)?(?:the\s)?(?P<name>(?:[\w-]+\s){0,3}?(?:general|regional|national|local|reference|standard|background|county|state|provincial)\s(?:[\w-]+\s){0,2}?(?:population|rates|mortality))\b",
    re.IGNORECASE,
))  # fmt: skip
_PEOPLE = (
    r"(?:men|women|patients|workers|employees|survivors|miners|farmers|nurses|veterans|pilots|physicians|teachers|painters|"
    r"welders|drivers|soldiers|firefighters|residents|children|boys|girls|immigrants|prisoners|users|members)"
)
_SETTING = re.compile(
    rf"(?:^|[;.]\s)(?:in|among|for)\s(?:the\s)?(?P<who>(?:[\w-]+\s){{0,2}}?{_PEOPLE})\b", re.IGNORECASE
)
_STUDIED = re.compile(
    rf"\b(?P<who>(?:(?!(?:in|of|among|the|and|for|to)\s)[\w-]+\s){{0,2}}?{_PEOPLE}(?:\swith\s[\w\s-]{{3,40}})?)(?=[:,.;]|\s(?:in|of|at|from|after|treated|and|between)\b|$)",
    re.IGNORECASE,
)


def cause_of(text: str, at: int) -> str:
    """The cause or illness that the standardised ratio at ``text[at]`` is of, or the empty string.

    >>> text = "Deaths from all causes (SMR 1.1) and lung cancer (SMR 1.8, 1.6-2.1) were more than expected."
    >>> cause_of(text, text.index("1.1")), cause_of(text, text.index("1.8"))
    ('all causes', 'lung cancer')
    """
    if not _STANDARDISED.search(text, max(0, at - 60), at):
        return ""
    begin, _ = enclosing_bracket(text, at)
    last = max(
        (m.end() for m in ESTIMATE_IN_BRACKETS.finditer(text, 0, begin) if m.end() <= begin), default=0
    )
    found = list(_CAUSE.finditer(text[last:begin]))
    return found[-1][0] if found else ""


def of_observed(doc: Document, text: str, at: int) -> str:
    """``men vs general population``: whose deaths or cases were observed, and whose rates are expected.

    Empty where the number is not of one cause, or the text does not tell either.
    """
    reference = _expected(doc) if cause_of(text, at) else ""
    bones = skeleton(text)
    setting = list(_SETTING.finditer(bones.text, 0, bones.at(at))) if reference else []
    who = setting[-1] if setting else _STUDIED.search(doc.title)
    return f"{who['who']} vs {reference}" if reference and who else ""


@lru_cache(maxsize=32)
def _expected(doc: Document) -> str:
    told = _EXPECTED.search(doc.text)
    return told["name"] if told else ""
