"""From printed effects to pooled estimates: read, harmonised, pooled, questioned."""

__all__: list[str] = []
