"""Whom the authors say that the study favours.

In: a document and all other findings. Out: a verdict and the sentence that gives it
(``find.find_conclusion``).

Read ``voices`` first (what one sentence says of the treatment), then ``findings`` (what the numbers show),
``subject`` (groups, or factors) and ``traits``, which ``find`` weighs.
"""

__all__: list[str] = []
