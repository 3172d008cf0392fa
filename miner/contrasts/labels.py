"""The label that a text prints beside each number of a row: behind it, before it in its bracket, or ahead.

``1.2 (0.9 to 1.5) at one cup and 1.8 (1.3 to 2.4) at two``; ``(one cup: OR 1.2; two cups: OR 1.8)``; ``among
smokers and former smokers the odds ratios were 1.8 and 1.2``.
"""

from __future__ import annotations

import re

from miner.contrasts.looks import names_endpoint
from miner.phrases.clauses import enclosing_bracket, has_verb, skeleton, trimmed
from miner.phrases.group_or_factor import group_name, is_factor
from miner.phrases.series import end_of_series, place_in_series
from miner.text.possessive import possessive

__all__ = [
    "is_labelled_row",
    "is_level",
    "label_ahead",
    "label_behind",
    "label_in_bracket",
    "labelled_one",
    "name_before",
]

_BRACKETS = r"\s?[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]]){0,140}[)\]]"
# What may stand between a number and its label: its interval, p-value and count.
_STATISTICS = re.compile(
    possessive(
        "statistics",
        rf"(?:{_BRACKETS}|[,;]?\s(?:95|90|99)\s?%\s?(?:CI|confidence\sintervals?)\b[\s,:=]*[\d.·]+\s?(?:to|[-–−,])\s?[\d.·]+"
        r"|[,;]?\s[pP]\s?[=<>≤]\s?[\d.·]+|\s?%|\s(?:times|fold)\b)*",
    )
)
_LEADS = re.compile(
    r"[,;]?\s(?:for|in|among|at|with|after|during|under|between|beyond|per|on|when|if|by|within|over)\s(?=[\w<>≥≤=])(?:the\s|those\s(?:with|who|on)\s)?",
    re.IGNORECASE,
)
# A label ends where the next number's row begins, or at a mark.
_ENDS = re.compile(
    r"[;)\]]|\.(?=\s|$)|,\s(?:and\s)?(?=\d+[.·]\d|as\b|with\b|while|whereas|but\b|respectively)|\s(?:and|or|but)\s(?:was\s|of\s)?(?:(?:HR|OR|RR|IRR)\s)?(?=\d*[.·]\d)"
    r"|\s(?:was|were|is|are|respectively|compared|versus|vs\.?|than(?!\s(?:\d|one\b|two\b|three\b|four\b|five\b))|whereas|while)\b|,\s(?=[a-z])|[(\[]|$",
    re.IGNORECASE,
)
_MEASURE = (
    r"(?:\b(?:adjusted|multivariate|multivariable|pooled|crude|corresponding|summary|m|a|S)[\s-]?)?"
    r"\b(?:(?-i:[am]?(?:HR|OR|RR|IRR|SHR|PR|SIR|SMR)s?)|hazard\sratios?|odds\sratios?|risk\sratios?|rate\sratios?|relative\srisks?|standardi[sz]ed\s(?:incidence|mortality)\sratios?)\b"
)
_IN_BRACKET = re.compile(
    rf"(?:[(\[]|[;,]\s|(?<=[a-z]):\s(?=[^:]*$)|^(?=[A-Z][^;:()\[\]=]{{1,60}}:\s))\s?(?:with\s[^;,()]{{3,60}}\sas\s(?:the\s)?reference,\s)?(?P<label>(?:[^;:()\[\]=]|:(?=\S)|(?<=\w)\(\w{{1,6}}\)(?=\w)){{2,70}}?)[,:]?\s{_MEASURE}\s?[,:=]?\s?$",
    re.IGNORECASE,
)
# "A: HR 3.2 (2 to 5), HR 1.9 (1 to 3); B: ...": a second number of the same label.
_SAME_LABEL = re.compile(
    rf"(?:^|;\s|[a-z]\.\s)(?P<label>[A-Za-z][\w\s/+-]{{1,40}}?)[,:]?\s{_MEASURE}\s?[,:=]?\s?\d[\d.·]*\s?[(\[][^()\[\]]*[)\]](?:,|\sand|,\sand)\s{_MEASURE}\s?[,:=]?\s?$",
    re.IGNORECASE,
)
# "(<20 mmol/l: 1.7; 1.4 to 2.0)": a level with its unit needs no measure.
_LEVEL_IN_BRACKET = re.compile(
    r"[(\[;]\s?(?P<label>(?:[<>≥≤]\s?\d[\d.,]*|\d[\d.,]*\s?[-–]\s?[<>]?\d[\d.,]*)\s?[A-Za-zµμ%][^;:()\[\]=]{0,24}?):\s$"
)
# A range or a bound, not a time point.
_RANGE = re.compile(r"[<>≥≤]|\d\s?(?:[-–]|to)\s?[<>]?\d|\+$")
_PERIOD = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?|h|min(?:utes)?)$", re.IGNORECASE)
_OF_TIME = re.compile(
    r"\b(?:times?|timing|delay\w*|intervals?|durations?|wait\w*|age[ds]?|earlier|later|longer|shorter|early|late)\b",
    re.IGNORECASE,
)
_RATIO_FOR = re.compile(
    rf"(?:[(\[,;]\s?){_MEASURE}\s(?:for|of|in|per)\s(?P<label>[^;()\[\]=]{{2,60}}?)\s?[,:=]\s?$",
    re.IGNORECASE,
)
_RATIO_WITHOUT = re.compile(
    rf"{_MEASURE}\s(?P<label>without\s[^;,()\[\]=\d]{{2,40}}?)\s(?:was|were|of)\s$", re.IGNORECASE
)
_NO_LABEL = re.compile(
    r"\b(?:respectively|intervals?|CI|trends?|interaction|heterogeneity|linear|analys[ie]s|models?|IPTW|weighted|\w*adjusted|adjust\w+|control(?:ling)?\sfor|confounders?|matched|were|was|follow-up|(?:person|patient|wom[ae]n|child)-?\s?years?|all\s(?:patients|studies|trials))\b|\b[pP]\s?[=<>]|^[\d\s.·,%-]+$"
    r"|^(?:multivaria\w+|univaria\w+|adjusted|adj|crude|pooled|corresponding|hazard|odds|the|an?|and|or|was|were|with)$",
    re.IGNORECASE,
)
_TELLING = (
    r"(?:(?:had|have|showed|carried|gave|yielded|experienced|the|an?|multivaria\w+|age-adjusted|\w+-adjusted|adjusted|"
    r"corresponding|respective|pooled|crude|summary|estimated|odds|with|was|were)[\s-]){0,6}?"
)
_AHEAD = re.compile(
    rf"(?:^|[;:,]\s)(?:in|for|among|with|at|after|(?:those|people|persons|patients|women|men|participants|individuals|adults|children)\s(?:with|who|in|on|aged|drinking|taking|using|reporting))\s(?P<labels>[^;:]{{4,120}}?),?\s{_TELLING}{_MEASURE}\b[^;]{{0,160}}$",
    re.IGNORECASE,
)
# "The ratios were beer 1.2 (0.9-1.6), wine 0.8 (0.6-1.1)": each name stands right before its number.
_NAMED_BEFORE = re.compile(
    r"(?:[)\]](?:,\s(?:and\s)?|;\s(?:and\s)?|\sand\s)|\b(?:were|being|follows:|were:)\s(?:for\s)?)(?P<label>[A-Za-z][^,;:()\[\]=]{1,60}?):?\s$"
)
_NAMED_NEXT = re.compile(
    rf"[\d.·]+{_BRACKETS}(?:,\s(?:and\s)?|;\s(?:and\s)?|\sand\s)[A-Za-z][^,;:()\[\]=]{{1,60}}?:?\s\d+[.·]\d+\s?[(\[]"
)
_NAMED_LAST = re.compile(r"[A-Za-z][^,;:()\[\]=]{1,60}?:?\s\d+[.·]\d+\s?$")
_NO_NAME = re.compile(
    r"\b(?:of|for|in|with|was|were|is|to|by|at|from|than|as|and|or|the|an?|ratios?|HRs?|ORs?|RRs?|IRRs?|reduced|increased|had|versus|vs)$|[<>=]$|^(?:with|in|for|of|to|at|by|from)\s",
    re.IGNORECASE,
)
_OR_MORE = r"or\s(?:more|less|fewer|higher|lower|older|younger|over|above|under|below|greater|longer)\b"
_NEXT_NUMBER = re.compile(r"[a-z)]\s\d+[.·]\d+$", re.IGNORECASE)  # "with A 4.8": another number's label
_PEOPLE = re.compile(
    r"^(?:women|men|patients|those|people|participants|individuals|subjects)\s(?:with|who\shad|having|in|on|at|aged|taking|using)\s(?:an?\s|the\s)?",
    re.IGNORECASE,
)
_JOINT = re.compile(rf",\s(?:and\s|or\s)?|\s(?!{_OR_MORE})(?:and|or)\s")
_LEVEL = re.compile(rf"[<>≥≤=\s]*[\d.·]+(?:\s?%)?(?:\s?[-–]\s?[<>]?[\d.·]+\s?%?|\+|\s{_OR_MORE})?(?=\s|$)")
_CLAUSE_END = re.compile(r"[;()\[\]]|\.(?=\s|$)")
_LONGEST, _REACH = 9, 160
_NAME_WORD = re.compile(r"[\w+-]+")
_GROUP_WORDS = {"group", "groups", "arm", "arms", "patients", "women"}


