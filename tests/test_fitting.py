"""Weights fitted on labelled texts: the logit, what is collected from a text, and the table written."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad
from typer.testing import CliRunner

from miner.errors import RuleError
from miner.participants.mentions import Mention
from miner.reading import document_of, extract_document
from miner.weights import load_weights, note, observed, score
from pipelines.accuracy import is_shut
from pipelines.evaluate import Record
from pipelines.fitting import __main__ as fitting
from pipelines.fitting.choices import KINDS, Learnt
from pipelines.fitting.logit import Case, Likelihood, Option, cross_validated, fit, judge
from pipelines.fitting.tables import in_use, written
from pipelines.fitting.texts import for_fitting, read_texts

TEXT = (
    "Surgery of the primary in stage IV breast cancer: a randomised trial\n"
    "METHODS: Of 146 women screened, 120 were randomised to surgery (n = 59) or no surgery (n = 61).\n"
    "RESULTS: Median survival was 41.5 months with surgery and 38.2 months without it. Surgery did not "
    "improve overall survival over no surgery (hazard ratio 0.95, 95% CI 0.70 to 1.29; p = 0.74).\n"
    "CONCLUSION: Surgery did not prolong survival."
)
LABEL: Record = {
    "id": "t",
    "design": "randomized_trial",
    "sample_size": {"value": 120},
    "arms": [{"label": "surgery", "n": 59}, {"label": "no surgery", "n": 61}],
    "effects": [
        {
            "measure": "HR",
            "value": 0.95,
            "ci": [0.7, 1.29],
            "p": {"op": "=", "value": 0.74},
            "endpoint_class": "overall_survival",
            "contrast": "surgery vs no surgery",
        }
    ],
    "arm_results": [{"statistic": "median_time", "value": v, "unit": "months"} for v in (41.5, 38.2)],
    "conclusion": "no_difference",
}
TRUE = {("s", "printed"): 2.0, ("s", "far"): -1.5, ("s", "NONE"): 0.5}


def invented(documents: int, seed: int = 1) -> list[Case]:
    """Choices drawn by the weights of ``TRUE``; a trait that says nothing is among the others."""
    drawn = random.Random(seed)
    cases = []
    for n in range(documents):
        traits = [
            {("s", t): 1.0 for t in ("printed", "far", "idle") if drawn.random() < 0.5} for _ in range(4)
        ]
        traits.append({("s", "NONE"): 1.0})
        odds = [np.exp(sum(TRUE.get(t, 0.0) for t in mine)) for mine in traits]
        chosen = drawn.choices(range(5), weights=odds)[0]
        cases.append(Case(f"doc {n}", tuple(Option(mine, i == chosen) for i, mine in enumerate(traits))))
    return cases


def cases_of(kind: Learnt, label: Record = LABEL) -> list[Case]:
    return list(KINDS[kind].cases(list(read_texts({"t": label}, [("t", TEXT)]))))


class TestLogit:
    def test_known_weights_are_found_again(self) -> None:
        found = fit(invented(3000), penalty=0.1)
        for trait, weight in {**TRUE, ("s", "idle"): 0.0}.items():
            assert found[trait] == pytest.approx(weight, abs=0.25)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.floats(-3, 3), min_size=4, max_size=4), st.floats(0, 10))
    def test_the_gradient_is_the_slope(self, weights: list[float], penalty: float) -> None:
        cases = [case for case in invented(12) if case.tells]
        likelihood = Likelihood(cases, [*TRUE, ("s", "idle")], penalty)
        off = check_grad(lambda w: likelihood(w)[0], lambda w: likelihood(w)[1], np.array(weights))
        assert off < 1e-3

    def test_several_right_options_share_the_likelihood(self) -> None:
        two = Case("d", (Option({}, True), Option({}, True), Option({}, False), Option({}, False)))
        assert Likelihood([two], [("s", "x")], 0.0)(np.zeros(1))[0] == pytest.approx(np.log(2))
        assert judge([two], {}).loss == pytest.approx(np.log(2))

    def test_the_penalty_pulls_towards_zero(self) -> None:
        cases = invented(300)
        loose, tight = fit(cases, 0.1), fit(cases, 50.0)
        assert 0 < tight["s", "printed"] < loose["s", "printed"]

    def test_a_trait_of_few_documents_gets_no_weight(self) -> None:
        rare = [Case(f"d{n}", (Option({("s", "rare"): 1.0}, True), Option({}, False))) for n in range(4)]
        assert fit(rare, 1.0) == {}

    def test_a_document_is_judged_by_weights_that_did_not_see_it(self) -> None:
        """Each document has a trait of its own, which tells all where it was seen and nothing elsewhere."""
        own = [
            Case(f"d{n}", tuple(Option({("s", f"own {n}"): 1.0}, right) for right in (False, True)))
            for n in range(40)
        ]
        assert cross_validated(own, 0.01).right == 0

    def test_cross_validation_asks_every_case_that_tells(self) -> None:
        cases = [*invented(40), Case("none right", (Option({}, False), Option({}, False)))]
        assert cross_validated(cases, 1.0).asked == 40


class TestShut:
    def test_no_shut_document_is_fitted_on(self) -> None:
        dev: dict[str, Record] = {f"PMID:{n}": {"id": f"PMID:{n}"} for n in range(200)}
        sets: dict[str, Record] = {"x": {"id": "x", "set": "a"}, "y": {"id": "y", "set": "shut"}}
        left = for_fitting([dev, sets])
        assert "x" in left
        assert left.keys() == {doc_id for doc_id in (*dev, "x") if not (doc_id in dev and is_shut(doc_id))}

    def test_a_document_shut_in_one_file_is_shut_in_all(self) -> None:
        one: dict[str, Record] = {"y": {"id": "y", "set": "shut"}}
        other: dict[str, Record] = {"y": {"id": "y", "set": "a"}}
        assert not for_fitting([one, other])
        assert not for_fitting([other, one])


class TestObserved:
    def test_choices_are_seen_while_it_is_open(self) -> None:
        with observed() as choices:
            extract_document(document_of(TEXT))
        before = len(choices)
        extract_document(document_of(TEXT))
        assert len(choices) == before > 0

    def test_unobserved_the_candidates_are_not_gone_through(self) -> None:
        note("contrast_weights", (pytest.fail("gone through") for _ in "x"))

    def test_sizes_are_those_that_the_reader_chose_among(self) -> None:
        with observed() as choices:
            read = extract_document(document_of(TEXT))
        (total,) = [c for c in choices if c.candidates[-1].section == "total"]
        weights = load_weights("participant_weights", "total")
        best = max(total.candidates, key=lambda c: score(c.traits, weights)).value
        assert isinstance(best, Mention)
        assert best.value == read.sample_size.value == 120
        values = {c.value.value for c in total.candidates if isinstance(c.value, Mention)}
        assert {146, 120, 59, 61} <= values
        assert total.candidates[-1].value is None


class TestCollected:
    @pytest.mark.parametrize("kind", [kind for kind in Learnt if kind != Learnt.CONFIDENCE])
    def test_the_weights_in_use_choose_what_the_label_says(self, kind: Learnt) -> None:
        cases = [case for case in cases_of(kind) if case.tells]
        figures = judge(cases, in_use(KINDS[kind].table, KINDS[kind].sections))
        assert figures.right == figures.asked > 0

    def test_what_no_candidate_has_is_rightly_left_open(self) -> None:
        (case,) = cases_of(Learnt.SIZES, {**LABEL, "sample_size": {"value": 999}})
        assert [o.right for o in case.options] == [False] * (len(case.options) - 1) + [True]

    def test_the_list_with_most_of_the_sizes_is_right(self) -> None:
        third = {"label": "waiting", "n": 999}
        (whole,), (most,) = (
            cases_of(Learnt.ARMS, {**LABEL, "arms": [*LABEL["arms"], *more]}) for more in ([], [third])
        )
        assert [o.right for o in most.options] == [o.right for o in whole.options]

    def test_a_result_that_is_a_matter_of_taste_counts_neither_way(self) -> None:
        optional = {**LABEL, "arm_results": [], "arm_results_optional": LABEL["arm_results"]}
        assert len(cases_of(Learnt.RESULTS)) == len(cases_of(Learnt.RESULTS, optional)) + 2

    def test_a_contrast_the_other_way_round_is_wrong(self) -> None:
        turned = {**LABEL["effects"][0], "contrast": "no surgery vs surgery"}
        rightly, wrongly = (
            sum(o.right for case in cases_of(Learnt.CONTRASTS, label) for o in case.options)
            for label in (LABEL, {**LABEL, "effects": [turned]})
        )
        assert rightly > 0 == wrongly

    def test_an_effect_that_was_not_read_has_no_case(self) -> None:
        other = {**LABEL["effects"][0], "value": 0.5}
        assert not cases_of(Learnt.CONTRASTS, {**LABEL, "effects": [other]})

    def test_an_effect_is_told_right_or_wrong_by_its_signs(self) -> None:
        (right,), (wrong,) = (
            cases_of(Learnt.CONFIDENCE, {**LABEL, "effects": [{**LABEL["effects"][0], "p": p}]})
            for p in (LABEL["effects"][0]["p"], None)
        )
        assert [o.right for o in right.options] == [True, False]
        assert [o.right for o in wrong.options] == [False, True]
        assert {("weights", "hazard_ratio"), ("weights", "p_value")} <= right.options[0].traits.keys()

    def test_confidence_is_not_flattered_by_contrasts_fitted_on_the_text_itself(self) -> None:
        """With no other text to fit them on all readings weigh the same, and they differ."""
        text = TEXT.replace(
            "Surgery did not improve overall survival over no surgery",
            "After radiotherapy in older women overall survival differed by mastectomy",
        )
        (alone,) = KINDS[Learnt.CONFIDENCE].cases(list(read_texts({"t": LABEL}, [("t", text)])))
        assert ("weights", "contrast_clear") not in alone.options[0].traits


TABLE = """# How much each trait speaks for it.
# Fitted by hand.

