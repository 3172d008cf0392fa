"""The vocabulary: how terms are found in text, what a vocabulary file must be, and the bundled data."""

import csv
import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.corpus import load_corpus
from miner.errors import CorpusError
from miner.model import EndpointClass
from miner.term_matcher import Matcher, Term, fold_key
from miner.vocabulary import FACETS, Concept, Facet, Vocabulary, load_vocabulary

FOLDER = load_corpus("mbc-surgery").folder / "vocabulary"
VOCABULARY = load_vocabulary(FOLDER)
LEAST: dict[Facet, int] = {"interventions": 55, "endpoints": 35, "populations": 35, "data_sources": 30}
CONCEPTS = [concept for facet in FACETS for concept in VOCABULARY.facet(facet).values()]


def named(facet: Facet, text: str, context: str = "") -> list[str]:
    return [mention.concept_id for mention in VOCABULARY.matcher(facet).find(text, context)]


# ---- finding terms ----

INTERVENTIONS = [
    ("Surgery of the primary tumour was offered.", ["primary_tumour_surgery"]),
    ("Surgical resection of the primary tumor was offered.", ["primary_tumour_surgery"]),
    ("Primary tumor resections were rare.", ["primary_tumour_surgery"]),
    ("Loco-regional treatment was offered.", ["locoregional_treatment"]),
    ("Locoregional therapy was offered.", ["locoregional_treatment"]),
    ("They had no locoregional treatment.", ["no_locoregional_treatment"]),
    ("Women in the non-surgery group", ["no_surgery"]),
    ("Women without surgery", ["no_surgery"]),
    ("Breast conserving surgery or mastectomy", ["breast_conserving_surgery", "mastectomy"]),
    ("A modified radical mastectomy", ["modified_radical_mastectomy"]),
    ("Systemic therapy alone", ["systemic_therapy_alone"]),
    ("Systemic therapy was chosen.", ["systemic_therapy"]),
    ("Resection of\nliver metastases", ["hepatic_metastasectomy"]),
    ("Surgery for breast cancer liver metastases", ["hepatic_metastasectomy"]),
    ("The place of surgery in the treatment of brain metastases", ["brain_metastasectomy"]),
    ("Surgical treatment for sternal metastasis", ["sternal_resection"]),
    ("Surgery in women with bone metastases", ["surgery"]),
    ("Bilateral oophorectomy and goserelin", ["ovarian_suppression", "ovarian_suppression"]),
    ("SBRT or radiosurgery", ["stereotactic_body_radiotherapy", "stereotactic_radiosurgery"]),
    ("CDK4/6 inhibitors", ["cdk46_inhibitor"]),
    ("ALND was done; alnd is no word.", ["axillary_dissection"]),
]
ENDPOINTS = [
    ("overall survival", ["overall_survival"]),
    (
        "overall (OS) and progression-free survival",
        ["overall_survival", "overall_survival", "progression_free_survival"],
    ),
    ("disease-free and overall survival", ["disease_free_survival", "overall_survival"]),
    ("Overall, survival was short.", ["overall_survival"]),
    ("all-cause mortality", ["mortality"]),
    ("30-day mortality", ["perioperative_mortality"]),
    ("breast cancer-specific survival", ["breast_cancer_specific_survival"]),
    ("locoregional progression-free survival", ["locoregional_progression_free_survival"]),
    ("distant metastasis-free survival", ["distant_progression_free_survival"]),
    ("local recurrences", ["locoregional_recurrence"]),
    ("health-related quality of life", ["quality_of_life"]),
    ("the os sacrum", []),
]
POPULATIONS = [
    ("de novo stage IV breast cancer", ["de_novo_metastatic"]),
    ("bone-only disease", ["bone_only_metastases"]),
    ("HER2-/HR+ disease", ["her2_negative", "hr_positive"]),
    ("HR+/HER2- disease", ["hr_positive_her2_negative"]),
    ("HER2+ and HER2-negative", ["her2_positive", "her2_negative"]),
    ("an HR of 0.7", []),
    ("oligo-metastatic breast cancer", ["oligometastatic"]),
    ("women with ≤ 3 metastases", ["oligometastatic_up_to_3"]),
    ("negative surgical margins", ["margin_negative"]),
]
SOURCES = [
    ("the Surveillance, Epidemiology, and End Results (SEER) program", ["seer", "seer"]),
    ("a seer of fortunes", []),
    ("surveillance, then epidemiology", []),
    ("the National Cancer Database", ["ncdb"]),
    ("the Netherlands Cancer Registry (NCR)", ["netherlands_cancer_registry"] * 2),
    ("the NCR protein", []),
]
CASES = [
    pytest.param(facet, text, ids, id=f"{facet}-{text[:40]}")
    for facet, rows in (
        ("interventions", INTERVENTIONS),
        ("endpoints", ENDPOINTS),
        ("populations", POPULATIONS),
        ("data_sources", SOURCES),
    )
    for text, ids in rows
]