def label_behind(text: str, at: int, to: int) -> str:
    """``1.2 (0.9 to 1.5) at one cup``: the label behind the number and its statistics, or nothing."""
    index, total = place_in_series(text, at, to)
    statistics = _STATISTICS.match(text, end_of_series(text, at, to))
    lead = _LEADS.match(text, statistics.end()) if statistics else None
    if lead is None:
        return ""
    if total > 1:
        names = _items(_told_respectively(text[lead.end() :]), total)
        return _usable(names[index]) if names else ""
    end = _ENDS.search(text, lead.end(), lead.end() + _REACH)
    return _usable(text[lead.end() : end.start()]) if end else ""


def _told_respectively(text: str) -> str:
    """The list up to "respectively" or, without it, to the end of the clause."""
    listed, told, _ = text[:_REACH].partition("respectively")
    return (listed if told else _CLAUSE_END.split(text[:_REACH], maxsplit=1)[0]).strip(" ,")


def label_in_bracket(text: str, at: int) -> str:
    """``(one cup: OR 1.2``: the label before the number's measure inside its bracket, or nothing."""
    before = f" {text[at - _REACH : at]}" if at > _REACH else text[:at]
    without = _RATIO_WITHOUT.search(before)
    if without:
        return without["label"]
    named = _RATIO_FOR.search(before) or _IN_BRACKET.search(before) or _SAME_LABEL.search(before)
    if named:
        return _usable(named["label"])
    level = _LEVEL_IN_BRACKET.search(before)
    return level["label"] if level else ""


