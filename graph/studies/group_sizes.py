"""How many of a study's people were given local treatment, and how many not, where its abstract says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from graph.studies.local_treatment import given_or_withheld
from graph.studies.reports import Report
from miner.participants.candidates import find_mentions
from miner.participants.mentions import Mention
from miner.text.document import Document
from miner.vocabulary import Vocabulary

__all__ = ["group_sizes"]

Sizes = tuple[int | None, int | None]
"""People given local treatment, and people not given it; None where the text does not say."""

_Told = dict[str | None, set[int]]

_ROUNDING = 0.6  # percent
_TREATED = re.compile(
    r"(?:underwent|had|received|were (?:treated|operated)|was (?:given|performed|done))\b", re.IGNORECASE
)
_PEOPLE = r"(?:patients|women|men|cases|people|individuals|persons|females|males)"
_ASIDE = r"(?:\s?[(\[][^()\[\]]*[)\]])?"
# What was done to those counted: "139 | of them underwent surgery".
_WHAT = (
    r"(?P<what>[^.;:()\d]{3,90}?)"
    r"(?=[.;:(,]|\s(?:and|while|whereas|but|were|was|at|between|during|from(?=\s\d))\s|\s\d|$)"
)
_DONE = (
    r"(?:(?:who|that)\s)?(?:had\s|have\s|were\s|was\s)?(?:\w+ly\s)?"
    r"(?:underwent|undergone|undergoing|had|having|received|receiving|given|(?:treated|managed)\s(?:with|by)\b"
    r"|(?:(?:managed|treated)\s(?=without))?(?=operated|treated\s\w+ly|resected|with\s|without\s|by\s|did\snot|not\s))"
)
_OF_THEM = (
    r"(?:(?:out\s)?of\s(?:whom|which|them|these|those"
    rf"|the(?:se)?\s(?:\d[\d,]*\s)?{_PEOPLE}|\d[\d,]*(?:\s\w+)?\s{_PEOPLE})\s)?"
)
_BEHIND = re.compile(
    rf"{_ASIDE}\s{_OF_THEM}(?:(?:such\s|other\s)?{_PEOPLE}{_ASIDE}\s)?{_DONE}\s?{_WHAT}", re.IGNORECASE
)
# "The primary was resected in | 74".
_BEFORE = re.compile(
    r"(?:^|[.;:,]\s(?:and\s|but\s)?)(?P<what>[^.;:,()\d]{3,80}?\s(?:(?:was|were)\s[^.;:,()\d]{0,40}?|occurred|took\splace))\s(?:in|to|at|on|for)\s(?:only\s)?$",
    re.IGNORECASE,
)
# "... and was not in | 167".
_NOT_IN = re.compile(
    r"\b(?:and|but)\s(?:(?:was|were)\s)?(?:not|omitted|withheld)\s(?:\w+\s)?(?:in|to|from|on)\s(?:the\s(?:other|remaining)\s)?$",
    re.IGNORECASE,
)
# "All 139 consecutive patients with liver metastases who | underwent hepatectomy".
_SERIES = re.compile(
    rf"\s(?:[\w/-]+\s){{0,5}}?{_PEOPLE}(?P<who>\s[^.;:()]{{0,110}}?)??\s(?:(?:who|that)\s)?(?:had\s|were\s)?(?:\w+ly\s)?"
    r"(?:underwent|undergone|undergoing|had|received|receiving|treated\s(?:with|by)\b|(?=operated|treated\ssurgically|resected))"
    rf"\s?{_WHAT}",
    re.IGNORECASE,
)
_WITH_AND_WITHOUT = re.compile(
    r"\s(?P<first>with(?:out)?)\sand\s\d[\d,]*\swith(?:out)?\s(?P<what>[^.;:,()\d]{3,60})", re.IGNORECASE
)
_SHARE = re.compile(r"\s(?:[a-z]+\s)?[(\[](\d+(?:[.·]\d+)?)\s?%")
_OTHERS = re.compile(
    r"\b(?:of\s(?:whom|which|them|these)|including|and\s\d|match\w+|compar\w+|versus|vs|either|or)\b", re.I
)
_OF = re.compile(rf"{_ASIDE}\s(?:out\s)?of\s(?:the\s|these\s|all\s)?")
# "Of these", and "Mastectomy was done in 98.", which tells no more.
_POINTS_BACK = re.compile(
    r"(?:of|among)\s(?:these|them|whom|all)\b|[^.;:,()\d]{3,60}?\s(?:was|were)\s(?:\w+ly\s)?"
    r"(?:done|performed|carried\sout|undertaken)\sin\s\d[\d,]*\s?(?:[(\[][\d.·]+\s?%[)\]])?\.?$",
    re.IGNORECASE,
)


def group_sizes(report: Report, document: Document, vocabulary: Vocabulary) -> Sizes:
    """By the study's arms where it is clear which is which, else as its sentences count the treated."""
    arms = report.extraction.arms

    def kind_of(words: str) -> str | None:
        return given_or_withheld(words, report.article.text, vocabulary)

    kinds = [kind_of(arm.label) for arm in arms]
    if sorted(map(str, kinds)) in (["given"], ["given", "withheld"]):
        by_kind = dict(zip(kinds, arms, strict=True))
        sizes = by_kind["given"].n, by_kind["withheld"].n if "withheld" in by_kind else None
        whole = report.extraction.sample_size.value
        if sizes != (None, None):
            return (None, None) if whole and sum(n or 0 for n in sizes) > whole else sizes
    told = _told(report, document, kind_of)
    if len(arms) > 1 and None not in kinds:  # two treatments side by side, and perhaps one group with none
        left = arms[kinds.index("withheld")].n if kinds.count("withheld") == 1 else None
        return (told[0] if told and left is not None and told[1] in (None, left) else None), left
    return told or (None if arms else _counted(report, kind_of), None)


