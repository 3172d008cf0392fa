"""The median times of the treated and the untreated, where one sentence prints both and says whose each is.

An abstract's two medians stand in one sentence, and its words tell which is which: "46 months with surgery
and 35 without", "those operated on lived 25 months, those not 13". Where they stand apart from their groups
("were 53 and 55 months, respectively"), the groups that they were read for tell it. Anything less clear, and
anything on which the two disagree, is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.printed import number
from graph.sides import WITHHOLDING
from graph.studies.local_treatment import given_or_withheld
from graph.synthesis.eligibility import reason_against_report
from graph.synthesis.medians import median_places
from miner.phrases.denial import leaves_untreated
from miner.phrases.unnamed_groups import is_unnamed
from miner.vocabulary import Vocabulary

__all__ = ["group_medians", "series_median", "whose"]

_WITH = re.compile(r"\bwith\b(?! (?:a |an |the )?(?:median|hazard|HR|p\b))", re.IGNORECASE)
_WITH_AND_WITHOUT = re.compile(
    r"\bwith\b[^.;\d]{0,30}\b(?:and|or|versus|vs)\b[^.;\d]{0,12}\bwithout\b", re.IGNORECASE
)
_NO_DIFFERENCE = re.compile(
    r"\b(?:did|do|was|were|is|are) not (?:\w+ )?(?:differ\w*|longer|shorter)", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;:()]|, (?!and\b)")
# What stands in brackets is an interval or a count, not a group.
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD = re.compile(
    r"\W*(?:(?:for|in|among|of) )?(?:the )?([^,;:()\d]{3,60}?)"
    r"(?:, |(?<=[a-z]) (?=the |median|overall|OS |survived|lived))",
    re.IGNORECASE,
)
_EVERYONE = "all patients"
_THE_OTHER = "the other group"
_ANY_LOCAL = "local"  # the category of locoregional treatment, whichever it is
_OF_MORE = re.compile(r"\ball (?:primar|tumou?r|histolog|site)", re.IGNORECASE)  # than breast cancer
_OF_ALL = re.compile(
    r"\b(?:all|entire|whole|overall) (?:\w+ )?(?:patients|women|cohort|series|group|population)\b", re.I
)
_NEXT_RESULT = re.compile(r"\b(?:hazard|HR|p\s*[<=>]|log-rank|difference|\d)", re.IGNORECASE)

Pair = tuple[str, str]
"""The medians of the treated and of the untreated, with their units."""


def group_medians(
    graph: Graph, vocabulary: Vocabulary, study_id: str, endpoint: str, first: str = ""
) -> Pair | None:
    """The pair of medians on an endpoint or beneath it; from the report ``first`` if it prints one.

    None where no sentence is clear, or where two sentences of one report differ.
    """
    titles = " ".join(str(report["title"] or "") for report in graph.sources("REPORTS", study_id))
    by_report: dict[str, set[Pair]] = {}
    sentences = list(_sentences(graph, study_id, endpoint))
    open_to_doubt = {
        report for report, _, results in sentences if any(is_unnamed(str(r["arm"] or "")) for r in results)
    }
    for report, quote, results in sentences:
        if (
            report in open_to_doubt
            or _is_of_a_part(quote, titles, vocabulary)
            or _is_of_another(quote, titles, vocabulary)
        ):
            continue
        pair = _pair(quote, results, f"{titles} {quote}", vocabulary)
        if pair:
            by_report.setdefault(report, set()).add(pair)
    for report in sorted(by_report, key=lambda one: (one != first, one)):
        if len(by_report[report]) == 1:
            return by_report[report].pop()
    return None


def series_median(
    graph: Graph, vocabulary: Vocabulary, study_id: str, endpoint: str, first: str = ""
) -> str | None:
    """The one median of all patients of a series in which everyone was treated; None where none is clear."""
    study = graph.nodes["Study"][study_id]
    if study["n_treated"] is None or study["n_treated"] != study["sample_size"] or study["n_untreated"]:
        return None
    titles = " ".join(str(report["title"] or "") for report in graph.sources("REPORTS", study_id))
    told: dict[str, set[str]] = {}
    surely: dict[str, set[str]] = {}
    for report, quote, results in _sentences(graph, study_id, endpoint):
        values = {f"{number(r['value'])} {r['unit']}" for r in results if r["arm"] == _EVERYONE}
        if values and not _OF_MORE.search(quote) and not _is_of_a_part(quote, titles, vocabulary):
            told.setdefault(report, set()).update(values)
            if _OF_ALL.search(quote):
                surely.setdefault(report, set()).update(values)
    for found in (told, surely):
        for report in sorted(found, key=lambda one: (one != first, one)):
            if len(found[report]) == 1:
                return found[report].pop()
    return None


def _is_of_a_part(quote: str, titles: str, vocabulary: Vocabulary) -> bool:
    """``For ER-positive men the median was ...``: of patients whom no title tells to be all of them."""
    lead = _LEAD.match(quote)
    matcher = vocabulary.matcher("populations")
    known = {mention.concept_id for mention in matcher.find(titles)}
    return any(mention.concept_id not in known for mention in matcher.find(lead[1])) if lead else False


def _is_of_another(quote: str, titles: str, vocabulary: Vocabulary) -> bool:
    """``Those irradiated lived 65 months, the others 39``: of no kind of treatment that the titles name."""
    told, titled = (_kinds_given(words, vocabulary) for words in (quote, titles))
    return bool(told and titled) and told.isdisjoint(titled) and _ANY_LOCAL not in told | titled


def _kinds_given(words: str, vocabulary: Vocabulary) -> set[str]:
    named = vocabulary.matcher("interventions").find(words)
    return {vocabulary.concept(mention.concept_id).category for mention in named} - WITHHOLDING


def _sentences(graph: Graph, study_id: str, endpoint: str) -> Iterator[tuple[str, str, list[Node]]]:
    """Each sentence with the medians on the endpoint that were read from it; none of a retracted report."""
    endpoints, study = Hierarchy.of(graph, "Endpoint"), graph.nodes["Study"][study_id]
    found: dict[tuple[str, str], list[Node]] = {}
    for result in graph.targets("FOUND", study_id, "ArmResult"):
        on = (edge.target for edge in graph.out("ON", str(result["id"])))
        if (
            result["statistic"] == "median_time"
            and any(endpoints.is_a(one, endpoint) for one in on)
            and not reason_against_report(graph, study, result)
        ):
            found.setdefault((str(result["publication_id"]), str(result["quote"] or "")), []).append(result)
    for (report, quote), results in found.items():
        yield report, quote, results


def _pair(quote: str, results: list[Node], context: str, vocabulary: Vocabulary) -> Pair | None:
    plain = quote.replace("·", ".")
    units = {str(result["unit"]) for result in results}
    found = {
        value: median_places(float(value), plain) for value in {number(result["value"]) for result in results}
    }
    places = {value: some for value, some in found.items() if some}
    if len(units) != 1 or any(len(some) != 1 for some in places.values()):
        return None
    printed = sorted(((value, some[0]) for value, some in places.items()), key=lambda item: item[1].start())
    if len(printed) != 2:
        return _of_the_treated(results, [value for value, _ in printed], context, vocabulary)
    (one, first), (other, second) = printed
    around = plain[: first.start()], plain[first.end() : second.start()], plain[second.end() :]
    in_words = whose(*around, context, vocabulary)
    in_groups = _as_read(results, (one, other), context, vocabulary)
    order = in_groups if in_words is None else in_words
    if order is None or in_groups not in (order, None):
        return None
    unit = units.pop()
    treated, untreated = (one, other) if order else (other, one)
    return f"{treated} {unit}", f"{untreated} {unit}"


def _of_the_treated(
    results: list[Node], values: Sequence[str], context: str, vocabulary: Vocabulary
) -> Pair | None:
    """Of several factors in one sentence ("70 and 47 by response, 118 and 28 by surgery") the one pair."""
    if len(values) % 2:
        return None
    unit = str(results[0]["unit"])
    pairs = list(zip(values[::2], values[1::2], strict=True))
    found = [(pair, _as_read(results, pair, context, vocabulary)) for pair in pairs]
    told = [pair if first else pair[::-1] for pair, first in found if first is not None]
    return (f"{told[0][0]} {unit}", f"{told[0][1]} {unit}") if len(told) == 1 else None


def _as_read(
    results: list[Node], values: tuple[str, str], context: str, vocabulary: Vocabulary
) -> bool | None:
    """Whether the first value was read as the treated's; None where their groups are not one of each."""
    group = {number(result["value"]): str(result["arm"] or "") for result in results}
    kinds = [given_or_withheld(group[value], context, vocabulary) for value in values]
    for i, value in enumerate(values):
        if group[value] == _THE_OTHER:
            kinds[i] = {"given": "withheld", "withheld": "given"}.get(str(kinds[1 - i]))
    return kinds[0] == "given" if sorted(map(str, kinds)) == ["given", "withheld"] else None


