"""Differences told by a comparative or by an association rather than named.

"1.3 points (95% CI ...) lower with", "was associated with a 1.2-point decrease in score (95% CI ...)".
"""

from __future__ import annotations

import re

from miner.effects.intervals import Interval

__all__ = ["is_associated", "is_comparative", "is_per_unit", "is_told_by"]

_COMPARATIVE = (
    r"(?:lower|higher|less|more|greater|longer|shorter|better|worse|fewer|larger|smaller|bigger|heavier|lighter|taller|thinner|thicker"
    r"|older|younger|earlier|later|sooner|farther|further|faster|slower|quicker|deeper|wider|narrower|stronger|weaker|poorer|steeper|warmer|cooler|leaner)"
)
_LOWER_AFTER = re.compile(
    r"[)\]]\s(?:and\s(?:of\s|by\s)?[\d.·]+\s?[(\[][^()\[\]]{1,40}[)\]]\s)?(?:\w+ly\s|(?:percentage\s)?points?\s|(?!times|fold)[a-z/]{1,7}\s)?"
    rf"{_COMPARATIVE}\s(?:(?!times|fold)[\w/-]+\s){{0,5}}?(?:in|with|for|among|than|after|compared)\s"
)
# What an association tells of: "a 1.2-point decrease in score (95% CI", "0.1 kg (95% CI) higher weight".
_ASSOCIATED = re.compile(
    r"\b(?:associated|linked|related|correlated|corresponded)\s(?:with|to)\s(?:an?\s|the\s)?(?:[\w-]+\s){0,3}"
    r"(?:(?:decrease|increase|reduction|decline|rise|fall|gain|loss|drop|change|decrement|increment)s?\s(?:in\s[^.;()\[\]\d]{1,60}\s)?of\s)?[(\[]?$",
    re.I,
)
# "reduced the stay by", "was associated with longer stay (+".
_CAUSED = re.compile(
    r"\b(?:increas|decreas|reduc|lower|rais|prolong|shorten|improv|delay|extend)(?:e[ds]?|s|ing|ed)\s"
    r"(?!(?:in|over|from|at|during|after|on|to|with|between|among|for|within|by|and|or|\w+ly)\b)(?:(?:the|mean|average|their|its)\s)*"
    r"[\w-]+(?:\s(?:of\s|in\s)?(?!by\b)[\w-]+){0,5}\sby\s(?:(?:an?|about|approximately|mean|average|of|estimated)\s){0,4}$",
    re.I,
)
_SIGNED_IN_BRACKET = re.compile(
    r"\b(?:associated|linked|related|correlated)\s(?:with|to)\s(?:[\w-]+\s){1,6}[(\[]$"
)
_CHANGED_IN = re.compile(
    r"(?:\s?%|[\s-]?[\w/²]+)?\s(?:\w+\s)?(?:increase|decrease|reduction|decline|rise|fall|gain|loss|drop|change|decrement|increment)s?\s(?:in|of)\s[^()\[\]]{1,80}[(\[]\s?$"
)
_CHANGED_TO = re.compile(
    r"(?:decrease|increase|reduction|decline|rise|fall|gain|loss|drop|change|decrement|increment)s?\s(?:in\s[^.;()\[\]\d]{1,60}\s)?of\s$",
    re.I,
)
_PER_UNIT = re.compile(
    r"\b(?:each|every|per)\b[^.;]*\bassociated|\b(?:one|1|10|100)-?\s?(?:unit|SD|standard|year|point|percent|%)"
    r"|\ba\s\d[\d.,]*[\s-]?[\w/%µμ²]{1,12}\s(?:higher|lower|greater|longer|increase|increment|rise|decrease|reduction|change)\b"
    r"[^.;]*\bassociated",
    re.I,
)
_LOWER_BEFORE = re.compile(
    rf"\b(?:differ(?:s|ed)|{_COMPARATIVE}(?:\s(?:frequent|common|often))?)\s"
    r"(?:(?:in|with|for|among|after|under|on|following)\s[^.;()\[\]]{1,80}\s)?by\s"
    r"(?:an?\s)?(?:mean\s|average\s)?(?:of\s)?$"
)


def is_comparative(before: str, after: str, interval: Interval) -> bool:
    """Whether an adjective compares: "1.3 points (95% CI ...) lower with", "lower with ... by 1.3 points"."""
    if interval.low is None or interval.high is None:
        return False
    return is_told_by(before) or (not interval.bare and _LOWER_AFTER.match(after) is not None)


def is_told_by(before: str) -> bool:
    """Whether a comparative leads to the number by "by": "was higher in the walking group by 1.3"."""
    return _LOWER_BEFORE.search(before) is not None


def is_associated(before: str, gap: str, interval: Interval, *, signed: bool) -> bool:
    """Whether an association tells the change: "associated with a 1.2-point decrease in score (95% CI"."""
    if interval.bare or interval.low is None or interval.high is None:
        return False
    if _CAUSED.search(before) or (signed and _SIGNED_IN_BRACKET.search(before)):
        return True
    told = _CHANGED_IN.fullmatch(gap) or _CHANGED_TO.search(before)
    return bool(told and _ASSOCIATED.search(before))


def is_per_unit(before: str) -> bool:
    """Whether an association is told for a unit of its exposure: "each hour of sleep was associated with"."""
    return bool(_PER_UNIT.search(before))
