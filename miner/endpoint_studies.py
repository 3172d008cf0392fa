"""What a study is about, which tells a harm of treatment from an illness that is studied for its own sake."""

from __future__ import annotations

import re

from miner.document import Document
from miner.endpoint_mentions import spelled_out
from miner.endpoint_terms import terms_in
from miner.endpoint_titles import endpoint_in_title

__all__ = ["is_of_operation", "is_studied", "names_cancer", "telling_words"]

_WORD = re.compile(r"[a-z]{4,}")
_SAYS_LITTLE = frozenset(
    "risk risks rate rates score scores level levels disease patients women after with early".split()
)
_CANCER = re.compile(
    r"\b(?:cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|malignan\w+|neoplas\w+|metasta\w+|oncolog\w+|leuk[ae]+mias?|lymphomas?|myeloma|melanoma|sarcomas?|"
    r"glioma|glioblastoma|blastoma|\w+blastoma|mesothelioma|chemotherapy)\b",
    re.IGNORECASE,
)
_OPERATION = re.compile(
    r"\b(?:surg\w+|(?:post|peri|intra)?-?operati\w+|operated|resect\w+|\w+ectom(?:y|ies)|\w+plast(?:y|ies)|transplant\w*|repair|bypass|an(?:a)?esthesia|chemotherapy)\b",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\b(?:after|following|undergo\w*|underwent|had|during|before|elective|major|receiving|received|treated\s(?:with|by)|prior\sto|time\sto|timing\sof|delay(?:ed|s)?)\s(?:[\w-]+\s){0,4}?"
    r"(?:surgery|operations?|resections?|\w+ectom(?:y|ies)|\w+plast(?:y|ies)|transplantation|repair|bypass|grafting|chemotherapy)\b"
    r"|\b(?:post|peri|intra)-?operative\w*|\boperated\b",
    re.IGNORECASE,
)
# Illnesses that are studied for their own sake; what else the table holds for harms mostly is one.
_ILLNESS = re.compile(
    r"\b(?:hypertensi\w+|pre-?eclampsia|dermatitis|eczema|(?:h(?:a)?emorrhagic\s|isch(?:a)?emic\s)?strokes?|h(?:a)?emorrhages?|infarctions?|fractures?|an(?:a)?emia|"
    r"asthma|infections?|pneumonia|diarrho?ea|heart\sfailure|fibrillation|embolism|thrombo\w+|(?:kidney|renal)\s(?:failure|injury|disease)|neuropathy|retinopathy|"
    r"osteoporosis|(?:col|pancreat|hepat|arthr|rhin|gastr|cyst|append|oesophag|esophag|vagin|mening|bronch|bronchiol)itis|falls|delirium|sepsis|bacter(?:a)?emia|"
    r"hypoglyc(?:a)?emia|gastrointestinal\s(?:bleeding|events)|ulcers?|depress\w+|anxiety|insomnia|pain)\b",
    re.IGNORECASE,
)
# A harm by its very name, whatever the study is about.
_HARM = re.compile(
    r"\b(?:adverse|toxic\w*|complications?|side[\s-]effects?|morbidit\w+|safety|post-?operative|peri-?operative|intra-?operative|grade|injur\w+|symptomatic|emergence|"
    r"catheter|wound|surgical|site|neonatal|limited|limitation)\b",
    re.IGNORECASE,
)
# What is given or done; then its harms are harms.
_GIVEN = re.compile(
    r"\b(?:therap\w+|treat\w+|surg\w+|operat\w+|resect\w+|\w+ectom(?:y|ies)|\w+plast(?:y|ies)|bypass|graft\w*|transplant\w*|implant\w*|radiotherapy|"
    r"chemotherapy|irradiation|drugs?|vaccin\w+|inhibitors?|blockers?|antagonists?|agonists?|use|users|supplement\w*|transfusions?|an(?:a)?esthesia|anti\w{4,}|"
    r"hormones?|contracepti\w+|statins?|steroids?|corticosteroids?|aspirin|heparins?|opioids?|NSAIDs?|insulin|catheters?|stents?|deliver(?:y|ies)|c(?:a?e)sarean|"
    r"thromboly\w+|ventilation|dialysis|dissection|arthrodesis|replacement|repair|\w{2,}(?:mab|nib|ciclib|statin|platin|taxel|rubicin|citabine|zole|oxifen|dronate|"
    r"vir|cillin|mycin|pril|sartan|olol|gliptin|gliflozin|azepines?|xaban|parin|formin|glutide|grel|oprost))\b",
    re.IGNORECASE,
)
# "Paclitaxel-induced neuropathy", "postoperative delirium": a harm, though the title names it.
_INDUCED = re.compile(
    r"[\s-](?:induced|associated|related)\b|\bside[\s-]effects?\b|\bpost-?operative", re.IGNORECASE
)
_PREVENTED = re.compile(r"\bprevent\w*\b", re.IGNORECASE)
_ASSIGNED = re.compile(r"\b(?:randomi[sz]ed|randomly|placebo|trial)\b", re.IGNORECASE)


def is_studied(doc: Document, name: str) -> bool:
    """Whether the illness is what the study is about, rather than a harm of what was given."""
    full = spelled_out(doc, name)
    if _HARM.search(full) or not _is_illness(full):
        return False
    words = telling_words(full)
    if names_cancer(doc.title):
        about = words & telling_words(endpoint_in_title(doc.title))
        return bool(about and names_cancer(full) and not _GIVEN.search(doc.title))
    if _GIVEN.search(doc.title):
        return not _INDUCED.search(doc.title) and bool(
            _PREVENTED.search(doc.title) and words & telling_words(endpoint_in_title(doc.title))
        )
    if words & telling_words(doc.title):
        return True
    return not _ASSIGNED.search(doc.text) and not _OPERATION.search(doc.text)


def _is_illness(full: str) -> bool:
    return bool(_ILLNESS.search(full)) or any(t.group == "illness" for t in terms_in(full))


def telling_words(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(_WORD.findall(name.lower())) - _SAYS_LITTLE


def is_of_operation(doc: Document) -> bool:
    """Whether the people had an operation, or another treatment that kills at times."""
    return bool(_OPERATION.search(doc.title) or _OPERATED.search(doc.text))


def names_cancer(text: str) -> bool:
    """Whether the words speak of a cancer."""
    return bool(_CANCER.search(text))
