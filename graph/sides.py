"""Which treatment an effect compares with what, and which way round.

Comparators that withhold local treatment ("no surgery", "systemic therapy alone", "observation") are the
vocabulary's categories ``none`` and ``systemic``, and count as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from miner.phrases.denial import DENIAL, leaves_untreated
from miner.phrases.omission import omission_tested

__all__ = [
    "NO_LOCAL_TREATMENT",
    "WITHHOLDING",
    "Sides",
    "first_side",
    "only",
    "printed_sides",
    "sides_of",
    "sides_of_trial",
]

NO_LOCAL_TREATMENT = ""
"""The comparator of an estimate against the omission of local treatment, whatever words it was put in."""

WITHHOLDING = frozenset({"none", "systemic"})
"""Categories of treatments that leave the site untreated."""

_VERSUS = re.compile(r"\s(?:vs\.?|versus|v\.?|compared (?:with|to)|relative to|over|than)\s", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:vs|versus|v|compar\w+|relative to|over(?! (?:\d|the\b|a\b|time))|than|against|reference|rather"
    r"|times)\b|(?<=[a-z])/(?=[a-z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z][a-z+-]{2,}")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SHORT = 3  # letters
_LETTERED = re.compile(
    r"^\W*(?:the )?(?:arm|group|cohort|strategy)?\W*(?:[A-D]|[1-4]|I{1,3}|IV)\W*(?:arm|group)?\W*$",
    re.IGNORECASE,
)
_REGRESSED = re.compile(
    r"\b(?:multivaria\w+|cox|adjust\w+|independent\w*|associated|association|predict\w+|propensity|match\w+"
    r"|regression|in favou?r of|hazard of death|instrumental|landmark|weight(?:ed|ing)|emulat\w+"
    r"|time-(?:varying|dependent))\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"\b(?:R[012]|complete\w*|incomplete|radical\w*|margins?|type|extent|timing|time|early|earlier|late|later|delayed|before"
    r"|after|upfront|repeat\w*|number|days?|months?|years?|initial|prior|previous|and|or|plus|with|at|by|hospitals?"
    r"|cent(?:re|er)s?|surgeons?|respon\w+|recurr\w+|complications?|refus\w+|volume|delays?|interval)\b",
    re.IGNORECASE,
)
# "Surgery with free margins against none": a part of those treated, told by how the operation went.
_PART_OF_THEM = re.compile(
    r"\b(?:margins?|R[012]|(?:in)?complete(?:ly)?|(?:sub)?optimal(?:ly)?(?!\s(?:systemic|medical|drug)\b))\b",
    re.IGNORECASE,
)
_UNWANTED = re.compile(r"\b(?:R[12]\b|positive|involved|unknown|incomplete\w*|suboptimal\w*)", re.IGNORECASE)
_ENTERED_AS = re.compile(r" (?:entered |treated )?as an? (?:fixed|time)\b.*$", re.IGNORECASE)
_BETTER = (
    r"\b(?:longer|shorter|better|worse|poorer|lower|higher|improved|reduced)\b(?:\s[\w-]+){0,4}?\s(?:among|in|with|after|for)\s"
    r"(?:(?:the|those|patients|women|with|who|had)\s)*"
)
_OMITTED_FIRST = re.compile(rf"\W*(?:delayed\b|(?:the )?{DENIAL.pattern})", re.IGNORECASE)
# "Radiotherapy against surgery alone": the irradiated may have been operated too.
_ALONE = re.compile(r"\b(?:alone|only)\b", re.IGNORECASE)
# "Postoperative radiotherapy against none": all were operated, so this is not treatment against its omission.
_FOLLOWS = re.compile(
    r"\b(?:post-?operative(?:ly)?|post-?mastectomy|adjuvant|consolidati\w+ after|"
    r"(?:after|following) (?:\w+ ){0,2}?(?:surgery|resection|mastectomy|operation|lumpectomy))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The treatment under test, what it is compared with, and whether the text names them the other way.

    ``note`` says in words what the comparison group was taken to be where it is not named.
    """

    experimental: str
    comparator: str
    inverted: bool
    note: str = ""


def only(graph: Graph, kind: str, finding_id: str) -> str | None:
    """The node at the far end of a finding's one edge of a type, if it has any."""
    ends = graph.out(kind, finding_id)
    return ends[0].target if ends else None


