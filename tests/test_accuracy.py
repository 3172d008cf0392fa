"""The page that says how right the reading is, and the plot of what confidence is worth."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import etree

from pipelines.accuracy import is_shut, main, splits_of
from pipelines.calibration import Judged, calibration_plot, calibration_table

TEXT = (
    "Surgery of the primary in stage IV disease: a randomised trial. Of 120 women, 60 were randomised to "
    "surgery and 60 to no surgery. Overall survival did not differ (HR 0.95, 95% CI 0.70 to 1.29; p = 0.74). "
    "Surgery did not prolong survival."
)


def _label(doc_id: str, **more: object) -> dict[str, object]:
    effect = {
        "measure": "HR",
        "value": 0.95,
        "ci": [0.7, 1.29],
        "p": {"op": "=", "value": 0.74},
        "endpoint_class": "overall_survival",
        "contrast": "surgery vs no surgery",
        "adjusted": None,
    }
    return {
        "id": doc_id,
        "design": "randomized_trial",
        "effects": [effect],
        "conclusion": "no_difference",
        **more,
    }


class TestSplits:
    def test_a_fifth_is_shut_by_its_id(self) -> None:
        ids = [f"PMID:{n}" for n in range(2000)]
        assert 0.15 < sum(map(is_shut, ids)) / len(ids) < 0.25

    def test_sets_that_rules_were_written_on_are_left_out(self) -> None:
        labels = {"x": _label("x", set="a"), "y": _label("y", set="shut")}
        assert splits_of(labels) == {"shut trials": {"y": labels["y"]}}


class TestThePage:
    def test_figures_faults_and_confidence_come_from_the_texts_given(self, tmp_path: Path) -> None:
        (tmp_path / "gold.json").write_text(json.dumps([_label("n1"), _label("n2", set="shut")]))
        lines = [json.dumps({"id": doc_id, "text": TEXT}) for doc_id in ("n1", "n2")]
        (tmp_path / "texts.jsonl").write_text("\n".join(lines))
        main([tmp_path / "gold.json"], [tmp_path / "texts.jsonl"], tmp_path / "accuracy.md")
        page = (tmp_path / "accuracy.md").read_text()
        assert "| effect_number | F1 | 1.000 | 1 of 1, 1 read | 1.000 | 1 of 1, 1 read |" in page
        assert "| right | 1 | 1 |" in page
        assert etree.parse(tmp_path / "images" / "calibration.svg").getroot().tag.endswith("svg")

    def test_labels_whose_texts_are_not_given_are_not_held_against_the_reading(self, tmp_path: Path) -> None:
        (tmp_path / "gold.json").write_text(json.dumps([_label("n1"), _label("n2", set="shut")]))
        (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "n1", "text": TEXT}))
        main([tmp_path / "gold.json"], [tmp_path / "texts.jsonl"], tmp_path / "accuracy.md")
        assert "shut trials" not in (tmp_path / "accuracy.md").read_text()


class TestConfidence:
    judged = (*[Judged(0.95, None)] * 9, Judged(0.95, "contrast differs"), *[Judged(0.55, None)] * 3)

    def test_each_bin_tells_how_many_are_right(self) -> None:
        rows = list(calibration_table({"shut": self.judged}))
        assert "| 0.9 and above | 9 of 10 (90%) |" in rows
        assert "| 0.8 to 0.9 | none |" in rows

    def test_a_bin_of_few_is_not_drawn(self) -> None:
        plot = calibration_plot({"shut": self.judged})
        assert "9 of 10" in plot
        assert "3 of 3" not in plot

    def test_names_are_escaped(self) -> None:
        plot = etree.fromstring(calibration_plot({"a < b & c": self.judged}).encode())
        assert "a < b & c" in [text.text for text in plot.iter("{*}text")]
