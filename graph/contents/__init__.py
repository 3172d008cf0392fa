"""What goes into the graph: findings, notices, and what would otherwise be gathered anew each time."""

__all__: list[str] = []
