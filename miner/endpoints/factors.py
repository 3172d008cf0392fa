"""Where a sentence lists factors, each before its estimate: none of them is the endpoint of its number.

``Diabetes (OR 1.8), anaemia (OR 1.5) and prior stroke (OR 1.3) remained significant in the final model``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from miner.endpoints.no_endpoints import is_cut
from miner.phrases.clauses import CLAUSE_ENDS, ESTIMATE_IN_BRACKETS, has_verb, outside_brackets
from miner.text.sieve import Guarded

__all__ = ["factor_list_at", "factor_lists", "is_in_factor_list"]

_ESTIMATE = re.compile(
    r"\b(?:[Aac]?(?:HRs?|ORs?|RRs?)|[AS]?IRRs?|A?PRs?|SHRs?|SMRs?)\b|\bratio\b|\bCI\b|β|\b[Bb]eta\b"
)
_FACTORS = (
    r"(?:risk\s|prognostic\s|predictive\s|protective\s|independent\s|significant\s|associated\s|contributing\s|related\s|explanatory\s|main\s|key\s|strong(?:est)?\s|important\s)*"
    r"(?:factors?|predictors?|determinants?|correlates|covariates?|co-?variables?|variables?|characteristics|contributors?|parameters|markers?|indicators?)\b"
)
# What is said of factors behind their list, with no endpoint told.
_SAID_BEHIND = Guarded(re.compile(
    r",?\s(?:(?:all|both|each|also|only|which|that|and|to)\s){0,2}(?:were|was|are|is|be|being|as|remained|remains?|stayed|proved|emerged|appeared|persisted|turned\sout|came\sout|had|showed|reached|retained|entered|kept|met)\b"
    r"(?:\s(?!of\b|for\b|with\b|to\b(?!\sbe))[\w-]+){0,7}?\s"
    rf"(?:{_FACTORS}|significan(?:t|ce)|(?:independent|predictive|prognostic|statistically|important|influential|relevant)(?:ly)?\b|retained|entered|included|selected|identified|(?:in|within)\s(?:the\s)?(?:final|adjusted|multiv\w+|multiple|cox|logistic|regression|same|full|best|reduced)\b)"
    r"|,?\s(?:(?:also|both|all|each)\s)?(?:had|have|carried|showed|faced|ran|posed|bore|conferred|gave|yielded|produced|exhibited|displayed|exerted)\s(?:(?:an?|the|by\sfar|even|\w+ly)\s){0,3}(?:high(?:er|est)|low(?:er|est)|great(?:er|est)|strong(?:er|est)?|large(?:r|st)|weak(?:er|est)|increased|reduced|elevated|raised|excess|independent|similar|significant|main|most|opposite)\s(?:\w+\s)?(?:risks?|hazards?|odds|effects?|associations?|impact|influence|weight|likelihood|chances?|probability|estimates?|ratios?|links?)\b"
    r"|,?\s(?:remained|persisted|emerged|stayed|were\sretained|were\sentered|were\sincluded|were\sidentified|were\skept|were\sselected|were\sindependent)(?=[\s.,;]|$)(?!\s(?:associated|related|linked|correlated|more|less|higher|lower))",
    re.IGNORECASE,
))  # fmt: skip
# What leads a list of factors in, likewise.
_SAID_BEFORE = Guarded(re.compile(
    rf"\b{_FACTORS}(?:\s[\w-]+){{0,6}}?\s?(?:\b(?:were|was|are|is|include[sd]?|including|comprised|consisted\sof|such\sas|namely)|:)(?:\s(?:found|shown|identified|also)(?:\sto\sbe)?)?\s?$"
    r"|\b(?:analys[ie]s|regression|models?|(?:uni|multi)varia\w+\sstudy)\s(?:\w+\s){0,3}?(?:identified|retained|revealed|selected|kept|singled\sout)\s(?:only\s|the\s)*$"
    r"|\bindependent\s(?:influence|impact|effect|significance|importance|value)\b(?:\s[\w-]+){0,6}\s?(?:had|have|showed|was|were)?:\s?$",
    re.IGNORECASE,
))  # fmt: skip
# "Regression showed that A (OR 2) and B (OR 3) were factors": no verb of what is listed.
_SHOWED = re.compile(
    r"^[^,;]*\b(?:analys[ie]s|regressions?|models?|modelling)\s(?:also\s)?(?:showed|shows|found|revealed|indicated|demonstrated|confirmed|suggested)\s(?:that\s)?"
    r"|^(?:on|in|by|at|with|using|after)\s(?:the\s|an?\s)?(?:\w+\s)?(?:(?:uni|bi|multi)-?varia\w+|multiple|cox|logistic|adjusted)\b[^,;]{0,60},\s",
    re.IGNORECASE,
)
# What people are or have before anything is counted; with one of these in a list, the others are factors too.
_TRAIT = Guarded(re.compile(
    r"\b(?:age[ds]?|old(?:er|est)?|young(?:er|est)?|elderly|sex|gender|(?:fe)?male|men|women|boys?|girls?|race|racial|ethnic\w*|black|white|hispanic|asian|caucasian|african|smok\w+|tobacco|alcohol|drink\w+|"
    r"BMI|body\smass|obes\w+|overweight|underweight|waist|height|weight|education\w*|illitera\w+|schooling|literacy|income|wealth|poverty|socio-?economic|deprivation|occupation\w*|(?:un)?employ\w+|job|insur\w+|married|marital|single|divorced|widow\w*|"
    r"rural|urban|residence|household|parity|nullipar\w*|multipar\w*|gravidity|gestational\sage|birth\s(?:weight|order|interval)|comorbid\w*|co-?morbidit\w+|charlson|ASA|ECOG|karnofsky|performance\sstatus|frail\w*|"
    r"history|previous|prior|past|pre-?existing|baseline|pre-?operative|admission|family\shistory|stage|grade|T[1-4]|N[0-3]|node[sd]?|nodal|lymph\snodes?|tumou?r\s(?:size|location|site)|size|diameter|margins?|histolog\w+|differentiat\w+|invasion|"
    r"ER|PR|HER-?2|Ki-?67|positiv\w+|negativ\w+|receptors?|mutations?|genotypes?|alleles?|carriers?|levels?|concentrations?|serum|plasma|CRP|albumin|creatinine|h(?:a?e)moglobin|platelets?|leu[ck]ocyt\w+|white\scell|lymphocyte|ratio|cholesterol|ferritin|lactate|bilirubin|INR|LDH|PSA|CEA|"
    r"duration|delay|distance|volume|number\sof|dose|time|years?|per\s\d|score|type|status|use[rd]?|us(?:e|ing)|exposure|exposed|lack\sof|absence\sof|presence\sof|low|high|higher|lower|increas\w+|decreas\w+|reduced|elevated|poor|deficien\w+|insufficien\w+|sedentary|physical\s(?:in)?activity|exercise|diet\w*|intake|consumption)\b|[<>≥≤]",
    re.IGNORECASE,
))  # fmt: skip
_ENDED = re.compile(r";|\.(?=\s|$)|,\s(?:and\s)?(?:whereas|while|but|although|though)\b")
# What is found rather than a factor.
_FINDING = Guarded(re.compile(
    r"\b(?:reductions?|differences?|associations?|improvements?|superiority|effects?|changes?\sin|increases?\sin|decreases?\sin|odds|(?-i:ORs?|HRs?)|ratios?\s(?:of|for|was|were)|risks?|predict\w+|probability|rates?|higher\sin|lower\sin)\b|%",
    re.IGNORECASE,
))  # fmt: skip
# An endpoint among the items: then all are endpoints.
_OF_ENDPOINT = Guarded(re.compile(
    r"\b(?:survival|mortality|deaths?|died|dying|risks?\sof|odds\sof|incidence|rates?\sof|OS|PFS|DFS|RFS|recurrence|relapse|progression|outcomes?|end\s?points?|complications|more\slikely|less\slikely)\b",
    re.IGNORECASE,
))  # fmt: skip
_MORE_ITEMS = re.compile(r"(?:,\s?(?:and\s)?|\s(?:and|or)\s)[^;:]{2,140}")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_WORD = re.compile(r"(?<=\s)\w")
_FEWEST = 2  # items that a trait tells to be factors


@lru_cache(maxsize=256)
def factor_lists(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentence lists factors before their estimates: the start and the end of each such list.

    >>> text = "Diabetes (OR 1.8, 95% CI 1.1-3.0) and falls (OR 1.5, 1.1-2.2) were independent predictors."
    >>> [text[start:end] == text[:-1] for start, end in factor_lists(text)]
    [True]
    """
    return tuple(place for run in _runs(text) if (place := _place(text, run)))


