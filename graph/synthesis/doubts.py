"""What makes it doubtful that a printed ratio says what it seems to say."""

from __future__ import annotations

import re

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.printed import places_of
from graph.sides import NO_LOCAL_TREATMENT, WITHHOLDING, Sides, first_side, only, printed_sides
from graph.synthesis.standard_error import LogRatio

__all__ = ["doubt_about", "doubt_in_direction", "doubt_in_p"]

_NEAR = 25  # characters
_LONGEST = 2000  # of a sentence looked at
_GROUPS = frozenset(("group", "patients", "women", "those", "with", "underwent", "received"))
_SHORT = 3  # letters
_ESTIMATES = re.compile(r"[(\[][^()\[\]]*\d[.·]\d[^()\[\]]*[)\]]")
# "Within the surgery group, ...": what bears on those treated, unless they are said to fare better or worse.
_AMONG_THEM = re.compile(
    r"\W*(?:(?:with)?in|among|of) "
    r"(?P<who>(?:the )?(?:[\w-]+ ){0,3}?(?:group|arm|patients|women|those)\b[^,;:]{0,60}), "
    r"(?!.*\b(?:than|versus|vs|compared|without|\w+er|better|worse|less|more(?! than))\b)",
    re.IGNORECASE | re.DOTALL,
)
# "Progression was the one adverse factor in resected women".
_FACTOR_AMONG = re.compile(
    r"^(?!.*\b(?:than|versus|vs|compared|without)\b)"
    r".*\b(?:factor|predictor|predict\w*|prognostic) (?:\w+ ){0,4}?(?:in|among|of) "
    r"(?P<who>(?:the )?[\w-]+ (?:group|arm|patients|women))\b",
    re.IGNORECASE | re.DOTALL,
)
# One sentence that gives the same ratio from two models: not two findings.
_VERSIONS = re.compile(
    r"\b(?:unadjusted|crude|multivaria\w+|adjust\w+|weight(?:ed|ing)|propensity|matching|landmark|instrumental)\b"
    r".*\b(?:and|but|versus|vs)\b.*\b(?:crude|unadjusted|multivaria\w+|adjust\w+|weight(?:ed|ing)|propensity|matching|landmark|instrumental)\b"
    r"|[;,] (?:and |but )?(?:with|after|on|following) (?:\w+ )?(?:adjustment|matching|weighting)\b",
    re.IGNORECASE | re.DOTALL,
)
# "The HR for the interaction with age was 0.9", "(interaction HR 0.9": what one effect is of another.
_OF_RATIOS = re.compile(
    r"\binteraction (?:(?:hazard|odds|risk|rate) )?(?:ratio|HR|OR|RR|IRR)\b"
    r"|\b(?:ratio|HR|OR|RR|IRR) (?:for|of) (?:[\w-]+ ){0,3}?interaction\b"
    r"|\bratio of (?:the )?(?:(?:hazard|odds|risk|rate) ratio|HR|OR|RR)s\b",
    re.IGNORECASE,
)
_LABEL_BEHIND = re.compile(r"[\d.]+ ?(?:[(\[][^()\[\]]*[)\]])? (?:for|with|in|after) ((?:[\w-]+ ?){1,4})")
_SHORT_FORM = re.compile(r"\(([A-Za-z]{2,8})\)")
# P-values that are not those of a two-sided test of no difference.
_OTHER_TEST = re.compile(r"\b(?:one|1)[- ]?(?:sided|tailed)\b|\bnon-?\s?inferior|\bequivalen", re.IGNORECASE)


def doubt_about(
    graph: Graph, treatments: Hierarchy, study: Node, effect: Node, endpoint: str, sides: Sides
) -> str | None:
    """Why it is doubtful what the ratio is about or compares, in words; None where it is not."""
    return (
        _doubt_in_kind(effect)
        or _doubt_in_sentence(graph, study, effect, endpoint)
        or _doubt_in_factor(graph, treatments, study, effect, sides)
        or _doubt_in_comparator(study, effect, sides)
    )


def _doubt_in_kind(effect: Node) -> str | None:
    """A ratio of ratios tells how far an effect differs between groups of patients: it is no effect."""
    quote = str(effect["quote"] or "")[:_LONGEST]
    before = quote[: next((m.start() for m in places_of(float(str(effect["value"])), quote)), 0)]
    if not _OF_RATIOS.search(re.split(r"[)\];]", before)[-1]):
        return None
    return "an interaction: how far the effect differs between groups of patients, not the effect"


