"""What a node table and a relationship table are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["NodeTable", "Property", "PropertyType", "RelationshipTable"]

PropertyType = Literal["STRING", "INT64", "DOUBLE", "BOOL", "STRING[]"]


@dataclass(frozen=True, slots=True)
class Property:
    """A named, typed value on a node or relationship, in words for its reader."""

    name: str
    type: PropertyType
    words: str


@dataclass(frozen=True, slots=True)
class NodeTable:
    """A label with its properties; ``id`` is the key."""

    label: str
    words: str
    properties: tuple[Property, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Property names in declared order."""
        return tuple(p.name for p in self.properties)


@dataclass(frozen=True, slots=True)
class RelationshipTable:
    """A relationship type: which labels it joins, its properties, and which of them tell two apart.

    Between the same two nodes there is one relationship for each combination of the ``key`` properties.
    """

    type: str
    words: str
    pairs: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Property names in declared order."""
        return tuple(p.name for p in self.properties)
