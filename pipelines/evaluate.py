"""How right are extraction records against annotated ones: the figures of the annotation guide.

Documents are joined by id; an annotated document without a prediction counts as an empty one.
List-valued keys are compared as multisets of the fields that a figure names; items that the
annotators marked as a matter of taste (``*_optional``) count neither way.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miner.errors import InputError
from pipelines.effect_match import effect_key, number, same_contrast

__all__ = ["FIGURES", "Figure", "arm_result_key", "evaluate", "read_records"]

Record = Mapping[str, Any]
Key = Callable[[Record], Hashable]

_UNIT = {
    **dict.fromkeys("patient participants women men people".split(), "patients"),
    **dict.fromkeys("events event deaths death cases".split(), "patients"),
    **dict.fromkeys(("month", "mo", "mos"), "months"),
    **dict.fromkeys(("year", "yr", "yrs"), "years"),
    **dict.fromkeys(("percent", "per cent"), "%"),
    **dict.fromkeys(("week", "wk", "wks"), "weeks"),
    "day": "days",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. An accuracy has ``gold`` = ``predicted`` = documents (or items) asked.

    ``score`` is F1 (or the share right, for an accuracy) between 0 and 1.
    """

    name: str
    kind: str
    hits: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def score(self) -> float:
        """F1, or the share right."""
        both = self.gold + self.predicted
        return 2 * self.hits / both if both else 0.0


def read_records(path: Path) -> dict[str, Record]:
    """Records by id from a JSON array or JSON lines.

    Raises:
        InputError: no such file, a line is not JSON, or a record has no id.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as e:
        raise InputError(f"{path}: no such file; check the path") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{path} is not UTF-8 text; give JSON or JSON lines") from e
    rows = _rows(text, path)
    if not rows:
        raise InputError(f"{path} is empty; give JSON or JSON lines")
    if any(not isinstance(r, dict) or "id" not in r for r in rows):
        raise InputError(f"{path} holds a record without an id; every record needs one")
    return {r["id"]: r for r in rows}


def _rows(text: str, path: Path) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            return list(json.loads(text))
        except json.JSONDecodeError as e:
            raise InputError(f"{path} is not JSON: line {e.lineno}: {e.msg}; mend that line") from e
    rows = []
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as e:
                raise InputError(f"{path}, line {at} is not JSON: {e.msg}; mend that line") from e
    return rows


def _effect(*parts: int) -> Key:
    """The chosen parts of an effect's key: 0 number, 1 interval, 2 p-value, 3 endpoint class."""
    return lambda e: tuple(effect_key(e)[part] for part in parts)


_effect_number = _effect(0, 1)


def arm_result_key(r: Record) -> tuple[Hashable, ...]:
    """What one arm result is told from others by: statistic, value and unit."""
    unit = (r.get("unit") or "").strip().lower()
    return (r.get("statistic"), number(r.get("value")), _UNIT.get(unit, unit))


def _arm_result_endpoint(r: Record) -> Hashable:
    return (*arm_result_key(r), r.get("endpoint_class"))


def _comparison(c: Record) -> Hashable:
    return (c.get("endpoint_class"), c.get("direction"))


def _items(record: Record, key: str) -> Sequence[Record]:
    return record.get(key) or ()


@dataclass
class _Tally:
    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def compare(
        self, gold: Iterable[Hashable], predicted: Iterable[Hashable], optional: Iterable[Hashable] = ()
    ) -> None:
        """Count matches of two multisets; predictions among the optional ones are taken out first."""
        wanted, given = Counter(gold), Counter(predicted)
        hit = wanted & given
        given -= (given - hit) & Counter(optional)
        self.hits += hit.total()
        self.gold += wanted.total()
        self.predicted += given.total()

    def ask(self, right: bool) -> None:
        """Count one question with one answer."""
        self.hits += right
        self.gold += 1
        self.predicted += 1


def _design(tally: _Tally, gold: Record, predicted: Record) -> None:
    tally.ask(gold.get("design") == predicted.get("design"))


def _size(record: Record) -> Any:
    return (record.get("sample_size") or {}).get("value")


def _sample_size(tally: _Tally, gold: Record, predicted: Record) -> None:
    if _size(gold) is not None:
        tally.ask(_size(gold) == _size(predicted))


def _spurious(tally: _Tally, gold: Record, predicted: Record) -> None:
    if _size(gold) is None:
        tally.ask(_size(predicted) is not None)


def _arm_n(tally: _Tally, gold: Record, predicted: Record) -> None:
    tally.compare(*([a["n"] for a in _items(r, "arms") if a.get("n") is not None] for r in (gold, predicted)))


def _list(key: str, fields: Key) -> Callable[[_Tally, Record, Record], None]:
    def compare(tally: _Tally, gold: Record, predicted: Record) -> None:
        tally.compare(
            map(fields, _items(gold, key)),
            map(fields, _items(predicted, key)),
            map(fields, _items(gold, f"{key}_optional")),
        )

    return compare


def _effect_full(tally: _Tally, gold: Record, predicted: Record) -> None:
    left = list(_items(predicted, "effects"))
    tally.gold += len(_items(gold, "effects"))
    tally.predicted += len(left)
    for wanted in _items(gold, "effects"):
        for i, given in enumerate(left):
            if effect_key(wanted) == effect_key(given) and same_contrast(
                wanted.get("contrast"), given.get("contrast")
            ):
                del left[i]
                tally.hits += 1
                break


def _adjusted(tally: _Tally, gold: Record, predicted: Record) -> None:
    found = {_effect_number(e): e for e in _items(predicted, "effects")}
    for e in _items(gold, "effects"):
        if e.get("adjusted") is not None and _effect_number(e) in found:
            tally.ask(found[_effect_number(e)].get("adjusted") == e["adjusted"])


def _conclusion(tally: _Tally, gold: Record, predicted: Record) -> None:
    tally.ask(gold.get("conclusion") == predicted.get("conclusion"))


def _trial_ids(tally: _Tally, gold: Record, predicted: Record) -> None:
    tally.compare(
        *([re.sub(r"[\s:]", "", t).upper() for t in r.get("trial_ids") or ()] for r in (gold, predicted))
    )


FIGURES: Mapping[str, tuple[str, Callable[[_Tally, Record, Record], None]]] = {
    "design": ("accuracy", _design),
    "sample_size": ("accuracy", _sample_size),
    "sample_size_spurious": ("share, lower is better", _spurious),
    "arm_n": ("F1", _arm_n),
    "effect_number": ("F1", _list("effects", _effect_number)),
    "effect_p": ("F1", _list("effects", _effect(0, 1, 2))),
    "effect_endpoint": ("F1", _list("effects", _effect(0, 1, 3))),
    "effect_full": ("F1", _effect_full),
    "effect_adjusted": ("accuracy", _adjusted),
    "arm_result": ("F1", _list("arm_results", arm_result_key)),
    "arm_result_endpoint": ("F1", _list("arm_results", _arm_result_endpoint)),
    "comparison": ("F1", _list("comparisons", _comparison)),
    "conclusion": ("accuracy", _conclusion),
    "trial_ids": ("F1", _trial_ids),
}


def evaluate(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> tuple[Figure, ...]:
    """All figures, in the guide's order."""
    done = []
    for name, (kind, count) in FIGURES.items():
        tally = _Tally()
        for doc, record in gold.items():
            count(tally, record, predicted.get(doc, {}))
        done.append(Figure(name, kind, tally.hits, tally.gold, tally.predicted))
    return tuple(done)
