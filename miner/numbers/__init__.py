"""Numbers as they are printed, and what each may be: a p-value, a quantity with its unit, a dose, an age."""

__all__: list[str] = []