[other]
"kept" = 1.0

[s]
"gone" = 3.0

[third]
"kept too" = -0.5
"""


class TestTables:
    def test_a_written_table_chooses_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "t.toml"
        path.write_text(TABLE)
        cases = invented(200)
        weights = fit(cases, 1.0)
        written(path, ["s"], weights)
        back = {("s", trait): weight for trait, weight in tomllib.loads(path.read_text())["s"].items()}
        assert judge(cases, back).right == judge(cases, weights).right
        assert judge(cases, back).loss == pytest.approx(judge(cases, weights).loss, rel=0.01)

    def test_head_and_other_sections_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "t.toml"
        path.write_text(TABLE)
        written(path, ["s"], {("s", "b ≥"): 1.256, ("s", 'a "x"'): -2.0, ("s", "tiny"): 0.004})
        assert path.read_text() == TABLE.replace('"gone" = 3.0\n', '"a \\"x\\"" = -2.00\n"b ≥" = 1.26\n')
        assert tomllib.loads(path.read_text())["s"] == {'a "x"': -2.0, "b ≥": 1.26}

    def test_a_base_that_the_reader_counts_on_is_always_written(self, tmp_path: Path) -> None:
        path = tmp_path / "t.toml"
        path.write_text('[s]\n"BIAS" = -2.0\n')
        written(path, ["s"], {})
        assert tomllib.loads(path.read_text())["s"] == {"BIAS": 0.0}
        written(path, ["s"], {("s", "BIAS"): 0.01})
        assert tomllib.loads(path.read_text())["s"] == {"BIAS": 0.01}

    def test_bare_names_keep_order_and_remarks(self, tmp_path: Path) -> None:
        path = tmp_path / "t.toml"
        path.write_text("# head\n\n[s]\nb = 1.0 # why\na = 2.0\nrare = -1.0 # by judgement\n")
        written(path, ["s"], {("s", "a"): 0.5, ("s", "b"): 0.001, ("s", "rare"): 9.0})
        assert path.read_text() == "# head\n\n[s]\nb = 0.00 # why\na = 0.50\nrare = -1.0 # by judgement\n"

    def test_an_unknown_section_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "t.toml"
        path.write_text(TABLE)
        with pytest.raises(RuleError, match=r"no section 'fourth'; add a line \[fourth\]"):
            written(path, ["fourth"], {})

    @pytest.mark.parametrize("kind", list(Learnt))
    def test_a_shipped_table_written_anew_is_the_same(self, kind: Learnt, tmp_path: Path) -> None:
        shipped = fitting.RULES / f"{KINDS[kind].table}.toml"
        path = tmp_path / shipped.name
        path.write_bytes(shipped.read_bytes())
        written(path, KINDS[kind].sections, in_use(KINDS[kind].table, KINDS[kind].sections))
        assert tomllib.loads(path.read_text("utf-8")) == tomllib.loads(shipped.read_text("utf-8"))


class TestCommand:
    @pytest.fixture(autouse=True)
    def _tables(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "participant_weights.toml").write_text("# head\n\n[arms]\n\n[total]\n")
        monkeypatch.setattr(fitting, "RULES", tmp_path)

    def run(self, folder: Path, *more: str) -> str:
        labels = [{**LABEL, "id": f"n{n}", "set": "shut" if n == 9 else "a"} for n in range(10)]
        (folder / "gold.json").write_text(json.dumps(labels))
        lines = [json.dumps({"id": label["id"], "text": TEXT}) for label in labels]
        (folder / "texts.jsonl").write_text("\n".join(lines))
        args = ["sizes", str(folder / "gold.json"), "--texts", str(folder / "texts.jsonl"), *more]
        app = typer.Typer()
        app.command()(fitting.main)
        result = CliRunner().invoke(app, args)
        assert result.exit_code == 0, result.output
        return result.output

    def test_figures_are_of_the_texts_that_are_not_shut(self, tmp_path: Path) -> None:
        output = self.run(tmp_path, "--penalty", "1", "--penalty", "2")
        assert output.startswith("sizes: 9 choices in 9 texts, 9 of them tell")
        assert [line.split("  ")[0] for line in output.splitlines()[2:]] == [
            "in use",
            "penalty 1, unseen",
            "penalty 2, unseen",
        ]
        assert (tmp_path / "participant_weights.toml").read_text() == "# head\n\n[arms]\n\n[total]\n"

    def test_only_the_named_sets_are_read(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, "--set", "b").startswith("sizes: 0 choices in 0 texts")

    def test_asked_to_it_writes_the_table(self, tmp_path: Path) -> None:
        self.run(tmp_path, "--write")
        table = tomllib.loads((tmp_path / "participant_weights.toml").read_text())
        assert not table["arms"]
        assert table["total"]["key: randomised"] > 0
