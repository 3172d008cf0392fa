"""What each corpus has put on a server, kept there beside it: a digest of every node and what leaves it.

A node ``MbcMiner`` holds a corpus's fingerprint; others, a bucket each, hold ids and digests. A load compares
digests, not graphs, and knows which nodes are its own: everything else on the server is somebody else's.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from graph.model import Edge, Graph
from graph.schema import NODES, RELATIONSHIPS, SCHEMA_VERSION

if TYPE_CHECKING:
    import neo4j

    Runner: TypeAlias = neo4j.Session | neo4j.ManagedTransaction

__all__ = [
    "LABEL",
    "UNKNOWN",
    "Ledger",
    "Units",
    "bucket_of",
    "digests",
    "fingerprint",
    "leaving_kinds",
    "loads",
]

LABEL = "MbcMiner"
UNKNOWN = 0
_BUCKETS = 256
# Of each label, the digest of each node with the relationships that leave it.
Units = dict[str, dict[str, int]]


def leaving_kinds(label: str) -> tuple[str, ...]:
    """The relationship types that can leave nodes of a label."""
    return tuple(k for k, table in RELATIONSHIPS.items() if any(s == label for s, _ in table.pairs))


def digests(graph: Graph) -> Units:
    """The digest of every node of the graph; never ``UNKNOWN``."""
    return {label: dict(_of_label(graph, label)) for label in NODES}


def _of_label(graph: Graph, label: str) -> Iterator[tuple[str, int]]:
    kinds = leaving_kinds(label)
    for node_id, node in graph.nodes[label].items():
        words = [repr(tuple(node.values()))]
        for kind in kinds:
            if edges := graph.out(kind, node_id):
                words += sorted(_words(kind, e) for e in edges if e.source_label == label)
        digest = blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        yield node_id, int.from_bytes(digest, "big", signed=True) or 1


def _words(kind: str, edge: Edge) -> str:
    own = repr(tuple(edge.properties.values())) if edge.properties else ""
    return f"{kind} {edge.target_label} {edge.target} {own}"


def fingerprint(units: Units) -> str:
    """Equal for equal graphs, whatever the order in which they were put together."""
    sums = (f"{len(of_label)}:{sum(of_label.values()) % 2**64:x}" for of_label in units.values())
    return f"{SCHEMA_VERSION} {' '.join(sums)}"


def bucket_of(node_id: str) -> int:
    """The bucket in which a node is kept."""
    return zlib.crc32(node_id.encode("utf-8", "surrogatepass")) % _BUCKETS


def loads(session: neo4j.Session) -> dict[str, str | None]:
    """Of each corpus on the server its fingerprint: None while a load in steps is under way or broke off."""
    question = f"MATCH (m:{LABEL}) WHERE m.corpus IS NULL RETURN m.id AS id, m.fingerprint AS f"
    return {r["id"]: r["f"] for r in session.run(question)}


@dataclass(slots=True)
class Ledger:
    """What one corpus has on the server; ``units`` of a node whose load was broken off are ``UNKNOWN``."""

    corpus: str
    fingerprint: str | None = None
    started: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    units: Units = field(default_factory=lambda: {label: {} for label in NODES})

    @classmethod
    def read_mark(cls, session: neo4j.Session, corpus: str) -> Ledger:
        """The corpus's fingerprint, in one round trip; its units are not read yet."""
        question = f"MATCH (m:{LABEL} {{id: $corpus}}) RETURN m.fingerprint AS f, m.counts AS counts"
        mark = session.run(question, corpus=corpus).single()
        if mark is None:
            return cls(corpus)
        return cls(corpus, mark["f"], started=True, counts=json.loads(mark["counts"] or "{}"))

    def read_units(self, session: neo4j.Session) -> None:
        """Fill in the units."""
        question = (
            f"MATCH (m:{LABEL} {{corpus: $corpus}}) RETURN m.of AS of, m.units AS units, m.pending AS pending"
        )
        for record in session.run(question, corpus=self.corpus):
            self.units[record["of"]].update(json.loads(record["units"] or "{}"))
            self.units[record["of"]].update(dict.fromkeys(json.loads(record["pending"] or "[]"), UNKNOWN))

    def forget(self) -> None:
        """All is to be compared with what the server really holds."""
        self.units = {label: dict.fromkeys(units, UNKNOWN) for label, units in self.units.items()}

    def open(self, transaction: neo4j.ManagedTransaction) -> None:
        """From now on, and until it is closed, the load is under way."""
        statement = f"MERGE (m:{LABEL} {{id: $corpus}}) SET m.fingerprint = null, m.counts = null"
        transaction.run(statement, corpus=self.corpus).consume()

    def close(
        self, transaction: neo4j.ManagedTransaction, fingerprint: str, counts: Mapping[str, int]
    ) -> None:
        """All is there."""
        transaction.run(
            f"MERGE (m:{LABEL} {{id: $corpus}}) "
            "SET m.fingerprint = $f, m.counts = $counts, m.loaded_at = toString(datetime())",
            corpus=self.corpus,
            f=fingerprint,
            counts=json.dumps(counts),
        ).consume()

    def announce(self, transaction: neo4j.ManagedTransaction, label: str, ids: Iterable[str]) -> None:
        """Before nodes are written or deleted: if the load breaks off here, they are ours and unknown."""
        statement = (
            f"UNWIND $rows AS r MERGE (m:{LABEL} {{id: r.id}}) "
            "SET m.corpus = $corpus, m.of = $label, m.pending = r.ids"
        )
        buckets: dict[int, list[str]] = {}
        for node_id in ids:
            buckets.setdefault(bucket_of(node_id), []).append(node_id)
        rows = [{"id": self._bucket(label, n), "ids": json.dumps(some)} for n, some in buckets.items()]
        transaction.run(statement, rows=rows, corpus=self.corpus, label=label).consume()

    def settle(
        self,
        transaction: neo4j.ManagedTransaction,
        label: str,
        buckets: Iterable[int],
        units: Units,
        still_there: Collection[str],
    ) -> None:
        """After they were written: these buckets are as the graph has them, but for nodes still to go."""
        held: dict[int, dict[str, int]] = {n: {} for n in buckets}
        for node_id, digest in units[label].items():
            if (n := bucket_of(node_id)) in held:
                held[n][node_id] = digest
        pending: dict[int, list[str]] = {}
        for node_id in still_there:
            pending.setdefault(bucket_of(node_id), []).append(node_id)
        statement = (
            f"UNWIND $rows AS r MERGE (m:{LABEL} {{id: r.id}}) "
            "SET m.corpus = $corpus, m.of = $label, m.units = r.units, m.pending = r.pending"
        )
        rows = [
            {"id": self._bucket(label, n), "units": json.dumps(u), "pending": json.dumps(pending.get(n, []))}
            for n, u in held.items()
        ]
        transaction.run(statement, rows=rows, corpus=self.corpus, label=label).consume()

    def forget_pending(self, transaction: neo4j.ManagedTransaction, label: str, ids: Iterable[str]) -> None:
        """After nodes were deleted."""
        rows = sorted({self._bucket(label, bucket_of(node_id)) for node_id in ids})
        statement = f"UNWIND $rows AS id MATCH (m:{LABEL} {{id: id}}) SET m.pending = null"
        transaction.run(statement, rows=rows).consume()

    def _bucket(self, label: str, n: int) -> str:
        return f"{self.corpus}/{label}/{n}"
