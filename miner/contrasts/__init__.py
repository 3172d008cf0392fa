"""Who is compared with whom: each rule reads a contrast, and the likeliest reading is chosen.

In: a number's place in a document, the arms, the endpoint. Out: "A vs B" or a factor, and how clearly it is
told (``read.read_contrast``).

Read ``read`` first: the rules in their order. What a sentence says outright: ``stated``, ``brackets``,
``labels``, ``items`` and ``listed`` (lists), ``both``, ``rows``, ``factors``, ``framed``, ``units``. What the
study says: ``study``, ``design``. Then ``choice`` weighs the ``readings`` by their ``looks``, ``place``,
and whether they are ``subgroups``; ``sense`` refuses what cannot be a side. ``names`` spells out the chosen
one, and ``order`` puts its groups in the sentence's order.
"""

__all__: list[str] = []
