"""The graph for other tools."""

__all__: list[str] = []
