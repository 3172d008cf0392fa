"""Two groups of which one is only pointed back at: "without surgery than with it", "those who did not"."""

from __future__ import annotations

from collections.abc import Iterator

from miner.rules import load_rules

__all__ = ["elided_sides"]


def elided_sides(text: str) -> Iterator[tuple[int, str, str]]:
    """Where the second group is told, the group put first, and the other: one is "no" the other.

    >>> list(elided_sides("Survival was shorter without surgery than with it."))
    [(49, 'no surgery', 'surgery')]
    """
    for rule in load_rules("elided_pairs").fitting(text):
        for m in rule.pattern.finditer(text):
            name = m["name"].strip()
            denied = f"no {name}"
            yield (m.end(), denied, name) if rule.data["denied_first"] else (m.end(), name, denied)
