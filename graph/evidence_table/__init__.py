"""The evidence table: a row a study."""

__all__: list[str] = []
