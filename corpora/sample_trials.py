"""Registered trials of the bundled sample in the shape of the ClinicalTrials.gov API v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["study_document"]


def study_document(trial: Mapping[str, Any], pmid_of: Mapping[str, str]) -> dict[str, Any]:
    """One trial of the sources as one study of the API; a fact that was not read is left out.

    `pmid_of` gives the sample's PMID of each publication key.
    """
    number = str(trial.get("registry_id") or trial["acronym"])
    protocol: dict[str, Any] = {
        "identificationModule": _identification(trial, number),
        "statusModule": _present(overallStatus=trial.get("overall_status")),
        "sponsorCollaboratorsModule": _wrapped("leadSponsor", _present(name=trial.get("sponsor"))),
        "conditionsModule": {"conditions": list(trial["conditions"])},
        "designModule": _design(trial),
        "armsInterventionsModule": {"interventions": [dict(item) for item in trial["interventions"]]},
        "outcomesModule": _wrapped(
            "primaryOutcomes", [{"measure": measure} for measure in trial.get("primary_endpoints", ())]
        ),
        "contactsLocationsModule": _wrapped(
            "locations", [{"country": country} for country in trial.get("countries", ())]
        ),
        "referencesModule": _wrapped("references", _references(trial, pmid_of)),
    }
    study: dict[str, Any] = {"protocolSection": _present(**protocol)}
    if not number.startswith("NCT"):
        study["registry"] = trial["registry"]
    return study


def _identification(trial: Mapping[str, Any], number: str) -> dict[str, Any]:
    others = [{"id": other} for other in trial.get("other_ids", ())]
    return _present(
        nctId=number, acronym=trial.get("acronym"), briefTitle=trial.get("title"), secondaryIdInfos=others
    )


def _design(trial: Mapping[str, Any]) -> dict[str, Any]:
    enrollment = _present(count=trial.get("enrollment"), type=trial.get("enrollment_type"))
    return _present(
        studyType=trial.get("study_type"),
        phases=list(trial.get("phases", ())),
        designInfo=_present(allocation=trial.get("allocation")),
        enrollmentInfo=enrollment,
    )


def _references(trial: Mapping[str, Any], pmid_of: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"pmid": pmid_of[key], "type": "DERIVED"} for key in trial.get("publication_keys", ())]


def _wrapped(name: str, value: object) -> dict[str, Any]:
    return {name: value} if value else {}


def _present(**facts: object) -> dict[str, Any]:
    """The facts that are there; an empty one was not read."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
