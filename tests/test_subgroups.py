"""Which part of the patients an estimate is about."""

from __future__ import annotations

import pytest

from miner.effects.subgroups import subgroup_of
from miner.text.document import read_document

LIST = (
    "The HR for mastectomy versus biopsy was 0.61 (95% CI 0.41-0.90; p = 0.01) in ER-positive disease, "
    "0.72 (95% CI 0.50-1.10; p = 0.2) in HER2-negative disease and 0.83 (95% CI 0.60-1.30) "
    "in those with a solitary bone metastasis."
)
ITEMS = (
    "No subgroup gained: hormone receptor-positive (HR 0.91), HER2-positive (HR 0.92) "
    "and triple-negative disease (HR 1.30)."
)
ROWS = "Planned subgroup analyses: node-negative, HR 0.64 (0.46-0.91); one bone lesion, 0.47 (0.23-0.98)."


@pytest.mark.parametrize(
    ("text", "number", "behind", "expected"),
    [
        pytest.param(LIST, "0.61", " (95% CI 0.41-0.90", "ER-positive disease", id="behind each: the first"),
        pytest.param(
            LIST, "0.72", " (95% CI 0.50-1.10", "HER2-negative disease", id="behind each: the second"
        ),
        pytest.param(
            LIST, "0.83", " (95% CI 0.60-1.30", "solitary bone metastasis", id="behind each: the last"
        ),
        pytest.param(ITEMS, "0.92", "", "HER2-positive", id="an item of a list of subgroups"),
        pytest.param(ROWS, "0.64", " (0.46-0.91)", "node-negative", id="a row of a list: the first"),
        pytest.param(ROWS, "0.47", " (0.23-0.98)", "one bone lesion", id="a row of a list: a later one"),
        pytest.param(
            "Patients with visceral disease had poorer survival after mastectomy (HR 1.4).",
            "1.4",
            "",
            "Patients with visceral disease",
            id="the subject",
        ),
        pytest.param(
            "Women in the bone-only group who had mastectomy lived longer (HR 0.5).",
            "0.5",
            "",
            "bone-only group",
            id="a group by what its patients are",
        ),
        pytest.param(
            "In an analysis restricted to women with one bone lesion, mastectomy was better (HR 0.5).",
            "0.5",
            "",
            "women with one bone lesion",
            id="those an analysis is restricted to",
        ),
        pytest.param(
            "In an unplanned exploratory analysis of women with bone-only lesions, it was better (HR 1.2).",
            "1.2",
            "",
            "women with bone-only lesions",
            id="those of an analysis that was not planned",
        ),
        pytest.param(
            "In a multivariable analysis of women with visceral disease and others, it was (HR 1.2).",
            "1.2",
            "",
            None,
            id="an analysis of all",
        ),
        pytest.param(
            "In the 78 patients with complete response, survival did not differ (HR 0.8).",
            "0.8",
            "",
            "patients with complete response",
            id="so many of them",
        ),
        pytest.param(
            "For a single lung lesion the HR for death was 0.6.",
            "0.6",
            "",
            "a single lung lesion",
            id="for X the HR",
        ),
        pytest.param(
            "The exception was luminal disease, in which survival was no better with surgery (HR 0.9).",
            "0.9",
            "",
            "luminal disease",
            id="in which",
        ),
        pytest.param(
            "In lung metastasis (n = 31), mastectomy did not bear on survival (HR 1.1).",
            "1.1",
            "",
            "lung metastasis",
            id="where the metastases are",
        ),
        pytest.param(
            "Among luminal tumours (n = 60) mastectomy did not bear on survival (HR 1.1).",
            "1.1",
            "",
            "luminal tumours",
            id="what follows a count is no further part",
        ),
        pytest.param("Survival was longer with surgery (HR 0.7).", "0.7", "", None, id="all of them"),
    ],
)
def test_the_part_is_named_beside_the_estimate(
    text: str, number: str, behind: str, expected: str | None
) -> None:
    doc = read_document(f"A study\nRESULTS: {text}")
    start = doc.text.index(number)
    end = start + len(number + behind)
    assert subgroup_of(doc, doc.sentence_at(start), start, end, "mastectomy vs biopsy") == expected


def test_the_same_held_carries_the_part_on() -> None:
    text = "Among women with brain metastases, survival was longer (HR 0.7). The same held for PFS (HR 0.8)."
    doc = read_document(f"A study\nRESULTS: {text}")
    start = doc.text.index("0.8")
    found = subgroup_of(doc, doc.sentence_at(start), start, start + 3, "surgery")
    assert found == "women with brain metastases"
