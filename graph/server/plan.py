"""What a load has to do: of each label the nodes to write, to leave and to delete, by the ledgers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import Graph
from graph.server.ledger import Ledger, Units, bucket_of, leaving_kinds

__all__ = ["Plan", "parts", "plan_of", "size"]


@dataclass(slots=True)
class Plan:
    """Of one label: nodes to write, those of them that the server may hold, and nodes to delete."""

    label: str
    write: list[str]
    held: set[str]
    delete: list[str]
    # In our graph and, with the same values, in that of another corpus; or no longer in ours, but in theirs.
    shared: list[str]
    contested: dict[str, str]

    @property
    def touched(self) -> list[str]:
        """All nodes of which the ledger says something else afterwards."""
        return [*self.write, *self.delete, *self.shared]


def plan_of(label: str, wanted: Units, ledger: Ledger, others: Sequence[Ledger]) -> Plan:
    """The plan that takes a label from what the ledger holds to what is wanted."""
    ours, theirs = ledger.units[label], wanted[label]
    plan = Plan(label, [], set(), [], [], {})
    for node_id, digest in sorted(theirs.items()):
        known = ours.get(node_id)
        if known == digest:
            continue
        held = {o.corpus: o.units[label][node_id] for o in others if node_id in o.units[label]}
        if held and set(held.values()) == {digest}:
            plan.shared.append(node_id)
            continue
        for name in (name for name, d in held.items() if d != digest):
            plan.contested[node_id] = name
        plan.write.append(node_id)
        if known is not None:
            plan.held.add(node_id)
    for node_id in sorted(ours.keys() - theirs.keys()):
        keep = any(node_id in o.units[label] for o in others)
        (plan.shared if keep else plan.delete).append(node_id)
    return plan


def size(graph: Graph, plan: Plan) -> int:
    """How many nodes and relationships a plan may write or delete."""
    return sum(map(_sizes(graph, plan.label), plan.touched))


def parts(graph: Graph, label: str, ids: Iterable[str], most: int) -> Iterator[tuple[list[int], set[str]]]:
    """Buckets with the ids that fall into them, holding at a time ``most`` nodes and relationships."""
    found: dict[int, set[str]] = {}
    for node_id in ids:
        found.setdefault(bucket_of(node_id), set()).add(node_id)
    size_of = _sizes(graph, label)
    buckets: list[int] = []
    together: set[str] = set()
    held = 0
    for number, own in sorted(found.items()):
        more = sum(map(size_of, own))
        if buckets and held + more > most:
            yield buckets, together
            buckets, together, held = [], set(), 0
        buckets.append(number)
        together |= own
        held += more
    if buckets:
        yield buckets, together


def _sizes(graph: Graph, label: str) -> Callable[[str], int]:
    kinds = leaving_kinds(label)

    def size_of(node_id: str) -> int:
        return 1 + sum(len(graph.out(kind, node_id)) for kind in kinds)

    return size_of
