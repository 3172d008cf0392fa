"""The graph on a Neo4j server: put there in batches, changed only where it differs, never half believed.

What each corpus has there stands in its ledger (``graph.server.ledger``); only what differs from it is sent,
and only what it names is ever changed or deleted. The ledger's fingerprint is absent while a load is under
way, and after one that broke off.
"""

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Graph
from graph.schema import NODES, RELATIONSHIPS
from graph.server.ledger import LABEL, Ledger, Units, bucket_of, digests, fingerprint
from graph.server.write import delete_nodes, there, write_nodes, write_relationships
from miner.errors import GraphError, QueryRefused

if TYPE_CHECKING:
    import neo4j

__all__ = ["Changes", "connect", "constraints", "load_into"]

_BUCKETS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load changed on the server; all zero when it already held the graph."""

    nodes_written: int = 0
    nodes_deleted: int = 0
    relationships_written: int = 0
    relationships_deleted: int = 0


@contextlib.contextmanager
def connect(uri: str, username: str | None = None, password: str | None = None) -> Iterator[neo4j.Driver]:
    """A driver for a server, checked to answer; ``uri`` as in ``bolt://localhost:7687``.

    Raises:
        GraphError: the address is wrong, nothing answers there, or the server does not let us in.
    """
    import neo4j
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

    if not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://", uri):
        raise QueryRefused(f"{uri!r} is not a server's address; write bolt://HOST:7687")
    auth = (username or "neo4j", password) if password is not None else None
    try:
        with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
            driver.verify_connectivity()
            yield driver
    except AuthError as error:
        raise GraphError(f"{uri} does not let us in; set NEO4J_USERNAME and NEO4J_PASSWORD") from error
    except (ConfigurationError, ValueError) as error:
        raise GraphError(f"{uri!r} is not a server's address ({error}); write bolt://HOST:7687") from error
    except ServiceUnavailable as error:
        if reason := _not_trusted(error):
            raise GraphError(
                f"{uri}: the server's certificate is not trusted ({reason}); let this machine trust it, "
                "or write bolt+ssc:// for one that the server signed itself"
            ) from error
        raise GraphError(f"nothing answers at {uri}; check the address and that the server runs") from error
    except (DriverError, Neo4jError) as error:
        first = (getattr(error, "message", None) or str(error)).splitlines()[0]
        remedy = "name one that is there with --database"
        if "DatabaseNotFound" not in (getattr(error, "code", None) or ""):
            remedy = "check that it runs, then repeat"
        raise GraphError(f"{uri}: the server did not do it ({first}); {remedy}") from error


def _not_trusted(error: BaseException | None) -> str:
    """Why a certificate was refused, where that is what an error comes from."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return str(error.verify_message)
        error = error.__cause__ or error.__context__
    return ""


def constraints() -> list[str]:
    """One uniqueness constraint a label, from the schema; Community has no other kind."""
    labels = [*NODES, LABEL]
    return [
        f"CREATE CONSTRAINT mbc_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in labels
    ]


def load_into(
    graph: Graph,
    driver: neo4j.Driver,
    *,
    database: str | None = None,
    corpus: str = "mbc-surgery",
    force: bool = False,
) -> Changes:
    """Make the server hold exactly this graph as ``corpus``'s; all else in the database stays as it is.

    ``force`` compares all with what the server really holds, and takes over nodes that others put there under
    our labels and ids.

    Raises:
        GraphError: a node of ours is there as somebody else's, or as another corpus has it.
    """
    with driver.session(database=database) as session:
        ledger = Ledger.read_mark(session, corpus)
        wanted = digests(graph)
        if ledger.fingerprint == fingerprint(wanted) and not force:
            return Changes()
        for statement in constraints():
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes()").consume()
        ledger.read_units(session)
        if force or _changed_by_hand(session, ledger):
            ledger.forget()
        others = _others(session, corpus)
        plans = [_plan(label, wanted, ledger, others) for label in NODES]
        if force:
            _take_over(session, plans, others)
        else:
            _refuse_strangers(session, plans, ledger, others)
        ledger.open(session)
        changes = _carry_out(session, graph, plans, ledger, wanted)
        ledger.close(session, fingerprint(wanted), graph.counts())
    return changes


@dataclass(slots=True)
class _Plan:
    """Of one label: nodes to write, those of them that the server may hold, and nodes to delete."""

    label: str
    write: list[str]
    held: set[str]
    delete: list[str]
    # In our graph and, with the same values, in that of another corpus; or no longer in ours, but in theirs.
    shared: list[str]
    contested: dict[str, str]


