"""Registered trials as values: ClinicalTrials.gov API v2 records and plain numbers of other registries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miner.errors import InputError

__all__ = ["Trial", "read_studies", "read_trial", "read_trials"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A registration; absent facts are None or empty. Dates are ISO 8601 as far as stated."""

    registry: str
    registry_id: str
    acronym: str | None = None
    title: str | None = None
    status: str | None = None
    phase: str | None = None
    study_type: str | None = None
    allocation: str | None = None
    enrollment: int | None = None
    start_date: str | None = None
    completion_date: str | None = None
    has_results: bool = False
    sponsor: str | None = None
    countries: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    primary_endpoints: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def read_trials(path: str | Path) -> Iterator[Trial]:
    """Yield the trials of a file of API v2 JSON, as ``read_studies`` finds them."""
    return (read_trial(study) for study in read_studies(path))


def read_studies(path: str | Path) -> list[dict[str, Any]]:
    """The studies of a file of API v2 JSON as they stand: a page with ``studies``, a list, or one study.

    Raises:
        InputError: no such file, or it is not such JSON.
    """
    path = Path(path)
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as e:
        raise InputError(f"{path}: no such file; check the path") from e
    except json.JSONDecodeError as e:
        raise InputError(f"{path} is not JSON: line {e.lineno}: {e.msg}; fetch it again") from e
    return list(raw.get("studies", [raw]) if isinstance(raw, dict) else raw)


def read_trial(study: Mapping[str, Any]) -> Trial:
    """Read one study of the API (``protocolSection`` and its modules)."""
    protocol = study.get("protocolSection", {})
    identity = protocol.get("identificationModule", {})
    status = protocol.get("statusModule", {})
    design = protocol.get("designModule", {})
    number = str(identity.get("nctId") or "").strip()
    if not number:
        raise InputError("a study in the registry's reply has no nctId; fetch it again")
    arms = protocol.get("armsInterventionsModule", {})
    endpoints = protocol.get("outcomesModule", {})
    contacts = protocol.get("contactsLocationsModule", {})
    return Trial(
        registry="ClinicalTrials.gov" if number.startswith("NCT") else study.get("registry", "other"),
        registry_id=number,
        acronym=identity.get("acronym"),
        title=identity.get("officialTitle") or identity.get("briefTitle"),
        status=status.get("overallStatus"),
        phase="/".join(design.get("phases", ())) or None,
        study_type=design.get("studyType"),
        allocation=design.get("designInfo", {}).get("allocation"),
        enrollment=design.get("enrollmentInfo", {}).get("count"),
        start_date=status.get("startDateStruct", {}).get("date"),
        completion_date=status.get("completionDateStruct", {}).get("date"),
        has_results=bool(study.get("hasResults", False)),
        sponsor=protocol.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {}).get("name"),
        countries=tuple(dict.fromkeys(x["country"] for x in contacts.get("locations", ()) if "country" in x)),
        conditions=tuple(protocol.get("conditionsModule", {}).get("conditions", ())),
        interventions=tuple(x["name"] for x in arms.get("interventions", ()) if "name" in x),
        primary_endpoints=tuple(x["measure"] for x in endpoints.get("primaryOutcomes", ()) if "measure" in x),
        other_ids=_other_ids(identity),
        references=tuple(
            x["pmid"]
            for x in protocol.get("referencesModule", {}).get("references", ())
            # Background references are other people's papers, not reports of this trial.
            if x.get("pmid") and x.get("type") != "BACKGROUND"
        ),
    )


def _other_ids(identity: Mapping[str, Any]) -> tuple[str, ...]:
    own = identity.get("orgStudyIdInfo", {}).get("id")
    secondary = (x.get("id") for x in identity.get("secondaryIdInfos", ()))
    return tuple(dict.fromkeys(x for x in (*identity.get("nctIdAliases", ()), own, *secondary) if x))
