"""A search cut into slices that PubMed gives whole: by one date, and within a day by further ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from miner.errors import IncompleteFetch

__all__ = ["Between", "DateField", "Slice", "slices_of"]

DateField = Literal["edat", "mdat", "pdat"]
_DAY = dt.timedelta(days=1)
# Where the dense years of PubMed begin: the first cuts are made after this.
_DENSE = dt.date(1990, 1, 1)


class _Counted(Protocol):
    @property
    def count(self) -> int: ...


P = TypeVar("P", bound=_Counted)


@dataclass(frozen=True, slots=True)
class Between:
    """A range of entry (``edat``), modification (``mdat``) or publication (``pdat``) dates, both included."""

    FIRST: ClassVar[dt.date] = dt.date(1800, 1, 1)
    LAST: ClassVar[dt.date] = dt.date(3000, 12, 31)

    field: DateField
    low: dt.date = FIRST
    high: dt.date = LAST

    def halves(self, today: dt.date) -> tuple[Between, Between]:
        """Two ranges that make up this one; those that stand open are cut where the records are."""
        low, high = max(self.low, _DENSE), min(self.high, today)
        if low >= high:
            low, high = self.low, self.high
        middle = low + (high - low) // 2
        return Between(self.field, self.low, middle), Between(self.field, middle + _DAY, self.high)


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a search within some date ranges; the whole of it where there is none."""

    ranges: tuple[Between, ...]

    def params(self, term: str) -> dict[str, str]:
        """The ESearch parameters: the query verbatim, the first range beside it, further ones by AND."""
        if not self.ranges:
            return {"term": term}
        first, *more = self.ranges
        for r in more:
            term = f'({term}) AND ("{_day(r.low)}"[{r.field}] : "{_day(r.high)}"[{r.field}])'
        return {
            "term": term,
            "datetype": first.field,
            "mindate": _day(first.low),
            "maxdate": _day(first.high),
        }

    def parts(self, today: dt.date, fields: Sequence[DateField]) -> tuple[Slice, ...]:
        """Two halves of the last range; of a single day, halves by the next field; none without one."""
        *kept, last = self.ranges
        if last.low < last.high:
            return tuple(Slice((*kept, half)) for half in last.halves(today))
        if len(self.ranges) == len(fields):
            return ()
        return tuple(Slice((*self.ranges, half)) for half in Between(fields[len(self.ranges)]).halves(today))

    def to_json(self) -> list[list[str]]:
        """As plain values."""
        return [[r.field, r.low.isoformat(), r.high.isoformat()] for r in self.ranges]

    @classmethod
    def from_json(cls, raw: list[list[Any]]) -> Slice:
        """From plain values as ``to_json`` gives them."""
        return cls(
            tuple(Between(f, dt.date.fromisoformat(low), dt.date.fromisoformat(high)) for f, low, high in raw)
        )


def slices_of(
    starts: Sequence[Slice],
    ask: Callable[[Slice, int], P],
    most: int,
    today: dt.date,
    fields: Sequence[DateField],
    expected: int = 0,
) -> Iterator[tuple[Slice, P]]:
    """Slices of ``starts`` that hold at most ``most`` records, each with its page.

    ``ask(slice, n)`` gives the slice's count and its first ``n`` PMIDs; ``expected`` guesses each start.

    Raises:
        IncompleteFetch: one day by every date still holds more.
    """
    pending = [(start, expected) for start in reversed(starts)]
    while pending:
        part, guess = pending.pop()
        # Where a half of the parent will hardly fit, only count: the PMIDs would be sent for nothing.
        page = ask(part, 0 if guess > most else most)
        if page.count <= most:
            yield part, ask(part, most) if guess > most and page.count else page
            continue
        halves = part.parts(today, fields)
        if not halves:
            raise IncompleteFetch(
                f"{page.count:,} records share one entry, publication and modification date; PubMed gives "
                f"{most:,} of any search: narrow the strategy"
            )
        pending += [(half, page.count // 2) for half in reversed(halves)]


def _day(date: dt.date) -> str:
    return date.strftime("%Y/%m/%d").zfill(10)
