"""The text itself: sections, sentences with their offsets, words, abbreviations.

In: the text of a record, title first. Out: a ``Document`` (``document.read_document``), which all finders
read.

Read ``document`` first: it cuts by ``headings`` and ``sentences``, and gives each sentence of a text
without headings its part by ``roles``. ``tokens`` are the words and numbers of a sentence,
``abbreviations`` the short forms that a text defines. The rest is speed, and changes nothing that is found:
``word_starts`` tries a pattern only at words that it can begin with (``pattern_starts``), ``sieve`` only in
texts that hold what it needs (``pattern_needs``). ``possessive`` makes a pattern mean the same in all.
"""

__all__: list[str] = []
