"""Who is compared with whom: each rule reads a contrast, and the likeliest reading is chosen."""

__all__: list[str] = []
