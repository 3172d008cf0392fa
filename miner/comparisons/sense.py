"""What a factor does to an endpoint where a sentence gives no figure: raised, lowered or not told."""

from __future__ import annotations

import re

from miner.model import Direction

__all__ = ["sense_of"]

_WORSE = re.compile(
    r"\b(?:worse\w*|poor(?:er)?|shorter|shortened|lower|inferior|reduced|reduction|decreased?|impaired|unfavou?rable|diminished|dismal|fewer|less|decline|smaller|low|weaker)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:better|longer|improved|improvement|prolonged|superior|favou?rable|higher|increas(?:e|ed|ing)|greater|elevated|excess|raised|more|enhanced|high|stronger|good|larger)\b",
    re.IGNORECASE,
)
_INVERSE = re.compile(
    r"\b(?:invers(?:e|ely)|negative(?:ly)?)\s(?:\w+ly\s)?(?:associat|correlat|relat|link|predict)|\b(?:associat|correlat|relat|link)\w*\s(?:inverse|negative)ly\b|\bprotect\w+",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"\b(?:associat|correlat|relat|link)\w*\s(?:positively|directly)\b|\b(?:positively|directly)\s(?:associat|correlat|relat|link)",
    re.IGNORECASE,
)
# "a negative influence on", "an adverse prognostic factor", "was unfavourable for"
_WEIGHS = (
    r"(?=[\s,](?:(?:and\s)?[\w-]+\s){0,3}?"
    r"(?:impact|influence|effects?|prognostic|predict\w*|factors?|signs?|indicators?|markers?|determinants?|for\b|with\srespect))"
)
_BAD = re.compile(
    rf"\b(?:negative|adverse|unfavou?rable|detrimental|harmful|deleterious|poor|worse|bad){_WEIGHS}|\b(?:negatively|adversely|unfavou?rably|detrimentally)\s(?:affect|influenc|impact)",
    re.IGNORECASE,
)
_GOOD = re.compile(
    rf"\b(?:positive|favou?rable|beneficial|good|better){_WEIGHS}|\b(?:positively|favou?rably|beneficially)\s(?:affect|influenc|impact)",
    re.IGNORECASE,
)
# What lasts or stays away, so that a sign of bad prognosis lowers it.
_LASTS = re.compile(
    r"\b(?:survival|survive|DFS|OS|PFS|RFS|CSS|DSS|EFS|MFS|LRFS|BCSS|TTP|free|time\sto|control|prognosis|remission|life\sexpectancy)\b",
    re.IGNORECASE,
)
# What is wanted, so that a bad influence on it lowers it.
_WANTED = re.compile(
    r"\b(?:survival|success\w*|respon[sd]\w*|recover\w*|improve\w*|heal\w*|function\w*|quality|satisfaction|adherence|compliance|uptake|participation|remission|control|outcomes?|prognosis|"
    r"cure\w*|independen\w+|pregnan\w+|births?|fertil\w+|union|acuity|OS|DFS|PFS|RFS|CSS|DSS|EFS|performance|well-?being|health|knowledge|patency|mobility|weaning|completion)\b",
    re.IGNORECASE,
)
# Signs of a bad prognosis, and of a good one.
_ADVERSE = re.compile(
    r"\b(?:older|old|elderly|advanc\w+|increas\w+|age|aged|stage|grade|size|diameter|thickness|depth|ulcerat\w+|invas\w+|involve\w+|infiltrat\w+|metasta\w+|nodes?|nodal|positiv\w+|residual|incomplete|"
    r"margins?|comorbid\w+|co-morbid\w+|charlson|ASA|ECOG|CEA|CA\s?\d+|LDH|CRP|AFP|bilirubin|leak\w*|complications?|transfusion|blood\sloss|smok\w+|alcohol|diabetes|obes\w+|weight\sloss|an(?:a)?emia|"
    r"cachexia|sarcopenia|frail\w*|male|men|burden|multifocal\w*|multiple|number|recurren\w+|relaps\w+|progress\w+|failure|hypo\w+|hyper\w+|delay\w*|symptom\w*|poor\w*|undifferentiated|"
    r"differentiation|perineural|lympho?vascular|vascular|venous|extracapsular|extranodal|[TNM]\s?[1-4]\w?|p[TN]\w*|TNM|FIGO|Breslow|Clark|Gleason|PSA|HER-?2\w*|p53|Ki-?67|mitotic|proliferation|necrosis|"
    r"triple-negative|basal\w*|aneuploid\w*|mutat\w+|high|higher|elevated|late|longer\sdelay|emergency|urgent|obstruct\w+|perforat\w+|dependen\w+|dementia|delirium|infect\w+|sepsis|pneumonia|shock|"
    r"uninsured|poverty|depriv\w+|unmarried|histolog\w+|severity|severe|score)\b",
    re.IGNORECASE,
)
_HELPFUL = re.compile(
    r"^no\b|\b(?:absence\sof|lack\sof|without|complete|R0|clear|free|negative\s(?:\w+\s)?(?:margins?|nodes?)|younger|young|female|women|early|early-stage|adjuvant|neoadjuvant|chemotherapy|radiotherapy|"
    r"chemoradi\w+|transplant\w*|receipt|receiving|treated\swith|resected|respon\w+|response|well[\s-]differentiated|"
    r"good|(?:o?estrogen|progesterone|hormone)[\s-]receptor(?:\s(?:positiv\w+|expression))?|married|insurance|encapsulat\w+|capsule|low|lower|few|fewer|small|smaller|KPS|Karnofsky|long\w*\s(?:disease-free\s)?interval|"
    r"interval|screen\w*|solitary|single|T1(?:/T?2)?|stage\sI|statins?|aspirin|metformin|beta-?blockers?)\b",
    re.IGNORECASE,
)
# Kinds of a thing, none of which is more than another, unless a word says which is meant.
_KINDS = re.compile(
    r"\b(?:genders?|sex|types?|kinds?|insurance|location|localization|site|histolog\w+|race|ethnic\w*|marital|region|country|season|specialt\w+|occupation|religion|nationality|hospitals?|cent(?:er|re)s?|"
    r"surgeons?|method|technique|material|brand|design|genotype|status|group|side|treatment|therapy|surgery|year|cause|aetiology|etiology|indication|procedure|approach|socioeconomic|sociodemographic|demographic)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:male|female|women|men|older|younger|low\w*|high\w*|poor\w*|better|worse|more|less|fewer|private|public|rural|urban|advanced|positive|negative|presence|absence|lack|no|non\w*|without|married|"
    r"single|divorced|widowed|un\w+|white|black|hispanic|asian|performance|right|left|upper|lower|proximal|distal|being|living|having|\w+\stype|emergency|open|lapar\w+|ER|PR|HER-?2\w*|nodal|node|HIV|ASA|smok\w+|functional)\b",
    re.IGNORECASE,
)


def sense_of(told: str, endpoint: str, factor: str) -> Direction | None:
    """The endpoint's direction with the factor; ``told`` are the words that relate the two."""
    if _INVERSE.search(told):
        return "lower"
    if _DIRECT.search(told):
        return "higher"
    worse, better = _WORSE.search(told), _BETTER.search(told)
    if _BAD.search(told) or _GOOD.search(told):
        return _of_influence(endpoint, good=not _BAD.search(told))
    if bool(worse) != bool(better):
        return "lower" if worse else "higher"
    if _LASTS.search(endpoint):
        return _of_sign(factor)
    return None if _KINDS.search(factor) and not _WHICH.search(factor) else "higher"


def _of_influence(endpoint: str, *, good: bool) -> Direction:
    """``a negative influence on function``; more of what is not wanted is bad."""
    wanted = bool(_WANTED.search(endpoint))
    return "higher" if wanted == good else "lower"


def _of_sign(factor: str) -> Direction | None:
    """What a sign of bad or good prognosis does to what lasts."""
    if _HELPFUL.search(factor):
        return "higher"
    return "lower" if _ADVERSE.search(factor) else None
