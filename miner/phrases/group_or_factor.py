"""Whether a phrase can name a group, or a factor that bears on an endpoint, at all."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.endpoint_mentions import mentions_in
from miner.text.possessive import possessive

__all__ = ["group_name", "is_factor", "is_group"]

_IDLE = possessive(
    "idle",
    r"(?:[\d\s.,%·/±()=–−-]|months?|years?|days?|weeks?|points?|mm|kg|cm|median|mean|patients?|cases|deaths?|events?|women|men|per|n|p|of|mg|dl|the|a|an|no|per\scent|percent)*",
)
_NO_GROUP = re.compile(
    r"^(?:also|\w+ly|reduced|increased|lower|higher|longer|shorter|improved|decreased|better|worse)$|"
    rf"^{_IDLE}$"
    r"|\b(?:ratios?|survival|mortality|probability|benefits?|improvements?|rates?|risks?|odds|differences?|incidence|analys[ie]s|follow-?up|baseline|time|"
    r"outcomes?|endpoints?|confidence|interval|events?\sin|reduction|increase|hazards?|effects?|model|statistically|significant|score)\b"
    r"|^\d+\s(?:deaths?|events?|patients|cases|women|men|of)\b|\sof\s\d+\.\d+$|(?-i:\b(?:HRs?|ORs?|RRs?)\b(?![-+]))"
    r"|\.\s|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s\d|\d%|^(?:there|we|it|this|these|they|which|that|who|not$|not\s(?:significant|associated|different|reach|statistical|only)\w*|no\s(?:difference|significant|evidence|such|statistical|effect)|study|results?|data|their|its)\b",
    re.IGNORECASE,
)
# "Low-risk women", "a high score" are levels, though "risk" and "score" alone are no groups.
_LEVEL = re.compile(
    r"\b(?:low|lowest|high|highest|intermediate|moderate|medium|average|increased|elevated|top|bottom|poor|good|favou?rable|very\slow|very\shigh)[\s-]"
    r"(?:(?:risks?|scores?|rates?|ratios?|models?)(?=$|[\s-](?:wom[ae]n|patients?|groups?|men|people|participants|disease|tumou?rs?|categor\w+|score|class)\b))"
    r"|(?:[<>≥≤]|\b(?:(?:less|more|fewer|greater|lower|higher)\sthan|at\s(?:least|most)|up\sto|under|below|above|over)\s)\s?\d[\d.]*\s?%(?!\s(?:at|after|by)\s\d)"
    r"|\d[\d.]*\s?%?\s?[-–]\s?\d[\d.]*\s?%|\d[\d.]*\s?%?\s(?:or|and)\s(?:less|more|lower|higher|greater|above|below|over|under|fewer)\b",
    re.IGNORECASE,
)
_STATISTIC = possessive(
    "idle",
    r"(?:[\d\s.,%·/±()=–−-]|months?|years?|median|mean|patients?|n|p|of|the|a|an|no|HRs?|ORs?|CI|hazard|odds|ratios?|risk|relative|and)*",
)
_NO_FACTOR = re.compile(
    r"^(?:also|\w+ly|reduced|increased|lower|higher|longer|shorter|improved|decreased|better|worse)$|"
    rf"^{_STATISTIC}$"
    r"|\b(?:CI|confidence)\b"
    r"|\.\s|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s\d|\d%|^(?:there|we|it|this|these|they|which|that|who|not|results?|analys[ie]s)\b|^(?:\w+\s){0,3}(?:analysis|regression|models?|analyses)$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d")


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """Whether the phrase can name a group or a factor: no number, no endpoint, no statistic.

    >>> is_group("capecitabine plus placebo"), is_group("4.2 months"), is_group("overall survival")
    (True, False, False)
    """
    name = name.strip()
    if _YEARS.fullmatch(name):
        return True
    if (
        (len(name) < 2 and not name.isupper())
        or _is_torn(name)
        or _NO_GROUP.search(_LEVEL.sub("level", name))
    ):
        return False
    return not any(
        m.start < 2 or m.end - m.start > len(name) - 4
        for m in mentions_in(name)
        if m.endpoint_class != "adverse_event"
    )


@lru_cache(maxsize=4096)
def is_factor(name: str) -> bool:
    """Whether the phrase can name what predicts an endpoint.

    >>> is_factor("number of metastatic sites"), is_factor("blast share below 20%"), is_factor("95% CI")
    (True, True, False)
    """
    name = name.strip()
    return len(name) > 1 and not _is_torn(name) and not _NO_FACTOR.search(_LEVEL.sub("level", name))


def _is_torn(name: str) -> bool:
    """Whether a bracket of the phrase lacks its other half."""
    return name.count("(") != name.count(")") or name.count("[") != name.count("]")


def group_name(name: str) -> str:
    """The phrase without leading articles."""
    return re.sub(r"^(?:the|a|an|those|patients\sin|favou?r\sof)\s", "", name.strip(), flags=re.IGNORECASE)
