"""What a study is about, which tells a harm of treatment from an illness that is studied for its own sake."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.endpoint_mentions import spelled_out
from miner.phrases.endpoint_terms import terms_in
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["gives_treatment", "is_of_operation", "is_studied", "names_cancer", "observes", "telling_words"]

_WORD = re.compile(r"[a-z]{4,}")
_SAYS_LITTLE = frozenset(
    "risk risks rate rates score scores level levels disease patients women after with early".split()
)
_CANCER = re.compile(
    r"\b(?:cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|malignan\w+|neoplas\w+|metasta\w+|oncolog\w+|leuk[ae]+mias?|lymphomas?|myeloma|melanoma|sarcomas?|"
    r"glioma|glioblastoma|blastoma|\w+blastoma|mesothelioma|chemotherapy|anthracyclines?|taxanes?|\w+taxel|\w+rubicin|\w+platin|tamoxifen|\w+trozole|exemestane|aromatase)\b",
    re.IGNORECASE,
)
_OPERATION = re.compile(
    r"\b(?:surg\w+|(?:post|peri|intra)?-?operati\w+|operated|resect\w+|\w+ectom(?:y|ies)|(?!dich)\w+otom(?:y|ies)|(?!tracheo)\w+ostom(?:y|ies)|\w+plast(?:y|ies)|(?:spinal|lumbar|cervical)\sfusion|arthrodesis|transplant\w*|(?:knee|hip|joint|valve|shoulder|disc|ankle|elbow)\sreplacements?|repair|bypass|an(?:a)?esthesia|chemotherapy)\b",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\b(?:after|following|undergo\w*|underwent|had|during|before|elective|major|receiving|received|treated\s(?:with|by)|prior\sto|time\sto|timing\sof|delay(?:ed|s)?)\s(?:[\w-]+\s){0,4}?"
    r"(?:surgery|operations?|resections?|\w+ectom(?:y|ies)|(?!dich)\w+otom(?:y|ies)|(?!tracheo)\w+ostom(?:y|ies)|\w+plast(?:y|ies)|(?:spinal|lumbar|cervical)\sfusion|transplantation|repair|bypass|grafting|chemotherapy)\b"
    r"|\b(?:post|peri|intra)-?operative\w*|\boperated\b",
    re.IGNORECASE,
)
# Illnesses that are studied for their own sake; what else the table holds for harms mostly is one.
_ILLNESS = re.compile(
    r"\b(?:hypertensi\w+|pre-?eclampsia|dermatitis|eczema|(?:h(?:a)?emorrhagic\s|isch(?:a)?emic\s)?strokes?|h(?:a)?emorrhages?|infarctions?|fractures?|an(?:a)?emia|"
    r"asthma|infections?|pneumonia|diarrho?ea|heart\sfailure|fibrillation|embolism|thrombo\w+|(?:kidney|renal)\s(?:failure|injury|disease)|neuropathy|retinopathy|"
    r"osteoporosis|(?:col|pancreat|hepat|arthr|rhin|gastr|cyst|append|oesophag|esophag|vagin|mening|bronch|bronchiol)itis|falls|delirium|sepsis|bacter(?:a)?emia|"
    r"hypoglyc(?:a)?emia|dysplasia|enterocolitis|gastrointestinal\s(?:bleeding|events)|ulcers?|depress\w+|anxiety|insomnia|pain)\b",
    re.IGNORECASE,
)
# A harm by its very name, whatever the study is about.
_HARM = re.compile(
    r"\b(?:adverse|toxic\w*|complications?|side[\s-]effects?|morbidit\w+|safety|post-?operative|peri-?operative|intra-?operative|grade|injur\w+|symptomatic|emergence|"
    r"catheter|wound|surgical|site|neonatal|limited|limitation)\b",
    re.IGNORECASE,
)
# What happens to people at work, on the road or at play.
_MISHAP = re.compile(
    r"(?:(?:fewer|more|any|serious|severe|minor|fatal|facial|work|work-related|workplace|occupational|traffic|road|sports?|sports-related|unintentional|accidental|farm|needlestick|violent|fall-related|overuse|head|eye|burn)\s)*injur(?:y|ies)",
    re.IGNORECASE,
)
# Complications by their nature, whatever brought them about.
_CONSEQUENCE = re.compile(
    r"\b(?:heterotopic\sossification|seromas?|lymph(?:o)?edema|leak(?:age|s)?|dehiscence|(?:non|mal)-?union|mucositis|radiation|capsular|re-?insertion|extravasation|PONV|"
    r"hernias?|adhesions?|(?:pressure|decubitus)\s(?:ulcers?|sores?|injur\w+)|bedsores?|compartment\ssyndrome|avascular\snecrosis|nosocomial|hospital-acquired|ventilator-associated|iatrogenic|drug-induced)\b",
    re.IGNORECASE,
)
# What is given or done; then its harms are harms.
_GIVEN = re.compile(
    r"\b(?:therap\w+|treat\w+|surg\w+|operat\w+|resect\w+|\w+ectom(?:y|ies)|\w+plast(?:y|ies)|bypass|graft\w*|transplant\w*|implant\w*|radiotherapy|"
    r"chemotherapy|irradiation|drugs?|vaccin\w+|inhibitors?|blockers?|antagonists?|agonists?|(?<!alcohol\s)(?<!tobacco\s)(?<!substance\s)(?<!cannabis\s)(?<!cigarette\s)(?<!internet\s)(?<!phone\s)(?<!media\s)(?<!land\s)(?<!service\s)(?:use|users)|supplement\w*|transfusions?|an(?:a)?esthesia|anti(?!bod|gen|cip|soc|thesis)\w{4,}|"
    r"hormones?|contracepti\w+|statins?|steroids?|corticosteroids?|aspirin|heparins?|opioids?|NSAIDs?|SSRIs?|lithium|valproate|insulin(?!\s(?:resistance|sensitivity|secretion|levels?))|catheters?|stents?|(?<!preterm\s)(?<!premature\s)(?<!care\s)(?<!service\s)deliver(?:y|ies)|c(?:a?e)sarean|"
    r"thromboly\w+|anticoagula\w+|[ND]OACs?|VKAs?|warfarin|intensive|prophyla\w+|doses?|dosing|devices?|pacemakers?|"
    r"biops(?:y|ies)|\w*scop(?:y|ies|ic)|phacoemulsification|cathet\w+|intubation|tubes?|removal|insertion|\w*angio(?:graphy|plasty)|extraction|injections?|infusions?|punctures?|cardioversion|ablation|emboli[sz]ation|induction|epidural|enemas?|donation|donors?|analgesi\w+|sedation|regimens?|"
    r"ventilation|\w*dialysis|dissection|arthrodesis|replacement|repair|\w{2,}(?:mab|nib|ciclib|statin|platin|taxel|rubicin|citabine|zole|oxifen|dronate|"
    r"vir|cillin|mycin|pril|sartan|olol|gliptin|gliflozin|azepines?|quinolones?|cyclines?|setrons?|triptans?|glitazones?|fibrates?|coxibs?|profens?|xaban|parin|formin|glutide|grel|oprost))\b",
    re.IGNORECASE,
)
# "Paclitaxel-induced neuropathy", "postoperative delirium": a harm, though the title names it.
_INDUCED = re.compile(
    r"[\s-](?:induced|associated|related)\b|\bside[\s-]effects?\b|\bpost-?operative", re.IGNORECASE
)
_TELLS_HARMS = Guarded(re.compile(
    r"\bwound\s(?:infections?|complications?)|\bsurgical\ssite|\badverse\s(?:events?|effects?|reactions?|drug)|\bside[\s-]effects?|\btoxicit(?:y|ies)\b",
    re.IGNORECASE,
))  # fmt: skip
_COMPLICATIONS = re.compile(
    r"\b(?:complications|adverse|safety|morbidity\sof|side[\s-]effects|nosocomial|iatrogenic)\b|"
    r"\b(?:ventilator|catheter|hospital|health-?care|device|drug|treatment|chemotherapy|radiation|steroid|line|procedure|transfusion)[\s-](?:induced|associated|related|acquired)\b",
    re.IGNORECASE,
)
# "Screening for atrial fibrillation with a new device": what is looked for is no harm of the device.
_LOOKED_FOR = re.compile(
    r"\b(?:screening|testing|detection|detecting|diagnos(?:is|ing|tic)|prevalence|epidemiology|burden|recognition|identification|awareness)\b[^:;]{0,40}?\s(?:for|of|in)\s",
    re.IGNORECASE,
)
_PREVENTED = re.compile(r"\bprevent\w*\b", re.IGNORECASE)
_TRIAL = re.compile(r"\b(?:randomi[sz]ed|placebo|trial)\b", re.IGNORECASE)
# "Were randomised to", not "randomised trials are needed" or "controls were randomly selected".
_RANDOMISED = Guarded(re.compile(
    r"\b(?:were|was|been|and|we|who)\s(?:\w+ly\s)?randomi[sz]ed\b|\brandomi[sz]ed\s(?:to|into|between|in\sa|patients|women)\b|"
    r"\brandomly\s(?:assigned|allocated|divided|distributed)\b|\bplacebo\b|\bdouble[\s-]blind",
    re.IGNORECASE,
))  # fmt: skip


def is_studied(doc: Document, name: str) -> bool:
    """Whether the illness is what the study is about, rather than a harm of what was given."""
    full = spelled_out(doc, name)
    if _MISHAP.fullmatch(full) and observes(doc) and not is_of_operation(doc):
        return "injur" in doc.title.lower() or not gives_treatment(doc)
    words, title = telling_words(full), _topic(doc)
    if not (observes(doc) or _is_illness(full)) or _is_harm(full, words, title):
        return False
    looked_for = _LOOKED_FOR.search(title)
    if looked_for and words & telling_words(title[looked_for.end() :]):
        return True
    if names_cancer(doc.title):
        about = words & telling_words(endpoint_in_title(title))
        return bool(about and names_cancer(full) and not _GIVEN.search(title))
    about = words & telling_words(endpoint_in_title(title))
    if about and _is_illness(full) and not (observes(doc) or is_of_operation(doc)):
        return not _INDUCED.search(title)
    if _GIVEN.search(title):
        return not _INDUCED.search(title) and bool(
            _PREVENTED.search(title) and words & telling_words(endpoint_in_title(title))
        )
    if words & telling_words(title):
        return True
    return observes(doc) and not is_of_operation(doc) and not _TELLS_HARMS.search(doc.text)


def _is_harm(full: str, words: frozenset[str], title: str) -> bool:
    """Whether the name or the title speaks of harms; what the title says is to be prevented is none."""
    if _HARM.search(full) or _COMPLICATIONS.search(title):
        return True
    prevented = _PREVENTED.search(title) and words & telling_words(title)
    return _CONSEQUENCE.search(full) is not None and not prevented


def _topic(doc: Document) -> str:
    """The title; of a text without one its first sentence."""
    return doc.title or (doc.sentences[0].text if doc.sentences else "")


@lru_cache(maxsize=64)
def observes(doc: Document) -> bool:
    """Whether the study assigned nobody to a treatment."""
    return not _TRIAL.search(doc.title) and not _RANDOMISED.search(doc.text)


def _is_illness(full: str) -> bool:
    return bool(_ILLNESS.search(full)) or any(t.group == "illness" for t in terms_in(full))


def gives_treatment(doc: Document) -> bool:
    """Whether the title speaks of what was given or done, or of its complications."""
    return bool(_GIVEN.search(doc.title) or _COMPLICATIONS.search(doc.title))


def telling_words(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(_WORD.findall(name.lower())) - _SAYS_LITTLE


def is_of_operation(doc: Document) -> bool:
    """Whether the people had an operation, or another treatment that kills at times."""
    return bool(_OPERATION.search(doc.title) or _OPERATED.search(doc.text))


def names_cancer(text: str) -> bool:
    """Whether the words speak of a cancer."""
    return bool(_CANCER.search(text))
