"""The phrases of a sentence: clauses, groups, endpoints, what is set against what.

In: a sentence, a title, or a place in one. Out: phrases with their places; nothing here knows of findings.

Read ``clauses`` first: sentences without their brackets, which the rest reads. Of groups: ``denial`` (who
went without), ``groups`` (names, controls, letters), ``group_order``, ``omission`` (who is tested),
``group_or_factor`` (what can be a name at all), ``unnamed_groups``, and ``versus`` with its words in
``versus_words`` and ``elided`` (who is set against whom). Of endpoints: ``endpoint_terms``,
``endpoint_mentions``. Of both: ``frames`` with ``frame_sides`` (factor, relation, endpoint),
``endpoint_titles`` and ``contrast_titles`` (what a study is of), ``standardised`` (observed to expected).
Of rows: ``series``, and ``echoes`` of the sentence before.
"""

__all__: list[str] = []
