"""When two effects are the same: number, interval, p-value, endpoint class and contrast."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

__all__ = ["effect_key", "number", "same_contrast"]

_STOP = frozenset(
    "a an the of in with and or vs versus than to for on by at from patients group women who had".split()
)


def number(x: Any) -> float | None:
    """A number as compared: rounded to six decimals, so that 0.7 and 0.70 are one."""
    return None if x is None else round(float(x), 6)


def effect_key(effect: Mapping[str, Any]) -> tuple[Hashable, Hashable, Hashable, Hashable]:
    """(measure and value), interval, p-value, endpoint class."""
    ci, p = effect.get("ci"), effect.get("p")
    return (
        ((effect.get("measure") or "").upper(), number(effect.get("value"))),
        tuple(number(x) for x in ci) if ci else None,
        (p.get("op"), number(p.get("value"))) if p else None,
        effect.get("endpoint_class"),
    )


def same_contrast(a: str | None, b: str | None) -> bool:
    """At least half of the shorter contrast's content words stand in the other."""
    one, other = (set(re.findall(r"[a-z0-9+]+", (x or "").lower())) - _STOP for x in (a, b))
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= 0.5
