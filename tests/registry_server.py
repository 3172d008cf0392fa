"""ClinicalTrials.gov API v2 ``/studies``, as its own description has it: what it takes, refuses and gives.

It refuses parameters and fields that it does not know (400, in the words of the real one), coerces the page
size to 1,000, counts only when asked and on the first page, looks for numbers among aliases too, gives only
the fields asked for, and its pages go on only with the parameters that they began with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

MOST = 1000
USUAL = 10
_PARAMETERS = frozenset(
    """format markupFormat query.cond query.term query.locn query.titles query.intr query.outc query.spons
    query.lead query.id query.patient filter.overallStatus filter.geo filter.ids filter.advanced
    filter.synonyms postFilter.overallStatus postFilter.geo postFilter.ids postFilter.advanced
    postFilter.synonyms aggFilters geoDecay fields sort countTotal pageSize pageToken""".split()
)
_OF_A_PAGE = ("countTotal", "pageSize", "pageToken")
# Names of pieces and where they stand; a branch brings all that is below it.
_PIECES: dict[str, tuple[str, ...]] = {
    "ProtocolSection": ("protocolSection",),
    "HasResults": ("hasResults",),
    "NCTId": ("protocolSection", "identificationModule", "nctId"),
    "LocationCountry": ("protocolSection", "contactsLocationsModule", "locations", "country"),
} | {
    f"{name[0].upper()}{name[1:]}": ("protocolSection", name)
    for name in """identificationModule statusModule sponsorCollaboratorsModule oversightModule
    descriptionModule conditionsModule designModule armsInterventionsModule outcomesModule eligibilityModule
    contactsLocationsModule referencesModule ipdSharingStatementModule""".split()
}

Answer = tuple[int, bytes, str]


def answer(
    query: Mapping[str, list[str]], studies: Mapping[str, dict[str, object]], matching: Iterable[str]
) -> Answer:
    """Status, body and type of the reply to ``GET /studies``."""
    params = {k: v[0] for k, v in query.items()}
    wrong = _wrong(params)
    if wrong:
        return 400, wrong.encode(), "text/plain"
    found = [studies[n] for n in sorted(matching)]
    if "filter.ids" in params:
        wanted = {n.upper() for n in re.split(r"[,|]", params["filter.ids"])}
        found = [s for s in studies.values() if wanted & _numbers(s)]
    same = hashlib.sha256(repr(sorted((k, v) for k, v in params.items() if k not in _OF_A_PAGE)).encode())
    began, _, start = params.get("pageToken", f"{same.hexdigest()[:8]}-0").partition("-")
    if began != same.hexdigest()[:8]:
        return 400, b"Incorrect format of parameter `pageToken`", "text/plain"
    return 200, json.dumps(_page(params, found, int(start), began)).encode(), "application/json"


def _wrong(params: Mapping[str, str]) -> str:
    for name in params:
        if name not in _PARAMETERS:
            return f"`{name}` is unknown parameter"
    for name in re.split(r"[,|]", params["fields"]) if "fields" in params else ():
        if name not in _PIECES:
            return f"Parameter `fields` contains invalid field name: `{name}`"
    return ""


def _page(
    params: Mapping[str, str], found: list[dict[str, object]], start: int, began: str
) -> dict[str, object]:
    size = min(int(params.get("pageSize", "0")) or USUAL, MOST)
    asked = re.split(r"[,|]", params["fields"]) if "fields" in params else ["ProtocolSection", "HasResults"]
    page: dict[str, object] = {"studies": [_only(s, asked) for s in found[start : start + size]]}
    if params.get("countTotal") == "true" and not start:
        page["totalCount"] = len(found)
    if start + size < len(found):
        page["nextPageToken"] = f"{began}-{start + size}"
    return page


def _numbers(study: Mapping[str, Any]) -> set[str]:
    identity = study.get("protocolSection", {}).get("identificationModule", {})
    return {identity.get("nctId", ""), *identity.get("nctIdAliases", ())}


def _only(study: Mapping[str, Any], pieces: Iterable[str]) -> dict[str, Any]:
    """The study with these pieces alone."""
    kept: dict[str, Any] = {}
    for piece in pieces:
        _copy(study, kept, _PIECES[piece])
    return kept


def _copy(source: Any, into: dict[str, Any], path: tuple[str, ...]) -> None:
    name, *rest = path
    if name not in source:
        return
    value = source[name]
    if not rest:
        into[name] = value
    elif isinstance(value, list):
        cut: list[dict[str, Any]] = [{} for _ in value]
        for one, other in zip(value, cut, strict=True):
            _copy(one, other, tuple(rest))
        into[name] = cut
    else:
        _copy(value, into.setdefault(name, {}), tuple(rest))
