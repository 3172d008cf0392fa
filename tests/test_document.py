"""Cutting texts into title, sections and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.text.document import Document, read_document
from miner.text.headings import find_headings, roles_of
from miner.text.sentences import LONGEST

STRUCTURED = (
    "Removal of the breast primary in stage IV disease: a cohort study\n"
    "BACKGROUND: Surgery is disputed in 30% of centres. \n"
    "METHODS: We studied 90 women. Adverse events were graded by patients.\n"
    "RESULTS: Survival was longer after surgery (HR 0.70).\n"
    "CONCLUSIONS: Surgery may help."
)


def roles(text: str) -> list[str]:
    return [s.role for s in read_document(text).sentences]


def test_headings_on_lines_give_the_roles() -> None:
    assert roles(STRUCTURED) == ["title", "background", "methods", "methods", "results", "conclusion"]


def test_quotes_stand_where_their_offsets_say() -> None:
    doc = read_document(STRUCTURED)
    place = STRUCTURED.index("Survival")
    quote = doc.sentence_at(place)
    evidence = doc.evidence(quote.start, quote.end, "a-rule")
    assert evidence.quote == "Survival was longer after surgery (HR 0.70)."
    assert evidence.section == "RESULTS"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("A title\nMethods. We asked 20 women. Results. Ten answered.", ["Methods", "Results"]),
        ("A title. Background: It is so. Results: Ten died.", ["Background", "Results"]),
        ("A title\nRESULTS We saw ten. CONCLUSION Surgery helps.", ["RESULTS", "CONCLUSION"]),
        ("A title\nRESULTS OS was 10 months.", ["RESULTS"]),
        ("TITLE: \nA title\nDESIGN, SETTING, AND PATIENTS: Two.", ["TITLE", "DESIGN, SETTING, AND PATIENTS"]),
        ("A title\nMethods\nWe asked.\nFindings\nTen died.", ["Methods", "Findings"]),
        ("A title\nBackground/Objective(s): To ask.", ["Background/Objective(s)"]),
        ("A title\nResults Salmonella grew. Conclusions Tea did no good.", ["Results", "Conclusions"]),
        ("A title\nPurpose Nurses tire. Results Sixty-one slept.", ["Purpose", "Results"]),
        (
            "A title\nImportance: So. Design, Setting, and Participants: 2. Conclusions and Relevance: 1.",
            ["Importance", "Design, Setting, and Participants", "Conclusions and Relevance"],
        ),
    ],
)  # fmt: skip
def test_headings_in_their_dresses(text: str, labels: list[str]) -> None:
    assert [h.label for h in find_headings(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "A title\nWe studied pain. Patients with bone disease were asked.",
        "A title\nTwo died. Adverse events were few. Outcome was poor in both.",
        "SUBMIT: systemic therapy with or without surgery\nWe will ask.",
        "Outcome: what surgeons say\nWe asked them.",
        "A title\nPATIENTS WITH HER2 DISEASE were asked.",
        "A title\nICU LOS: the stay was long.",
        "A title\nWe scanned them. Background Parenchyma was dense.",
    ],
)
def test_words_in_running_text_are_no_headings(text: str) -> None:
    assert find_headings(text) == ()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Methods and Findings", ("methods", "results")),
        ("Setting and patients", ("methods",)),
        ("AUTHORS’ CONCLUSIONS", ("conclusion",)),
        ("Breast surgery", ()),
    ],
)
def test_roles_of_headings(label: str, expected: tuple[str, ...]) -> None:
    assert roles_of(label) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Operated women (n = 40) vs. Controls had less pain.",
        "Charts between Jan. 1, 1999, and Dec. 30, 2009, were read.",
        "The trial (No. 1745) was closed.",
        "Data of J. Smith et al. 2004 agree.",
        "The 95% C.I. 0.3 to 0.9 excludes one.",
        "Survival was 38.4 months (p = .03).",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert [s.text for s in read_document(f"A title\n{sentence}").sentences] == ["A title", sentence]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Pain was less in group B. The others had more.", 2),
        ("Pain was less with A+B. Length of stay was alike.", 2),
        ("Survival was longer. β-blockers were allowed.", 2),
        ("It was so.Patients lived longer.", 2),
        ("One line that\nis wrapped here.", 1),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(read_document(f"A title\n{text}").sentences) == 1 + count


UNSTRUCTURED = (
    "Surgery of the primary in stage IV breast cancer. Some 5% of women present with metastases, and in "
    "the USA 35% of them are operated on. Whether this prolongs life is unknown. We identified 120 patients "
    "in our database. Survival was compared with the log-rank test. Median survival was 40 months after "
    "surgery and 25 months without (p = 0.01). On multivariable analysis the hazard ratio was 0.60. These "
    "data suggest that surgery may be considered. ClinicalTrials.gov identifier: NCT01234567."
)


def test_background_with_a_percentage_stays_background() -> None:
    expected = [
        "title",
        "background",
        "background",
        "methods",
        "methods",
        "results",
        "results",
        "conclusion",
        "other",
    ]
    assert roles(UNSTRUCTURED) == expected


def test_methods_and_findings_are_told_apart() -> None:
    text = "A title\nMETHODS AND FINDINGS: We enrolled 60 women. Response occurred in 40% (p = 0.02)."
    assert roles(text) == ["title", "methods", "results"]


def test_a_whole_abstract_on_one_line_has_its_first_sentence_as_title() -> None:
    assert (
        read_document("Does surgery help? We asked 20 women. " + "It did. " * 90 + "\n").title
        == "Does surgery help?"
    )


@given(st.text(alphabet="AbC RESULTSmethods:.\n%5?()", max_size=300))
def test_sentences_are_stretches_of_the_text_in_order(text: str) -> None:
    doc: Document = read_document(text)
    assert all(text[s.start : s.end] == s.text != "" for s in doc.sentences)
    assert all(a.end <= b.start for a, b in zip(doc.sentences, doc.sentences[1:], strict=False))


@given(st.text(alphabet="ab1. ", min_size=1), st.integers(1, 4000))
def test_no_sentence_is_longer_than_anybody_writes(piece: str, times: int) -> None:
    text = "A title\n" + (piece * times)[:9000]
    sentences = read_document(text).sentences
    assert all(s.end - s.start <= LONGEST for s in sentences)


def test_a_sentence_without_a_stop_is_cut_at_a_blank_and_loses_nothing() -> None:
    text = "A title\n" + "survival " * 1000
    cut = read_document(text).sentences[1:]
    assert " ".join(s.text for s in cut) == ("survival " * 1000).strip()


def test_what_has_no_blank_for_200_characters_is_not_read_and_moves_nothing() -> None:
    text = f"A title\nThe gene {'GATTACA' * 60} was found. Survival rose."
    sentences = read_document(text).sentences
    assert [s.text.split() for s in sentences[1:]] == [
        ["The", "gene", "was", "found."],
        ["Survival", "rose."],
    ]
    assert text[sentences[-1].start :] == "Survival rose."
