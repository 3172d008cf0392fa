"""``corrections.csv``: lines by which people overrule what was read, or which reports are one study.

Columns: what, field, value, who, when, why. ``what`` is a record (``PMID:90000001``), an effect by measure
and printed value (``PMID:90000001/HR/0.66``; ``#2`` for the second such in the text), or an effect's
id in the graph. docs/refresh.md lists the fields.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.contents.findings import CURATED_RULE, effect_id
from graph.studies.join import Joins
from graph.studies.reports import Report
from miner.article import Article
from miner.checks.of_effect import check_effect
from miner.errors import InputError, QueryRefused
from miner.model import Effect, Extraction, Scope
from miner.vocabulary import Vocabulary
from pipelines.concept_names import concept_in
from pipelines.correction_fields import CONCEPT_FIELDS, EFFECT_FIELDS, RECORD_FIELDS, read_value

__all__ = ["FILE", "Corrected", "CorrectionLine", "correct", "read_corrections"]

FILE = "corrections.csv"
_COLUMNS = ("what", "field", "value", "who", "when", "why")
_RECORD = re.compile(r"PMID:(\d+)")
_EFFECT = re.compile(r"PMID:(\d+)/([A-Z]+)/([\d.]+)(?:#(\d+))?")
_ID = re.compile(r"mbc:effect/PMID(\d+)/.+")
_ENDS = frozenset({"ci_low", "ci_high"})
_WITH = re.compile(r"with (PMID:\d+)")

Entry = tuple[Article, Extraction]


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One line of the file."""

    line: int
    what: str
    field: str
    value: str
    who: str
    when: str
    why: str

    @property
    def pmid(self) -> str:
        """The record that it is about."""
        found = next(m for m in (p.fullmatch(self.what) for p in (_RECORD, _EFFECT, _ID)) if m)
        return found[1]

    def row(self, outcome: str) -> tuple[str | int, ...]:
        """For the store's copy."""
        return (self.line, self.what, self.field, self.value, self.who, self.when, self.why, outcome)


@dataclass(frozen=True, slots=True)
class Corrected:
    """Entries with the corrections in them, joins made by hand, and what became of each line."""

    entries: tuple[Entry, ...]
    joins: Joins
    outcomes: tuple[tuple[CorrectionLine, str], ...]