def whose(before: str, between: str, after: str, context: str, vocabulary: Vocabulary) -> bool | None:
    """Whether the first of two medians is the treated's; None where the words around do not say.

    ``before``, ``between`` and ``after`` are the text around the two, ``context`` tells abbreviations.
    """
    respectively = "respective" in f"{before} {after}"
    after = _to_next_result(after)
    middle, last = _side(between, context, vocabulary), _side(after, context, vocabulary)
    lead = _side(_last_clause(before), context, vocabulary)
    if not middle and _WITH_AND_WITHOUT.search(f"{before} {after}"):
        return True
    if not middle and not last:
        return _in_order(before, context, vocabulary) if respectively else None
    if (lead, middle, last) == (None, None, "withheld") and _WITH.search(between):
        return True
    pairs = [(middle, last), (lead, middle)] if middle else [(lead, last)]
    readings = {pair for pair in pairs if set(pair) == {"given", "withheld"}}
    return readings.pop()[0] == "given" if len(readings) == 1 else None


def _in_order(before: str, context: str, vocabulary: Vocabulary) -> bool | None:
    """The order in which the two groups are named ahead of "respectively", if each is named once."""
    parts = re.split(r",|;|\band\b|\bversus\b|\bvs\b", _BRACKETS.sub(" ", before))
    named = [kind for part in parts if (kind := _side(part, context, vocabulary))]
    return named[0] == "given" if sorted(named) == ["given", "withheld"] else None


def _side(words: str, context: str, vocabulary: Vocabulary) -> str | None:
    """The one group that a stretch of text speaks of; None for none or both."""
    words = _NO_DIFFERENCE.sub(" ", _BRACKETS.sub(" ", words))
    kinds = {given_or_withheld(part, context, vocabulary) for part in re.split(r",|;|\band\b|\bvs\b", words)}
    omitted = leaves_untreated(words) or re.search(r"\bothers\b", words, re.IGNORECASE) is not None
    if omitted and "given" not in kinds:
        return "withheld"
    kinds -= {None}
    return kinds.pop() if len(kinds) == 1 and not omitted else None


def _last_clause(words: str) -> str:
    return re.split(r"[.;:]", _BRACKETS.sub(" ", words))[-1]


def _to_next_result(words: str) -> str:
    """The text up to the next figure or clause, which speaks of something else."""
    words = _CLAUSE.split(_BRACKETS.sub(" ", words), maxsplit=1)[0]
    found = _NEXT_RESULT.search(words)
    return words[: found.start()] if found else words
