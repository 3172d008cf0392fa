"""Records put into a store, and taken from its current ones."""

from __future__ import annotations

from typing import Any

from miner.article import Article, Correction
from miner.store import RecordState, Store

__all__ = ["links", "put", "set_state"]


def put(store: Store, pmid: str, xml: bytes, revised: str | None, **more: Any) -> str:
    """Store the source of a record in a run of its own."""
    run = store.begin_run("test")
    with store.transaction():
        return store.put_source(Article(pmid=pmid, revised=revised, **more), xml, run)


def set_state(store: Store, pmid: str, state: RecordState) -> bool:
    """Change a record's state in a run of its own."""
    run = store.begin_run("test")
    with store.transaction():
        return store.set_state(pmid, state, run)


def links(kind: str, pmid: str) -> tuple[Correction, ...]:
    """What a record says of another."""
    return (Correction(kind, pmid, None),)
