"""Numbers of one group: medians, rates, means and counts.

In: a document, its arms and its effects. Out: ``ArmResult``s (``find.find_arm_results``).

Read ``find`` first: quantities less ``no_results``, each with its endpoint, its time (``time_points``,
``time_words``) and its group. The group is told by ``arm_names``: in its bracket (``bracket_labels``), at
the number itself (``own_groups``), or for a row of numbers (``number_rows``) by ``row_groups``, which asks
``groups_beside`` and ``group_lists``. Names are read by ``group_phrases``, and matched to the study's arms
by ``arm_keys``.
"""

__all__: list[str] = []
