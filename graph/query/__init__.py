"""Cypher from people: gate, confinement, named questions, rows."""

__all__: list[str] = []
