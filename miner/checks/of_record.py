"""What does not add up within one record: arms and total, survival over time, ratios and their sentences.

A percentage is not held against its count: the record does not keep the denominator, which is often the
number evaluable rather than the size of the arm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from miner.checks.direction import direction_checks
from miner.model import SURVIVALS, ArmResult, Extraction

__all__ = ["check_record", "with_record_checks"]

_TIME = re.compile(r"(?P<n>\d+(?:\.\d+)?)[\s-]*(?P<unit>day|week|month|year)", re.I)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_FALLING = re.compile(r"surviv|alive|free|control", re.I)


def check_record(record: Extraction) -> tuple[str, ...]:
    """What does not add up, as "id: explanation"; empty when all does."""
    return (*_arms(record), *_falling(record), *(check for _, check in direction_checks(record)))


def with_record_checks(record: Extraction) -> Extraction:
    """The record with each failed check on the effects that it concerns, where they are not marked yet.

    Sizes of arms and rates over time say nothing against a particular effect: these stay with
    ``check_record``.
    """
    failed: defaultdict[int, list[str]] = defaultdict(list)
    for index, check in direction_checks(record):
        if check not in record.effects[index].checks:
            failed[index].append(check)
    if not failed:
        return record
    effects = (replace(e, checks=(*e.checks, *failed[i])) for i, e in enumerate(record.effects))
    return replace(record, effects=tuple(effects))


def _arms(record: Extraction) -> Iterator[str]:
    total, sizes = record.sample_size.value, [arm.n for arm in record.arms]
    known = [n for n in sizes if n is not None]
    if total is None or record.sample_size.unit != "participants" or len(known) < 2:
        return
    if sum(known) > total:
        yield f"arms-exceed-total: arms of {' + '.join(map(str, known))} = {sum(known)}, but {total} in all"
    elif len(known) == len(sizes) and record.sample_size.kind == "randomized" and sum(known) < total:
        yield f"arms-below-total: arms of {' + '.join(map(str, known))} = {sum(known)}, but {total} in all"


def _falling(record: Extraction) -> Iterator[str]:
    """A survival rate cannot rise with time within one group."""
    rates = [
        (r, t) for r in record.arm_results if _is_survival_rate(r) and (t := _days(r.timepoint)) is not None
    ]
    for (a, at_a), (b, at_b) in combinations(rates, 2):
        if (a.arm, a.endpoint) != (b.arm, b.endpoint) or at_a == at_b:
            continue
        (early, late) = (a, b) if at_a < at_b else (b, a)
        if late.value > early.value:
            then, later = (f"{r.value:g}% at {r.timepoint}" for r in (early, late))
            yield f"rate-rises: {early.endpoint} of {early.arm or 'all'} {then}, {later}"


def _is_survival_rate(r: ArmResult) -> bool:
    return (
        r.statistic == "rate"
        and r.unit == "%"
        and r.endpoint_class in SURVIVALS
        and bool(_FALLING.search(r.endpoint))
    )


def _days(timepoint: str | None) -> float | None:
    m = _TIME.search(timepoint or "")
    return float(m["n"]) * _DAYS[m["unit"].lower()] if m else None
