"""What the lines of ``corrections.csv`` make of records: people overrule what was read, and add to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from graph.contents.findings import CURATED_RULE, ENTERED_RULE, effect_id
from graph.studies.join import Joins
from graph.studies.reports import Report
from miner.article import Article
from miner.checks.of_effect import check_effect
from miner.model import Effect, Extraction, Scope
from miner.vocabulary import Vocabulary
from pipelines.correction_fields import ADDED, EFFECT_FIELDS, RECORD_FIELDS, read_value
from pipelines.correction_lines import FILE, CorrectionLine, stated_by

__all__ = ["Corrected", "correct"]

_ENDS = frozenset({"ci_low", "ci_high"})
_WITH = re.compile(r"with (PMID:\d+)")

Entry = tuple[Article, Extraction]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Entries with the corrections in them, joins made by hand, and what became of each line.

    ``entered``: by line the id of the effect that it added, as it was added.
    """

    entries: tuple[Entry, ...]
    joins: Joins
    outcomes: tuple[tuple[CorrectionLine, str], ...]
    entered: Mapping[int, str]

    def outcomes_with(self, reasons: Mapping[str, str]) -> tuple[tuple[CorrectionLine, str], ...]:
        """What became of each line, by ``reasons`` (by effect) also why one that was added is in no pool."""
        return tuple(
            (line, f"added; in no pool: {why}")
            if outcome == "added" and (why := reasons.get(self.entered.get(line.line, "")))
            else (line, outcome)
            for line, outcome in self.outcomes
        )


def correct(entries: Iterable[Entry], lines: Sequence[CorrectionLine], vocabulary: Vocabulary) -> Corrected:
    """Apply the lines in their order; a line that fits nothing changes nothing and is reported.

    ``vocabulary`` gives what is added its concepts.
    """
    by_pmid: dict[str, list[CorrectionLine]] = {}
    for line in lines:
        by_pmid.setdefault(line.pmid, []).append(line)
    outcomes: dict[int, str] = {}
    ids: dict[int, str] = {}
    out = []
    for article, extraction in entries:
        mine = by_pmid.get(article.pmid)
        if mine:
            report = Report(article, extraction)
            entered = _enter(article, extraction, mine, vocabulary, outcomes)
            ids |= {line: effect_id(report, effect) for line, effect in entered.effects.items()}
            extraction = _correct_one(report, mine, entered, outcomes)
        out.append((article, extraction))
    reports = {r.id for r in (Report(*entry) for entry in out) if not r.is_notice}
    told = tuple((line, outcomes.get(line.line) or "no such record") for line in lines)
    told = tuple((line, _not_joined(line, lines, reports) or outcome) for line, outcome in told)
    return Corrected(tuple(out), Joins(*_joins(told)), told, ids)


@dataclass(frozen=True, slots=True)
class _Entered:
    """The effects that lines add to a record, and by ``what`` the places of those that are read already."""

    effects: Mapping[int, Effect]
    read: Mapping[str, int]


def _enter(
    article: Article,
    extraction: Extraction,
    lines: Sequence[CorrectionLine],
    vocabulary: Vocabulary,
    outcomes: dict[int, str],
) -> _Entered:
    """Add what is to be added; the lines that tell of it are done with, unless it is read already."""
    effects: dict[int, Effect] = {}
    read: dict[str, int] = {}
    added = [line for line in lines if line.field == ADDED]
    if added:
        from pipelines.entered_effects import ReadAlready, enter  # loads what reads a text
    for first in added:
        own = [line for line in lines if line.what == first.what]
        found = enter(article, extraction, stated_by(first, own), vocabulary)
        if isinstance(found, ReadAlready):
            read[first.what] = found.place
            outcomes[first.line] = "not added: it is read already; take this line away, the others correct it"
            continue
        if isinstance(found, Effect):
            effects[first.line] = found
        for line in own:
            outcomes[line.line] = _added(found) if line is first else _beside(first, found)
    return _Entered(effects, read)


def _added(found: Effect | str) -> str:
    if isinstance(found, str):
        return f"not added: {found}"
    return f"added; does not add up, so not pooled: {'; '.join(found.checks)}" if found.checks else "added"


def _beside(first: CorrectionLine, found: Effect | str) -> str:
    return f"not added: see line {first.line}" if isinstance(found, str) else "added"


