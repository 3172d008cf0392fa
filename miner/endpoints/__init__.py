"""What was measured: which endpoint a number belongs to.

In: a number's place in a document. Out: the endpoint as printed, and its class (``read.endpoint_for`` for
an estimate, ``of_results.endpoint_of_result`` for a group's number).

Read ``read`` first: it asks ``ties`` for the name in the sentence that the number belongs to, else
``earlier``, ``aims`` and ``primary`` for one told before. ``ties`` weighs ``candidates``, less
``no_endpoints`` and what is ``beside``, ``in_whom`` or among ``factors``; it minds ``rows`` and a
``shared_head``, and makes the name ``precise``. ``composites`` joins what is counted together. ``context``
settles the class: ``studies`` (what the study is about), ``harms``, ``other_kinds``. ``of_results`` stands
above all of them.
"""

__all__: list[str] = []
