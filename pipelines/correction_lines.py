"""The lines of ``corrections.csv``, read and looked through before anything is done with them.

Columns: what, field, value, who, when, why. ``what`` is a record (``PMID:90000001``), an effect by measure
and printed value (``PMID:90000001/HR/0.66``; ``#2`` for the second such in the text), or an effect's
id in the graph. docs/refresh.md lists the fields.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from miner.errors import InputError, QueryRefused
from miner.vocabulary import Vocabulary
from pipelines.concept_names import concept_in
from pipelines.correction_fields import ADDED, CONCEPT_FIELDS, EFFECT_FIELDS, RECORD_FIELDS, read_value

__all__ = ["FILE", "CorrectionLine", "Named", "Statement", "read_corrections", "stated_by"]

FILE = "corrections.csv"
_COLUMNS = ("what", "field", "value", "who", "when", "why")
_MORE = "cells beyond the last column"
_RECORD = re.compile(r"PMID:(\d+)")
_EFFECT = re.compile(r"PMID:(\d+)/([A-Z]+)/(-?[\d.]+)(?:#(\d+))?")
_LEVEL = 95.0
_ID = re.compile(r"mbc:effect/PMID(\d+)/.+")


@dataclass(frozen=True, slots=True)
class Named:
    """An effect by measure and value; ``place`` tells the second such in the text from the first."""

    measure: str
    value: float
    place: int | None


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

    @property
    def of_record(self) -> bool:
        """Whether it is about a record, not about an effect of it."""
        return _RECORD.fullmatch(self.what) is not None

    @property
    def named(self) -> Named | None:
        """The effect that it names by measure and value; None where it goes by id, or is of a record."""
        m = _EFFECT.fullmatch(self.what)
        return Named(m[2], float(m[3]), int(m[4]) if m[4] else None) if m else None

    def row(self, outcome: str) -> tuple[str | int, ...]:
        """For the store's copy."""
        return (self.line, self.what, self.field, self.value, self.who, self.when, self.why, outcome)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person states of an effect: measure and value, and the fields that she fills in as written."""

    measure: str
    value: float
    told: Mapping[str, str]

    @property
    def quote(self) -> str:
        """The words quoted from the abstract."""
        return self.told[ADDED]

    def read(self, field: str) -> Any:
        """The value of a field; None where it is not filled in."""
        return EFFECT_FIELDS[field](self.told[field]) if field in self.told else None

    @property
    def ci(self) -> tuple[float, float] | None:
        """The interval."""
        low, high = self.read("ci_low"), self.read("ci_high")
        return None if low is None or high is None else (low, high)

    @property
    def level(self) -> float | None:
        """The level of the interval, %: 95 unless she says otherwise."""
        return (self.read("ci_level") or _LEVEL) if self.ci else None


def read_corrections(folder: Path, vocabulary: Vocabulary) -> tuple[CorrectionLine, ...]:
    """The lines of the folder's corrections.csv; none where there is no such file.

    Concepts go by id, name or any word of the vocabulary; a line holds their ids. Rows of empty cells, as
    spreadsheets leave them, are passed over. Lines that tell of an effect that is added are signed by whoever
    added it.

    Raises:
        InputError: it is no CSV in UTF-8, lacks a column, or a line names no record, field, value or concept,
            or what is to be added cannot be an effect.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f, restkey=_MORE)
            lacking = [c for c in _COLUMNS if c not in (reader.fieldnames or ())]
            if lacking:
                raise InputError(
                    f"{path}: no column {', '.join(lacking)}; the first line is {','.join(_COLUMNS)}"
                )
            lines = [
                _line(path, reader.line_num, row, vocabulary)
                for row in reader
                if any((row[c] or "").strip() for c in _COLUMNS)
            ]
    except (UnicodeDecodeError, csv.Error) as e:
        raise InputError(f'{path} is no CSV in UTF-8 ({e}); save it as "CSV UTF-8"') from e
    return tuple(_signed(path, lines))


def _line(
    path: Path, number: int, row: Mapping[str, str | list[str] | None], vocabulary: Vocabulary
) -> CorrectionLine:
    line = CorrectionLine(number, **{c: str(row[c] or "").strip() for c in _COLUMNS})
    where = f"{path}, line {number}"
    if any(cell.strip() for cell in row.get(_MORE) or ()):
        raise InputError(
            f"{where}: more cells than columns; put a value that holds commas between double quotes"
        )
    if not line.of_record and not line.named and not _ID.fullmatch(line.what):
        raise InputError(
            f"{where}: {line.what!r} names nothing; write PMID:90000001, PMID:90000001/HR/0.66 "
            "or the id of an effect"
        )
    fields = RECORD_FIELDS if line.of_record else EFFECT_FIELDS
    if line.field not in fields:
        raise InputError(f"{where}: no field {line.field!r}; there are {', '.join(sorted(fields))}")
    read_value(where, fields[line.field], line.value)
    label = None if line.of_record else CONCEPT_FIELDS.get(line.field)
    if label is None or not line.value:
        return line
    try:
        return replace(line, value=concept_in(vocabulary, label, line.value))
    except QueryRefused as e:
        raise InputError(f"{where}: {e}") from None


def _signed(path: Path, lines: Sequence[CorrectionLine]) -> Iterator[CorrectionLine]:
    """The lines, each with who and why; what is to be added is looked through as a whole."""
    added: dict[str, CorrectionLine] = {}
    for line in lines:
        if line.field == ADDED and added.setdefault(line.what, line) is not line:
            raise InputError(
                f"{path}, line {line.line}: {line.what} is added twice; write #2 behind the second"
            )
    for line in lines:
        first = added.get(line.what)
        signed = _with_signature(line, first) if first else line
        if not signed.who or not signed.why:
            raise InputError(f"{path}, line {line.line}: who or why is empty; say who corrects it and why")
        yield signed
    if added:
        from pipelines.entered_effects import against_entering  # loads what reads a text
    for line in added.values():
        own = [other for other in lines if other.what == line.what]
        if wrong := against_entering(stated_by(line, own)):
            raise InputError(f"{path}, line {line.line}: {line.what}: {wrong}")


def _with_signature(line: CorrectionLine, first: CorrectionLine) -> CorrectionLine:
    return replace(line, who=line.who or first.who, when=line.when or first.when, why=line.why or first.why)


def stated_by(first: CorrectionLine, lines: Iterable[CorrectionLine]) -> Statement:
    """What the lines that tell of an effect state of it; the first names it by measure and value."""
    named = first.named
    if named is None:
        told = "an effect is added by record, measure and value; write PMID:90000001/HR/0.66"
        raise InputError(f"{FILE}, line {first.line}: {first.what}: {told}")
    return Statement(named.measure, named.value, {line.field: line.value for line in lines})