def is_in_factor_list(text: str, at: int) -> bool:
    """Whether the place stands in one of the sentence's lists of factors."""
    return factor_list_at(text, at) is not None


def factor_list_at(text: str, at: int) -> tuple[int, int] | None:
    """The start and the end of the list of factors in which the place stands."""
    return next(((start, end) for start, end in factor_lists(text) if start <= at < end), None)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Brackets with estimates that follow one another with but a phrase between."""
    run: list[tuple[int, int]] = []
    for m in ESTIMATE_IN_BRACKETS.finditer(text):
        if run and (
            CLAUSE_ENDS.search(text, run[-1][1], m.start()) or has_verb(text[run[-1][1] : m.start()])
        ):
            yield run
            run = []
        if _ESTIMATE.search(m[0]) or run:
            run.append(m.span())
    if run:
        yield run


def _place(text: str, run: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the list stands, with what is said of it; None where nothing tells that these are factors."""
    start = max((m.end() for m in CLAUSE_ENDS.finditer(text, 0, run[0][0])), default=0)
    starts = [start, *(end for _, end in run[:-1])]
    items = [text[a:b] for a, (b, _) in zip(starts, run, strict=True)]
    end = run[-1][1]
    ended = _ENDED.search(text, end)
    behind = text[end : ended.start() if ended else len(text)]
    led = _led_in(items[0])
    showed = _SHOWED.match(items[0], led)
    items[0] = items[0][showed.end() if showed else led :]
    start += len(text[start : run[0][0]]) - len(items[0])
    if any(_names_endpoint(item) or has_verb(item) or not _LETTERS.search(item) for item in items):
        return None
    bare = outside_brackets(behind)
    said = _SAID_BEHIND.search(bare)
    if said and (said.start() == 0 or _are_more_items(bare[: said.start()])):
        return start, end + said.end()
    if any(_FINDING.search(item) for item in items) or not (led or _has_trait(items)):
        return None
    return start, end


def _names_endpoint(item: str) -> bool:
    return _OF_ENDPOINT.search(item) is not None and not is_cut(item)


def _are_more_items(words: str) -> bool:
    """``surgery (HR 0.6), HER2 positivity and response were significant``: items without estimates."""
    return bool(_MORE_ITEMS.fullmatch(words)) and not has_verb(words) and not _OF_ENDPOINT.search(words)


def _has_trait(items: Sequence[str]) -> bool:
    return len(items) >= _FEWEST and any(_TRAIT.search(item) for item in items)


def _led_in(item: str) -> int:
    """Where the first factor begins behind what leads the list in; 0 where nothing does."""
    ends = (m.start() for m in _WORD.finditer(item) if _SAID_BEFORE.search(item, 0, m.start()))
    return max(ends, default=0)
