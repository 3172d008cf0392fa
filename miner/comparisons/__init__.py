"""Comparisons that are stated without an estimate.

In: a document, its arms and its effects. Out: ``Comparison``s (``find.find_comparisons``).

Read ``claim`` first (a comparison before its groups are read), then ``claims``: wordings that compare, with
the endpoints that they are of (``items``), ``numbers`` beside a p-value, lists of ``factors``, and
``associations`` of ``factor_lists`` in a ``sense``. ``direction`` sets the groups in order; ``find`` reads
them and drops what is no result.
"""

__all__: list[str] = []
