"""Registry numbers: told apart by shape, and known as one where a trial carries several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.prefixes import curie, expand
from miner.trial import Trial

__all__ = ["TrialNumber", "aliases", "may_be_one_trial", "protocol_ids", "read_number", "trial_id"]

# Registry, CURIE prefix, shape; the first shape that fits is the registry.
_REGISTRIES: tuple[tuple[str, str, str], ...] = (
    ("ClinicalTrials.gov", "NCT", r"NCT\d{8}"),
    ("ISRCTN", "ISRCTN", r"ISRCTN\d{4,8}"),
    ("UMIN-CTR", "UMIN", r"UMIN(?:C)?0*\d{3,9}"),
    ("jRCT", "JRCT", r"jRCTs?\d{9,10}"),
    ("CTIS", "CTIS", r"20\d\d-5\d{5}-\d\d(?:-\d\d)?"),
    ("EudraCT", "EUDRACT", r"20\d\d-\d{6}-\d\d"),
    ("ChiCTR", "CHICTR", r"ChiCTR(?:-[A-Z]{2,4}-)?\d{8,10}"),
    ("CTRI", "CTRI", r"CTRI/\d{4}/\d{2,3}/\d{6}"),
    ("ANZCTR", "ACTRN", r"ACTRN\d{14}"),
    ("DRKS", "DRKS", r"DRKS\d{8}"),
    ("NTR", "NTR", r"NTR\d{2,5}"),
    ("IRCT", "IRCT", r"IRCT\d{6,20}N?\d*"),
    ("CRIS", "KCT", r"KCT\d{7}"),
    ("PACTR", "PACTR", r"PACTR\d{15,16}"),
    ("ReBEC", "RBR", r"RBR-[0-9a-z]{6,8}"),
    ("SLCTR", "SLCTR", r"SLCTR/\d{4}/\d{3}"),
    ("TCTR", "TCTR", r"TCTR\d{11}"),
)
_SHAPES = tuple((name, prefix, re.compile(shape, re.I | re.ASCII)) for name, prefix, shape in _REGISTRIES)
# An organisation's own number is only taken for a name where it could hardly be anything else.
_PROTOCOL = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9][A-Z0-9/-]{4,}")


@dataclass(frozen=True, slots=True, order=True)
class TrialNumber:
    """A number in a registry; ``id`` is its node's id in the graph."""

    rank: int
    id: str
    registry: str
    number: str
    url: str | None = None


def read_number(text: str) -> TrialNumber | None:
    """The number that ``text`` is, or None where it has no registry's shape.

    >>> read_number(" nct00193778 ").id
    'NCT:NCT00193778'
    """
    bare = re.sub(r"^(?:EUDRACT|EUCTR|JPRN-)[:\s-]*", "", text.strip(), flags=re.I).rstrip(".")
    for rank, (registry, prefix, shape) in enumerate(_SHAPES):
        if shape.fullmatch(bare):
            number = bare if prefix in ("CHICTR", "JRCT", "RBR") else bare.upper()
            if prefix == "UMIN":  # Of nine digits; texts leave the leading zeros out.
                number = re.sub(r"\d+", lambda m: str(int(m[0])).zfill(9), number)
            node_id = f"{prefix}:{number}"
            return TrialNumber(rank, node_id, registry, number, expand(node_id))
    return None


def may_be_one_trial(ids: Iterable[str]) -> bool:
    """Whether trials' ids can be those of one: at most one in each registry."""
    return max(Counter(i.partition(":")[0] for i in ids).values(), default=1) == 1


def trial_id(trial: Trial) -> str:
    """The id of a trial's node, as its number would have it in a report; in no registry, of its name."""
    number = read_number(trial.registry_id)
    return number.id if number else curie("mbc", "trial", trial.registry_id)


def aliases(trials: Iterable[Trial]) -> dict[str, str]:
    """Ids of a trial's other registry numbers, each with the id of the trial's own node."""
    found: dict[str, str] = {}
    ordered = sorted(trials, key=trial_id)
    own = {trial_id(t) for t in ordered}
    for trial in ordered:
        for other in trial.other_ids:
            number = read_number(other)
            if number and number.id not in own:
                found.setdefault(number.id, trial_id(trial))
    return found


def protocol_ids(trials: Iterable[Trial]) -> Mapping[str, str]:
    """Protocol numbers and acronyms that name exactly one trial, with its id (``MF07-01``)."""
    owners: dict[str, set[str]] = {}
    for trial in trials:
        for name in (trial.acronym or "", *trial.other_ids):
            if _PROTOCOL.fullmatch(name) and not read_number(name):
                owners.setdefault(name, set()).add(trial_id(trial))
    return {name: min(ids) for name, ids in sorted(owners.items()) if len(ids) == 1}
