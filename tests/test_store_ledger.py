"""What the store keeps beside records: retractions, trials, refusals, corrections, pooled estimates."""

from __future__ import annotations

import json
from pathlib import Path

from miner.article import Article, Correction, Registration
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from tests.storing import links, put, set_state


def test_retractions_come_from_the_record_or_a_notice_and_go_with_them(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        put(store, "90000902", b"<a>2</a>", "2026-01-01", corrections=links("RetractionIn", "90000909"))
        put(store, "90000903", b"<a>3</a>", "2026-01-01", corrections=links("RetractionOf", "90000901"))
        run = store.begin_run("test")
        with store.transaction():
            assert ledger.apply_retractions(run) == (2, 0)
            assert ledger.apply_retractions(run) == (0, 0)
        assert ledger.retracted() == ("90000901", "90000902")
        assert ledger.notices_on() == {"90000901": [("RetractionIn", "90000903")]}
        assert ledger.wanted_notices() == ("90000909",)
        put(store, "90000902", b"<a>2b</a>", "2026-02-01")
        with store.transaction():
            assert ledger.apply_retractions(run) == (0, 1)
        assert ledger.retracted() == ("90000901",)


def test_what_only_a_record_that_is_gone_says_retracts_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        put(store, "90000901", b"<a>1</a>", None)
        put(store, "90000902", b"<a>2</a>", None, corrections=links("RetractionOf", "90000901"))
        put(store, "90000903", b"<a>3</a>", None, corrections=links("ErratumIn", "90000909"))
        for pmid in ("90000902", "90000903"):
            set_state(store, pmid, "deleted")
        with store.transaction():
            assert ledger.apply_retractions(5) == (0, 0)
        assert (ledger.notices_on(), ledger.wanted_notices()) == ({}, ())


def test_an_older_form_takes_no_retraction_away(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        put(store, "90000901", b"<a>2</a>", "2026-02-01", corrections=links("RetractionIn", "90000909"))
        for xml, revised in ((b"<a>1</a>", "2026-01-01"), (b"<a>2</a>", "2026-02-01")):
            put(store, "90000901", xml, revised)
        with store.transaction():
            assert ledger.apply_retractions(3) == (1, 0)


def test_a_retraction_is_told_unless_its_record_came_in_the_same_run(tmp_path: Path) -> None:
    retracted = links("RetractionIn", "90000909")
    with Store(tmp_path) as store:
        ledger = Ledger(store)

        def refreshed(*corrections: Correction, pmids: tuple[str, ...]) -> list[tuple[str, str]]:
            """The events of a run in which these records come with these links."""
            run = store.begin_run("test")
            with store.transaction():
                for pmid in pmids:
                    article = Article(pmid=pmid, corrections=corrections)
                    store.put_source(article, f"<a>{run}{pmid}</a>".encode(), run)
                ledger.apply_retractions(run)
            return [(pmid, what) for _, pmid, what in store.events(since=run - 1)]

        assert refreshed(*retracted, pmids=("90000901",)) == [("90000901", "new")]
        elsewhere = links("RetractionOf", "90000999")
        assert refreshed(*elsewhere, pmids=("90000903",)) == [("90000903", "new")], "what is not held"
        assert refreshed(pmids=("90000902",)) == [("90000902", "new")]
        assert refreshed(*retracted, pmids=("90000902",)) == [("90000902", "retracted")]
        assert refreshed(pmids=("90000901", "90000902")) == [
            ("90000901", "no_longer_retracted"),
            ("90000902", "no_longer_retracted"),
        ]


def test_a_retracted_record_that_is_gone_is_none_of_the_retracted(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        for pmid in ("10000001", "9000001", "9000002"):
            put(store, pmid, pmid.encode(), None, corrections=links("RetractionIn", "90000909"))
        with store.transaction():
            assert ledger.apply_retractions(3) == (3, 0)
        set_state(store, "9000002", "deleted")
        assert ledger.retracted() == ("9000001", "10000001")


def test_notices_are_wanted_while_a_record_of_the_search_names_them(tmp_path: Path) -> None:
    """Those that the search finds are there already; what a notice names in its turn is not asked for."""
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        named = tuple(Correction("ErratumIn", pmid, None) for pmid in ("10000008", "9000008", "90000902", ""))
        put(store, "90000901", b"<a>1</a>", None, corrections=(*named, Correction("Cites", "90000907", None)))
        put(store, "90000902", b"<a>2</a>", None, corrections=links("ErratumIn", "9000008"))
        run = store.begin_run("test")
        with store.transaction():
            notice = Article(pmid="9000008", corrections=links("ErratumIn", "90000906"))
            store.put_source(notice, b"<n>1</n>", run, "notice")
            for pmid in ("10000009", "9000009"):
                store.put_source(Article(pmid=pmid), pmid.encode(), run, "notice")
        assert ledger.wanted_notices() == ("9000008", "10000008")
        assert ledger.unnamed_notices() == ("9000009", "10000009")
        for pmid in ("90000901", "90000902"):
            set_state(store, pmid, "left_query")
        assert ledger.wanted_notices() == ()
        assert ledger.unnamed_notices() == ("9000008", "9000009", "10000009")


def test_a_registration_is_stored_where_it_is_new_or_changed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        runs = [store.begin_run("test") for _ in range(3)]
        with store.transaction():
            assert ledger.put_trial("NCT2", {"b": "Ä", "a": 1}, runs[0])
            assert ledger.put_trial("NCT1", {}, runs[0])
            assert not ledger.put_trial("NCT2", {"a": 1, "b": "Ä"}, runs[1])
            assert ledger.put_trial("NCT2", {"a": 2}, runs[2])
        assert list(ledger.trials()) == [{}, {"a": 2}]
        assert ledger.trial_runs() == {"NCT1": 1, "NCT2": 3}
        with store.transaction():
            ledger.drop_trials(["NCT2"])
        assert ledger.trial_runs() == {"NCT1": 1}


def test_numbers_of_registries_come_from_the_record_and_from_this_reading(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for pmid, numbers in (("90000901", ("NCT3", "NCT1")), ("90000902", ()), ("90000903", ("NCT9",))):
            listed = tuple(Registration("ClinicalTrials.gov", number) for number in numbers)
            put(store, pmid, pmid.encode(), None, registrations=listed)
        with store.transaction():
            for record in store.current("now"):
                printed = ["NCT9"] if record.pmid == "90000903" else ["NCT2", "NCT1"]
                Readings(store, "now").put(record.sha256, json.dumps({"trial_ids": printed}))
                Readings(store, "old").put(record.sha256, '{"trial_ids": ["NCT8"]}')
        set_state(store, "90000903", "deleted")
        assert Ledger(store).named_numbers("now") == ("NCT1", "NCT2", "NCT3")


def test_refusals_are_those_of_their_run(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        first, second = store.begin_run("test"), store.begin_run("test")
        with store.transaction():
            ledger.refuse(first, ["90000901"], "no title")
            ledger.refuse(second, ["90000903", "90000902"], "no title")
            ledger.refuse(second, ["90000902"], "damaged")
        assert ledger.refusals(first) == {"90000901": "no title"}
        assert ledger.refusals(second) == {"90000902": "damaged", "90000903": "no title"}


def test_corrections_are_those_of_the_last_reading(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for value in ("12", "13"):
            line = (2, "PMID:90000901", "sample_size", value, "AB", "2026-11-22", "misread", "applied")
            with store.transaction():
                Ledger(store).put_corrections([line])
        assert list(store.rows("SELECT * FROM correction")) == [line]


def test_the_fingerprint_is_another_where_a_graph_would_be(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        seen = [ledger.fingerprint()]
        put(store, "90000901", b"<a>1</a>", None, corrections=links("RetractionIn", "90000909"))
        seen.append(ledger.fingerprint())
        put(store, "90000901", b"<a>1</a>", None)
        assert ledger.fingerprint() == seen[-1], "a fetch alone changes nothing"
        with store.transaction():
            ledger.apply_retractions(2)
        seen.append(ledger.fingerprint())
        with store.transaction():
            ledger.put_trial("NCT1", {}, 2)
        seen.append(ledger.fingerprint())
        set_state(store, "90000901", "deleted")
        seen.append(ledger.fingerprint())
        assert len({*seen}) == len(seen)


def test_pooled_estimates_are_kept_only_where_they_moved(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        runs = []
        for now in ({"a": {"k": 1}, "b": {"k": 2}}, {"a": {"k": 1}, "b": {"k": 3}}, {"a": {"k": 1}}):
            runs.append(store.begin_run("test"))
            with store.transaction():
                ledger.put_pooled(runs[-1], now)
        assert ledger.pooled(runs[0]) == {"a": {"k": 1}, "b": {"k": 2}}
        assert ledger.pooled(runs[1]) == {"a": {"k": 1}, "b": {"k": 3}}
        assert ledger.pooled() == {"a": {"k": 1}}
        assert next(store.rows("SELECT count(*) FROM pooled")) == (4,)


def test_pooled_estimates_of_a_run_may_be_kept_again(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        first, second = store.begin_run("test"), store.begin_run("test")
        for run, k in ((first, 1), (second, 2), (second, 1)):
            with store.transaction():
                ledger.put_pooled(run, {"a": {"k": k}})
            assert ledger.pooled() == {"a": {"k": k}}
