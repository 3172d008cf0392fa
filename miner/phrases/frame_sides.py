"""On which side of a relation the factor stands, by how the phrases look where its words do not tell."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.endpoint_mentions import mentions_in

__all__ = ["leads_risks", "left_is_factor", "without_setting"]

_WITHIN = re.compile(
    r"\s(?:in|among|within|during|at|by|after|with)\s|(?<!risk)(?<!risks)\sfor\s", re.IGNORECASE
)
_RISK = re.compile(
    r"^(?:the\s|an?\s)?(?:(?:(?:adjusted|relative|cumulative|annual|absolute|overall|long-term|\d+-year)\s)?(?:risks?|odds|likelihood|probability|chances?|rates?|incidence|hazards?|frequency|prevalence|proportion|number)\s(?:of|for)\s)",
    re.IGNORECASE,
)
# "Higher odds of": what follows, however long the list, is what there is a risk of.
_RISK_LEADS = re.compile(
    r"^\W*(?:(?:higher|lower|increased|reduced|greater|elevated|decreased|more|less|excess|future|long-term|subsequent)\s){0,3}"
    r"(?:risks?|odds|likelihood|probability|chances?)\s(?:of|for)\s"
    r"|^\W*(?:an?\s)?(?:\w*adjusted\s|crude\s|pooled\s)?(?:(?:hazard|odds|risk|rate)\sratio\b|(?-i:HR|OR|RR|IRR)\b)",
    re.IGNORECASE,
)
_INCIDENT = re.compile(r"^(?:an?\s)?(?:incident|new-onset|subsequent|future)\s", re.IGNORECASE)
# What happens to people: the endpoint where a list of several stands behind it.
_HAPPENS = re.compile(
    r"\b(?:loss\sto\sfollow-up|adherence|uptake|attendance|drop-?out|discontinuation|withdrawal|burnout|resistance|regain|refusal|"
    r"hesitancy|leak(?:age)?|rebleeding|amputations?|conversion|admission|lengths?\sof\sstay)$",
    re.IGNORECASE,
)
_ENDPOINT_HEAD = re.compile(
    r"\b(?:survival|mortality|deaths?|recurrences?|relapses?|progression|failure|response|complications?|readmissions?|hospitali[sz]ations?|OS|PFS|DFS|RFS|CSS|LC|LR|outcomes?)$",
    re.IGNORECASE,
)
# What is never an endpoint, so that what it is listed with is none either.
_TRAIT = re.compile(
    r"\b(?:(?:older|younger|advanced|increasing|maternal|patient|higher|male|female)\s(?:age|sex|gender)|(?:^|\s)age(?=[\s,]|$)|sex|gender|race|ethnicity|smok(?:ing|ers?)|"
    r"BMI|body\smass\sindex|history\sof|(?:tumou?r|nodal|disease|T|N|pathologic(?:al)?|clinical)\s(?:stage|grade|status)|comorbidit(?:y|ies)|marital\sstatus|education|income|"
    r"(?:^|,\s|and\s)(?:having|being|living)(?=\s\w)|(?:exposure|exposed)\sto|(?:intake|consumption)\sof|(?:prenatal|maternal|paternal|parental)(?=\s(?!mortality|deaths?|morbidity|outcomes?|complications?)\w))\b",
    re.IGNORECASE,
)
# "Associated with greater distress": what there is more or less of is the endpoint.
_MORE_OF = re.compile(
    r"^(?:an?\s|the\s)?(?:more|less|greater|lesser|fewer|higher|lower|better|worse|poorer|longer|shorter|increased|reduced|decreased|improved|impaired|elevated)\s",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\(([A-Z]{2,6})\)$")
_LONG_WORD = re.compile(r"[A-Za-z]{4,}|\b[A-Z]{2,3}\b")


def left_is_factor(
    left: str, phrases: tuple[str, str], sides: tuple[str, str], known: str, lean: int = 0, *, several: bool
) -> bool:
    """Whether what stands before the relation is the factor; ``sides`` are all that stands about it.

    It is the likelier one by ``lean``, where the number stands there as well; with ``several`` estimates
    behind the relation, what happens to people is rather the endpoint of them all.
    """
    if left != "either":
        return bool(left == "factor")
    one, other = (
        _endpointness(phrase, known) - 5 * (_TRAIT.search(side) is not None and not leads_risks(side))
        for phrase, side in zip(phrases, sides, strict=True)
    )
    happens = 2 * bool(several and _HAPPENS.search(phrases[0]))
    risks = 3 * leads_risks(sides[1])
    return not one + happens > other + risks + lean


def leads_risks(side: str) -> bool:
    """Whether what stands on that side is told to be what there is a risk of."""
    return _RISK_LEADS.match(side) is not None


@lru_cache(maxsize=2048)
def _endpointness(phrase: str, known: str) -> int:
    """How much the phrase looks like an endpoint: led by "risk of", headed by one, naming one."""
    if not phrase:
        return 0
    named = mentions_in(phrase)
    headed = any(m.end >= len(phrase) - 1 or m.start <= 4 for m in named)
    told = bool(known) and _shares_words(phrase, known)
    return (
        3 * bool(_RISK.match(phrase))
        + 5 * bool(_INCIDENT.match(phrase))
        + bool(_MORE_OF.match(phrase))
        + 2 * bool(_ENDPOINT_HEAD.search(phrase))
        + headed
        + bool(named)
        + 2 * told
    )


def _shares_words(phrase: str, known: str) -> bool:
    if any(short in phrase for short in _SHORT_FORM.findall(known)):
        return True
    words, others = (frozenset(w.lower() for w in _LONG_WORD.findall(p)) for p in (phrase, known))
    return not words.isdisjoint(others)


def without_setting(endpoint: str) -> str:
    """The endpoint without in whom, when or after what it is told: ``death | within a year``."""
    within = _WITHIN.search(endpoint, 4)
    return endpoint[: within.start()] if within else endpoint
