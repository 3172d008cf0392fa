"""Numbers of one group: medians, rates, means and counts."""

__all__: list[str] = []
