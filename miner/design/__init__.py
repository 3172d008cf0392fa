"""How the report was made: the first of the findings, on which others lean."""

__all__: list[str] = []
