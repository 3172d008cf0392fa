"""What does not add up: within an effect, and within a record.

In: an effect, or a whole record. Out: the same with what was found in ``checks``, each a short id and
words.

Read ``of_effect`` (value, interval and p-value) and ``of_record`` (arms and total, survival over time)
first. ``sides`` tells which side of a contrast a name means; with it ``direction`` holds a ratio against
its own sentence, and ``by_results`` orders a contrast that no word orders.
"""

__all__: list[str] = []