@pytest.mark.parametrize(("facet", "text", "ids"), CASES)
def test_terms_are_found_as_journals_print_them(facet: Facet, text: str, ids: list[str]) -> None:
    assert named(facet, text) == ids


def test_ambiguous_abbreviation_waits_for_its_expansion() -> None:
    assert named("interventions", "RT-PCR was used, and RT.") == []
    assert named("interventions", "RT was given.", context="Women had radiotherapy (RT).") == ["radiotherapy"]
    assert named("interventions", "LRT was given to 120.") == []
    assert named("interventions", "LRT was given to 120.", context="Locoregional treatment (LRT)") == [
        "locoregional_treatment"
    ]


def test_ambiguous_abbreviation_is_read_beside_a_word_of_its_context() -> None:
    assert named("endpoints", "Median OS was 40 months.") == ["overall_survival"]


def test_abbreviation_reads_its_plural_but_not_another_case() -> None:
    matcher = Matcher([Term("ptr", "PTR")])
    assert [m.of("PTRs, ptr") for m in matcher.find("PTRs, ptr")] == ["PTRs"]


def test_longer_term_wins_even_where_a_shorter_one_starts_first() -> None:
    matcher = Matcher([Term("short", "liver resection"), Term("long", "resection of liver metastases")])
    found = matcher.find("liver resection of liver metastases")
    assert [m.concept_id for m in found] == ["long"]


def test_punctuation_between_words_breaks_a_term() -> None:
    matcher = Matcher([Term("os", "overall survival")])
    assert matcher.find("Overall. Survival") == ()
    assert len(matcher.find("overall-survival and overall\n survival")) == 2


