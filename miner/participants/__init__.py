"""How many people took part: the sample size, and the arms with their names and sizes.

In: a document and its design. Out: a ``SampleSize`` (``sample_size``) and ``Arm``s (``arms``), which weigh
each other.

Read ``mentions`` first: whole numbers that may count people, and how they stand to each other (``pairs``).
``candidates`` gives each its traits, with ``stages`` (how far those counted came) and ``descriptions`` and
``not_studied``. One of them is the total: ``sample_size`` weighs ``total_traits``, and ``no_totals`` are
none. Some are groups: ``arm_lists`` with ``list_traits`` and ``titled``; ``arm_labels`` names them (some
``in_turn``), and ``arms`` chooses a list together with a total.
"""

__all__: list[str] = []
