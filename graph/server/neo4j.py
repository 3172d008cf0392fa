"""The graph on a Neo4j server: changed only where it differs, at once or in steps, never half believed.

What each corpus has there stands in its ledger (``graph.server.ledger``); only what differs from it is sent,
and only what it names is ever changed or deleted.
"""

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from graph.model import Graph
from graph.schema import NODES, RELATIONSHIPS
from graph.server.ledger import LABEL, Ledger, digests, fingerprint, loads
from graph.server.plan import Plan, plan_of
from graph.server.steps import Changes, Load
from graph.server.write import there
from miner.errors import GraphError, QueryRefused

if TYPE_CHECKING:
    import neo4j

__all__ = ["Changes", "connect", "constraints", "load_into"]


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
        plans = [plan_of(label, wanted, ledger, others) for label in NODES]
        lost = _take_over(session, plans, others) if force else []
        if not force:
            _refuse_strangers(session, plans, ledger, others)
        return Load(graph, wanted, ledger, plans, lost).carry_out(session)


def _others(session: neo4j.Session, corpus: str) -> list[Ledger]:
    """The ledgers of other corpora in the same database."""
    found = [Ledger.read_mark(session, name) for name in sorted(loads(session)) if name != corpus]
    for ledger in found:
        ledger.read_units(session)
    return found


def _changed_by_hand(session: neo4j.Session, ledger: Ledger) -> bool:
    """Whether the server holds fewer nodes or relationships than this corpus alone put there."""
    if not ledger.started:
        return False
    expected = {label: len(units) for label, units in ledger.units.items()} | ledger.counts
    counts = [f"MATCH (n:{n}) RETURN '{n}' AS k, count(n) AS n" for n in NODES]
    counts += [f"MATCH ()-[x:{k}]->() RETURN '{k}' AS k, count(x) AS n" for k in RELATIONSHIPS]
    found = {r["k"]: r["n"] for r in session.run(" UNION ALL ".join(counts))}
    # A label that no node has gives no row.
    return any(found.get(k, 0) < n for k, n in expected.items())


def _refuse_strangers(
    session: neo4j.Session, plans: Sequence[Plan], ledger: Ledger, others: Sequence[Ledger]
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


def _take_over(
    session: neo4j.Session, plans: Sequence[Plan], others: Sequence[Ledger]
) -> list[tuple[Ledger, str, list[str]]]:
    """Nodes that others put there count as held; a corpus that had them looks again at its next load."""
    for plan in plans:
        plan.held |= set(there(session, plan.label, [n for n in plan.write if n not in plan.held]))
    lost = (
        (o, p.label, [n for n, name in p.contested.items() if name == o.corpus])
        for p in plans
        for o in others
    )
    return [(other, label, ids) for other, label, ids in lost if ids]