def read_corrections(folder: Path, vocabulary: Vocabulary) -> tuple[CorrectionLine, ...]:
    """The lines of the folder's corrections.csv; none where there is no such file.

    Concepts go by id, name or any word of the vocabulary; a line holds their ids. Rows of empty cells, as
    spreadsheets leave them, are passed over.

    Raises:
        InputError: it is no CSV in UTF-8, lacks a column, or a line names no record, field, value or concept.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f)
            lacking = [c for c in _COLUMNS if c not in (reader.fieldnames or ())]
            if lacking:
                raise InputError(
                    f"{path}: no column {', '.join(lacking)}; the first line is {','.join(_COLUMNS)}"
                )
            return tuple(
                _line(path, reader.line_num, row, vocabulary)
                for row in reader
                if any((row[c] or "").strip() for c in _COLUMNS)
            )
    except (UnicodeDecodeError, csv.Error) as e:
        raise InputError(f'{path} is no CSV in UTF-8 ({e}); save it as "CSV UTF-8"') from e


def _line(path: Path, number: int, row: Mapping[str, str | None], vocabulary: Vocabulary) -> CorrectionLine:
    line = CorrectionLine(number, **{c: (row[c] or "").strip() for c in _COLUMNS})
    where = f"{path}, line {number}"
    is_record = bool(_RECORD.fullmatch(line.what))
    if not is_record and not _EFFECT.fullmatch(line.what) and not _ID.fullmatch(line.what):
        raise InputError(
            f"{where}: {line.what!r} names nothing; write PMID:90000001, PMID:90000001/HR/0.66 "
            "or the id of an effect"
        )
    fields = RECORD_FIELDS if is_record else EFFECT_FIELDS
    if line.field not in fields:
        raise InputError(f"{where}: no field {line.field!r}; there are {', '.join(sorted(fields))}")
    read_value(where, fields[line.field], line.value)
    if not line.who or not line.why:
        raise InputError(f"{where}: who or why is empty; say who corrects it and why")
    label = None if is_record else CONCEPT_FIELDS.get(line.field)
    if label is None or not line.value:
        return line
    try:
        return replace(line, value=concept_in(vocabulary, label, line.value))
    except QueryRefused as e:
        raise InputError(f"{where}: {e}") from None


def correct(entries: Iterable[Entry], lines: Sequence[CorrectionLine]) -> Corrected:
    """Apply the lines in their order; a line that fits nothing changes nothing and is reported."""
    by_pmid: dict[str, list[CorrectionLine]] = {}
    for line in lines:
        by_pmid.setdefault(line.pmid, []).append(line)
    outcomes: dict[int, str] = {}
    out = []
    for article, extraction in entries:
        mine = by_pmid.get(article.pmid)
        out.append(_correct_one(article, extraction, mine, outcomes) if mine else (article, extraction))
    reports = {r.id for r in (Report(*entry) for entry in out) if not r.is_notice}
    told = tuple((line, outcomes.get(line.line) or "no such record") for line in lines)
    told = tuple((line, _not_joined(line, lines, reports) or outcome) for line, outcome in told)
    return Corrected(tuple(out), Joins(*_joins(told)), told)


def _correct_one(
    article: Article, extraction: Extraction, lines: Sequence[CorrectionLine], outcomes: dict[int, str]
) -> Entry:
    report, record = Report(article, extraction), extraction
    # Effects are told apart by what was read, so that one line does not hide a finding from the next.
    now: dict[int, Effect | None] = dict(enumerate(extraction.effects))
    touched: dict[int, int] = {}
    for line in lines:
        outcomes[line.line] = "applied"
        if _RECORD.fullmatch(line.what):
            record = _correct_record(record, line)
            continue
        hits = list(_hits(report, line))
        if len(hits) != 1:
            outcomes[line.line] = f"fits {len(hits)} effects of the record; name one"
        elif extraction.effects[hits[0]].ci is None and _is_half(line, lines):
            outcomes[line.line] = "the effect has no interval; give both ci_low and ci_high"
        elif effect := now[hits[0]]:
            now[hits[0]] = _correct_effect(effect, line)
            touched[line.line] = hits[0]
    for number, place in touched.items():
        effect = now[place]
        if effect and (found := check_effect(effect)):
            outcomes[number] = f"applied; does not add up now: {'; '.join(found)}"
    return article, replace(record, effects=tuple(e for e in now.values() if e))


def _is_half(line: CorrectionLine, lines: Iterable[CorrectionLine]) -> bool:
    """Whether it gives one end of an interval, and no line gives the other."""
    ends = {other.field for other in lines if other.what == line.what} & _ENDS
    return line.field in ends and len(ends) == 1


def _hits(report: Report, line: CorrectionLine) -> Iterator[int]:
    effects = report.extraction.effects
    named = _EFFECT.fullmatch(line.what)
    if not named:
        yield from (i for i, e in enumerate(effects) if effect_id(report, e) == line.what)
        return
    alike = [i for i, e in enumerate(effects) if e.measure == named[2] and e.value == float(named[3])]
    place = int(named[4]) if named[4] else None
    yield from alike if place is None else alike[place - 1 : place]


def _correct_effect(effect: Effect, line: CorrectionLine) -> Effect | None:
    value = read_value(line.what, EFFECT_FIELDS[line.field], line.value)
    change: dict[str, Any] = {line.field: value}
    if line.field == "remove":
        return None
    if line.field in _ENDS:
        low, high = effect.ci or (value, value)
        change = {"ci": (value, high) if line.field == "ci_low" else (low, value)}
    evidence = replace(effect.evidence, rule=CURATED_RULE)
    return replace(effect, **change, evidence=evidence, checks=(), confidence=1.0)


def _correct_record(record: Extraction, line: CorrectionLine) -> Extraction:
    value = read_value(line.what, RECORD_FIELDS[line.field], line.value)
    if line.field == "study":
        return record
    if line.field == "in_scope":
        return replace(record, scope=Scope(value, (f"{line.who}: {line.why}",)))
    if line.field.startswith("sample_size"):
        part = line.field.removeprefix("sample_size").lstrip("_") or "value"
        return replace(record, sample_size=replace(record.sample_size, **{part: value}, evidence=None))
    return replace(record, **{line.field: value})


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
