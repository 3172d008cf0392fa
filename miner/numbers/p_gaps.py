"""What may stand between an estimate and its p-value, or between a row of estimates and theirs."""

from __future__ import annotations

import re

from miner.text.possessive import possessive

__all__ = [
    "AFTER_ROW",
    "AT_LEVEL",
    "BEFORE",
    "CLOSES",
    "ERROR",
    "JOINED",
    "LEADS_ROW",
    "LIST_OF_P",
    "NAMED_AFTER",
    "NEXT_SCALE",
    "OF_STATISTIC",
    "OTHER_UNIT",
    "PARTED",
    "RESPECTIVELY",
    "SAID_OF_ALL",
    "SHARED",
    "SHARED_AFTER",
    "SIGNIFICANT_AT",
    "TO_BRACKET",
    "TO_ROW",
]

SHARED = re.compile(r"\b(?:both|all|each|respectively)\s*[,:;]?\s*[(\[]?\s*(?:log-?rank\s*)?$", re.I)
SHARED_AFTER = re.compile(r"\s*(?:for|in|at|with)\s+(?:both|all|each|either)\b", re.I)
# Between the end of an estimate and its p-value, outside a common bracket.
JOINED = re.compile(
    r"(?:\s?%|[\s-][a-z/]{1,10}(?:\spoints?)?)?[\s,;:()\[\].]*(?:(?:with|and|at|an?|the|two-sided|one-sided|exact|fisher.s|log-?rank|significan\w+|statistically|respectively"
    r"|corresponding|stratified|by|test|was|were|for|which|this|is|not|adjusted|associated)[\s,;:()\[\]]*){0,6}"
    r"|[)\]]?(?:\s?%|\s[a-z/]{1,8})?\s(?:for|in|with|among|at|after|favou?ring|versus|vs\.?|compared\swith)\s"
    r"(?:[^.,;()\[\]\d]|\d{1,3}[\s-](?:months?|weeks?|years?|days?)\b){1,60}[(\[]\s*"
    r"|\s?%\s(?:lower|higher|greater|less|more|better|worse|longer|shorter)\s[^.;()\[\]\d]{1,80}[(\[]\s*"
)
# Between a p-value and the name of the measure that follows it.
BEFORE = re.compile(
    r"[)\],;:\s]*(?:(?:with|and|an?|the|estimated|stratified|corresponding|unadjusted|pooled|respectively"
    r"|univariate)\s*,?\s*){0,4}[(\[]?\s*"
)
# "12% relative risk reduction": the value stands before its name.
NAMED_AFTER = re.compile(
    r"\s?(?:%|percent|per\scent)\s(?:(?:absolute|relative|proportional|risk)\s){1,2}(?:reduction|decrease|increase|improvement|benefit|gain)s?",
    re.I,
)
OTHER_UNIT = re.compile(r"\s?%?\s?[\])]?[;,]\s(?:or\s)?")
# From one scale of a result to the next: "-6% (95% CI -14 to 2); | relative risk".
NEXT_SCALE = re.compile(r"\s?%?\s?[\])]*[;,]?\s(?:and\s|or\s)?(?:an?\s|the\s)?")
RESPECTIVELY = re.compile(r",\s?respectively,?\s?")
# The standard error of an estimate, its cubic unit, and what its bracket or column is said to hold.
ERROR = re.compile(
    r"^\s?(?:(?:±|\+/[-\u2212\u2013])\s?[\d.·]+|[(\[]\s?(?:(?:SEM?|SD|standard\s(?:error|deviation))\b[\s=:,]*)?[\d.·]+\s?[)\]])"
    r"|^[\s-]?[a-zµμ]{1,3}\(?[23²³]\)?(?=\s)|\s?[(\[]\s?means?\s?(?:±|\+/[-\u2212\u2013])\s?[A-Za-z]+\s?[)\]]",
    re.I,
)
LIST_OF_P = re.compile(r"[\s,;()\[\]]*(?:and|or)?[\s,;<>=≤≥]*")
_UNIT = possessive(
    "unit",
    r"[^.;:()\[\]\d]|\d{1,3}[\s-](?:years?|months?|weeks?|days?|h|hours?)\b"
    r"|(?:(?<=(?:week|year)\s)|(?<=month\s)|(?<=day\s))\d{1,3}",
)
# Between an estimate and a bracket of its own clause, and between that bracket's opening and the p-value.
TO_BRACKET = re.compile(
    rf"(?:{_UNIT}"
    r"(?!\b(?:but|while|whereas|was|were|had|did|is|are)\b)){0,90}(?:[(\[](?:SD|SE|SEM|range|IQR|n)\b[^()\[\]]{1,30}[)\]][^.;:()\[\]\d]{0,50})?"
    r"(?:,?\s(?:although|but|though|which|and)\s(?:(?:this|it|the|difference|reduction|increase)\s){0,3}"
    r"(?:was|were|is|did|reached|failed)\s(?:\w+\s){0,4}significan\w+(?:\s\w+){0,2}\s?)?"
    r"[(\[][^()\[\]]{0,100}(?:[(\[][^()\[\]]{0,30}[)\]][^()\[\]]{0,60}){0,3}"
)
# Before a row of estimates: "Factors significant at P < .05 were", "Predictors (P < .05) included".
SIGNIFICANT_AT = re.compile(
    r"\b(?:significant(?:ly)?|significance(?!\slevel)|(?<!significance\s)level)"
    r"(?:\s(?:at|with|to|of|by|the|an?|level|and|independent\w*)){0,5}\s?[(\[]?\s?$",
    re.I,
)
TO_ROW = re.compile(
    r"[)\]]?(?:(?!,\sand\b|\b(?:but|while|whereas|although|than)\b)[^.;()\[\]\d]){0,160}"
    r"(?:[<>≥≤=]\s?\d[^.;()\[\]]{0,30})?\s?[(\[]?"
)
LEADS_ROW = re.compile(r"[)\]]?[^.,;()\[\]\d]{0,80}?(?:\b(?:were|included?|comprised|are)\b|:)")
# After the last estimate of a row: "at the level of P < .05".
AT_LEVEL = re.compile(
    r"[)\]\s]*(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){0,110}?\bat\s(?:(?:the|an?|level|significance|of)\s){1,5}[(\[]?"
)
AFTER_ROW = re.compile(r"[)\]]{1,2},?\s?")
# After the last estimate of a row: what all are said to be, with one p-value at the end.
SAID_OF_ALL = re.compile(
    r"[)\]\s,]*\s(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){0,60}?\b(?:were|was|are|is|remained|had|showed)\b"
    r"(?:(?!\b(?:but|while|whereas|although)\b)[^.;:()\[\]\d]){1,110}[(\[]\s?"
)
# Before a p-value: a statistic that is no estimate of a contrast.
OF_STATISTIC = re.compile(
    r"\b(?:AUCs?|AUROC|AUC-ROC|area|[cC]-?(?:index|statistic)|kappa|correlat\w+|rho|[rR](?=\s?=)|sensitivity|specificity|accuracy)\b"
    r"[^.;()\[\]\d]{0,30}[-\u2212]?\d?[.·]?\d+\s?%?\s?[,;(\[]?\s?$"
)
CLOSES = re.compile(r"\s?[)\]]\s?(?:[.;]|$)")
PARTED = re.compile(r";|\.\s")
