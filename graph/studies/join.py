"""Which reports describe one study: by registration, PubMed's own links, or a trial's name with more than it.

Two reports of one study must never be pooled as two, and two studies never be taken for one. So reviews,
comments and cohorts from population registries join nothing, a report of several trials joins none of them,
and every join keeps its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from graph.studies.kinship import kin
from graph.studies.registrations import (
    TrialNumber,
    aliases,
    may_be_one_trial,
    protocol_ids,
    read_number,
    trial_id,
)
from graph.studies.reports import Report
from miner.model import Scope
from miner.trial import Trial

__all__ = ["Joins", "StudyGroup", "Via", "join_reports"]

Via = Mapping[str, str]
_STRENGTH = ("databank", "text", "registry_reference", "protocol_id")
_FOLLOW_UP = frozenset(
    {
        "UpdateIn",
        "UpdateOf",
        "CorrectedandRepublishedIn",
        "CorrectedandRepublishedFrom",
        "RetractedandRepublishedIn",
        "RetractedandRepublishedFrom",
        "OriginalReportIn",
        "ReprintIn",
        "ReprintOf",
        "RepublishedIn",
        "RepublishedFrom",
    }
)
_KIND_RANK = {"randomized": 0, "enrolled": 1, "analysed": 2}


@dataclass(frozen=True, slots=True)
class Joins:
    """What is known of reports beyond the records: publication ids that join nothing; pairs, with why."""

    apart: frozenset[str] = frozenset()
    together: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class StudyGroup:
    """The reports of one study, the main one first; registrations with where each number stands."""

    id: str
    reports: tuple[Report, ...]
    registrations: Via = field(default_factory=dict)
    joined_by: tuple[str, ...] = ()

    @property
    def main(self) -> Report:
        """The report that label, year and conclusion come from."""
        return self.reports[0]

    @property
    def standing(self) -> tuple[Report, ...]:
        """The reports that are not retracted; all of them where every one is."""
        return tuple(r for r in self.reports if not r.article.retracted) or self.reports

    @property
    def designed_by(self) -> Report:
        """The report whose design is the study's: the main one, or any that calls it randomised."""
        return min(
            self._telling("design"),
            key=lambda r: (not _by_hand(r, "design"), r.extraction.design != "randomized_trial"),
        )

    @property
    def sized_by(self) -> Report:
        """The report whose sample size is the whole study's: randomised before enrolled before analysed."""
        return min(
            (r for r in self._telling("sample_size") if r.extraction.sample_size.value is not None),
            key=lambda r: (not _by_hand(r, "sample_size"), _KIND_RANK[r.extraction.sample_size.kind]),
            default=self.main,
        )

    def _telling(self, name: str) -> list[Report]:
        """The reports that may tell of the study: those that stand, and any of which a person did."""
        standing = self.standing
        return [r for r in self.reports if r in standing or _by_hand(r, name)]

    @property
    def scope(self) -> Scope:
        """Whether any report answers the question; where a person spoke of some, whether all of those do."""
        given = [r.extraction.scope for r in self.reports if _by_hand(r, "in_scope")]
        read = Scope(
            any(r.extraction.scope.in_scope for r in self.reports), self.main.extraction.scope.reasons
        )
        return min(given, key=lambda s: s.in_scope, default=read)

    @property
    def by_hand(self) -> tuple[str, ...]:
        """What a person gave: a word of hers about any report goes before what the others say."""
        given_of = {
            "design": _by_hand(self.designed_by, "design"),
            "sample_size": self.sized_by.extraction.sample_size.value is not None
            and _by_hand(self.sized_by, "sample_size"),
            "conclusion": _by_hand(self.main, "conclusion"),
            "in_scope": any(_by_hand(r, "in_scope") for r in self.reports),
        }
        return tuple(name for name, given in given_of.items() if given)


def _by_hand(report: Report, name: str) -> bool:
    return name in report.extraction.by_hand


def join_reports(
    reports: Sequence[Report], trials: Iterable[Trial], known: Joins | None = None
) -> list[StudyGroup]:
    """The studies that the reports describe; the order of the input makes no difference."""
    known = known or Joins()
    trials = sorted(trials, key=trial_id)
    registered = _registrations(reports, trials)
    parts = _Parts(r.id for r in reports)
    by_number: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        if report.id not in known.apart and report.may_join and _one_study(registered[report.id]):
            for number in registered[report.id]:
                by_number[number].append(report.id)
    for number, ids in sorted(by_number.items()):
        for first, second in pairwise(ids):
            parts.join(first, second, f"registration {number}")
    said = sorted(kin(reports, registered, trials))
    parts.join_all((*_linked(reports), *said, *sorted(known.together)), known.apart)
    return _groups(reports, registered, _of_one_trial(parts, registered, known))


