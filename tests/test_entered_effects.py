"""An effect that the reading missed, entered by hand: what it becomes, and when it is refused."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import miner
from graph.build import build_graph
from graph.exports.export import write_graph
from graph.map.build import build_map
from graph.synthesis.synthesize import synthesize
from miner.article import AbstractSection, Article
from miner.corpus import load_corpus
from miner.errors import InputError
from miner.model import Effect
from pipelines.correction_lines import read_corrections
from pipelines.corrections import Corrected, correct

VOCABULARY = load_corpus("mbc-surgery").vocabulary
QUOTE = (
    "For death, operated women stood at 0·62 of the hazard of the others (0·49-0·78, 95% limits; p<0·001)."
)
READ = (
    "In women with bone metastases only, resection of the primary was associated with longer "
    "overall survival (hazard ratio 0.51, 95% CI 0.36-0.72)."
)
WHAT = "PMID:90000950/HR/0.62"
TOLD = {
    "ci_low": "0.49",
    "ci_high": "0.78",
    "p": "<0.001",
    "endpoint": "overall survival",
    "contrast": "resection of the primary tumour vs systemic therapy alone",
}


def article(*sentences: str) -> Article:
    first = (
        "We reviewed 350 women with stage IV breast cancer: 173 had resection of the primary, 177 had not."
    )
    return Article(
        pmid="90000950",
        title="Resection of the primary tumour in stage IV breast cancer: a cohort",
        abstract=(AbstractSection(None, None, " ".join((first, *sentences))),),
    )


def rows(quote: str = QUOTE, what: str = WHAT, **fields: str | None) -> list[list[str]]:
    told = {k: v for k, v in {**TOLD, **fields}.items() if v is not None}
    head = [what, "add", quote, "A. Reader", "2026-11-23", "missed"]
    return [head, *([what, field, value, "", "", ""] for field, value in told.items())]


def entered(folder: Path, lines: Sequence[Sequence[str]], *sentences: str) -> Corrected:
    """What the lines make of a record with these sentences."""
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("what", "field", "value", "who", "when", "why"))
        writer.writerows(lines)
    record = article(*(sentences or (QUOTE, READ)))
    return correct([(record, miner.extract(record))], read_corrections(folder, VOCABULARY), VOCABULARY)


def added(done: Corrected) -> list[Effect]:
    ((_, extraction),) = done.entries
    return [e for e in extraction.effects if e.evidence.rule == "entered by hand"]


def test_the_reading_misses_it() -> None:
    assert [e.value for e in miner.extract(article(QUOTE, READ)).effects] == [0.51]


def test_it_becomes_an_effect_like_one_that_is_read(tmp_path: Path) -> None:
    done = entered(tmp_path, rows())
    (effect,) = added(done)
    ((record, extraction),) = done.entries
    assert (effect.value, effect.ci, effect.ci_level) == (0.62, (0.49, 0.78), 95.0)
    assert effect.p is not None
    assert (effect.p.op, effect.p.value) == ("<", 0.001)
    assert (effect.intervention, effect.comparator) == ("primary_tumour_surgery", "systemic_therapy_alone")
    assert (effect.endpoint_id, effect.endpoint_class) == ("overall_survival", "overall_survival")
    assert (effect.favours, effect.checks, effect.subgroup) == ("experimental", (), None)
    assert record.text[effect.evidence.start : effect.evidence.end] == effect.evidence.quote == QUOTE
    assert len(extraction.effects) == 2
    assert {outcome for _, outcome in done.outcomes} == {"added"}
    assert {(line.who, line.why) for line, _ in done.outcomes} == {("A. Reader", "missed")}


def test_a_part_of_the_sentence_stands_for_all_of_it_however_it_is_spaced(tmp_path: Path) -> None:
    (effect,) = added(entered(tmp_path, rows("0·62  of the hazard of the others\n(0·49-0·78", p=None)))
    assert effect.evidence.quote == QUOTE


def test_an_endpoint_goes_by_any_of_its_names(tmp_path: Path) -> None:
    (effect,) = added(entered(tmp_path, rows(endpoint="OS")))
    assert effect.endpoint_id == "overall_survival"


def test_a_subgroup_that_the_sentence_names_is_not_missed(tmp_path: Path) -> None:
    other = READ.replace("0.51", "0.53 of the hazard of others").replace("hazard ratio ", "")
    lines = rows(other, "PMID:90000950/HR/0.53", ci_low="0.36", ci_high="0.72", p=None)
    (effect,) = added(entered(tmp_path, lines, QUOTE, other))
    assert effect.population == "bone_only_metastases"
    (effect,) = added(entered(tmp_path, rows(population="liver metastases")))
    assert effect.population == "liver_metastases"


def test_what_does_not_add_up_is_told_and_checked(tmp_path: Path) -> None:
    wrong = QUOTE.replace("0·78", "0·55")
    done = entered(tmp_path, rows(wrong, ci_high="0.55"), wrong)
    assert [check.partition(":")[0] for e in added(done) for check in e.checks] == ["value-outside"]
    assert done.outcomes[0][1].startswith("added; does not add up, so not pooled: value-outside")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ci_low": "0.48"}, "line 2: .*ci_low 0.48 does not stand in the quote; correct the figure"),
        ({"what": "PMID:90000950/HR/0.63"}, "value 0.63 does not stand"),
        ({"p": "0.002"}, "p 0.002 does not stand"),
        ({"p": "0.001"}, "the quote prints p < 0.001; write it so"),
        ({"ci_high": None}, "an interval has two ends"),
        ({"ci_level": "90"}, "prints an interval of 95%, not of 90%"),
        ({"quote": QUOTE.replace("95% limits", "90% CI")}, "prints an interval of 90%, not of 95%"),
        ({"quote": QUOTE.replace("95% limits", "90% limits")}, "prints an interval of 90%, not of 95%"),
        ({"endpoint": None}, "needs its endpoint; add a line"),
        ({"contrast": ""}, "needs its contrast"),
        ({"value": "0.63"}, "takes no 'value'"),
        ({"what": "PMID:90000950/XR/0.62"}, "there is no measure XR"),
        ({"what": "PMID:90000950/MD/-0.62"}, "value -0.62 does not stand"),
        ({"what": "mbc:effect/PMID90000950/HR/0"}, "an effect is added by record, measure and value"),
        ({"quote": ""}, "is not the sentence of the abstract"),
        ({"population": "bone onyl"}, "no population is called 'bone onyl'"),
    ],
)
def test_what_the_quote_does_not_print_is_refused(
    tmp_path: Path, fields: dict[str, str | None], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        entered(tmp_path, rows(**fields))  # type: ignore[arg-type]  # quote and what are no None


def test_a_value_with_commas_that_lacks_its_quotes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(
        f"what,field,value,who,when,why\n{WHAT},add,{QUOTE},A. Reader,2026-11-23,missed\n", "utf-8"
    )
    with pytest.raises(InputError, match="line 2: more cells than columns; put a value that holds commas"):
        read_corrections(tmp_path, VOCABULARY)


def test_one_effect_is_added_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 8: .* is added twice; write #2"):
        entered(tmp_path, rows() + rows())


def test_who_adds_it_must_sign(tmp_path: Path) -> None:
    lines = rows()
    lines[0][3] = ""
    with pytest.raises(InputError, match="line 2: who or why is empty"):
        entered(tmp_path, lines)


def test_a_quote_that_the_text_does_not_hold_adds_nothing(tmp_path: Path) -> None:
    done = entered(tmp_path, rows(), READ)
    assert added(done) == []
    assert done.outcomes[0][1].startswith("not added: the text of the record does not hold the quoted words")
    assert {outcome for _, outcome in done.outcomes[1:]} == {"not added: see line 2"}


def test_a_quote_is_a_sentence_and_no_abstract(tmp_path: Path) -> None:
    more = ["All were followed up.", "None was lost.", QUOTE, READ]
    done = entered(tmp_path, rows(" ".join(more)), *more)
    assert added(done) == []
    assert "runs over 4 sentences; quote the one that prints the effect" in done.outcomes[0][1]


def test_what_is_read_already_is_not_added_and_its_lines_correct_it(tmp_path: Path) -> None:
    lines = rows(READ, "PMID:90000950/HR/0.51", ci_low="0.36", ci_high="0.72", p=None, subgroup="bone only")
    done = entered(tmp_path, lines)
    assert added(done) == []
    ((_, extraction),) = done.entries
    assert [(e.value, e.subgroup) for e in extraction.effects] == [(0.51, "bone only")]
    assert done.outcomes[0][1].startswith("not added: it is read already")
    assert {outcome for _, outcome in done.outcomes[1:]} == {"applied"}


def test_one_of_two_alike_is_added_beside_the_one_that_is_read(tmp_path: Path) -> None:
    twice = READ.replace("0.72).", "0.72), and 0.51 was the hazard of local progression (0.33-0.79).")
    what = "PMID:90000950/HR/0.51#2"
    told = {"ci_low": "0.33", "ci_high": "0.79", "p": None, "endpoint": "locoregional progression"}
    fix = ["PMID:90000950/HR/0.51", "adjusted", "yes", "A. Reader", "2026-11-23", "table 2"]
    read = [e for e in miner.extract(article(twice)).effects if e.value == 0.51]
    done = entered(tmp_path, [*rows(twice, what, **told), fix], twice)
    ((_, extraction),) = done.entries
    assert len(extraction.effects) == len(read) + 1
    assert [(e.ci, e.adjusted) for e in extraction.effects if e not in added(done)] == [((0.36, 0.72), True)]
    assert [e.ci for e in added(done)] == [(0.33, 0.79)]


def test_it_is_marked_wherever_it_is_shown(tmp_path: Path) -> None:
    whole = build_graph(entered(tmp_path, rows()).entries, (), VOCABULARY)
    (effect,) = (e for e in whole.nodes["Effect"].values() if e["entered"])
    assert (effect["rule"], effect["curated"]) == ("entered by hand", True)
    pools = [s for s in synthesize(whole) if s.key.population == ""]
    assert pools
    assert {e.notes for s in pools for e in s.group.kept} == {("entered by hand",)}
    (study,) = build_map(whole, title="")["studies"]
    assert study["curated"]
    assert [f["about"].endswith("entered by hand") for f in study["findings"] if "0.62" in f["text"]] == [
        True
    ]
    write_graph("metafor", whole, tmp_path / "effects.csv")
    with (tmp_path / "effects.csv").open(encoding="utf-8", newline="") as stream:
        notes = {row["ratio"]: row["notes"] for row in csv.DictReader(stream)}
    assert notes == {"0.62": "entered by hand", "0.51": ""}
