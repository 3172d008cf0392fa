"""What does not add up: within an effect, and within a record."""

__all__: list[str] = []
