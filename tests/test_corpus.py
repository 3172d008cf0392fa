"""A corpus: the bundled strategy, registry terms and scope rules, and what a corpus folder must be."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from miner.corpus import ScopeExclusion, ScopeRule, bundled_corpora, load_corpus
from miner.errors import CorpusError
from miner.model import Scope
from miner.scope import judge_scope, rule_matches

CORPUS = load_corpus("mbc-surgery")
RULES = CORPUS.scope_rules
EXCLUSIONS = [exclusion for exclusion in CORPUS.scope_exclusions if exclusion.pattern is not None]
PRISMA_S = ("database", "platform", "study_registries", "limits", "search_filters", "updates", "peer_review")


# ---- the search strategy ----


def test_query_is_balanced() -> None:
    depth = 0
    for character in re.sub(r'"[^"]*"', "", CORPUS.query()):
        depth += {"(": 1, ")": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert CORPUS.query().count('"') % 2 == 0


def test_every_line_of_the_strategy_stands_in_the_query_verbatim() -> None:
    for block in CORPUS.blocks:
        for line in block.lines:
            assert line.term in block.query()
        assert block.query() in CORPUS.query()


def test_query_asks_for_population_and_any_intervention_and_no_animals() -> None:
    by_id = {block.id: block.query() for block in CORPUS.blocks}
    either = " OR ".join(block.query() for block in CORPUS.blocks if block.role == "intervention")
    assert CORPUS.query() == (
        f"{by_id['breast-cancer']} AND {by_id['metastatic']} AND ({either}) NOT {by_id['animals-only']}"
    )


def test_every_line_names_its_field_and_its_reason_once() -> None:
    for block in CORPUS.blocks:
        terms = [line.term for line in block.lines]
        assert len(set(terms)) == len(terms)
        for line in block.lines:
            assert re.search(r"\[(Title|Title/Abstract|MeSH Terms)(:~\d|:noexp)?\]\)?$", line.term), line.term
            assert line.why.endswith("."), line.term


@pytest.mark.parametrize("item", PRISMA_S)
def test_strategy_states_what_prisma_s_asks(item: str) -> None:
    assert CORPUS.prisma_s[item].strip()


def test_registry_terms_are_given_and_unique() -> None:
    for terms in (CORPUS.registry_conditions, CORPUS.registry_interventions):
        assert len(set(terms)) == len(terms) > 0


def test_strategy_is_explained_block_by_block() -> None:
    text = (CORPUS.folder / "STRATEGY.md").read_text(encoding="utf-8")
    for block in CORPUS.blocks:
        assert block.name in text


# ---- the scope rules ----


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_scope_rule_accepts_and_refuses_its_examples(rule: ScopeRule) -> None:
    assert rule.accepts
    assert rule.refuses
    assert all(rule_matches(rule, example, CORPUS) for example in rule.accepts)
    assert not any(rule_matches(rule, example, CORPUS) for example in rule.refuses)


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=lambda exclusion: exclusion.id)
def test_exclusion_accepts_and_refuses_its_examples(exclusion: ScopeExclusion) -> None:
    assert exclusion.accepts
    assert exclusion.refuses
    assert all(exclusion.matches(example) for example in exclusion.accepts)
    assert not any(exclusion.matches(example) for example in exclusion.refuses)


IN = ("breast_cancer", "metastatic", "local_treatment")
JUDGED = [
    pytest.param(
        "Surgery of the primary tumour in de novo stage IV breast cancer",
        "We reviewed 300 women with metastases at diagnosis. Mastectomy was done in 120.",
        IN,
        id="primary-tumour-surgery",
    ),
    pytest.param(
        "Hepatic resection for breast cancer metastases: a single-centre series",
        "Twenty women had liver metastases resected.",
        IN,
        id="liver-metastasectomy",
    ),
    pytest.param(
        "Stereotactic radiotherapy for oligometastatic disease",
        "The primary tumours were lung (40), breast (31) and prostate (12). All lesions received SBRT.",
        IN,
        id="several-cancers-with-breast",
    ),
    pytest.param(
        "Locoregional treatment of the primary in metastatic breast cancer",
        "Colorectal cancer has taught us caution. Women with stage IV disease were randomised.",
        IN,
        id="other-cancer-in-passing",
    ),
    pytest.param(
        "Hepatectomy for colorectal liver metastases",
        "Breast cancer metastases were excluded.",
        ("other_cancer",),
        id="colorectal",
    ),
    pytest.param(
        "Surgery of the primary tumour in stage IV disease of the pancreas",
        "Patients with pancreatic cancer and metastatic disease had palliative surgery.",
        ("other_cancer",),
        id="pancreas-without-breast",
    ),
    pytest.param(
        "Mastectomy or breast-conserving surgery for tumours of 2 cm",
        "Women with operable breast cancer, stage I or II, were followed for ten years.",
        ("early_stage_only",),
        id="early-stage",
    ),
    pytest.param(
        "Radiotherapy in non-metastatic breast cancer",
        "Locoregional radiotherapy followed mastectomy. Metastatic breast cancer was excluded.",
        ("early_stage_only",),
        id="non-metastatic",
    ),
    pytest.param(
        "Docetaxel in metastatic breast cancer",
        "Women with metastatic breast cancer received docetaxel or vinorelbine.",
        ("no_local_treatment",),
        id="systemic-only",
    ),
    pytest.param(
        "Primary tumour resection speeds lung metastases in mice",
        "BALB/c mice with 4T1 breast tumours had the primary tumour resected.",
        ("laboratory",),
        id="mice",
    ),
    pytest.param(
        "A method for measuring registration delays",
        "Registrations were compared with pathology reports.",
        ("not_breast_cancer", "not_metastatic", "no_local_treatment"),
        id="nothing-shown",
    ),
]


@pytest.mark.parametrize(("title", "abstract", "reasons"), JUDGED)
def test_scope_is_judged_with_reasons(title: str, abstract: str, reasons: tuple[str, ...]) -> None:
    scope = judge_scope(title, abstract, ["Journal Article"], True, CORPUS)
    assert set(reasons) <= set(scope.reasons)
    assert scope.in_scope == (reasons == IN)


@pytest.mark.parametrize(
    ("publication_type", "reason"),
    [
        ("Retracted Publication", "retracted"),
        ("Retraction of Publication", "notice"),
        ("Published Erratum", "notice"),
        ("Letter", "notice"),
    ],
)
def test_publication_type_decides_before_words(publication_type: str, reason: str) -> None:
    title = "Surgery of the primary tumour in stage IV breast cancer"
    types = ["Journal Article", publication_type]
    assert judge_scope(title, "Mastectomy was done.", types, True, CORPUS) == Scope(False, (reason,))


def test_a_record_without_abstract_is_out_of_scope_for_that_reason() -> None:
    title = "Surgery of the primary tumour in stage IV breast cancer"
    assert judge_scope(title, "", [], False, CORPUS) == Scope(False, ("no_abstract",))


def test_the_title_may_stand_in_the_text_or_not() -> None:
    title = "Docetaxel and mastectomy in metastatic breast cancer"
    body = "Forty women were treated."
    assert judge_scope(title, body, [], True, CORPUS) == judge_scope(
        title, f"{title}\n{body}", [], True, CORPUS
    )


# ---- what a corpus folder must be ----


def test_corpus_is_loaded_by_name_or_by_folder() -> None:
    assert "mbc-surgery" in bundled_corpora()
    assert load_corpus(CORPUS.folder) is load_corpus("mbc-surgery")
    assert load_corpus(str(CORPUS.folder)).id == "mbc-surgery"


def test_a_corpus_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    for wanted in ("mbc-surgry", tmp_path):
        with pytest.raises(CorpusError, match=r"name a bundled corpus \(mbc-surgery\) or a folder"):
            load_corpus(wanted)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Path]:
    """A copy of the bundled corpus with one piece of its `corpus.toml` replaced."""

    def make(old: str, new: str) -> Path:
        shutil.copytree(CORPUS.folder / "vocabulary", tmp_path / "vocabulary")
        text = (CORPUS.folder / "corpus.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "corpus.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "mbc-surgery"\n', "", r"\[corpus\]: id is missing; add a text in quotes"),
        ("date = 2026-11-22", 'date = "soon"', r"date is 'soon'; write a date without quotes"),
        ("[corpus]", "[corpus", "not valid TOML .* correct that line"),
        ("[registry] #", "[registries] #", r"registry is missing; add a table, headed \[registry\]"),
        (
            'role = "exclude"',
            'role = "animals"',
            "role is 'animals'; write one of population, intervention, exclude",
        ),
        (
            '"breast cancer"[Title/Abstract]',
            '("breast cancer"[Title/Abstract]',
            "has an open parenthesis or quote; close it",
        ),
        (r"\bstage[\s-]+", r"\bstage([\s-]+", "pattern is .* write a regular expression that compiles"),
        (
            '"interventions:mastectomy"',
            '"interventions:mastectomie"',
            "is not in the vocabulary; write facet:id",
        ),
        ("enough = 4", "enough = 0", "enough is 0; write a whole number above 0"),
        ('id = "metastatic-breast"', 'id = "stage-iv"', "scope.rule id stage-iv stands twice; rename one"),
        (
            'explains = "metastatic"',
            'explains = "stage"',
            "explains 'stage' is unknown; write one of breast_cancer",
        ),
    ],
)
def test_a_malformed_corpus_is_refused_with_its_fix(
    changed: Callable[[str, str], Path], old: str, new: str, says: str
) -> None:
    folder = changed(old, new)
    with pytest.raises(CorpusError, match=says) as caught:
        load_corpus(folder)
    assert "corpus.toml" in str(caught.value)


def test_a_rule_without_words_or_concepts_is_refused(changed: Callable[[str, str], Path]) -> None:
    old = 'concepts = ["interventions:local_treatment"]'
    with pytest.raises(CorpusError, match="neither pattern nor concepts; give at least one"):
        load_corpus(changed(old, "concepts = []"))
