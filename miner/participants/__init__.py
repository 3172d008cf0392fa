"""How many people took part: the sample size, and the arms with their names and sizes."""

__all__: list[str] = []
