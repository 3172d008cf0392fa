"""What a question gives back: columns and rows of plain values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.schema import NODES, RELATIONSHIPS
from miner.errors import QueryRefused

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Rows", "cut_off", "plain"]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows keyed by the query's column names: one dict a row, by iteration or by place.

    ``notice`` says that there were more rows than the limit lets through, or that a server was being loaded.
    """

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    notice: str | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.values)

    def __getitem__(self, place: int) -> dict[str, Any]:
        return dict(zip(self.columns, self.values[place], strict=True))

    def __len__(self) -> int:
        return len(self.values)

    def __bool__(self) -> bool:
        return bool(self.values)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame."""
        import pandas as pd

        return pd.DataFrame.from_records([list(r) for r in self.values], columns=list(self.columns))

    @classmethod
    def of(cls, columns: Sequence[str], rows: Sequence[Sequence[Any]], notice: str | None = None) -> Rows:
        """Rows from an engine's values, made plain.

        Raises:
            QueryRefused: two columns have one name, so that a row could keep only one of them.
        """
        twice = next((c for c in columns if columns.count(c) > 1), None)
        if twice is not None:
            raise QueryRefused(f"two columns are called {twice!r}; name each with AS")
        return cls(tuple(columns), tuple(tuple(plain(v) for v in row) for row in rows), notice)


def cut_off(shown: int, total: int | None = None) -> str:
    """What a reader is told where the limit cut off rows; ``total`` where all were counted."""
    if total is None:
        return f"the first {shown:,} rows; there are more: raise the limit to see them (0 for all)"
    return f"the first {shown:,} of {total:,} rows; raise the limit to see more (0 for all)"


def plain(value: Any) -> Any:
    """An embedded engine's value as plain JSON would have it: a node as its own properties and ``_label``.

    The engine pads a node of an unlabelled pattern with the columns of every table; those, its internal ids
    and absent values are left out. A number that is not finite is null.
    """
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _mapping(value: dict[str, Any]) -> dict[str, Any]:
    if "_NODES" in value and "_RELS" in value:
        return {"nodes": plain(value["_NODES"]), "relationships": plain(value["_RELS"])}
    label = value.get("_LABEL")
    if label is None:
        return {k: plain(v) for k, v in value.items()}
    table = NODES.get(label) or RELATIONSHIPS.get(label)
    names = table.names if table else [k for k in value if not k.startswith("_")]
    own = {k: plain(value[k]) for k in names if value.get(k) is not None}
    return {"_label": label, **own} if label else own