def _plan(label: str, wanted: Units, ledger: Ledger, others: Sequence[Ledger]) -> _Plan:
    ours, theirs = ledger.units[label], wanted[label]
    plan = _Plan(label, [], set(), [], [], {})
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


def _others(session: neo4j.Session, corpus: str) -> list[Ledger]:
    """The ledgers of other corpora in the same database."""
    question = f"MATCH (m:{LABEL}) WHERE m.corpus IS NULL AND m.id <> $corpus RETURN m.id AS id ORDER BY id"
    found = [Ledger.read_mark(session, r["id"]) for r in list(session.run(question, corpus=corpus))]
    for ledger in found:
        ledger.read_units(session)
    return found


def _changed_by_hand(session: neo4j.Session, ledger: Ledger) -> bool:
    """Whether the server holds fewer nodes or relationships than this corpus alone put there."""
    expected = {label: len(units) for label, units in ledger.units.items()} | ledger.counts
    counts = [f"MATCH (n:{n}) RETURN '{n}' AS k, count(n) AS n" for n in NODES]
    counts += [f"MATCH ()-[x:{k}]->() RETURN '{k}' AS k, count(x) AS n" for k in RELATIONSHIPS]
    found = {r["k"]: r["n"] for r in session.run(" UNION ALL ".join(counts))}
    # A label that no node has gives no row.
    return ledger.started and any(found.get(k, 0) < n for k, n in expected.items())


def _refuse_strangers(
    session: neo4j.Session, plans: Sequence[_Plan], ledger: Ledger, others: Sequence[Ledger]
) -> None:
    for plan in plans:
        for node_id, corpus in plan.contested.items():
            raise GraphError(
                f"the server holds {plan.label} {node_id} as the corpus {corpus} has it, and this one has it "
                "otherwise; give each corpus a database of its own, or force the load"
            )
        new = [node_id for node_id in plan.write if node_id not in plan.held]
        count = session.run(f"MATCH (n:{plan.label}) RETURN count(n) AS n").single(strict=True)["n"]
        if not new or (not others and count <= len(ledger.units[plan.label])):
            continue
        for node_id in there(session, plan.label, new):
            raise GraphError(
                f"the server holds {plan.label} {node_id}, which mbc-miner did not put there and would "
                "replace; use another database, or force the load"
            )


def _take_over(session: neo4j.Session, plans: Sequence[_Plan], others: Sequence[Ledger]) -> None:
    """Nodes that others put there count as held; a corpus that had them looks again at its next load."""
    for plan in plans:
        plan.held |= set(there(session, plan.label, [n for n in plan.write if n not in plan.held]))
        for other in others:
            if lost := [n for n, name in plan.contested.items() if name == other.corpus]:
                other.open(session)
                other.announce(session, plan.label, lost)


def _carry_out(
    session: neo4j.Session, graph: Graph, plans: Sequence[_Plan], ledger: Ledger, wanted: Units
) -> Changes:
    """Nodes first, then what joins them, then what is gone; a load that breaks off is taken up there."""
    nodes = edges = edges_deleted = deleted = 0
    for plan in plans:
        ledger.announce(session, plan.label, [*plan.write, *plan.delete, *plan.shared])
        nodes += write_nodes(session, graph, plan.label, plan.write, plan.held)
    for plan in plans:
        for buckets, ids in _by_bucket([*plan.write, *plan.delete, *plan.shared]):
            ours = ids - set(plan.shared)
            held = plan.held | set(plan.delete)
            written, gone = write_relationships(session, graph, plan.label, sorted(ours), held)
            edges, edges_deleted = edges + written, edges_deleted + gone
            ledger.settle(session, plan.label, buckets, wanted, ids & set(plan.delete))
    for plan in plans:
        deleted += delete_nodes(session, plan.label, plan.delete)
        ledger.forget_pending(session, plan.label, plan.delete)
    return Changes(nodes, deleted, edges, edges_deleted)


def _by_bucket(ids: Iterable[str]) -> Iterator[tuple[list[int], set[str]]]:
    """Some buckets at a time, with the ids that fall into them."""
    found: dict[int, set[str]] = {}
    for node_id in ids:
        found.setdefault(bucket_of(node_id), set()).add(node_id)
    numbers = sorted(found)
    for start in range(0, len(numbers), _BUCKETS_AT_ONCE):
        some = numbers[start : start + _BUCKETS_AT_ONCE]
        yield some, set().union(*(found[n] for n in some))
