"""How the report was made: the first of the findings, on which others lean.

In: a document. Out: a design and the quote that tells it (``find.find_design``).

Read ``lines`` first (the sentences, those that speak of this study foremost), then ``find`` (the rules'
votes), which asks ``traits`` to tell the observational designs apart.
"""

__all__: list[str] = []