def _told(report: Report, document: Document, kind_of: Callable[[str], str | None]) -> Sizes | None:
    """What sentences that count the whole study say of the treated, and others whose counts add up to it."""
    size = report.extraction.sample_size
    if not size.value or size.unit != "participants" or not report.extraction.scope.in_scope:
        return None
    found = _counts(document, size.value, kind_of)
    if report.extraction.design == "case_series" and kind_of(document.title) == "given":
        found["given"].add(size.value)  # "Ablation of liver metastases: results in 14 patients"
    given, withheld = found["given"], found["withheld"]
    if len(given) > 1 or len(withheld) > 1 or not given | withheld:
        return None
    if any(size.value - n in found[None] for n in given | withheld):
        return None  # "44 had X and 10 had Y": of the others is said what they had, too
    sizes = next(iter(given), None), next(iter(withheld), None)
    if len(report.extraction.arms) > 1 and size.value in sizes:
        return None  # "all were irradiated, and some of them operated on"
    return sizes if sum(n or 0 for n in sizes) <= size.value else None


def _counts(document: Document, whole: int, kind_of: Callable[[str], str | None]) -> _Told:
    """The counts of the treated, of the others, and of those of whom neither is said."""
    found = _none_told()
    for mentions, counts in _counting(document, whole):
        told = _none_told()
        for m in mentions:
            told[_kind(m, whole, mentions, kind_of) if m.value <= whole else None].add(m.value)
        if counts or _adds_up(told, mentions, whole):
            for kind, values in told.items():
                found[kind] |= values
    return found


def _none_told() -> _Told:
    return {"given": set(), "withheld": set(), None: set()}


def _counting(document: Document, whole: int) -> Iterator[tuple[Sequence[Mention], bool]]:
    """The counts of each sentence, and whether it counts all the study's people or points back to them."""
    by_sentence: dict[int, list[Mention]] = {}
    for m in find_mentions(document):
        by_sentence.setdefault(m.sentence.index, []).append(m)
    before = False
    for sentence in document.role("title", "methods", "results"):
        mentions = by_sentence.get(sentence.index, [])
        counts = any(m.value == whole for m in mentions)
        if mentions:
            yield mentions, counts or bool(before and _POINTS_BACK.match(sentence.text))
        before = counts


def _adds_up(told: _Told, mentions: Sequence[Mention], whole: int) -> bool:
    """Whether the treated and the others are the whole study, or the treated a printed share of it."""
    given, withheld = told["given"], told["withheld"]
    if len(given) != 1 or len(withheld) > 1:
        return False
    if withheld:
        return sum(given | withheld) == whole
    shares = [_SHARE.match(m.sentence.text, m.end - m.sentence.start) for m in mentions if m.value in given]
    (treated,) = given
    return any(m and abs(float(m[1].replace("·", ".")) - 100 * treated / whole) < _ROUNDING for m in shares)


def _kind(
    m: Mention, whole: int, beside: Sequence[Mention], kind_of: Callable[[str], str | None]
) -> str | None:
    """Whether the people counted were given local treatment; None where the words around do not say."""
    text, start, end = m.sentence.text, m.start - m.sentence.start, m.end - m.sentence.start
    if m.value == whole:
        series = _SERIES.match(text, end)
        part_of_it = any(_OF.fullmatch(text, other.end - m.sentence.start, start) for other in beside)
        if series is None or part_of_it or _OTHERS.search(series["who"] or ""):
            return None
        return "given" if kind_of(series["what"]) == "given" else None
    if both := _WITH_AND_WITHOUT.match(text, end):
        local = kind_of(both["what"]) == "given"
        return ("given" if both["first"].lower() == "with" else "withheld") if local else None
    if _NOT_IN.search(text[:start]):
        return "withheld"
    told = _BEHIND.match(text, end) or _BEFORE.search(text[:start])
    return kind_of(told["what"]) if told else None


def _counted(report: Report, kind_of: Callable[[str], str | None]) -> int | None:
    """``139 (37 %) underwent surgery``: the one count of those treated whose share is that of the whole."""
    whole, results = report.extraction.sample_size.value, report.extraction.arm_results
    told = {
        round(count.value)
        for count in results
        if whole
        and count.statistic == "count"
        and _TREATED.match(count.endpoint)
        and kind_of(count.endpoint) == "given"
        for share in results
        if share.statistic == "rate"
        and (share.evidence.start, share.evidence.end) == (count.evidence.start, count.evidence.end)
        and abs(share.value - 100 * count.value / whole) < _ROUNDING
    }
    return told.pop() if len(told) == 1 else None
