"""Broader and narrower concepts, read from the graph's own nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Graph, Node

__all__ = ["Hierarchy"]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The concepts of one label, each under the next broader one."""

    nodes: Mapping[str, Node]

    @classmethod
    def of(cls, graph: Graph, label: str) -> Hierarchy:
        """The concepts of a label ("Intervention", "Endpoint", ...) in a graph."""
        return cls(graph.nodes[label])

    def parent(self, concept: str) -> str | None:
        """The next broader concept, where the graph holds it."""
        parent = self.nodes[concept]["parent"] if concept in self.nodes else None
        return parent if isinstance(parent, str) and parent in self.nodes else None

    def lineage(self, concept: str) -> tuple[str, ...]:
        """The concept and all above it, nearest first."""
        line = [concept]
        while (parent := self.parent(line[-1])) is not None and parent not in line:
            line.append(parent)
        return tuple(line)

    def is_a(self, concept: str, ancestor: str) -> bool:
        """Whether a concept is another or lies beneath it."""
        return ancestor in self.lineage(concept)

    def steps(self, concept: str, ancestor: str) -> int:
        """How many steps a concept lies beneath an ancestor; 0 is the same."""
        return self.lineage(concept).index(ancestor)

    def children(self) -> dict[str | None, list[str]]:
        """Concepts under each concept (None: at the top), by name."""
        under: dict[str | None, list[str]] = {}
        for concept in sorted(self.nodes, key=self.name):
            under.setdefault(self.parent(concept), []).append(concept)
        return under

    def tops(self) -> frozenset[str]:
        """Concepts with others beneath them and none above."""
        above = {self.parent(concept) for concept in self.nodes} - {None}
        return frozenset(c for c in above if c is not None and self.parent(c) is None)

    def name(self, concept: str) -> str:
        """The preferred name; the id where the graph has none."""
        return str(self.nodes.get(concept, {}).get("name") or concept.removeprefix("mbc:").replace("_", " "))

    def category(self, concept: str) -> str:
        """The heading under which the vocabulary lists it, or nothing."""
        return str(self.nodes.get(concept, {}).get("category") or "")
