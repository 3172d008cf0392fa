"""The phrases of a sentence: clauses, groups, endpoints, what is set against what."""

__all__: list[str] = []
