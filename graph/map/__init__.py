"""The evidence map: its data, and the page that shows them."""

__all__: list[str] = []
