"""What was measured: which endpoint a number belongs to."""

__all__: list[str] = []
