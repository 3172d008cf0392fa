"""What can stand as a side of a contrast: a name of an exposure, a treatment, a group or a level of a factor.

A piece of a sentence, a count, an amount, a stretch of time or a statistic names nobody; small words that
lead a name in, or trail behind it, are taken off first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from miner.model import SURVIVALS
from miner.phrases.endpoint_mentions import mentions_in
from miner.phrases.groups import is_named

__all__ = ["can_stand", "tidied", "without_people"]

_ROUND_IT = 8  # characters of small words around an endpoint's name
# A statistic, or one word that says how something went.
_NO_GROUP = re.compile(
    r"\b(?:hazard|odds|risk|rate|prevalence)\sratios?\b|\b[acsm]?(?:HRs?|ORs?|RRs?|IRRs?)\b(?![-+]|\s(?:positiv|negativ|status))|\b(?:risks?|odds|incidence)\sand\s|^(?:for|namely)\s|^(?:[a-z]+ed|better|worse|longer|shorter|"
    r"higher|lower|smaller|greater|fewer|stable|unchanged|combination|choice|trends?|respectively|(?:\w+ly\s)?(?:protective|detrimental|harmful|beneficial|predictive|prognostic|significant))$"
)
# A number, a date, a torn bracket or a pronoun names nobody.
_NOBODY = re.compile(
    r"^[\d\s.,·%/±()–−-]*[.·/%][\d\s.,·%/±()–−-]*$|^(?:to\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\s\d{4}$"
    r"|^(?:the\s)?(?:whole|entire|overall|landmark|weighted|validation|discovery|training|referral)\s(?:\w+\s){0,2}?(?:population|cohort|sample|set|series|analysis|model)$"
    r"|^(?:the\s|an?\s)?(?:[\w-]+\s){0,4}?models?(?:\s(?:with|without|including|containing|adjust\w+|of|for)\b.*)?$"
    r"|^(?:\w+ly\s)?(?:associated|related|correlated|linked|tied)$|^(?:the\s|our\s|all\s|most\s)?(?:respondents|participants|subjects|individuals|people|persons|enrollees|volunteers|interviewees)(?:\swho)?$"
    r"|\d\s?%?\s(?:and|versus|vs\.?)\s\d[\d.·]*\s?%|\d\s?%\sand\s\d|^(?:the\s)?(?:former|latter)(?:\s(?:groups?|arms?))?$|^\d+[.·]\d+\sout\sof\s\d|^(?:the\s)?(?:whole|entire)\s(?:period|time|study)$"
    r"|^(?:but|and|or|nor|yet|with|without|in|of|for|to|by|on|at|from|as|than)$|^(?:we|they|it|you|he|she)\s|^(?:(?!no\b)[\w-]+\s){0,3}(?:results|findings|data|analyses|estimates)\s(?!(?:with|of|in)\b)\w|^(?:may|might|can|could|would|will|should|must)(?:\s(?:be|not|have))?$"
    r"|^(?:them|it|that|those|these|they|we|one|which|what|how|who|there|d\s?=|contrast|absent|gone|benefit|comparison)$|^P\s(?:less|for|=|<)|\bregression\b|\s0$|^(?:sensitivity|subgroup|landmark)\sanalys[ei]s$|\bbenefit\s(?:sub)?(?:group|cohort)s?\b|^[\d.·]+\sper\scent$|^[€$£]?\s?[\d.,·]+\s?(?:[€$£]|euros?|dollars?|USD|EUR)?$|^\d[\d,]*\s(?:\w+-)?matched$|-\sversus\s|\bas\s(?:the\s|a\s)?(?:reference|referent|comparator)\b",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\d[\d,.·]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|ninety)"
)
# "2% at the least", "1.26 in the first year", "48.7 months": how much, not what of.
_AMOUNT = re.compile(
    r"^(?:by\s|about\s|nearly\s|almost\s|some\s|only\s|over\s|[<>≥≤~]\s?)?(?:\d[\d.,·]*\s?(?:%|per\s?cent\b|-?fold\b|times\b)(?:$|\s(?:at|in|over|of|more|less|lower|higher|with|for|by|overall|fewer|greater|reduc\w+|increas\w+|decreas\w+|gains?|risks?|chance|among|on)\b)"
    r"|\d+[.·]\d+\s(?:in|at|during|for|on|with|through|throughout|after|over|among|when)\b"
    r"|[01]\s(?:in|through|throughout|during|for|at|when)\b)"
    r"|^\d+[.·]\d+\s(?:[\w-]+\s){1,2}per\b|^\d+[.·]\d+\s(?:years?|months?|weeks?|days?)\b|^(?:two|three|four|ten|\d+)-?fold\b|^(?:twofold|threefold|twice|double|half)$",
    re.IGNORECASE,
)
# "280 mL": what was measured; beside another such amount it may be one that was given.
_MEASURE = re.compile(
    r"[+\-\u2212\u2013]?\d[\d.,·]*\s?(?:mL|ml|L|kg|cm|mm(?:\s?Hg)?|mmol|points?|units|(?:person|patient|woman|women|child)-?\s?years?)\b"
)
_WHEN = re.compile(
    rf"^(?:(?:at|after|over|within|during|by|in|for|to|from|through|until|the|first|last|next|past|early|late|<|>|≥|≤|up)\s?)*{_NUMBER}(?:(?:[\s-](?:years?|months?|weeks?|days?|hours?))?\s?(?:[-–]|to|and|or)\s?{_NUMBER})?[\s-]?"
    r"(?:years?|months?|weeks?|days?|hours?|(?-i:h)|min(?:utes?)?)(?:\s(?:of\sfollow-?up|of\sage|after|from|before|since|post\w*|follow-?up|later|earlier)\b.*)?$",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|min(?:utes?)?)\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"^(?:in\s|from\s|of\s|all\s|the\s)*{_NUMBER}\s(?:[\w-]+\s){{0,2}}?(?:studies|trials|RCTs|countries|cent(?:er|re)s|hospitals|practices|areas|clinics|villages|clusters|schools|wards|patients|women|men|deaths|events|"
    r"cases|articles|reports|participants|people|persons|subjects|children|cohorts|publications|sites|controls)\b(?!\s(?:with|who|receiving|treated|on|given)\b)",
    re.IGNORECASE,
)
# How the sentence goes on, not what it speaks of.
_FRAGMENT = re.compile(
    r"^(?:once\smore|[a-z]+(?:ed|en)\sin\s\d|(?:fewer|more|most|many|few)\s(?:patients|women|men|people|participants|children|infants|adults|subjects)\b|contrast,\s|on\s|throughout\b|effective\b|one\sof\b|compared\b|relative\sto|looked\b|top\sof|because|since|set\sagainst|comparisons?\s(?:of|between|with)|represented|corroborated|(?:after|with|on|upon|when)\s(?:\w+\s)?adjust\w*|adjust\w*|controlling|regardless|irrespective|"
    r"respect\sto|according|based\son|there|seen\b|found\b|observed|(?:mostly|largely|chiefly|predominantly|primarily|typically|usually)\s|(?:linked|related|unrelated|tied)\sto\b|independent\sof\b|(?:less|more)\s(?:likely|often|frequent(?:ly)?|common(?:ly)?|rare(?:ly)?)\b|(?:effects?|figures?|values?)\s(?:at|by|after|within|over)\s|(?:associated|correlated|linked)\swith\b|(?:confined|restricted|limited|attributable|due)\sto\b|(?:the\s)?(?:associations?|relationships?|correlations?)\s(?:between|of|with)\b|noted|shown|reported|between\b|whether\b|at\spost|such\b|as\s|if\b|"
    r"the\ssame|effect\ssizes?|groups?\sthere|no\s(?:such|other)|and\s|.*,\s(?:we|there|it|they|the)\s|.*(?<!without\s)(?<!received\s)(?<!had\s)(?<!given\s)\b(?:it|them)\b|left(?!\s(?:atri|ventric|main|sided|lobe|colon|kidney|lung|hip|breast|bundle|hemi|arm|leg|eye|ear|lower|upper))\b|how\b|were\b|was\b)",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"^(?:the\s|an?\s)?(?:\w+\s){0,2}(?:likelihood|probability|chances?|odds|incidence|occurrence|frequency|prevalence|rates?|proportion|percentage|risks?|hazards?|cessation(?!\sof)|"
    r"differences?|reductions?|improvements?|(?:de|in)creases?|rises?|declines?|changes?)\s(?:of|in|for|between)\s",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    r"^(?:the\s|an?\s)?(?:(?:most|more|very|all|strongest|greatest|largest|highest|separate|main|primary|secondary|significant|independent|other|further|same|U-shaped|J-shaped|inverse|"
    r"positive|negative|possible|potential|several|various|direct|similar|notable|beneficial|adverse|null|clear|strong|weak|moderate|small|large|overall|pooled|final|multivaria\w+|univaria\w+|"
    r"joint|combined|composite|favou?rable|unfavou?rable|lower|higher|increased|reduced|elevated|decreased|greater|lesser|better|worse|poorer|longer|shorter|key|important|observed|apparent|modest|marked)\s)+"
    r"(?:effects?|risks?|odds|probability|likelihood|chances?|rates?|incidence|prevalence|mortality|survival|associations?|models?|findings?|results?|outcomes?|end\s?points?|differences?|changes?|interactions?|trends?|factors?|predictors?|relation\w*|analys[ei]s|estimates?|"
    r"correlations?|prognosticators?|markers?|benefits?|influences?|impacts?|significance|excess|variables?|evidence|figures?|values?|patterns?|reductions?|increases?|improvements?)$"
    r"|^(?:the\s|this\s|our\s)?(?:trials?|study|studies|average|index|high|low|small|large|common|commoner|rising|rare|raised|risk|risks|excess|hazards?|odds|overall|change|changes|differences?|effects?|(?:de|in)creases?|reductions?|improvements?|benefits?|having|being|receiving|undergoing|comparisons?|finding|findings|result|results|"
    r"observations|data|analysis|subset|weaker|stronger|present|significant|frequent|likely|weak|strong|similar|endpoint|outcome|outcomes|interaction|extent|degree)$",
    re.IGNORECASE,
)
# What somebody set out to do, or how something turned out.
_DOING = re.compile(
    r"^(?:to\s)?(?:address|examine|review|provide|go|assess|evaluate|compare|determine|investigate|explore|describe|report|identify|estimate|measure|explain|understand|"
    r"consider|find|establish|confirm|clarify|quantify|analy[sz]e|ascertain|elucidate|demonstrate|characteri[sz]e|summari[sz]e|verify|answer|see|know|learn|become|remain|undergo|receive|achieve|obtain)\s"
    r"|^not\s(?:change|differ|alter|affect|influence|reduce|increase|improve)\b|^not\s(?:demonstrated|observed|seen|found|shown|reached|met|attained|associated|attended|different|detected|reported|known|clear|statistically|independently|predictive|related)\b"
    r"|^(?:evident|held|apparent|pronounced|greatest|largest|strongest|weakest|highest|lowest|limited|restricted|confined|distant|most\s\w+|more\soften|less\soften)\s(?:to|from|later|at|in|among|for|with|during|only|after|by|on)\b"
    r"|^\d[\d.,]*\s(?:after|before|with|in|for|among|at|and|versus)\b|^(?:at|by|within|until|beyond)\s[<>≥≤]?\s?\d|^(?:median|mean|average)\s|\b(?:controlling|adjusting|adjustment|accounting)\sfor\b|\bmore\soften$|^(?:better|worse|higher|lower|longer|shorter|greater)\s(?:at|in|by|with|for)\s",
    re.IGNORECASE,
)
# Those with whom it went well: somebody only where others are set beside them.
_SPARED = re.compile(r"^(?:the\s|our\s|all\s|most\s)?(?:responders|survivors)(?:\swho)?$", re.IGNORECASE)
# A control alone: whoever is set against it is not told.
_LONE_CONTROL = re.compile(
    r"^(?:the\s|an?\s|our\s)?(?:(?:matched|healthy|first|second|third|other|historical|normal|general)\s)*(?:controls?|placebo|sham|comparators?|references?|referents?|comparison|without)"
    r"(?:[\s-](?:groups?|arms?|subjects|patients|women|men|participants|cohort|population|individuals|people|children|categor(?:y|ies)|intervention))?(?:\s\d)?$",
    re.IGNORECASE,
)
# "Less aggressive disease" stands beside "more aggressive", not beside a drug.
_LESSER = re.compile(r"^(?:less|more|fewer)\s(?!than\b)[a-z]", re.IGNORECASE)
_DEGREE = re.compile(r"\b(?:less|more|fewer|most|least|highly|\w+er)\b", re.IGNORECASE)
# A finite verb, unless "who" or "that" stands before it.
_FINITE = re.compile(
    r"\b(?:went|rose|fell|became|grew|meant|did|does|has|have|had|stood|came|lay|remained|occurred|differed|predicted|moved|shifted|changed|varied|weakened|strengthened|vanished|faded|reached|met|emerged|attained|scored|declined|would|could|should|might|will|"
    r"seem(?:s|ed)|appear(?:s|ed)|tend(?:s|ed)|persist(?:s|ed)|corroborated|was|were|is|are|be|been|began|proved)\b"
)
# "... compared with those who did not": enough for the other side.
_DID_NOT = re.compile(
    r"^(?:did|had|have|has|was|were|are|is|do|does)\s(?:not|none|no|never)\b", re.IGNORECASE
)
# "The tumour was luminal": cut off, the rest would say less than was said.
_QUALITY = re.compile(r"(?:was|were|is|are|be|been)\s(?!(?:also|not|then|\w+ly)\b)(?!\w+(?:ed|en)\b)\w")
_CUT_SHORT = re.compile(r"\s(?:an?|the)\s(?:low|high|lower|higher)-?$")
_VERSUS = re.compile(r"\s(?:vs\.|versus)\s")
# "Women" alone are the patients; against men they are a group.
_SEX = re.compile(r"^(?:the\s)?(?:[a-z-]+\s)?(?:women|men|girls|boys)$", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|which|that|whose|whom)\b", re.IGNORECASE)
_LED_BY = re.compile(
    r"^(?:(?:(?:to\s)?(?:determine|assess|evaluate|investigate|examine|explore|test|study|see|ask|establish)\s(?:whether|if)\s(?:an?\s|the\s)?|for|among|by|from|when|where|only|mainly|especially|particularly|notably|above\sall|most\sof\sall|likewise|while|whereas|although|though|neither|nor|either|both|but|yet|also|"
    r"not\sonly|in\sfavou?r\sof|assigned\sto|allocated\sto|randomi[sz]ed\sto|those\swith|seen\sin|found\sin|having|compared\swith|given(?=\s(?!in\b|by\b|at\b))|according\sto\s(?:the\s)?pooled\sestimates|next\scame|then\scame|followed\sby|(?:better|worse|higher|lower|longer|shorter|greater|poorer|commoner|rarer)\s(?:with|in|among|for|after)|(?:no\s)?(?:\w+\s)?effects?\sof|(?:overall\s)?(?:survival|mortality|prognosis)\s(?:among|in|of|for)|(?:after|before|by|in|on|with)\s(?:PSM|IPTW|(?:propensity[\s-])?(?:score[\s-])?(?:matching|weighting|adjustment)|(?:uni|multi)varia\w+\s(?:\w+\s)?(?:analys[ie]s|regression)))\s)+(?:in\s|with\s|the\s)*",
    re.IGNORECASE,
)
# "When mothers had skin contact": the contact.
_PEOPLE_DO = re.compile(
    r"^(?:the\s|their\s)?(?:patients?|women|men|mothers|fathers|parents|children|infants|people|participants|subjects|residents|they|surgeons|physicians|nurses|one)\s"
    r"(?:had|received|underwent|took|used|reported|were\sgiven|given|receiving|undergoing|taking|using|did)\s(?:an?\s|the\s)?",
    re.IGNORECASE,
)
_TRAILED_BY = re.compile(
    r"(?:,?\s(?:also|likewise|too|again|still|meant|went|came|stayed|had|so|however|for\s(?:instance|example)|instead|therefore|thus|alike|respectively)|,)+$",
    re.IGNORECASE,
)
_TORN_END = re.compile(
    r"(?:[\s,]+(?:of|in|the|and|or|with|to|by|for|than|at|an?|from|who|whose|which|between|among|into|during|were|was|as|per|versus))+$"
)
# "genotype A, found in 20% of women": what is said of the name beside it.
_ASIDE = re.compile(
    r",\s(?:\w+ed\s(?:in|by|as|to|with|on|at|for|from|using|according|during|after|before)\b|which\b|who\b|namely\b|defined\b|known\b|found\sin\b|seen\sin\b|i\.e\.|e\.g\.).*$"
)


@lru_cache(maxsize=4096)
def can_stand(contrast: str) -> bool:
    """Whether each side of the contrast is a name."""
    left, _, right = contrast.partition(" vs ")
    if _SEX.match(left) and _SEX.match(right):
        return True
    if not is_named(left) or not _is_somebody(left, right):
        return False
    if _NO_GROUP.search(left) and not re.search(rf"\b(?:un|non-?){re.escape(left)}\b", right):
        return False
    if not right:
        return not (_LONE_CONTROL.search(left) or _SPARED.match(left))
    if left.lower() == right.lower() or (_LESSER.search(right) and not _DEGREE.search(left)):
        return False
    return is_named(right, other=True) and _is_somebody(right, left)


def _is_somebody(side: str, other: str) -> bool:
    if _DID_NOT.match(side):
        return bool(other)
    if _is_nobody(side) or _is_survival(side) or (not other and _CUT_SHORT.search(side)):
        return False
    if _MEASURE.match(side) and not _MEASURE.match(other):
        return False
    return not other or not _is_when(side) or _TIMED.search(other) is not None


@lru_cache(maxsize=4096)
def _is_when(side: str) -> bool:
    return _WHEN.search(side) is not None


@lru_cache(maxsize=4096)
def _is_nobody(name: str) -> bool:
    if _NOBODY.search(name) is not None or name.count(")") > name.count("("):
        return True
    if any(pattern.search(name) for pattern in (_AMOUNT, _COUNT, _FRAGMENT, _ABSTRACT, _MEASURED, _DOING)):
        return True
    verb = _FINITE.search(name)
    return verb is not None and _RELATIVE.search(name, 0, verb.start()) is None


@lru_cache(maxsize=4096)
def tidied(contrast: str) -> str:
    """The contrast, "vs" between its sides, without the small words that lead these in or trail behind."""
    if not contrast:
        return ""
    contrast = _VERSUS.sub(" vs ", contrast, count=1)
    sides = [_tidied_side(side) for side in contrast.split(" vs ", 1)]
    return " vs ".join(sides) if all(sides) else contrast


def _tidied_side(side: str) -> str:
    side = without_people(_LED_BY.sub("", _ASIDE.sub("", side), count=1))
    return _TORN_END.sub("", _TRAILED_BY.sub("", _before_verb(side) or side))


def without_people(side: str) -> str:
    """What people "had", "received" or "used", without them; other phrases as they are."""
    return _PEOPLE_DO.sub("", side)


def _before_verb(side: str) -> str:
    """The side up to its verb, unless "who" or "that" leads the verb in."""
    verb = _FINITE.search(side)
    if (
        verb is None
        or _DID_NOT.match(side)
        or _QUALITY.match(side, verb.start())
        or _RELATIVE.search(side, 0, verb.start())
    ):
        return side
    return side[: verb.start()].strip(" ,")


@lru_cache(maxsize=1024)
def _is_survival(name: str) -> bool:
    """Whether the phrase is but the name of a survival, which nobody is compared by."""
    return any(
        m.endpoint_class in SURVIVALS and m.end - m.start > len(name) - _ROUND_IT for m in mentions_in(name)
    )
