"""The two groups that a number's own bracket sets against each other: ``(A versus B: HR 0.7)``."""

from __future__ import annotations

import re

from miner.contrasts.labels import label_in_bracket
from miner.contrasts.sense import can_stand, tidied
from miner.phrases.clauses import enclosing_bracket, phrase_after, phrase_before, skeleton, subject_of
from miner.phrases.group_or_factor import is_factor, is_group
from miner.phrases.group_order import oriented
from miner.phrases.versus import pairs_in
from miner.text.document import Document

__all__ = ["exception_of", "pair_in_bracket"]

_SLASH = re.compile(r"[(\[]\s?([A-Za-z][\w+-]*)\s?/\s?([A-Za-z][\w+-]*)\s?[)\]]")
# A comparator behind the number, in its own bracket: "HR 0.71; 95% CI 0.47 to 1.06; vs no surgery".
_VERSUS_BEHIND = re.compile(
    r"[\d.·\s,;:=<>%–−-]{1,20}[^()\[\]A-Za-z]{0,10}(?:[^()\[\]]{0,60}?[,;]\s)(?:vs?\.?|versus|compared\s(?:with|to))\s([A-Za-z][\w\s+/-]{2,40})(?=[)\];,])"
)
# The reference of an item of a list, first in its bracket: "stage III (vs I; HR 3.6".
_VERSUS_FIRST = re.compile(
    r"\s?(?:vs?\.?|versus|compared\s(?:with|to)|relative\sto|ref(?:erence)?\.?:?)\s(?:the\s)?([^;,:()\[\]]{1,40}?)\s?[;,:]\s"
)
# The reference told behind: "had a risk 1.4 times as high (HR 1.4, 95% CI 1.2-1.7, ref: mastectomy)".
_REFERENCE_BEHIND = re.compile(
    r"[^()\[\]]{0,60}?(?:[(\[][^()\[\]]{0,60}?)?[;,]\s(?:with\s)?ref(?:\.|erence|erent)?\s?[:=]\s?(?:the\s)?(?P<ref>[A-Za-z][^;,()\[\]]{1,40}?)\s?(?=[)\];,])"
)
# "The risk was higher when surgery was not done (HR 1.8".
_NOT_DONE = re.compile(
    r"\b(?:when|where|if)\s(?:the\s)?(?P<what>[a-z][\w-]*(?:\s[\w-]+){0,4}?)\s(?:was|were)\s"
    r"(?:not\s(?:done|performed|given|undertaken|offered|carried\sout|received)|omitted|withheld)\W*$"
)
# "Surgery (no vs yes, HR 1.6": the levels of what stands before the bracket.
_YES_OR_NO = re.compile(
    r"\s?(?P<first>yes|no|with|without|present|absent|done|not\sdone|performed|not\sperformed)\s?(?:vs?\.?|versus|/|compared\s(?:with|to)|or|against)\s?"
    r"(?P<second>yes|no|with|without|present|absent|done|not\sdone|performed|not\sperformed)\s?(?=[,;:)\]]|\s(?:HR|OR|RR|hazard|odds))",
    re.IGNORECASE,
)
# "+207 mL (173-242) against placebo", "115 mL vs drug B (95% CI": what the value is set against.
_AGAINST_BEHIND = re.compile(
    r"[+\-\u2212\u2013]?\d[\d.,·]*\s?(?:%|[A-Za-z/µ°]{1,8}(?:\s?/\s?[A-Za-z]{1,4})?)?(?:\s?[(\[][^()\[\]]{3,60}[)\]])?\s(?:vs\.?|versus|against|over|compared\s(?:with|to)|relative\s?to)\s"
    r"(?:the\s)?(?P<right>[A-Za-z][\w/+-]*(?:\s[A-Za-z][\w/+-]*){0,3}?)(?=\s?[(\[,;.]|\sand\s[+\-\u2212\d]|$)"
)
_DIFFERENCES_OF = re.compile(
    r"\b(?:differences?|changes?|effects?|gains?|improvements?)\s(?:of|for|with|between)\s(?P<left>[A-Za-z][\w/+-]*(?:\s[\w/+-]+){0,3}?)\s(?:was|were|amounted)\b"
)
_DENIED = frozenset(("no", "without", "absent", "not done", "not performed"))
_ITEM_WORDS = 6
_EXCEPTION = re.compile(
    r"[)\]],?\s(?:but\s)?not\s(?P<by>with|after|in|among|for|on|under)\s(?:the\s|those\s(?:on|with|given)\s)?(?P<name>[^,;:()\[\]]{2,50}?)\s[(\[]$"
)
_EXCEPTION_REACH = 80
_LED_BY = re.compile(r"\b(?:with|after|in|for|among|following)\s(?:the\s)?", re.IGNORECASE)