def first_side(effect: Node) -> str:
    """The words of the contrast's first side, in lower case, without what stands in brackets."""
    return _BRACKETS.sub("", _VERSUS.split(str(effect["contrast"] or ""))[0]).strip().lower()


def printed_sides(effect: Node) -> list[str]:
    """The words of the contrast's sides, as many as it names."""
    return [side.strip() for side in _VERSUS.split(str(effect["contrast"] or ""), maxsplit=1) if side.strip()]


def sides_of(graph: Graph, treatments: Hierarchy, effect: Node, *, observational: bool) -> Sides | str:
    """Which treatment is compared with what, active side first, or why that is not clear."""
    effect_id, contrast = str(effect["id"]), str(effect["contrast"] or "")
    first, second = only(graph, "EXPERIMENTAL", effect_id), only(graph, "COMPARATOR", effect_id)
    if first is None:
        words = f": {contrast}" if contrast else ""
        return f"compares no two treatments that the vocabulary knows{words}"
    first_active = treatments.category(first) not in WITHHOLDING
    if second is None:
        return _one_sided(first, contrast, effect, observational) if first_active else _unnamed(effect)
    second_active = treatments.category(second) not in WITHHOLDING
    if first_active and second_active:
        return _between_treatments(treatments, effect, first, second)
    if first_active:
        part = _PART_OF_THEM.search(printed_sides(effect)[0])
        if part and (_UNWANTED.search(printed_sides(effect)[0]) or not _is_told(part[0], effect)):
            return _unclear(effect, "it sets but a part of those treated against the others")
        note = f"of those treated, only those named: {printed_sides(effect)[0]}" if part else ""
        return Sides(first, NO_LOCAL_TREATMENT, inverted=False, note=note)
    return (
        _withheld_first(graph, effect, second)
        if second_active
        else f"neither side is a local treatment: {contrast}"
    )


def _is_told(word: str, effect: Node) -> bool:
    """Whether the sentence itself tells of that part, and of none that fared otherwise."""
    quote = str(effect["quote"] or "")
    return word.lower() in quote.lower() and not _UNWANTED.search(quote)


def _withheld_first(graph: Graph, effect: Node, treatment: str) -> Sides | str:
    """No treatment against a treatment: turned where the words say so, not where an order of arms does."""
    if _LETTERED.match(printed_sides(effect)[0]):
        return _unclear(effect, "which arm the ratio puts first is not said in words")
    if len(printed_sides(effect)) == 1 and _is_set_against(
        printed_sides(effect)[0], str(effect["quote"] or "")
    ):
        return _unclear(effect, "who is set against them is not read")
    report = graph.nodes["Publication"].get(str(effect["publication_id"]), {})
    told = f"{report.get('title') or ''} {effect['quote'] or ''}"
    if _order(effect) != "elsewhere" or omission_tested(told):
        return Sides(treatment, NO_LOCAL_TREATMENT, inverted=True)
    words = "which group the ratio puts first is not printed: taken as treated against not treated"
    return Sides(treatment, NO_LOCAL_TREATMENT, inverted=False, note=words)


def _is_set_against(name: str, quote: str) -> bool:
    """Whether the sentence names them as whom others are set against: "not different from that without"."""
    led = r"\b(?:from|than|with|to|versus|vs\.?|against) (?:(?:that|those|the|of|in|women|patients) )*"
    return bool(re.search(f"{led}{re.escape(name)}", quote, re.IGNORECASE))


def _between_treatments(treatments: Hierarchy, effect: Node, first: str, second: str) -> Sides | str:
    """One local treatment against another, in the order of their ids."""
    if treatments.is_a(first, second) or treatments.is_a(second, first):
        return _unclear(effect, "one side includes the other")
    if _order(effect) == "open":
        return _unclear(effect, "which of the two the ratio puts first is not said in words")
    if _FOLLOWS.search(printed_sides(effect)[0]):
        return _unclear(effect, "both groups had the treatment that this one follows")
    if sum(bool(_ALONE.search(side)) for side in printed_sides(effect)) == 1:
        return _unclear(effect, "the other group may have had as well what one had alone")
    return Sides(min(first, second), max(first, second), inverted=first > second)


def _unclear(effect: Node, why: str) -> str:
    return f"contrast not clear, {why}: {effect['contrast'] or 'none printed'}"


