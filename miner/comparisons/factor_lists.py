"""The factors that a sentence lists before or behind the words that relate them to an endpoint."""

from __future__ import annotations

import re

from miner.phrases.clauses import CONTROLLED_FOR

__all__ = ["factors_in", "led_off"]

# What only leads a list in: "In multivariable analysis,", "Cox regression showed that".
_TOLD = re.compile(
    r"^.*(?<!\bwere\s)(?<!\bwas\s)(?<!\ball\s)\b(?:showed|shown|revealed|demonstrated|found|identified|indicated|confirmed|suggested|disclosed|established|noted|concluded|observed|yielded)\s(?:that\s)?",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"^[,\s]*(?:and\s|but\s)?(?:(?:in|on|by|at|after|using|with|for|among|when|according\sto|from|of|during|over|within|following|as|besides|apart\sfrom|along\swith|"
    r"compared\s(?:with|to)|taking|adjusting|controlling|based\son|under|throughout)\s[^,]{2,90},\s|(?:however|nonetheless|nevertheless|moreover|furthermore|additionally|also|overall|conversely|similarly|finally|"
    r"notably|importantly|interestingly|thus|therefore|in\s(?:addition|contrast|particular)|again|instead|further|then|first|second|\w+ly),\s)",
    re.IGNORECASE,
)
_ANALYSIS = re.compile(
    r"^(?:(?:up)?on|in|by|at|with|after|using)\s(?:the\s|an?\s)?(?:[\w-]+\s){0,4}?(?:analys[ie]s|regression|models?|testing|adjustment)\s(?=\w)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s(?:compared\s(?:with|to)|than|versus|vs\.?|respectively|after\s(?:adjust|control|correct)\w+|independent(?:ly)?\sof|irrespective\sof|regardless\sof|"
    r"(?:in|on|by|at)\s(?:the\s|an?\s|our\s|both\s|all\s)?(?:uni|multi|bi)varia\w+|in\s(?:both|all|our|this|these|any|either|the\s(?:\w+\s){0,2}(?:model|analysis|group|cohort|population)s?)|p\s?[=<>]|"
    r"which|who|whereas|while|and\snot|but(?!\salso))\b.*$",
    re.IGNORECASE,
)
# "smoking and gum disease | were found to"
_TRAILING = re.compile(
    r"(?:\s(?:was|were|is|are|has|have)(?:\s(?:been|also|all|both))?(?:\s\w+ed|\s(?:found|shown|seen))?(?:\s(?:to|as))?|\s(?:did|also|all|both|each|independently|significantly))+$",
    re.IGNORECASE,
)
# ", consisting of slope and rate,": what a factor is made of are no further factors.
_MADE_OF = re.compile(
    r",\s(?:consisting|comprising|composed|which|defined|measured|adjusted|calculated|expressed|assessed|determined|known|who)\b.*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r",\s(?:and\s|or\s|nor\s|as\swell\sas\s|but\salso\s)?|;\s(?:and\s)?|\s(?:and|or|nor|as\swell\sas|along\swith|but\salso|plus)\s(?:also\s)?"
)
_LEADING = re.compile(
    r"^(?:(?:the|an?|both|either|neither|any|only|all|of|and|or|nor|with|by|to|in|for|such\sas|including|like|namely|not|also|other|certain|some|various|several|following|factors?|variables|"
    r"that|was|were|is|are|being(?=\s(?:an?|the)\b)|significantly|independently|mainly|especially|particularly|even|between)\s)+",
    re.IGNORECASE,
)
# "moderate and | poor differentiation": what has no noun goes with the next.
_HEADLESS = re.compile(
    r"^(?:(?:very\s)?(?:moderate(?:ly)?|poor(?:ly)?|low|lower|high|higher|early|late|later|old|older|young|younger|small|smaller|large|larger|larger|long|longer|short|shorter|local|distant|regional|physical|mental|"
    r"systolic|diastolic|primary|secondary|maternal|paternal|f(?:o)?etal|neonatal|current|former|past|severe|mild|positive|negative|left|right|upper|lower|proximal|distal|clinical|pathologic(?:al)?|surgical|medical|"
    r"social|nodal|lymph(?:atic|o?vascular)?|vascular|perineural|venous|serum|plasma|tumou?r|T|N|p?[TN]\d?|o?estrogen|progesterone|pre-?operative|intra-?operative|post-?operative|urban|rural|total|mean|"
    r"cardiac|renal|hepatic|pulmonary|respiratory|chronic|acute|overweight(?=$)|I{1,3}V?|\d[\w.–-]*))$"
)
_NO_FACTOR = re.compile(
    r"^(?:we|it|they|this|these|that|those|which|who|there|both|all|none|neither|results?|analys[ie]s|findings?|(?:the\s)?data|patients|women|men|people|other|others|such|so|also|"
    r"however|no|not|each|one|two|three|four|five|several|many|most|some|the\s(?:two|former|latter)|factors?|variables?|(?:each|all|both|any|none|some)\sof\s.*|(?:no\s)?(?:other\s)?(?:factors?|variables?|parameters?)(?:\s.*)?)$|"
    r"^\W*\w?\W*$|\s(?:groups?|arms?)$",
    re.IGNORECASE,
)
# A piece with a verb ends another clause; the list begins behind it.
_VERB = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|showed|found|occurred|analy[sz]ed|we|used|performed|developed|received|underwent|"
    r"experienced|remained|improved|rose|fell|died|survived|reported|achieved)\b"
)
_LONGEST = 15  # words of a factor


def led_off(text: str) -> str:
    """The text behind what only leads it in.

    >>> led_off("In multivariable analysis, age and frailty"), led_off("Nonetheless, smoking")
    ('age and frailty', 'smoking')
    """
    text = text.strip(" ,;:")
    told = _TOLD.match(text)
    text = text[told.end() :] if told and text[told.end() :].strip() else text
    controlled = CONTROLLED_FOR.match(text)
    text = text[controlled.end() :] if controlled else text
    while led := _SETTING.match(text) or _ANALYSIS.match(text):
        text = text[led.end() :]
    return text


def factors_in(text: str) -> list[str]:
    """The factors of a list, as printed.

    >>> factors_in("female sex, high or low weight, and living alone")
    ['female sex', 'high or low weight', 'living alone']
    """
    text = _STOP.sub("", text).strip(" ,;:.")
    text = _MADE_OF.sub("", _TRAILING.sub("", text)).strip(" ,;:.")
    factors: list[str] = []
    at = begin = 0
    for m in [*_SEPARATOR.finditer(text), None]:
        stop = m.start() if m else len(text)
        piece = _LEADING.sub("", text[at:stop].strip())
        at = m.end() if m else stop
        if m and _HEADLESS.match(piece):
            continue
        whole = _LEADING.sub("", text[begin:stop].strip(" ,"))
        begin = at
        if _VERB.search(whole):
            factors.clear()
        elif not _NO_FACTOR.search(whole) and len(whole.split()) <= _LONGEST:
            factors.append(whole)
    return factors
