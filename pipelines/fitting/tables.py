"""Tables of weights: those in use, and fitted ones written in their form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from miner.errors import RuleError
from miner.weights import load_weights
from pipelines.fitting.logit import Trait

__all__ = ["in_use", "written"]

_SECTION = re.compile(r"^\[(?P<name>[^\[\]]+)\]\n", re.MULTILINE)
_LEAST = 0.04  # a weight that rounds to less is left out


def in_use(table: str, sections: Iterable[str]) -> dict[Trait, float]:
    """The weights that the reader has now."""
    return {(s, trait): weight for s in sections for trait, weight in load_weights(table, s).items()}


def written(path: Path, sections: Iterable[str], weights: Mapping[Trait, float]) -> int:
    """Put fitted weights in place of those of the sections, head and other sections kept; how many they are.

    They are rounded to two digits and sorted; the smallest are left out.

    Raises:
        RuleError: the table has no such section.
    """
    text = path.read_text("utf-8")
    count = 0
    for section in sections:
        head = next((m for m in _SECTION.finditer(text) if m["name"] == section), None)
        if head is None:
            raise RuleError(f"{path} has no section {section!r}; add a line [{section}]")
        following = _SECTION.search(text, head.end())
        lines = _lines(section, weights)
        count += len(lines)
        rest = "\n" + text[following.start() :] if following else ""
        text = text[: head.end()] + "".join(lines) + rest
    path.write_text(text, "utf-8")
    return count


def _lines(section: str, weights: Mapping[Trait, float]) -> list[str]:
    mine = sorted((trait, w) for (place, trait), w in weights.items() if place == section)
    return [f"{json.dumps(t, ensure_ascii=False)} = {w:.2f}\n" for t, w in mine if abs(round(w, 2)) >= _LEAST]
