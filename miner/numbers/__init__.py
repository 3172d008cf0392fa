"""Numbers as they are printed, and what each may be: a p-value, a quantity with its unit, a dose, an age.

In: a sentence or a document. Out: numbers with their places, ``PMention``s, ``Quantity``s.

Read ``printed`` first (digits to values), then ``p_values``, and ``p_gaps`` (what may stand between an
estimate and its p-value). ``others`` tells numbers that are no results, ``shares`` counts with their
percentage, ``surroundings`` the words around a number; ``quantities`` are what remains, each with its
``statistics``.
"""

__all__: list[str] = []