TEXTS = st.lists(
    st.sampled_from(
        [
            "surgery",
            "of the primary",
            "tumour",
            "OS",
            "overall",
            "survival",
            "LRT",
            "and",
            ",",
            "-",
            "(",
            "HER2-",
            "no",
            "é",
            ".",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(TEXTS)
def test_mentions_are_ordered_and_never_overlap(text: str) -> None:
    for facet in FACETS:
        mentions = VOCABULARY.matcher(facet).find(text)
        assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
        assert all(m.of(text).strip() == m.of(text) != "" for m in mentions)


@given(TEXTS)
def test_spelling_and_case_of_words_do_not_matter(text: str) -> None:
    american = text.replace("tumour", "Tumors")
    assert named("interventions", text) == named("interventions", american)


def test_finding_is_fast() -> None:
    sentence = (
        "Surgery of the primary tumour was followed by locoregional radiotherapy in 123 women, and overall "
        "survival was longer than with systemic therapy alone (hazard ratio 0.61, 95% CI 0.50-0.74; p<0.001)."
    )
    matcher = VOCABULARY.matcher("interventions")
    started = time.perf_counter()
    for _ in range(200):
        matcher.find(sentence)
    assert (time.perf_counter() - started) / 200 < 0.002  # 0.2 ms when the machine is quiet


# ---- the bundled data ----


@pytest.mark.parametrize("facet", FACETS)
def test_file_is_sorted_by_id_and_large_enough(facet: Facet) -> None:
    with (FOLDER / f"{facet}.tsv").open(encoding="utf-8", newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert ids == sorted(ids)
    assert len(ids) >= LEAST[facet]


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_every_term_of_a_concept_finds_it_and_no_other(concept: Concept) -> None:
    spelled_out = f"{concept.name}. " + ". ".join(s for s in concept.synonyms if s not in concept.ambiguous)
    for term in concept.terms():
        if "~" in term.text:
            continue
        found = VOCABULARY.matcher(concept.facet).find(f"({term.text})", context=spelled_out)
        assert [m.concept_id for m in found] == [concept.id], term.text


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_an_id_says_where_it_was_checked(concept: Concept) -> None:
    if concept.mesh_id or concept.ncit_id:
        assert concept.source
    assert concept.curie == f"mbc:{concept.id}"
    assert re.fullmatch(r"[a-z0-9_]+", concept.id)


def test_every_endpoint_class_is_used_and_every_endpoint_has_one() -> None:
    used = {concept.endpoint_class for concept in VOCABULARY.endpoints.values()}
    assert used == set(EndpointClass.__args__)  # type: ignore[attr-defined]  # Literal has no typed arguments


@pytest.mark.parametrize(
    ("concept_id", "event_good", "value_good"),
    [
        ("overall_survival", "fewer", "more"),
        ("mortality", "fewer", "fewer"),
        ("locoregional_recurrence", "fewer", "fewer"),
        ("locoregional_control", "fewer", "more"),
        ("objective_response", "more", "more"),
        ("quality_of_life", None, "more"),
        ("adverse_event", "fewer", "fewer"),
        ("receptor_discordance", None, None),
    ],
)
def test_endpoint_says_which_direction_is_good(concept_id: str, event_good: str, value_good: str) -> None:
    endpoint = VOCABULARY.endpoints[concept_id]
    assert (endpoint.event_good, endpoint.value_good) == (event_good, value_good)


@pytest.mark.parametrize(
    ("concept_id", "ancestor"),
    [
        ("nipple_sparing_mastectomy", "primary_tumour_surgery"),
        ("axillary_dissection", "local_treatment"),
        ("hepatic_metastasectomy", "metastasectomy"),
        ("radiofrequency_ablation", "metastasis_directed_therapy"),
        ("trastuzumab", "systemic_therapy"),
        ("bone_only_metastases", "metastatic_breast_cancer"),
        ("seer_medicare", "seer"),
    ],
)
def test_hierarchy(concept_id: str, ancestor: str) -> None:
    assert VOCABULARY.is_a(concept_id, ancestor)
    assert not VOCABULARY.is_a(ancestor, concept_id)


def test_withholding_a_treatment_is_no_kind_of_it() -> None:
    for comparator in ("no_surgery", "no_locoregional_treatment", "systemic_therapy_alone", "observation"):
        assert not VOCABULARY.is_a(comparator, "local_treatment")


def test_removal_of_the_ovaries_as_endocrine_treatment_is_no_metastasectomy() -> None:
    assert not VOCABULARY.is_a("ovarian_suppression", "metastasectomy")


def test_concept_is_found_by_id_or_curie() -> None:
    assert VOCABULARY.concept("mbc:mastectomy") is VOCABULARY.concept("mastectomy")


def test_loading_twice_reads_once() -> None:
    assert load_vocabulary(FOLDER) is load_vocabulary(str(FOLDER))


# ---- what a vocabulary file must be ----

HEADER = "id\tname\tparent\tcategory\tsynonyms\tambiguous\tcontext\tmesh_id\tncit_id\tsource\tnote"
SPECIAL: dict[Facet, str] = {
    "interventions": "",
    "endpoints": "\tclass\tevent_good\tvalue_good",
    "populations": "",
    "data_sources": "\tcountry",
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A vocabulary folder of empty files, with rows for interventions or endpoints."""

    def make(interventions: str = "", endpoints: str = "") -> Path:
        rows: dict[Facet, str] = {"interventions": interventions, "endpoints": endpoints}
        for facet in FACETS:
            lines = [HEADER + SPECIAL[facet], *rows.get(facet, "").splitlines()]
            (tmp_path / f"{facet}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return make


def row(id_: str, name: str = "Name", parent: str = "", synonyms: str = "", **more: str) -> str:
    cells = [
        id_,
        name,
        parent,
        "",
        synonyms,
        more.get("ambiguous", ""),
        "",
        more.get("mesh_id", ""),
        "",
        "",
        "",
    ]
    return "\t".join(cells)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (row("Mastectomy"), "is not snake_case; write it as"),
        (row("mastectomy", name=""), "has no name; write the words"),
        (row("a", "A1") + "\n" + row("a", "A2"), "id 'a' twice; keep one line"),
        (row("a", parent="b"), "has parent 'b', which is no id here; add or change it"),
        (row("a", "A1", "b") + "\n" + row("b", "B1", "a"), "run in a circle, a > b > a; break it"),
        (row("a", "Tumour surgery") + "\n" + row("b", "Tumor-surgeries"), "keep it in one"),
        (row("a", ambiguous="LRT"), r"ambiguous lists \['LRT'\], not among the synonyms"),
        (row("a", mesh_id="8408"), "has the wrong shape; leave unchecked ids empty"),
        (row("a", mesh_id="D008408"), "has no source; say where it was checked"),
        ("a\tName", "one tab between each"),
    ],
)
def test_a_wrong_row_is_refused_with_its_fix(write: Callable[..., Path], rows: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        load_vocabulary(write(rows))


def test_an_unknown_endpoint_class_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(CorpusError, match="class 'survival' is unknown; write one of overall_survival"):
        load_vocabulary(write(endpoints=row("os", "OS") + "\tsurvival\tfewer\tmore"))


def test_an_id_of_two_facets_is_refused(write: Callable[..., Path]) -> None:
    folder = write(row("same", "One"), row("same", "Two") + "\tother\t\t")
    with pytest.raises(
        CorpusError, match=r"endpoints.tsv: id 'same' is also in interventions.tsv; rename one"
    ):
        load_vocabulary(folder)


def test_a_missing_file_or_column_is_named(tmp_path: Path, write: Callable[..., Path]) -> None:
    with pytest.raises(
        CorpusError, match=r"interventions.tsv: no such file; add it, with the columns id, name"
    ):
        load_vocabulary(tmp_path / "nowhere")
    folder = write()
    (folder / "populations.tsv").write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"populations.tsv: columns are \['id', 'name'\]; write id, name, parent"
    ):
        load_vocabulary(folder)


def test_an_empty_vocabulary_finds_nothing(write: Callable[..., Path]) -> None:
    vocabulary: Vocabulary = load_vocabulary(write())
    assert vocabulary.matcher("interventions").find("Mastectomy was done.") == ()


def test_spellings_share_a_key() -> None:
    assert fold_key("Loco-regional tumours") == fold_key("locoregional tumor")
    assert fold_key("oestrogen") == fold_key("estrogens")
    assert fold_key("OS") != fold_key("os")
