"""The endpoint that stands in the words between an estimate's bracket and the one before it.

``were more likely to need dialysis (OR 1.8) and less likely to go home (OR 0.6)``: what people did, had or
underwent; ``reduced stroke (HR 0.7) but not death (HR 0.9)``: the item that goes with an earlier endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.effects.bracketed import LONGEST, Item, item_before
from miner.endpoints.read import class_in_context, subject_at
from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import mentions_in, short_forms_of
from miner.text.document import Document, Sentence
from miner.text.sieve import Guarded

__all__ = ["endpoint_in_own_words"]

Named = tuple[str, EndpointClass]


_LED_IN = (
    r"(?:have\s(?:been\s|had\s)?|be\s(?:given\s|offered\s|prescribed\s|started\son\s)?|receive\s|undergo\s|develop\s|experience\s|suffer\s(?:from\s)?|"
    r"require\s|need\s|report\s|get\s|show\s|sustain\s)?(?:an?\s|the\s|any\s)?"
)
# "Were revised more often": what was done to them.
_OFTEN = Guarded(re.compile(
    r"\b(?:(?:was|were)\s)?(?P<what>(?!occurred|seen|observed|found|noted|reported|detected|recorded|encountered|diagnosed|identified|performed|used|developed|needed|"
    r"required|measured|applied|received|had)(?:[a-z-]{3,}ed|fell|broke|bled))\s(?:more|less)\s(?:often|frequently|commonly)$"
    r"|\b(?P<stay>stayed)\s(?:\w+ly\s)?(?:longer|shorter)(?:\sin\s(?:the\s)?(?:hospital|intensive\scare))?$",
    re.IGNORECASE,
))  # fmt: skip
# What people were likelier to do; what they oftener had; the risk that they ran.
_DONE = (
    Guarded(re.compile(
        rf"\b(?:likely|prone|apt|liable)\s(?:(?:than|as)\s[^,;()]{{1,60}}?\s)?to\s(?!occur|happen|arise|exist|be\s(?:seen|found|observed|an?\s|male|female|older|younger)){_LED_IN}(?P<what>[^,;()]+)$",
        re.IGNORECASE,
    )),
    Guarded(re.compile(
        r"\b(?:more|less)\s(?:often|frequently|commonly)\s(?:had|required|developed|underwent|received|needed|experienced|suffered|reported|sustained|reached|achieved|attained|entered|regained)\s"
        r"(?:an?\s|the\s)?(?P<what>[^,;()]+)$",
        re.IGNORECASE,
    )),
    Guarded(re.compile(
        r"\b(?:had|have|has|ran|faced|carried)\s(?:an?\s|the\s)?(?:[\w.-]+\s){0,4}?(?:risks?|odds|incidence|likelihood|probability|hazard)\s(?:of|for)\s"
        r"(?:an?\s|the\s)?(?P<what>[^,;()]+)$",
        re.IGNORECASE,
    )),
    Guarded(re.compile(
        r"\b(?:needed|required|had|underwent|received|developed|sustained|suffered|experienced|reached|achieved|attained|entered|regained)\s(?:(?:\w+ly\s)?(?:more|fewer|less)\s(?!likely|often|than)(?P<what>[^,;()]+)"
        r"|(?:an?\s|the\s)?(?P<stay>(?!more|fewer|less)[^,;()]+?)\s(?:more|less)\s(?:often|frequently|commonly))$",
        re.IGNORECASE,
    )),
    _OFTEN,
)  # fmt: skip
# "..., to require intensive care": goes on with what they were likelier to do.
_GOES_ON = re.compile(
    rf"[\s,]*(?:(?:and|or|but|nor)\s)?(?:also\s|not\s)?to\s{_LED_IN}(?P<what>[^,;()]+)$", re.IGNORECASE
)
_LIKELY = re.compile(r"\b(?:likely|prone|apt|liable)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\s(?:if|when|than|compared|versus|vs|relative|among|who|whose|even|independent\w*|regardless|after\s(?:adjust|controll)\w+|and\s(?:to|had|were|more|less))\b.*$",
    re.IGNORECASE,
)
# "... more often than those of others": with whom they are compared.
_THAN = re.compile(r"\s(?:than|compared\s(?:with|to)|versus|relative\sto)\s[^,;]*$", re.IGNORECASE)
# "Was related with A (..), B (..) and with C (..)": the preposition of them all.
_RELATED = re.compile(
    r"\b(?:associat\w+|correlat\w+|related|linked|connected)\s(?:\w+ly\s)?(with)\b(?!.*\b(?:associat\w+|correlat\w+|related|linked)\b)",
    re.IGNORECASE,
)
# "Harms, including | falls (OR 1.8)": the first of those that are told one by one.
_INCLUDING = re.compile(
    r"\b(?:including|such\sas|namely|notably|especially|particularly)\s(?:an?\s|the\s)?(?P<what>[^,;()]{3,60})$",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    r"\b(?:patients|women|men|those|children|adults|groups?|in|among|for|with|age|sex|smok\w+|by|who|year|use|users|stage)\b|(?<![A-Za-z])\d",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"(?:\s(?:to|of)\s(?:[\w-]+\s?){1,3})?", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s(?:for|of|from)\s", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(of|on|with|for|against|from)\s(?:(?:an?|the|any)\s)?(?:[\w-]+\s){0,3}?$", re.IGNORECASE
)
_ANY_CAUSE = re.compile(r"\b(?:of|from)\s((?:any|all)\scauses?)$", re.IGNORECASE)
_DEATH = re.compile(r"\b(?:deaths?|died?|dying|mortality)\b", re.IGNORECASE)


def endpoint_in_own_words(doc: Document, sentence: Sentence, start: int, named: Named) -> Named | None:
    """The endpoint told between the estimate's bracket and the one before, or None where ``named`` holds."""
    text = sentence.text
    item = item_before(text, start - sentence.start)
    if item is None:
        return None
    cause = _ANY_CAUSE.search(item.text)
    if cause and _DEATH.search(text, 0, item.start) and not mentions_in(item.text):
        return cause[1], "overall_survival"
    name = _done(text, item, named[0])
    if name:
        return _classed(doc, text, name)
    one = _INCLUDING.search(item.text)
    if one and not _NO_PART.search(one["what"]):
        found = _classed(doc, text, one["what"])
        return found[0], "adverse_event" if found[1] == "other" and named[1] == "adverse_event" else found[1]
    return None if subject_at(text, start - sentence.start) else _beside(doc, text, item, named)