def _registrations(reports: Sequence[Report], trials: Sequence[Trial]) -> dict[str, dict[str, str]]:
    """For each report the trial ids it may claim, with the strongest reason."""
    same = aliases(trials)
    found = {r.id: {same.get(n.id, n.id): via for n, via in r.numbers.items()} for r in reports}
    referenced: defaultdict[str, set[str]] = defaultdict(set)
    for trial in trials:
        for pmid in trial.references:
            referenced[f"PMID:{pmid}"].add(trial_id(trial))
    names = protocol_ids(trials)
    for report in reports:
        if found[report.id] or not report.is_trial_report or report.is_notice:
            continue
        by_reference, by_name = referenced[report.id], {i for n, i in names.items() if report.names(n)}
        if len(by_reference) == 1:
            found[report.id] = dict.fromkeys(by_reference, "registry_reference")
        elif len(by_name) == 1:
            found[report.id] = dict.fromkeys(by_name, "protocol_id")
    return found


def _one_study(numbers: Collection[str]) -> bool:
    """Whether these numbers say which trial it is."""
    return bool(numbers) and may_be_one_trial(numbers)


def _linked(reports: Sequence[Report]) -> Iterator[tuple[str, str, str]]:
    """Pairs of reports that PubMed links as an update or republication of each other."""
    by_pmid = {r.article.pmid: r for r in reports if not r.is_review and not r.is_notice}
    for report in by_pmid.values():
        for link in report.article.corrections:
            other = by_pmid.get(link.pmid or "")
            if link.kind in _FOLLOW_UP and other is not None and other is not report:
                first, second = sorted((report, other), key=lambda r: r.order)
                yield first.id, second.id, f"PubMed links {first.id} and {second.id}"


class _Parts:
    """Sets of reports that grow together, with the reasons they did."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.members = {i: {i} for i in ids}
        self.reasons: dict[int, set[str]] = {id(s): set() for s in self.members.values()}

    def join_all(self, pairs: Iterable[tuple[str, str, str]], apart: Set[str]) -> None:
        """Join pairs of reports that are here, but for those that stand apart."""
        for first, second, reason in pairs:
            if not apart & {first, second} and {first, second} <= self.members.keys():
                self.join(first, second, reason)

    def join(self, first: str, second: str, reason: str) -> None:
        kept, gone = self.members[first], self.members[second]
        self.reasons[id(kept)].add(reason)
        if kept is not gone:
            kept |= gone
            self.reasons[id(kept)] |= self.reasons.pop(id(gone))
            self.members.update(dict.fromkeys(gone, kept))

    def __iter__(self) -> Iterator[tuple[set[str], set[str]]]:
        for part in {id(s): s for s in self.members.values()}.values():
            yield part, self.reasons[id(part)]


def _of_one_trial(
    parts: _Parts, registered: Mapping[str, Mapping[str, str]], known: Joins
) -> Iterator[tuple[set[str], set[str]]]:
    """The parts, with their reasons; of one whose numbers are two trials' only what is known beyond them."""
    for ids, reasons in parts:
        numbers = _strongest(registered[i] for i in ids)
        if len(ids) > 1 and not may_be_one_trial(numbers):
            # A chain of numbers ran into a second trial; without it nothing says which is which.
            again = _Parts(sorted(ids))
            again.join_all(sorted(known.together), known.apart)
            yield from again
        else:
            yield ids, reasons


def _groups(
    reports: Sequence[Report],
    registered: Mapping[str, Mapping[str, str]],
    parts: Iterable[tuple[set[str], set[str]]],
) -> list[StudyGroup]:
    by_id = {r.id: r for r in reports}
    found: list[tuple[list[Report], dict[str, str], set[str]]] = []
    for ids, reasons in parts:
        members = sorted((by_id[i] for i in ids), key=lambda r: r.order)
        found.append((members, _strongest(registered[i] for i in ids), reasons))
    named = [
        _best_number(numbers) if any(r.may_join for r in members) else None for members, numbers, _ in found
    ]
    taken = Counter(named)
    groups = []
    for (members, numbers, reasons), best in zip(found, named, strict=True):
        stem = f"PMID{members[0].article.pmid}"
        if best and taken[best] == 1:
            stem = best.partition(":")[2].removeprefix("trial/")
        ordered = tuple(sorted(members, key=_main_first) if len(members) > 1 else members)
        groups.append(StudyGroup(f"mbc:study/{stem}", ordered, numbers, tuple(sorted(reasons))))
    return sorted(groups, key=lambda g: g.id)


def _strongest(many: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for numbers in many:
        for number, via in numbers.items():
            found[number] = min(found.get(number, via), via, key=_STRENGTH.index)
    return dict(sorted(found.items()))


def _best_number(numbers: Mapping[str, str]) -> str | None:
    """The number that names the study: ClinicalTrials.gov's where there is one."""
    if not _one_study(numbers):
        return None
    return min(numbers, key=_rank)


def _rank(number: str) -> TrialNumber:
    return read_number(number.partition(":")[2]) or TrialNumber(99, number, "", number)


def _main_first(report: Report) -> tuple[object, ...]:
    """Standing, in scope, with effects, with findings, a paper before a meeting's abstract, the earliest."""
    a, e = report.article, report.extraction
    return (
        a.retracted,
        not e.scope.in_scope,
        not e.effects,
        not report.findings,
        report.is_meeting_abstract,
        a.doi is None,
        a.year or 9999,
        report.order,
    )
