"""ClinicalTrials.gov API v2: registrations by number and by the corpus's conditions and interventions.

``CTGOV_URL`` names another base address, for a mirror or a test server.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request

from miner.errors import SettingMissing
from miner.network import Reply, Server, TryAgain

__all__ = ["Registry", "nct_numbers"]

BASE = "https://clinicaltrials.gov/api/v2"
_PAGE = 500
# An address with more numbers than this grows beyond what proxies let through.
_NUMBERS = 100
_NCT = re.compile(r"NCT\d{8}", re.I)
# All that `miner.trial` reads; results and sites would be a hundred times as much.
_FIELDS = (
    "IdentificationModule",
    "StatusModule",
    "SponsorCollaboratorsModule",
    "ConditionsModule",
    "DesignModule",
    "ArmsInterventionsModule",
    "OutcomesModule",
    "ReferencesModule",
    "LocationCountry",
    "HasResults",
)

Study = dict[str, Any]


class Registry:
    """A gentle client: one request a second, half a minute of patience.

    Args:
        base: address of the API; default ``CTGOV_URL``, then ClinicalTrials.gov's.
        notice: told in one line of each wait.

    Raises:
        SettingMissing: the base address is not one.
    """

    def __init__(
        self, *, base: str | None = None, notice: Callable[[str], None] = lambda _line: None
    ) -> None:
        self._base = (base or os.environ.get("CTGOV_URL") or BASE).rstrip("/")
        if not self._base.startswith(("https://", "http://")):
            raise SettingMissing(f"CTGOV_URL {self._base!r} is no address; it begins with https://")
        self.server = Server("ClinicalTrials.gov", 1.0, patience=30.0, timeout=15.0, notice=notice)

    def matching(self, conditions: Sequence[str], interventions: Sequence[str]) -> Iterator[Study]:
        """Every study of one of the conditions with one of the interventions.

        Raises:
            EntrezUnavailable: the registry does not answer; the studies before were given.
        """
        asked = {"query.cond": _any_of(conditions), "query.intr": _any_of(interventions)}
        yield from self._pages({k: v for k, v in asked.items() if v})

    def numbered(self, numbers: Iterable[str]) -> Iterator[Study]:
        """The studies of these NCT numbers; one that the registry does not know is left out.

        Raises:
            EntrezUnavailable: the registry does not answer; the studies before were given.
        """
        wanted = sorted(set(numbers))
        for at in range(0, len(wanted), _NUMBERS):
            yield from self._pages({"filter.ids": ",".join(wanted[at : at + _NUMBERS])})

    def _pages(self, asked: dict[str, str]) -> Iterator[Study]:
        token: str | None = None
        while True:
            params = asked | {"pageSize": str(_PAGE), "fields": ",".join(_FIELDS)}
            page = self._get(params | ({"pageToken": token} if token else {}))
            yield from page["studies"]
            token = page.get("nextPageToken")
            if not token:
                return

    def _get(self, params: dict[str, str]) -> dict[str, Any]:
        request = Request(  # noqa: S310 - the address was checked
            f"{self._base}/studies?{urlencode(params)}",
            headers={"User-Agent": "mbc-miner", "Accept": "application/json"},
        )
        return self.server.ask(request, _read)


def nct_numbers(texts: Iterable[str]) -> frozenset[str]:
    """The ClinicalTrials.gov numbers among registry numbers."""
    return frozenset(t.strip().upper() for t in texts if _NCT.fullmatch(t.strip()))


def _any_of(terms: Sequence[str]) -> str:
    return " OR ".join(f'"{term}"' if " " in term else term for term in terms)


def _read(reply: Reply) -> dict[str, Any]:
    try:
        page = json.loads(reply.body)
    except ValueError as e:
        raise TryAgain("the reply is no JSON") from e
    studies = page.get("studies") if isinstance(page, dict) else None
    if not isinstance(studies, list) or not all(map(_has_number, studies)):
        raise TryAgain("the reply holds no studies")
    return {"studies": studies, "nextPageToken": page.get("nextPageToken")}


def _has_number(study: Any) -> bool:
    identity = (
        study.get("protocolSection", {}).get("identificationModule", {}) if isinstance(study, dict) else {}
    )
    return bool(identity.get("nctId"))
