"""Titles and abstracts put together from sentences of our own, with numbers drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Iterator

__all__ = ["Topic", "abstract_of", "title_of", "topic_of"]

Topic = str
"""``surgery`` is the question of the bundled corpus; the others are what surrounds it in PubMed."""

_TOPICS = {
    "surgery": (
        "stage IV breast cancer",
        "de novo metastatic breast cancer",
        "breast cancer with liver metastases",
    ),
    "oncology": (
        "resected gastric cancer",
        "advanced colorectal cancer",
        "non-small cell lung cancer",
        "melanoma",
    ),
    "medicine": (
        "heart failure",
        "type 2 diabetes",
        "severe asthma",
        "chronic kidney disease",
        "acute stroke",
    ),
    "laboratory": ("zebrafish larvae", "murine macrophages", "cultured fibroblasts", "yeast mutants"),
}
_TREATMENTS = {
    "surgery": (
        "resection of the primary tumor",
        "mastectomy",
        "locoregional treatment",
        "hepatic resection",
    ),
    "oncology": (
        "adjuvant chemotherapy",
        "laparoscopic resection",
        "radiotherapy",
        "immune checkpoint blockade",
    ),
    "medicine": ("a telephone programme", "empagliflozin", "inhaled budesonide", "early rehabilitation"),
    "laboratory": ("silencing of the receptor", "heat stress", "a kinase inhibitor", "nutrient withdrawal"),
}
_AGAINST = {
    "surgery": ("systemic therapy alone", "no surgery"),
    "oncology": ("observation", "open resection", "chemotherapy alone"),
    "medicine": ("usual care", "placebo"),
    "laboratory": ("untreated controls", "vehicle"),
}
_DESIGNS = (
    "We did a randomized trial at {c} hospitals between {y0} and {y1}.",
    "The charts of all patients treated between {y0} and {y1} were reviewed retrospectively.",
    "A population-based cohort was drawn from a national cancer registry ({y0}-{y1}).",
    "In this prospective cohort study, consecutive patients were enrolled at {c} centers.",
    "Patients were matched on a propensity score that took in age, grade and stage.",
)
_BACKGROUND = (
    "Whether {t} is of use in {p} is not known.",
    "The place of {t} in the care of {p} is disputed, and earlier reports were small.",
    "{T} is offered to many patients with {p}, although the evidence for it is thin.",
)
_MORE = (
    "Median follow-up was {m} months (range, {a}-{b}).",
    "Groups were alike in age, comorbidity and tumor grade.",
    "The primary endpoint was overall survival; secondary endpoints were local control and quality of life.",
    "Hazard ratios were estimated with Cox models, and confidence intervals are at the 95% level.",
    "Missing values were filled in by multiple imputation.",
    "Grade 3 or worse adverse events occurred in {r}% of patients.",
)
_FINDINGS = (
    "Overall survival was longer with {t} than with {g} (hazard ratio [HR], {h}; 95% confidence "
    "interval [CI], {l}-{u}; P = {q}).",
    "{T} did not improve overall survival (HR {h}, 95% CI {l} to {u}, p={q}).",
    "The 5-year overall survival rate was {r}% in the {t} group and {s}% in the {g} group (P<0.001).",
    "Median survival was {m} months after {t} and {b} months after {g} (p = {q}).",
    "In multivariable analysis, {t} (HR: {h}; 95% CI: {l}–{u}) and age over 65 years (HR: 1.{d}1; 95% CI: "
    "1.02–1.98) were independent predictors of death.",
    "Local recurrence was seen in {a} of {n} patients (odds ratio {h}, 95% CI {l}-{u}).",
)
_LABORATORY = (
    "Expression of the transcript rose by {r}% after {t}, and fell again within {m} hours.",
    "Compared with {g}, {t} changed the morphology of {p} in {a} of {b} wells.",
    "Fluorescence microscopy showed that the protein moves from the membrane to the nucleus.",
    "These effects were abolished when the promoter was deleted.",
)
_ENDINGS = (
    "{T} may be considered in selected patients with {p}.",
    "These data do not support {t} in {p}; randomized trials are needed.",
    "{T} was associated with longer survival, but selection cannot be ruled out.",
    "Further work should show for whom {t} is worth its burden.",
)
_TITLES = (
    "{T} versus {g} in {p}: a cohort of {n} patients.",
    "{T} in {p}.",
    "Outcomes of {t} for {p}: {c} years of experience.",
    "Does {t} help patients with {p}?",
)


def topic_of(rng: random.Random, in_scope: float) -> Topic:
    """A topic by lot; ``in_scope`` is the share of records on the bundled corpus's question."""
    if rng.random() < in_scope:
        return "surgery"
    return rng.choices(("oncology", "medicine", "laboratory"), (3, 4, 3))[0]


class _Fill:
    """The words and numbers of one record, for the templates."""

    def __init__(self, rng: random.Random, topic: Topic) -> None:
        ratio = round(rng.uniform(0.4, 1.4), 2)
        treatment = rng.choice(_TREATMENTS[topic])
        self.rng = rng
        self.words: dict[str, object] = {
            "p": rng.choice(_TOPICS[topic]),
            "t": treatment,
            "T": treatment[0].upper() + treatment[1:],
            "g": rng.choice(_AGAINST[topic]),
            "n": rng.randint(60, 4000),
            "c": rng.randint(3, 40),
            "y0": rng.randint(1990, 2008),
            "y1": rng.randint(2009, 2023),
            "h": f"{ratio:.2f}",
            "l": f"{ratio * rng.uniform(0.6, 0.9):.2f}",
            "u": f"{ratio * rng.uniform(1.1, 1.6):.2f}",
            "q": f"0.{rng.randint(1, 60):03d}",
            "m": rng.randint(12, 60),
            "a": rng.randint(2, 30),
            "b": rng.randint(31, 59),
            "r": rng.randint(20, 70),
            "s": rng.randint(10, 60),
            "d": rng.randint(1, 6),
        }

    def some(self, sentences: tuple[str, ...], most: int) -> str:
        """From one to ``most`` of the sentences, filled in."""
        chosen = self.rng.sample(sentences, min(self.rng.randint(1, most), len(sentences)))
        return " ".join(s.format_map(self.words) for s in chosen)


def title_of(rng: random.Random, topic: Topic) -> str:
    """A title."""
    return _Fill(rng, topic).some(_TITLES, 1)


def abstract_of(rng: random.Random, topic: Topic) -> Iterator[tuple[str, str]]:
    """The sections of an abstract, label (or none) and text; one record in eight has no abstract."""
    if rng.random() < 0.125:
        return
    fill = _Fill(rng, topic)
    found = _LABORATORY if topic == "laboratory" else _FINDINGS
    who = f" A total of {fill.words['n']} patients were included."
    design = fill.some(_DESIGNS, 1) + who if topic != "laboratory" else fill.some(_LABORATORY, 2)
    parts = (
        ("BACKGROUND", fill.some(_BACKGROUND, 2)),
        ("METHODS", f"{design} {fill.some(_MORE, 4)}"),
        ("RESULTS", f"{fill.some(found, 5)} {fill.some(_MORE, 2)}"),
        ("CONCLUSIONS", fill.some(_ENDINGS, 2)),
    )
    if rng.random() < 0.5:
        yield "", " ".join(text for _, text in parts)
    else:
        yield from parts
