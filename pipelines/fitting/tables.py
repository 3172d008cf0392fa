"""Tables of weights: those in use, and fitted ones written in their form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from miner.errors import RuleError
from miner.weights import load_weights
from pipelines.fitting.logit import BASES, Trait

__all__ = ["in_use", "written"]

_SECTION = re.compile(r"^\[(?P<name>[^\[\]]+)\]\n", re.MULTILINE)
_BARE = re.compile(r"^(?P<name>\w+) = [-\d.]+(?P<rest>.*)$", re.MULTILINE)
_LEAST = 0.01  # a weight that rounds to nothing is left out; small ones are many, and decide together


def in_use(table: str, sections: Iterable[str]) -> dict[Trait, float]:
    """The weights that the reader has now."""
    return {(s, trait): weight for s in sections for trait, weight in load_weights(table, s).items()}


def written(path: Path, sections: Iterable[str], weights: Mapping[Trait, float]) -> int:
    """Put fitted weights in place of those of the sections, all else kept; how many they are.

    They are rounded to two digits and sorted; the smallest are left out. A list of bare names keeps its order
    and remarks, and the weights that a remark says were set by judgement.

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
        end = following.start() if following else len(text)
        mine = {trait: weight for (place, trait), weight in weights.items() if place == section}
        body = _anew(text[head.end() : end], mine)
        count += len(body.splitlines())
        text = text[: head.end()] + body + ("\n" if following else "") + text[end:]
    path.write_text(text, "utf-8")
    return count


def _anew(body: str, weights: Mapping[str, float]) -> str:
    """The lines of a section with these weights; bases that the reader counts on stay, if at nought."""
    if _BARE.search(body):
        return _BARE.sub(lambda line: _line_anew(line, weights.get(line["name"])), body.rstrip("\n")) + "\n"
    bases = {name: 0.0 for name in BASES if f'"{name}" = ' in body}
    kept = [(t, w) for t, w in (bases | dict(weights)).items() if t in BASES or abs(round(w, 2)) >= _LEAST]
    return "".join(f"{json.dumps(trait, ensure_ascii=False)} = {w:.2f}\n" for trait, w in sorted(kept))


def _line_anew(line: re.Match[str], weight: float | None) -> str:
    kept = weight is None or "by judgement" in line["rest"]
    return line[0] if kept else f"{line['name']} = {weight:.2f}{line['rest']}"