def exception_of(text: str, at: int, named: str) -> str:
    """``more with A than with B (HR 1.4), not with | C (HR 1.0)``: C, in the place of A; else nothing."""
    begin, _ = enclosing_bracket(text, at)
    found = _EXCEPTION.search(text, max(0, begin - _EXCEPTION_REACH), begin) if begin < at else None
    if found is None or f"{found['by']} {named}" not in text[: found.start()]:
        return ""
    return found["name"] if is_group(found["name"]) else ""


def pair_in_bracket(doc: Document, text: str, at: int) -> str:
    """``(hazard ratio for A versus B, 0.7``, ``(A/B)``: the groups beside the number itself."""
    told = _by_slash(text, at) or _against_behind(doc, text, at)
    if told:
        return told
    behind = _VERSUS_BEHIND.match(text, at)
    if behind:
        bones = skeleton(text)
        left = subject_of(bones.text, bones.at(at))
        led = list(_LED_BY.finditer(bones.text, 0, bones.at(at) + 1))
        left = phrase_after(bones.text, led[-1].end()) if led and not is_group(left) else left
        return f"{left} vs {behind[1].strip()}" if is_group(left) and is_group(behind[1]) else ""
    told = _told_behind_or_denied(text, at)
    if told:
        return told
    begin, stop = enclosing_bracket(text, at)
    levels = _YES_OR_NO.match(text, begin, at) if begin < at else None
    if levels:
        return _by_level(text, begin, levels)
    first = _VERSUS_FIRST.match(text, begin, at) if begin < at else None
    if first:
        bones = skeleton(text)
        item = phrase_before(bones.text, bones.at(begin), factor=True)
        return f"{item} vs {first[1]}" if is_factor(item) and len(item.split()) <= _ITEM_WORDS else ""
    part, end = max(begin, text.rfind("; ", begin, at) + 1), text.find("; ", at, stop)
    for start, until in ((part, end if end >= 0 else stop), (part, stop), (begin, stop)):
        inside = [p for p in pairs_in(text[start:until]) if p.left and can_stand(tidied(str(p)))]
        if inside:
            own = min(inside, key=lambda p: abs(start + p.start - at))
            return " vs ".join(oriented(doc, own.left, own.right)) if own.kind == "figures" else str(own)
    return ""


def _by_slash(text: str, at: int) -> str:
    slash = _SLASH.search(text, max(0, at - 60), at)
    return f"{slash[1]} vs {slash[2]}" if slash else ""


def _against_behind(doc: Document, text: str, at: int) -> str:
    """``differences of A were 280 mL vs B and 115 mL vs C``: A against the group behind the number."""
    against = _AGAINST_BEHIND.match(text, at)
    if against is None or not is_group(against["right"]):
        return ""
    left = _whose_differences(doc, text, at)
    return f"{left} vs {against['right']}" if left else ""


def _whose_differences(doc: Document, text: str, at: int) -> str:
    """The group whose differences from others are told one by one, here or in the sentence before."""
    here = _DIFFERENCES_OF.search(text, 0, at)
    if here:
        return here["left"]
    place = doc.text.find(text)
    sentence = doc.sentence_at(place) if place >= 0 else None
    if sentence is None or not sentence.index:
        return ""
    earlier = doc.sentences[sentence.index - 1]
    before = _DIFFERENCES_OF.search(earlier.text) if earlier.section is sentence.section else None
    return before["left"] if before else ""


def _told_behind_or_denied(text: str, at: int) -> str:
    """``risk 1.4 times as high (HR 1.4, ref: surgery)``; ``higher when surgery was not done (HR 1.8``."""
    bones = skeleton(text)
    told = _REFERENCE_BEHIND.match(text, at)
    if told and not label_in_bracket(text, at):
        left = tidied(subject_of(bones.text, bones.at(at)))
        return f"{left} vs {told['ref']}" if is_factor(left) and len(left.split()) <= _ITEM_WORDS else ""
    denied = _NOT_DONE.search(bones.text[: bones.at(at)])
    return f"no {denied['what']} vs {denied['what']}" if denied and is_factor(denied["what"]) else ""


def _by_level(text: str, begin: int, levels: re.Match[str]) -> str:
    """Those with the factor before the bracket against those without, in the order of the levels."""
    bones = skeleton(text)
    factor = phrase_before(bones.text, bones.at(begin), factor=True)
    denied = [levels[side].lower() in _DENIED for side in ("first", "second")]
    if denied[0] == denied[1] or not is_factor(factor) or len(factor.split()) > _ITEM_WORDS:
        return ""
    return f"no {factor} vs {factor}" if denied[0] else f"{factor} vs no {factor}"
