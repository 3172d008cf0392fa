"""The lines of corrections.csv in a refresh: figures put right, reports parted and joined by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph
from miner.corpus import Corpus
from miner.errors import (
    InputError,
)
from pipelines.status import status_json, status_text
from pipelines.summary import refresh_text
from tests.entrez_server import Pubmed
from tests.pubmed_records import abstract, many
from tests.refreshing import figures, refresh


def test_a_correction_survives_every_refresh_and_is_marked(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    (tmp_path / "corrections.csv").write_text(
        "what,field,value,who,when,why\n"
        "PMID:90100001/HR/0.61,value,0.16,A. Reader,2026-11-22,misprinted; see the erratum\n"
        "PMID:90100002/HR/9.99,value,0.20,A. Reader,2026-11-22,no such figure\n"
        "PMID:90100000,design,randomized_trial,A. Reader,2026-11-22,read in full\n",
        "utf-8",
    )
    done = refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.16, True)
    assert figures(tmp_path)["90100002"] == (0.62, False)
    assert [c["outcome"] for c in done.summary["corrections"]] == [
        "applied; does not add up now: value-outside: 0.16 is not within 0.49 to 0.76",
        "fits 0 effects of the record; name one",
        "applied",
    ]
    pubmed.change("90100001", title="The same figures under a longer title than before")
    refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.16, True)
    (tmp_path / "corrections.csv").unlink()
    refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.61, False), "taken back as simply as made"


def test_an_effect_entered_by_hand_survives_every_refresh_and_is_told_when_its_sentence_goes(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    told = abstract(0.6)
    quote = "Distant disease came with 0.71 of their hazard (0.52-0.97)."
    pubmed.change("90100000", abstract=f"{told} {quote}")
    refresh(tmp_path, corpus)
    what = "PMID:90100000/HR/0.71"
    (tmp_path / "corrections.csv").write_text(
        f"what,field,value,who,when,why\n{what},add,{quote},A. Reader,2026-11-23,missed\n{what},ci_low,0.52\n"
        f"{what},ci_high,0.97\n{what},endpoint,distant metastasis\n{what},contrast,drugs vs none\n",
        "utf-8",
    )

    def entered() -> list[tuple[float, bool]]:
        rows = graph.open(tmp_path, trust=True).query(
            "MATCH (e:Effect) WHERE e.entered = true RETURN e.value AS value, e.curated AS c"
        )
        return [(float(row["value"]), bool(row["c"])) for row in rows]

    first = refresh_text(refresh(tmp_path, corpus))
    assert entered() == [(0.71, True)]
    assert [line for line in first if f"line 2, {what}: added; in no pool: contrast not clear" in line]
    assert not [line for line in refresh_text(refresh(tmp_path, corpus)) if "in no pool" in line], "told once"
    refresh(tmp_path, corpus, full=True)
    assert entered() == [(0.71, True)], "read anew"
    pubmed.change("90100000", abstract=f"{told} {quote.replace('0.71', '0.73')}")
    gone = (
        f"corrections.csv, line 2, {what}: not added: the text of the record does not hold the quoted words"
    )
    said = refresh_text(refresh(tmp_path, corpus))
    assert [line for line in said if line.startswith(gone)]
    assert entered() == []
    assert [line for line in status_text(status_json(tmp_path)) if line.startswith(gone)]
    pubmed.change("90100000", abstract=f"{told} {quote}")
    assert not [line for line in refresh_text(refresh(tmp_path, corpus)) if "not added" in line]
    assert entered() == [(0.71, True)]


def test_a_correction_that_cannot_be_read_stops_the_run_at_its_line(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    head = "what,field,value,who,when,why\n"
    for line, says in (
        ("PMID:1,sample_size,many,R,2026,x", "line 2: value 'many' is not a whole number"),
        ("PMID:1,colour,red,R,2026,x", "no field 'colour'"),
        ("somewhere,design,other,R,2026,x", "names nothing"),
        ("PMID:1,design,other,,2026,x", "who or why"),
        ("PMID:1/HR/0.6,ci_level,5,R,2026,x", "value '5' is not a level in percent"),
        (
            "PMID:1/HR/0.6,population,bone onyl,R,2026,x",
            "line 2: no population is called 'bone onyl'",
        ),
        ("PMID:1/HR/0.6,endpoint_id,mbc:overal_survival,R,2026,x", "line 2: no endpoint is called"),
        ("PMID:1/HR/0.6,value,nan,R,2026,x", "value 'nan' is not a number"),
        ("PMID:1,sample_size,2²,R,2026,x", "value '2²' is not a whole number"),
        ("PMID:1,design,other,Müller,2026,x", "is no CSV in UTF-8"),
    ):
        encoding = "latin-1" if "Müller" in line else "utf-8"
        (tmp_path / "corrections.csv").write_text(head + line + "\n", encoding)
        with pytest.raises(InputError, match=says):
            refresh(tmp_path, corpus)


def test_reports_are_parted_and_joined_by_hand(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(4))
    text = "We randomised 200 women. Survival was alike (hazard ratio 0.9{}, 95% CI 0.7 to 1.2)."
    for i, pmid in enumerate(("90100001", "90100002")):
        trial = (("D016449", "Randomized Controlled Trial"),)
        pubmed.change(pmid, numbers=("NCT90000001",), abstract=text.format(i), types=trial)
    head = "what,field,value,who,when,why\n"

    def studies() -> list[set[str]]:
        refresh(tmp_path, corpus)
        rows = graph.open(tmp_path, trust=True).query(
            "MATCH (p:Publication)-[:REPORTS]->(s:Study) RETURN s.id AS s, p.pmid AS p"
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(str(row["s"]), set()).add(str(row["p"]))
        return sorted(found.values(), key=sorted)

    assert studies() == [{"90100000"}, {"90100001", "90100002"}, {"90100003"}]
    (tmp_path / "corrections.csv").write_text(
        head + "PMID:90100002,study,alone,R,2026,another trial\n", "utf-8"
    )
    assert studies() == [{"90100000"}, {"90100001"}, {"90100002"}, {"90100003"}]
    (tmp_path / "corrections.csv").write_text(
        head + "PMID:90100003,study,with PMID:90100000,R,2026,one cohort\n"
    )
    assert studies() == [{"90100000", "90100003"}, {"90100001", "90100002"}]


def test_a_line_that_joins_no_reports_says_so(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(3))
    (tmp_path / "corrections.csv").write_text(
        "what,field,value,who,when,why\n"
        "PMID:90100001,study,with PMID:99999999,R,2026,one cohort\n"
        "PMID:90100001,study,with PMID:90100002,R,2026,one cohort\n"
        "PMID:90100002,study,alone,R,2026,another cohort\n",
        "utf-8",
    )
    assert [c["outcome"] for c in refresh(tmp_path, corpus).summary["corrections"]] == [
        "no report of a study: PMID:99999999",
        "not joined: another line says that PMID:90100002 stands alone",
        "applied",
    ]