def _correct_one(
    report: Report, lines: Sequence[CorrectionLine], entered: _Entered, outcomes: dict[int, str]
) -> Extraction:
    record = report.extraction
    lines = [line for line in lines if line.line not in outcomes]
    for line in (line for line in lines if line.of_record):
        record = _correct_record(record, line)
        outcomes[line.line] = "applied"
    # Effects are told apart by what was read, so that one line does not hide a finding from the next.
    effects = (*record.effects, *entered.effects.values())
    now: dict[int, Effect | None] = dict(enumerate(effects))
    touched: dict[int, int] = {}
    for line in (line for line in lines if not line.of_record):
        outcomes[line.line] = "applied"
        known = entered.read.get(line.what)
        hits = [known] if known is not None else list(_hits(report, effects, line))
        if len(hits) != 1:
            outcomes[line.line] = f"fits {len(hits)} effects of the record; name one"
        elif effects[hits[0]].ci is None and _is_half(line, lines):
            outcomes[line.line] = "the effect has no interval; give both ci_low and ci_high"
        elif effect := now[hits[0]]:
            now[hits[0]] = _correct_effect(effect, line)
            touched[line.line] = hits[0]
    for number, place in touched.items():
        effect = now[place]
        if effect and (found := check_effect(effect)):
            outcomes[number] = f"applied; does not add up now: {'; '.join(found)}"
    return replace(record, effects=tuple(e for e in now.values() if e))


def _is_half(line: CorrectionLine, lines: Iterable[CorrectionLine]) -> bool:
    """Whether it gives one end of an interval, and no line gives the other."""
    ends = {other.field for other in lines if other.what == line.what} & _ENDS
    return line.field in ends and len(ends) == 1


def _hits(report: Report, effects: Sequence[Effect], line: CorrectionLine) -> Iterator[int]:
    """By id any effect of the record, by measure and value those that were read."""
    named = line.named
    if named is None:
        yield from (i for i, e in enumerate(effects) if effect_id(report, e) == line.what)
        return
    read = report.extraction.effects
    alike = [i for i, e in enumerate(read) if (e.measure, e.value) == (named.measure, named.value)]
    yield from alike if named.place is None else alike[named.place - 1 : named.place]


def _correct_effect(effect: Effect, line: CorrectionLine) -> Effect | None:
    value = read_value(line.what, EFFECT_FIELDS[line.field], line.value)
    change: dict[str, Any] = {line.field: value}
    if line.field == "remove":
        return None
    if line.field in _ENDS:
        low, high = effect.ci or (value, value)
        change = {"ci": (value, high) if line.field == "ci_low" else (low, value)}
    entered = effect.evidence.rule == ENTERED_RULE
    evidence = effect.evidence if entered else replace(effect.evidence, rule=CURATED_RULE)
    return replace(effect, **change, evidence=evidence, checks=(), confidence=1.0)


def _correct_record(record: Extraction, line: CorrectionLine) -> Extraction:
    value = read_value(line.what, RECORD_FIELDS[line.field], line.value)
    if line.field == "study":
        return record
    given, change = line.field, dict[str, Any]()
    if given.startswith("sample_size"):
        part = given.removeprefix("sample_size").lstrip("_") or "value"
        given = "sample_size"
        change = {given: replace(record.sample_size, **{part: value}, evidence=None)}
    elif given == "in_scope":
        change = {"scope": Scope(value, (f"{line.who}: {line.why}",))}
    else:  # The sentence it was read from says something else.
        change = {given: value, f"{given}_evidence": None}
    return replace(record, **change, by_hand=record.by_hand | {given})


def _not_joined(line: CorrectionLine, lines: Iterable[CorrectionLine], reports: Set[str]) -> str | None:
    """Why a line joins no two reports, where it should."""
    named = _WITH.fullmatch(line.value) if line.field == "study" else None
    if named is None:
        return None
    alone = {other.what for other in lines if (other.field, other.value) == ("study", "alone")}
    for end in (line.what, named[1]):
        if end not in reports:
            return f"no report of a study: {end}"
        if end in alone:
            return f"not joined: another line says that {end} stands alone"
    return None


def _joins(
    told: Iterable[tuple[CorrectionLine, str]],
) -> tuple[frozenset[str], tuple[tuple[str, str, str], ...]]:
    lines = [line for line, outcome in told if line.field == "study" and outcome == "applied"]
    apart = frozenset(line.what for line in lines if line.value == "alone")
    pairs = ((line, _WITH.fullmatch(line.value)) for line in lines)
    together = tuple((line.what, m[1], f"{FILE}: {line.why} ({line.who})") for line, m in pairs if m)
    return apart, together