def labelled_one(text: str, at: int, names: str) -> str:
    """``A and B did better (A: HR 0.5; B: HR 0.6)``: which of the several named the number's label is of.

    >>> text = "Drug and knife did better (drug: HR 0.5; knife: HR 0.6) than rest."
    >>> labelled_one(text, text.index("0.6"), "Drug and knife"), labelled_one(text, 42, "Drug")
    ('knife', '')
    """
    several = [set(_NAME_WORD.findall(name.lower())) for name in _JOINT.split(names)]
    label = label_in_bracket(text, at) if len(several) > 1 else ""
    words = set(_NAME_WORD.findall(label.lower())) - _GROUP_WORDS
    return label if words and sum(words <= name for name in several) == 1 else ""


def is_level(label: str, about: str) -> bool:
    """Whether the label is a level of what the text ``about`` speaks of: a range or a bound.

    One of time is where that speaks of time; else it tells when an effect was seen.

    >>> is_level("8-14 days", "Delay of repair"), is_level("8-14 days", "Repair"), is_level("8 days", "Delay")
    (True, False, False)
    """
    return _RANGE.search(label) is not None and (
        not _PERIOD.search(label) or _OF_TIME.search(about) is not None
    )


def label_ahead(text: str, at: int, to: int) -> str:
    """``among smokers and former smokers the ORs were 1.8 and 1.2``: the n-th label of the n-th number."""
    if own := name_before(text, at):
        return own
    index, total = place_in_series(text, at, to)
    ahead = _AHEAD.search(text[:at])
    if ahead is None:
        return ""
    names = _items(ahead["labels"], total) if total > 1 else [ahead["labels"]]
    return _usable(names[index]) if names else ""


def name_before(text: str, at: int) -> str:
    """``ratios were beer 1.2 (0.9-1.6), wine 0.8 (0.6-1.1)``: the name right before the number, or none."""
    own = _NAMED_BEFORE.search(text, max(0, at - _REACH), at)
    if (
        own is None
        or enclosing_bracket(text, at)[0] != at
        or _NO_NAME.search(own["label"])
        or has_verb(own["label"])
    ):
        return ""
    opened = max(text.rfind("(", 0, own.start()), text.rfind("[", 0, own.start()))
    listed = (
        opened > 0 and text[own.start()] in ")]" and _NAMED_LAST.search(text, max(0, opened - _REACH), opened)
    )
    if not listed and not _NAMED_NEXT.match(text, at):
        return ""
    return "" if names_endpoint(own["label"]) else _usable(own["label"])


def is_labelled_row(text: str) -> bool:
    """``0.60 (0.5-0.7) for A, 0.58 (0.5-0.7) for B``: whether numbers have each its label behind it."""
    return len(re.findall(r"\d[.·]\d+\sfor\s[A-Za-z]", skeleton(text).text)) > 1


def _items(listed: str, total: int) -> list[str]:
    """As many labels as there are numbers; short ones with the noun that only the last of them has."""
    names = [name.strip() for name in _JOINT.split(_PEOPLE.sub("", listed)) if name.strip()]
    if len(names) != total:
        return []
    head = names[-1].split()
    if len(head) > 1 and all(_LEVEL.fullmatch(n) for n in names[:-1]):
        noun = _LEVEL.sub("", names[-1], count=1).strip()
        names[:-1] = [f"{name} {noun}" for name in names[:-1]]
    return names


def _usable(label: str) -> str:
    level = _LEVEL.match(label.strip())
    rest = group_name(trimmed(label.strip()[level.end() :] if level else label))
    label = f"{level[0]} {rest}" if level else rest
    if not rest or len(label.split()) > _LONGEST or _NO_LABEL.search(label) or _NEXT_NUMBER.search(label):
        return ""
    return label if is_factor(rest) else ""
