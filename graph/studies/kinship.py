"""Reports of one study that share no number: by the trial's name with design and sponsor, or as follow-up.

A name alone joins nothing: trials of different groups bear the same name. Reports that carry unlike numbers
of one registry, and names that such reports share, join nothing either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from graph.studies.registrations import may_be_one_trial, trial_id
from graph.studies.reports import Report
from graph.studies.trial_names import (
    authors_of,
    follow_up_of,
    organisation,
    organisations_of,
    plain_name,
    trial_name,
)
from miner.trial import Trial

__all__ = ["kin"]

Pair = tuple[str, str, str]
Numbers = Mapping[str, Mapping[str, str]]
_AUTHORS = 2  # that follow-up and first report share; one may be a namesake
_QUOTE = 160


def kin(reports: Sequence[Report], registered: Numbers, trials: Iterable[Trial]) -> Iterator[Pair]:
    """Pairs of reports of one study, each with the reason; ``registered``: trial ids that reports claim."""
    trials = tuple(trials)
    sponsors = {trial_id(t): t.sponsor for t in trials if t.sponsor}
    acronyms = {trial_id(t): plain_name(t.acronym) for t in trials if t.acronym}
    own = [r for r in reports if not (r.is_review or r.is_notice or r.extraction.design == "registry_cohort")]
    named: defaultdict[str, list[Report]] = defaultdict(list)
    for report in own:
        if report.is_trial_report:
            name = trial_name(report) or _registered_name(registered[report.id], acronyms)
            if name:
                named[name].append(report)
    clear = {name: found for name, found in named.items() if _compatible(found, registered)}
    for name, found in sorted(clear.items()):
        yield from _by_name(name, found, registered, sponsors)
    yield from _by_follow_up(own, clear, registered, sponsors)


def _registered_name(numbers: Iterable[str], acronyms: Mapping[str, str]) -> str | None:
    names = {acronyms[n] for n in numbers if n in acronyms}
    return names.pop() if len(names) == 1 else None


def _by_name(
    name: str, found: Sequence[Report], registered: Numbers, sponsors: Mapping[str, str]
) -> Iterator[Pair]:
    behind = {r.id: _behind(r, name, registered, sponsors) for r in found}
    for first, second in combinations(sorted(found, key=lambda r: r.order), 2):
        shared = sorted(behind[first.id].keys() & behind[second.id].keys())
        if shared and first.extraction.design == second.extraction.design:
            design = first.extraction.design.replace("_", " ")
            yield first.id, second.id, f"trial name {name}, {design}, sponsor {behind[first.id][shared[0]]}"


def _by_follow_up(
    reports: Sequence[Report],
    named: Mapping[str, Sequence[Report]],
    registered: Numbers,
    sponsors: Mapping[str, str],
) -> Iterator[Pair]:
    numbered: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.may_join and len(registered[report.id]) == 1:
            numbered[next(iter(registered[report.id]))].append(report)
    for report in reports:
        said = follow_up_of(report)
        if said is None:
            continue
        reason = f"follow-up of {said.number or said.name}: {said.quote[:_QUOTE]}"
        by_number = numbered.get(said.number or "", []) if not report.may_join else []
        by_name = [
            r for r in named.get(said.name or "", []) if _alike(r, report, said.name, registered, sponsors)
        ]
        for first in (*by_number, *by_name):
            if first is not report and _compatible((first, report), registered):
                yield first.id, report.id, reason


def _alike(
    first: Report, later: Report, name: str | None, registered: Numbers, sponsors: Mapping[str, str]
) -> bool:
    """Beside the name, authors or a sponsor in common."""
    if first.id == later.id or (later.article.year or 9999) < (first.article.year or 0):
        return False
    if len(authors_of(first.article) & authors_of(later.article)) >= _AUTHORS:
        return True
    one, other = (_behind(r, name, registered, sponsors).keys() for r in (first, later))
    return bool(one & other)


def _behind(
    report: Report, name: str | None, registered: Numbers, sponsors: Mapping[str, str]
) -> dict[str, str]:
    """Who stands behind a report, by its own words or by the registration that it claims."""
    found = organisations_of(report, name)
    for number in registered[report.id]:
        if number in sponsors:
            found.setdefault(organisation(sponsors[number]), sponsors[number])
    return found


def _compatible(reports: Iterable[Report], registered: Numbers) -> bool:
    """Whether their numbers can be one trial's."""
    return may_be_one_trial({n for r in reports for n in registered[r.id]})
