"""The graph on a Neo4j server."""

__all__: list[str] = []
