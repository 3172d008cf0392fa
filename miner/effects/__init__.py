"""Stated estimates: ratios, differences and coefficients, each with all that belongs to it.

In: a document and its arms. Out: ``Effect``s (``find.find_effects``).

Read ``find`` first. It takes a stretch of text through ``scan`` (``marks`` of measures and intervals,
numbers) to ``numbers``, where estimates come together: ``intervals``, ``links`` (which number is whose),
``lists``, ``rows``. A measure that is not named is read by ``unnamed_ratios``, ``differences`` with
``told_differences`` and ``units``, ``percent_changes`` or ``compared_quantities``. Each estimate is then
given its p-value (``p_of_effect``), its endpoint (``endpoints``, with the words in ``bracketed``,
``own_words``, ``shared_heads``, ``labelled``), its part of the patients (``subgroups``), its
``adjustment``, and at the very end its ``confidence``.
"""

__all__: list[str] = []
