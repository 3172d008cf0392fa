"""ClinicalTrials.gov API v2: registrations by number and by the corpus's conditions and interventions.

``CTGOV_URL`` names another base address, for a mirror or a test server. Parameters and names of fields are
those of the API's own description (https://clinicaltrials.gov/data-api/api); it refuses others by HTTP 400.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request

from miner.errors import EntrezUnavailable, SettingMissing
from miner.network import Reply, Server, TryAgain

__all__ = ["Registry", "nct_numbers"]

BASE = "https://clinicaltrials.gov/api/v2"
_PAGE = 500  # of at most 1,000
# An address with more numbers than this grows beyond what proxies let through.
_NUMBERS = 100
_NCT = re.compile(r"NCT\d{8}", re.I)
# "Pieces" of the data structure, each with all below it: what `miner.trial` reads. Results and sites would be
# a hundred times as much.
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


@dataclass(frozen=True, slots=True)
class _Page:
    """One reply: studies, where the next page begins, and on the first page how many there are."""

    studies: tuple[Study, ...]
    token: str | None
    total: int | None


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
            EntrezUnavailable: the registry does not answer, or gives fewer studies than it counts; those
                before were given.
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
        asked = asked | {"pageSize": str(_PAGE), "fields": ",".join(_FIELDS)}
        page = self._get(asked | {"countTotal": "true"})
        counted, given = page.total, 0
        tokens: set[str] = set()
        while True:
            given += len(page.studies)
            yield from page.studies
            if not page.token or page.token in tokens:
                break
            tokens.add(page.token)
            page = self._get(asked | {"pageToken": page.token})
        if counted is not None and given < counted:
            raise EntrezUnavailable(
                f"{self.server.name} counts {counted:,} studies and gave {given:,}; run again later"
            )

    def _get(self, params: dict[str, str]) -> _Page:
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


def _read(reply: Reply) -> _Page:
    try:
        page = json.loads(reply.body)
    except ValueError as e:
        raise TryAgain("the reply is no JSON") from e
    studies = page.get("studies") if isinstance(page, dict) else None
    if not isinstance(studies, list) or not all(map(_has_number, studies)):
        raise TryAgain("the reply holds no studies")
    return _Page(tuple(studies), page.get("nextPageToken"), page.get("totalCount"))


def _has_number(study: Any) -> bool:
    identity = (
        study.get("protocolSection", {}).get("identificationModule", {}) if isinstance(study, dict) else {}
    )
    return bool(identity.get("nctId"))
