"""A load as steps: all in one transaction where that is not too much for a server, else a transaction each.

In one, who asks meanwhile has the graph as it was or as it is to be, and a load that breaks off has changed
nothing. Step by step the ledger says first what is under way, its fingerprint is absent until all is there,
and the next load takes up one that broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from graph.model import Graph
from graph.server.ledger import Ledger, Units, fingerprint
from graph.server.plan import Plan, parts, size
from graph.server.write import delete_nodes, write_nodes, write_relationships

if TYPE_CHECKING:
    import neo4j

__all__ = ["Changes", "Load"]

# Nodes and relationships in one transaction: well within the memory of a server with a gigabyte.
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load changed on the server; all zero when it already held the graph."""

    nodes_written: int = 0
    nodes_deleted: int = 0
    relationships_written: int = 0
    relationships_deleted: int = 0


_Step: TypeAlias = "Callable[[neo4j.ManagedTransaction], Changes | None]"


@dataclass(frozen=True, slots=True)
class Load:
    """What is wanted, the plan for each label, and what other corpora lose by it, by their ledgers."""

    graph: Graph
    wanted: Units
    ledger: Ledger
    plans: Sequence[Plan]
    lost: Sequence[tuple[Ledger, str, list[str]]]

    def carry_out(self, session: neo4j.Session) -> Changes:
        """Nodes first, then what joins them, then what is gone."""
        whole = sum(size(self.graph, plan) for plan in self.plans) <= _AT_ONCE
        steps = list(self._steps(whole=whole))
        if whole:
            return session.execute_write(lambda transaction: _all(steps, transaction))
        return _sum(session.execute_write(step) for step in steps)

    def _steps(self, *, whole: bool) -> Iterator[_Step]:
        if not whole:
            yield self.ledger.open
        yield partial(self._announce, whole=whole)
        for plan in self.plans:
            for _, ids in parts(self.graph, plan.label, plan.write, _AT_ONCE):
                yield partial(self._nodes, plan, ids)
        for plan in self.plans:
            for buckets, ids in parts(self.graph, plan.label, plan.touched, _AT_ONCE):
                yield partial(self._relationships, plan, buckets, ids)
        for plan in self.plans:
            for _, ids in parts(self.graph, plan.label, plan.delete, _AT_ONCE):
                yield partial(self._delete, plan, ids)
        yield self._close

    def _announce(self, transaction: neo4j.ManagedTransaction, *, whole: bool) -> None:
        for other, label, ids in self.lost:
            other.open(transaction)
            other.announce(transaction, label, ids)
        for plan in self.plans:
            if plan.touched and not whole:
                self.ledger.announce(transaction, plan.label, plan.touched)

    def _nodes(self, plan: Plan, ids: set[str], transaction: neo4j.ManagedTransaction) -> Changes:
        return Changes(nodes_written=write_nodes(transaction, self.graph, plan.label, sorted(ids), plan.held))

    def _relationships(
        self, plan: Plan, buckets: list[int], ids: set[str], transaction: neo4j.ManagedTransaction
    ) -> Changes:
        ours, held = sorted(ids - set(plan.shared)), plan.held | set(plan.delete)
        written, gone = write_relationships(transaction, self.graph, plan.label, ours, held)
        self.ledger.settle(transaction, plan.label, buckets, self.wanted, ids & set(plan.delete))
        return Changes(relationships_written=written, relationships_deleted=gone)

    def _delete(self, plan: Plan, ids: set[str], transaction: neo4j.ManagedTransaction) -> Changes:
        gone = delete_nodes(transaction, plan.label, sorted(ids))
        self.ledger.forget_pending(transaction, plan.label, ids)
        return Changes(nodes_deleted=gone)

    def _close(self, transaction: neo4j.ManagedTransaction) -> None:
        self.ledger.close(transaction, fingerprint(self.wanted), self.graph.counts())


def _all(steps: Iterable[_Step], transaction: neo4j.ManagedTransaction) -> Changes:
    return _sum(step(transaction) for step in steps)


def _sum(done: Iterable[Changes | None]) -> Changes:
    return Changes(*map(sum, zip(*(astuple(c) for c in (Changes(), *done) if c), strict=True)))