def _doubt_in_sentence(graph: Graph, study: Node, effect: Node, endpoint: str) -> str | None:
    """Why other figures of the same sentence make it doubtful what this one is about."""
    quote = str(effect["quote"] or "")[:_LONGEST]
    beside = [
        other
        for other in graph.targets("FOUND", str(study["id"]), "Effect")
        if other["value"] != effect["value"]
        and all(other[name] == effect[name] for name in ("quote", "publication_id", "measure"))
    ]
    for other in beside:
        alike = all(other[name] == effect[name] for name in ("contrast", "subgroup", "adjusted"))
        ends = (
            (only(graph, "ON", i), only(graph, "WITHIN", i)) for i in (str(other["id"]), str(effect["id"]))
        )
        if alike and _VERSIONS.search(quote):
            continue
        if alike and len({*ends}) == 1 and only(graph, "ON", str(other["id"])) == endpoint:
            return "one sentence gives two values for it, and which is which is not clear"
    among = _AMONG_THEM.match(quote) or _FACTOR_AMONG.search(quote)
    if among and _telling(first_side(effect)) & _telling(among["who"]):
        return "its sentence speaks of those treated only"
    factors = any(only(graph, "EXPERIMENTAL", str(other["id"])) is None for other in beside)
    if factors and not _is_beside(effect):
        return "one of several factors in its sentence, which does not name the treatment beside it"
    return None


def _telling(words: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", words.lower()) if len(word) > _SHORT} - _GROUPS


def _is_beside(effect: Node) -> bool:
    """Whether the sentence names the treatment, word for word or right before the figure."""
    quote = str(effect["quote"] or "").lower().replace("·", ".")
    side = first_side(effect)
    place = next((m.start() for m in places_of(float(str(effect["value"])), quote)), 0)
    words = _telling(side)
    words.update(
        short.lower() for short in _SHORT_FORM.findall(str(effect["contrast"] or "").partition(" vs ")[0])
    )
    near = set(re.findall(r"[a-z]+", quote[max(0, place - _NEAR) : place]))
    own = set(re.findall(r"[a-z]+", _ESTIMATES.split(quote[:place].rpartition("(")[0])[-1]))
    behind = _LABEL_BEHIND.match(quote, place)
    label = set(re.findall(r"[a-z]+", behind[1])) if behind else set()
    return side in quote or not words.isdisjoint(near | own | label)


def doubt_in_p(effect: Node) -> str | None:
    """Why a p-value cannot stand for the interval that is not printed: it may be that of another test.

    A one-sided p read as two-sided makes the standard error too small, one of non-inferiority anything.
    """
    other = _OTHER_TEST.search(str(effect["quote"] or ""))
    if other is None:
        return None
    return f"no interval printed, and its p may be that of another test ({other[0].lower()})"


def _doubt_in_factor(
    graph: Graph, treatments: Hierarchy, study: Node, effect: Node, sides: Sides
) -> str | None:
    """A factor beside the treatment that the study sets against its omission is a covariate there.

    It is adjusted for what the other needs, not for what it needs itself (Westreich and Greenland 2013).
    """
    if only(graph, "COMPARATOR", str(effect["id"])) is not None:
        return None
    compared = {
        concept
        for label in ("Effect", "Claim")
        for finding in graph.targets("FOUND", str(study["id"]), label)
        if only(graph, "COMPARATOR", str(finding["id"])) is not None
        for kind in ("EXPERIMENTAL", "COMPARATOR")
        if (concept := only(graph, kind, str(finding["id"]))) is not None
        and treatments.category(concept) not in WITHHOLDING
    }
    mine = sides.experimental
    if not compared or any(
        treatments.is_a(mine, c)
        or treatments.is_a(c, mine)
        or treatments.category(c) == treatments.category(mine)
        for c in compared
    ):
        return None
    others = ", ".join(sorted(treatments.name(c).lower() for c in compared))
    return f"a covariate: the study compares {others}"


def _doubt_in_comparator(study: Node, effect: Node, sides: Sides) -> str | None:
    """Two treatments that only the title sets against each other, where a study has untreated people too."""
    if sides.comparator == NO_LOCAL_TREATMENT or study["n_untreated"] is None:
        return None
    words = set(re.findall(r"[a-z]+", str(effect["quote"] or "").lower()))
    if any(_telling(side) & words for side in printed_sides(effect)):
        return None
    return "its sentence names neither treatment, and the study has people who had none"


def doubt_in_direction(graph: Graph, effect: Node, endpoint: str, log: LogRatio) -> str | None:
    """A ratio may count survivors where its endpoint counts deaths: then text and figure disagree.

    ``favours`` speaks of the sides as printed, so the printed ratio is what it is held against.
    """
    good = graph.nodes["Endpoint"].get(endpoint, {}).get("event_good")
    low, high = log.ci95
    if good not in ("fewer", "more") or effect["favours"] not in ("experimental", "comparator"):
        return None
    if low <= 0 <= high:
        return None
    first_better = (log.estimate < 0) == (good == "fewer")
    if first_better == (effect["favours"] == "experimental"):
        return None
    return (
        f"the text's direction and the ratio {effect['value']:g} disagree: "
        "the ratio may count those without the event"
    )
