"""What a trial left to chance: of who was operated on among its patients, a trial of drugs says nothing."""

from __future__ import annotations

import re

from graph.model import Node

__all__ = ["drugs_assigned"]

# "Randomly assigned to letrozole or placebo": what chance divided, as the sentences on design and size say.
_ASSIGNED = re.compile(r"\brandom\w*[^.;]{0,60}?\b(?:to|between)\s(?P<groups>[^.;]{3,200})", re.IGNORECASE)
_DRUGS = re.compile(
    r"\bplacebo\b|\b\w+(?:mab|clib|tinib|lisib|parib|taxel|rozole|tecan|platin|rubicin|limus)\b"
    r"|\b(?:capecitabine|eribulin|exemestane|fulvestrant|gemcitabine|tamoxifen|vinorelbine)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:loco|local|surg|operat|resect|radi|irradi|stereota|ablat|mastect|lumpect|excis|remov)|metastas"
    r"|\w+ectom(?:y|ies)\b|\barms?\b|\b(?:LRT|LT|MDT|PTR|RFA|RT|SABR|SBRT)\b",
    re.IGNORECASE,
)


def drugs_assigned(study: Node) -> str | None:
    """The drugs that a randomised trial assigned, as printed, where it assigned no local treatment.

    Who of its patients was operated on, chance did not decide: a cohort, though the trial is none.
    """
    if study["design"] != "randomized_trial":
        return None
    told = " ".join(str(study[name] or "") for name in ("design_quote", "sample_size_quote"))
    groups = [m["groups"] for m in _ASSIGNED.finditer(told)]
    if not groups or any(_LOCAL.search(words) or not _DRUGS.search(words) for words in groups):
        return None
    return groups[0].strip()
