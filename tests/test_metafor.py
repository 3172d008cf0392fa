"""In a real R: metafor pools estimates as they are pooled here, and the page on exports works as written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

import graph
from graph.synthesis.pooling import MODELS, Pooled, pool
from graph.synthesis.publication_bias import Egger, egger
from graph.synthesis.sensitivity import cumulative, leave_one_out, meta_regression, subgroups
from graph.synthesis.synthesize import Synthesis, synthesize
from tests.r_session import in_r, needs_r, r_blocks

HERE = Path(__file__).parent
# What metafor says of a group, by model and name: one value, or one a study.
Said = dict[tuple[str, str], list[float]]


pytestmark = needs_r


def metafor_of(rows: Path) -> dict[str, Said]:
    """Each group of a file of rows as metafor pools it."""
    out = rows.with_name("pooled.csv")
    in_r(str(HERE / "pools.R"), str(rows), str(out), folder=rows.parent)
    found: dict[str, Said] = {}
    with out.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = found.setdefault(row["group"], {})
            said.setdefault((row["model"], row["what"]), []).append(float(row["value"]))
    return found


@pytest.fixture(scope="module")
def exported(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled corpus's estimates under the name that the page gives the file."""
    path = tmp_path_factory.mktemp("r") / "effects.csv"
    graph.export_graph("metafor", bundled, path)
    return path


@pytest.fixture(scope="module")
def pools(bundled: Path) -> list[Synthesis]:
    """Those that the bundled corpus gives, under each model."""
    whole = graph.open(bundled).load()
    return [synthesis for model in MODELS for synthesis in synthesize(whole, model)]


def agree(said: Said, name: str, model: str, mine: float | Iterable[float], digits: float = 1e-8) -> None:
    values = [mine] if isinstance(mine, float) else list(mine)
    assert said[model, name] == pytest.approx(values, rel=digits, abs=digits), (model, name)


def agree_on_pool(said: Said, pooled: Pooled) -> None:
    """Whether metafor pools the same, by the same model."""
    model = pooled.model
    for name in ("estimate", "tau2", "weights"):
        agree(said, name, model, getattr(pooled, name))
    agree(said, "low", model, pooled.ci[0])
    agree(said, "high", model, pooled.ci[1])
    agree(said, "p", model, pooled.p_two_sided)
    if pooled.k > 1 and pooled.q_p is not None:
        agree(said, "q", model, pooled.q)
        agree(said, "q_p", model, pooled.q_p)
    if model == "reml" and pooled.tau2_ci:
        agree(said, "tau2_ci", model, pooled.tau2_ci, digits=1e-6)
    if model == "reml" and pooled.pi:
        agree(said, "pi", model, pooled.pi)


def test_metafor_pools_every_group_of_the_bundled_corpus_alike(
    exported: Path, pools: list[Synthesis], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(exported.read_text("utf-8").replace("report_year", "order", 1), "utf-8")
    metafor = metafor_of(rows)
    assert set(metafor) == {s.id for s in pools}
    assert max(s.pooled.k for s in pools) >= 10
    for synthesis in pools:
        agree_on_pool(metafor[synthesis.id], synthesis.pooled)


def invented(seed: int, k: int, spread: float) -> tuple[list[float], list[float], list[float]]:
    """Log ratios, variances and years of k studies that differ by a standard deviation of ``spread``."""
    chance = np.random.default_rng(seed)
    se = np.exp(chance.uniform(np.log(0.02), np.log(0.6), k))
    y = chance.normal(-0.2, np.sqrt(se**2 + spread**2))
    return y.tolist(), (se**2).tolist(), chance.permutation(range(1990, 1990 + k)).astype(float).tolist()


SETS = {
    f"{k} studies, {spread}": invented(seed, k, spread)
    for seed, (k, spread) in enumerate((k, s) for k in (2, 3, 5, 12, 40) for s in (0.0, 0.05, 0.2, 0.8))
}


def kinds(studies: Sequence[float]) -> list[str]:
    """Groups that the studies are divided into: three unequal ones, of two where there are few."""
    return [
        ("cohort", "cohort", "trial", "series")[i % 4] if len(studies) > 5 else "ab"[i % 2]
        for i, _ in enumerate(studies)
    ]


def test_metafor_pools_sets_of_any_size_and_spread_alike(tmp_path: Path) -> None:
    rows = tmp_path / "sets.csv"
    with rows.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("group", "yi", "sei", "order", "trait", "kind"))
        for name, (y, v, years) in SETS.items():
            studies = zip(y, v, years, kinds(y), strict=True)
            writer.writerows((name, a, b**0.5, year, year, kind) for a, b, year, kind in studies)
    for name, said in metafor_of(rows).items():
        agree_on_set(said, *SETS[name])


def agree_on_set(said: Said, y: Sequence[float], v: Sequence[float], years: Sequence[float]) -> None:
    """Whether metafor finds the same in a set of studies: the pool and what moves it."""
    for model in MODELS:
        agree_on_pool(said, pool(y, v, model))
    if len(y) >= 3:
        without, came = leave_one_out(y, v), [p for _, p in cumulative(y, v, years)]
        agree(said, "without", "reml", [p.estimate for p in without])
        agree(said, "without_low", "reml", [p.ci[0] for p in without])
        agree(said, "came", "reml", [p.estimate for p in came])
        agree(said, "came_low", "reml", [p.ci[0] for p in came])
    if slope := meta_regression(y, v, years):
        agree(said, "slope", "reml", slope.slope, digits=1e-6)
        agree(said, "slope_low", "reml", slope.ci[0], digits=1e-6)
        agree(said, "slope_p", "reml", slope.p_two_sided, digits=1e-6)
    for model in MODELS:
        between = subgroups(y, v, kinds(y), model)
        if between.q_between is not None and between.p is not None and model != "dl":
            apart = len(between.pooled) - 1 if model == "reml" else 1
            agree(said, "between", model, between.q_between / apart, digits=1e-6)
            agree(said, "between_p", model, between.p, digits=1e-6)
    asymmetry = egger(y, v)
    if isinstance(asymmetry, Egger):
        agree(said, "egger_t", "reml", asymmetry.t)
        agree(said, "egger_p", "reml", asymmetry.p_two_sided)


def test_the_page_on_exports_works_in_r_word_for_word(exported: Path, pools: list[Synthesis]) -> None:
    block = r_blocks()[0]
    asks = "cat(pooled$b, pooled$ci.lb, pooled$ci.ub, pooled$tau2, predict(pooled)$pi.lb)"
    said = in_r("-e", f"{block}\n{asks}", folder=exported.parent).splitlines()[-1]
    (group,) = re.findall(r'group == "([^"]+)"', block)
    (ours,) = [s.pooled for s in pools if s.id == group and s.pooled.model == "reml"]
    assert ours.k == 5
    assert ours.pi
    expected = [ours.estimate, *ours.ci, ours.tau2, ours.pi[0]]
    assert [float(x) for x in said.split()] == pytest.approx(expected, abs=1e-3)