def _order(effect: Node) -> Literal["told", "open", "elsewhere"]:
    """Whether the sentence says in words which group its ratio puts first.

    "A versus B" does, and so does one that names A alone. Groups that only stand side by side ("38 months
    with A and 40 with B") leave it open; where neither is named, another sentence has told of them.
    """
    quote, sides = str(effect["quote"] or ""), printed_sides(effect)
    if len(sides) != 2 or _COMPARING.search(quote):
        return "told"
    one, other = (frozenset(_WORD.findall(side.lower())) for side in sides)
    if not one - other or not other - one:
        return "elsewhere" if leaves_untreated(sides[0]) and not leaves_untreated(quote) else "told"
    words = frozenset(_WORD.findall(quote.lower()))
    named, other_named = (2 * len(own & words) > len(own) for own in (one - other, other - one))
    return "told" if named and not other_named else "open" if named else "elsewhere"


def sides_of_trial(graph: Graph, treatments: Hierarchy, study_id: str, effect: Node) -> Sides | None:
    """The arms of a randomised trial, for an estimate that names only the treatment under test.

    A trial has the arms it has: where everything else in its reports compares this treatment with one and the
    same comparator, that is the other arm here too. None where it does not, or where the words say more.
    """
    treatment, other = _ends(graph, effect)
    contrast = str(effect["contrast"] or "")
    if treatment is None or other is not None or treatments.category(treatment) in WITHHOLDING:
        return None
    if effect["subgroup"] or _OMITTED_FIRST.match(contrast) or _FOLLOWS.search(contrast):
        return None
    pairs = {_ends(graph, finding) for finding in graph.targets("FOUND", study_id, "Effect")}
    named = {(first, treatments.category(second) in WITHHOLDING) for first, second in pairs if second}
    if named != {(treatment, True)}:
        return None
    words = "comparison group not named here: taken from the trial's other estimates"
    return Sides(treatment, NO_LOCAL_TREATMENT, inverted=False, note=words)


def _ends(graph: Graph, effect: Node) -> tuple[str | None, str | None]:
    effect_id = str(effect["id"])
    return only(graph, "EXPERIMENTAL", effect_id), only(graph, "COMPARATOR", effect_id)


def _one_sided(treatment: str, contrast: str, effect: Node, observational: bool) -> Sides | str:
    """A comparison group without a concept: read from the contrast, or the absent level of a factor.

    A regression's coefficient for "surgery" compares those who had it with those who had not; so does its
    inverse for "omission of surgery". Anything that grades the treatment (margins, timing) is left alone.
    """
    left, *right = _VERSUS.split(contrast, maxsplit=1)
    left = _ENTERED_AS.sub("", left)
    if _FOLLOWS.search(left):
        return _unclear(effect, "both groups had the treatment that this one follows")
    if right:
        return (
            Sides(treatment, NO_LOCAL_TREATMENT, inverted=False)
            if leaves_untreated(right[0])
            else _unnamed(effect)
        )
    if left.strip() and not leaves_untreated(left) and _is_denied(left, str(effect["quote"] or "")):
        return _unclear(effect, "its sentence speaks of those without the treatment")
    quote = str(effect["quote"] or "")
    told = _REGRESSED.search(quote) or _fares(left, quote)
    if not (observational and told and left.strip()) or _QUALIFIED.search(left):
        return _unnamed(effect)
    inverted = leaves_untreated(left)
    words = f"factor of a regression ({left.strip()}): read as treated against not treated"
    return Sides(treatment, NO_LOCAL_TREATMENT, inverted, words)


def _fares(treatment: str, quote: str) -> bool:
    """Whether the sentence says that those treated fared better or worse: than those not treated."""
    return bool(re.search(rf"{_BETTER}{re.escape(treatment.strip())}(?!\w)", quote, re.IGNORECASE))


def _is_denied(treatment: str, quote: str) -> bool:
    """Whether the sentence names the treatment only as left out: "worse without surgery"."""
    words = "|".join(re.escape(word) for word in _WORD.findall(treatment.lower()) if len(word) > _SHORT)
    if not words:
        return False
    said = [
        m[1] is not None
        for m in re.finditer(rf"({DENIAL.pattern} (?:[\w-]+ ){{0,2}}?)?\b(?:{words})", quote, re.I)
    ]
    return bool(said) and all(said)


def _unnamed(effect: Node) -> str:
    return _unclear(effect, "the comparison group is not named")
