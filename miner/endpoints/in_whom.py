"""Whether the name of an endpoint only tells in whom, or after what, something else was counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.endpoints.candidates import Candidate
from miner.phrases.endpoint_mentions import EndpointMention

__all__ = ["gives_share_in", "is_group_name", "is_grouped", "names_a_group", "tells_whom"]

_HAVING = re.compile(
    r"\b(?:patients?|women|men|subjects|those|cases|residents|individuals|adults|children|survivors)\s(?:who\s(?:had|experienced)|who|in|with|without|having|experiencing)?(?:\s(?:daily|chronic|severe|acute|diagnosed|known|established|newly\sdiagnosed|moderate|mild|recurrent|prior|previous|current|clinical|major|persistent|active|confirmed|suspected)){0,2}\s?(?:an?\s)?$|\b(?:whose|in\swhom)\s(?:the\s)?(?:\w+\s)?$",
    re.I,
)
# "48% in the no | complication group", "mortality after | stroke": in whom, or since when;
# but not "and with an improvement in | recurrence".
_GROUPED = re.compile(
    r"(?:\s(?:[≤≥<>]\s?)?\d+\s\w+)?[\s-](?:sub)?(?:groups?|arms?|patients|women|men|cohorts?|cases|comparators|controls|strat(?:um|a)|survivors|subjects|individuals)\b",
    re.IGNORECASE,
)
_IN_GROUP = re.compile(
    r"\b(?:in|of|among|for|within|between|than|versus|vs|with|both|other|and|to)\s(?:the\s|our\s)?(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:[\s-](?:only|alone|positive|negative|free))?[\s-](?:sub)?(?:groups?|arms?|cohorts?)\b", re.IGNORECASE
)
_AMID = re.compile(
    r"\b(?:after|following|(?<!and\s)with|without|despite|in\sthose\swith|in\sthe\spresence\sof|in\sthe\sabsence\sof)\s(?:an?\s|the\s)?"
    r"(?:(?!\d|(?:and|or|no|not|in|of|to|toward|towards|more|less|fewer|lower|higher|similar|better|worse|poorer|longer|shorter|trend)\b"
    r"|(?:improv|increas|decreas|reduc|prolong|impair|rais|lower|chang|differ|benefi)\w+)[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
# "The percentage of patients with lymphoedema": the lymphoedema is what was counted.
_SHARE = re.compile(
    r"\b(?:numbers?|percentages?|proportions?|fractions?|shares?)\sof\s(?:all\s|the\s)?\w+\s(?:[\w-]+\s){1,4}$",
    re.IGNORECASE,
)
# "12% in the | stroke unit": in whom, not on what.
_SHARE_IN = re.compile(r"(?:^|\d)\s?%\)?(?:\s\([^()]{0,40}\))?\s(?:in|among)\s(?:the\s)?(?:[\w-]+\s)?$")
# "Men | died": a verb tells what befell them, not which men.
_BEFELL = re.compile(r"(?:died|expired|succumbed|relapsed|recurred|responded|survived)\b", re.IGNORECASE)
# "Survival from the diagnosis of | liver metastases", "survival from | BCLM diagnosis".
_SINCE = re.compile(
    r"\b(?:from|since|after)\s(?:the\s)?(?:(?:date|time)\sof\s)?(?:diagnosis|onset|detection)\sof\s(?:the\s)?$",
    re.I,
)
_FROM = re.compile(r"\b(?:from|since|after|following)\s(?:the\s|first\s){0,2}$", re.I)
_FOUND = re.compile(r"\s(?:diagnosis|detection|onset|resection|surgery|operation|ablation|treatment)\b", re.I)
# "The model for OS, with age, | response to induction and grade, confirmed": a covariate.
_IN_MODEL = re.compile(
    r"\b(?:models?|regressions?|analys[ie]s)\b[^.;:()]{0,60}?\b(?:with|including|included|containing|contained|"
    r"adjust\w+\sfor|controll\w+\sfor)\s[^.;:()]{0,160}$"
)
_LIST_GOES_ON = re.compile(
    r"(?:\s(?!(?:was|were|is|are|had|did|and)\b)[\w-]+)?(?:\s(?:to|of|at|under)\s[\w-]+)?(?:,\s|\sand\s)"
)


def _is_covariate(text: str, m: EndpointMention) -> bool:
    if not _LIST_GOES_ON.match(text, m.end) or "survival" in m.text.lower():
        return False
    return bool(_IN_MODEL.search(text, max(0, m.start - 260), m.start))


def tells_whom(text: str, c: Candidate) -> bool:
    """Whether the name only says which people are meant: ``patients with | pain``."""
    start = c.mention.start
    if _SINCE.search(text, max(0, start - 50), start) or _is_covariate(text, c.mention):
        return True
    if _FOUND.match(text, c.mention.end) and _FROM.search(text, max(0, start - 24), start):
        return True
    if _BEFELL.match(c.mention.text) and not text[:start].endswith("who "):
        return False
    return bool(_HAVING.search(text, max(0, start - 40), start)) and not _SHARE.search(
        text, max(0, start - 60), start
    )


def names_a_group(text: str, start: int, c: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a name beside an earlier one only says in whom, or after what, that was counted."""
    m = c.mention
    if (
        c.strong
        or m.text.endswith("survival")
        or not any(o.mention.end <= min(m.start, start) for o in found)
    ):
        return False
    grouped = is_grouped(text, m.end) or _AMID.search(text, max(0, m.start - 60), m.start) is not None
    return grouped and not _SHARE.search(text, max(0, m.start - 60), m.start)


def is_group_name(text: str, c: Candidate) -> bool:
    """``more common in the | stroke group``: a group's name, which no number is on."""
    start, end = c.mention.start, c.mention.end
    if gives_share_in(text, max(0, start - 60), start):
        return True
    return bool(_IN_GROUP.search(text, max(0, start - 40), start) and _GROUP.match(text, end))


def is_grouped(text: str, end: int) -> bool:
    """Whether a name that ends there is followed by "group" or "patients": ``the complication | group``."""
    return _GROUPED.match(text, end) is not None


def gives_share_in(text: str, start: int, end: int) -> bool:
    """Whether what stands between tells in whom a share was counted: ``12% in the | stroke unit``."""
    return _SHARE_IN.search(text, start, end) is not None
