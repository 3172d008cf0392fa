"""What an estimate told by the unit is of: ``per 5 kg/m2 of body mass index``, ``each year of age``."""

from __future__ import annotations

import re

from miner.phrases.clauses import skeleton, trimmed
from miner.phrases.group_or_factor import is_factor
from miner.text.sieve import Guarded

__all__ = ["factor_by_unit"]

_STEP = (
    r"(?:(?:one|two|three|four|five|ten|a|an|\d[\d.,·]*)[\s-]?)?(?:(?:unit|units|point|points|SD|SDs|standard[\s-]deviations?|year|years|month|months|week|weeks|day|days|hour|hours|"
    r"decade|decades|gram|grams|g|mg|kg|cm|mm|ml|mL|µg|mmol|mmHg|mm\sHg|ng|nmol|pmol|IU|km|kg/m2|kg/m\(2\)|ng/m[lL]|mg/d[lL]|mmol/[lL]|µmol/[lL]|nmol/[lL]|g/day|g/d|serving|servings|drink|drinks|cup|cups|"
    r"minutes?|min|percent|per\scent|%|percentage\spoints?|quartile|quintile|tertile|decile|allele|copy|copies|level|category|categories|fold|doubling|log|stage|grade|additional|extra|further|pack-years?|"
    r"interquartile\srange|IQR|Gy|MET-hours?(?:/week)?|births?|child|steps?)(?:/(?:day|week|d|wk|year|month))?[\s-]?)+"
)
_CHANGE = (
    r"(?:(?:increases?|increments?|decreases?|decrements?|rises?|changes?|higher|lower|gains?|reductions?|drop|"
    r"delay|worse|more|less|greater)\s)?"
)
_PER = Guarded(re.compile(
    rf"\b(?:per|(?:for|with)\s(?:each|every|an?|one)|each|every|by)\s(?P<step>{_STEP}){_CHANGE}(?:in|of|on)\s(?:the\s)?(?P<name>[^,;:.()\[\]]{{2,60}}?)"
    r"(?=[,;:.()\[\]]|$|\s(?:the|was|were|is|are|had|raised|lowered|increased|reduced|decreased|meant|added|corresponded|there|and|with|in|for|on|at|among|to)\b)",
    re.IGNORECASE,
))  # fmt: skip
# "Each additional comorbidity carried a hazard of 1.2": the unit is the factor's own.
_ADDITIONAL = re.compile(
    r"\b(?:each|every|per)\s(?:additional|extra|further|added)\s(?P<name>(?!(?:unit|point|year|day|month|week)\b)[A-Za-z][\w/-]*(?:\s[\w/-]+){0,2}?)"
    r"(?=[,;:()]|\s(?:carried|was|were|had|raised|lowered|increased|reduced|decreased|meant|added|gave|conferred|corresponded|multiplied)\b)",
    re.IGNORECASE,
)
_REACH = 90


def factor_by_unit(text: str, at: int, to: int) -> str:
    """``per 5-unit increase in A``: "A per 5-unit", from the number's own sentence, or the empty string."""
    bones = skeleton(text)
    place = bones.at(at)
    found = [m for m in _PER.finditer(bones.text) if m.start() <= place + _REACH]
    inside = [m for m in _PER.finditer(text, to, min(len(text), to + _REACH)) if m.start() >= to]
    near = inside[:1] or [m for m in found if m.end() <= place][-1:] or found[:1]
    if not near:
        added = _ADDITIONAL.search(bones.text, 0, place + _REACH)
        return f"{added['name']} per additional" if added and is_factor(added["name"]) else ""
    name = trimmed(near[0]["name"])
    return f"{name} per {near[0]['step'].strip(' -')}" if name and is_factor(name) else ""
