"""The graph in the embedded engine, LadybugDB."""

__all__: list[str] = []