def _done(text: str, item: Item, name: str) -> str:
    """What they did who are compared, unless ``name`` says it as well; else the empty string."""
    for what in _predicates(text, item):
        what = _ENDS.sub("", what).strip()
        if not what or len(what.split()) > LONGEST or "%" in what:
            continue
        if name and name in what:
            return what if _QUALIFIED.match(what, what.find(name) + len(name)) else ""
        return what
    return ""


def _predicates(text: str, item: Item) -> Iterator[str]:
    words = _THAN.sub("", item.text)
    for pattern in _DONE:
        m = pattern.search(item.text) or (pattern.search(words) if words != item.text else None)
        if m and not (pattern is _OFTEN and subject_at(text, item.start + len(words))):
            yield m["what"] or m["stay"] if "stay" in m.groupdict() else m["what"]
    goes_on = _GOES_ON.match(item.text) if item.before and _LIKELY.search(text, 0, item.before) else None
    if goes_on:
        yield goes_on["what"]


def _beside(doc: Document, text: str, item: Item, named: Named) -> Named | None:
    """The item that goes with the endpoint named right before the estimate before."""
    lead = text[: item.before].rstrip()
    name, endpoint_class = _before_it(doc, text, item, named)
    if not item.before or not name or not _ends_with(lead, name):
        return None
    beside = item.beside()
    if beside is None:
        return None
    earlier = _PREPOSITION.search(lead, 0, lead.rfind(name)) or _RELATED.search(lead)
    if beside.preposition and (earlier is None or earlier[1].lower() != beside.preposition):
        return None
    found = _classed(doc, text, beside.what)
    shared = found[1] == "other" and endpoint_class in ("adverse_event", "quality_of_life")
    return found[0], endpoint_class if shared else found[1]


def _ends_with(lead: str, name: str) -> bool:
    """Whether the name stands last before the bracket, but for what it is of: ``resistance | to a drug``."""
    place = lead.rfind(name)
    return place >= 0 and _OF_WHAT.fullmatch(lead, place + len(name)) is not None


def _before_it(doc: Document, text: str, item: Item, named: Named) -> Named:
    """The endpoint of the estimate before: what people did there, else the one that is named."""
    earlier = item_before(text, item.before + 1) if item.before else None
    if earlier is None:
        return named
    told = _done(text, earlier, "")
    return _classed(doc, text, told) if told else _beside(doc, text, earlier, named) or named


def _classed(doc: Document, text: str, phrase: str) -> Named:
    """The endpoint that the phrase names, else the phrase itself, with its class in this study."""
    mentions = mentions_in(phrase, short_forms_of(doc.text))
    name = mentions[0].text if mentions and not _QUALIFIED.search(phrase) else phrase
    return name, class_in_context(doc, text, name)
