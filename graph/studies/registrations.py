"""Registry numbers: told apart by shape, and known as one where a trial carries several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from miner.trial import Trial

__all__ = ["TrialNumber", "aliases", "may_be_one_trial", "protocol_ids", "read_number", "trial_id"]

# Registry, CURIE prefix, shape, page; the first shape that fits is the registry.
_REGISTRIES: tuple[tuple[str, str, str, str | None], ...] = (
    ("ClinicalTrials.gov", "NCT", r"NCT\d{8}", "https://clinicaltrials.gov/study/{}"),
    ("ISRCTN", "ISRCTN", r"ISRCTN\d{4,8}", "https://www.isrctn.com/{}"),
    ("UMIN-CTR", "UMIN", r"UMIN(?:C)?0*\d{3,9}", None),
    ("jRCT", "JRCT", r"jRCTs?\d{9,10}", "https://jrct.niph.go.jp/en-latest-detail/{}"),
    ("CTIS", "CTIS", r"20\d\d-5\d{5}-\d\d(?:-\d\d)?", "https://euclinicaltrials.eu/ctis-public/view/{}"),
    (
        "EudraCT",
        "EUDRACT",
        r"20\d\d-\d{6}-\d\d",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}",
    ),
    ("ChiCTR", "CHICTR", r"ChiCTR(?:-[A-Z]{2,4}-)?\d{8,10}", None),
    ("CTRI", "CTRI", r"CTRI/\d{4}/\d{2,3}/\d{6}", None),
    ("ANZCTR", "ACTRN", r"ACTRN\d{14}", None),
    ("DRKS", "DRKS", r"DRKS\d{8}", "https://drks.de/search/en/trial/{}"),
    ("NTR", "NTR", r"NTR\d{2,5}", None),
    ("IRCT", "IRCT", r"IRCT\d{6,20}N?\d*", None),
    ("CRIS", "KCT", r"KCT\d{7}", None),
    ("PACTR", "PACTR", r"PACTR\d{15,16}", None),
    ("ReBEC", "RBR", r"RBR-[0-9a-z]{6,8}", None),
    ("SLCTR", "SLCTR", r"SLCTR/\d{4}/\d{3}", None),
    ("TCTR", "TCTR", r"TCTR\d{11}", None),
)
_SHAPES = tuple((name, prefix, re.compile(shape, re.I), page) for name, prefix, shape, page in _REGISTRIES)
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
    for rank, (registry, prefix, shape, page) in enumerate(_SHAPES):
        if shape.fullmatch(bare):
            number = bare if prefix in ("CHICTR", "JRCT", "RBR") else bare.upper()
            return TrialNumber(rank, f"{prefix}:{number}", registry, number, page and page.format(number))
    return None


def may_be_one_trial(ids: Iterable[str]) -> bool:
    """Whether trials' ids can be those of one: at most one in each registry."""
    return max(Counter(i.partition(":")[0] for i in ids).values(), default=1) == 1


def trial_id(trial: Trial) -> str:
    """The id of a registered trial's node, the same as its number would have in a report."""
    number = read_number(trial.registry_id)
    return number.id if number else trial.curie


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
