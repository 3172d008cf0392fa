"""What was read of each source: by which extractor, how long it is kept, and what is set aside."""

from __future__ import annotations

import zlib
from pathlib import Path

from miner.store import Store
from miner.store_readings import Readings
from tests.storing import put, set_state


def test_an_extraction_belongs_to_one_source_and_one_extractor(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        (record,) = store.current("v1")
        assert record.extraction is None
        with store.transaction():
            Readings(store, "v1").put(record.sha256, '{"id": "PMID:90000901"}')
        assert next(store.current("v1")).extraction == {"id": "PMID:90000901"}
        assert next(store.current("v2")).extraction is None


def readings(store: Store) -> dict[str, set[str]]:
    """Which extractors' readings are kept, by the text of the source."""
    found: dict[str, set[str]] = {}
    rows = "SELECT s.xml, e.extractor FROM extraction e JOIN source s USING (sha256)"
    for xml, extractor in store.rows(rows):
        found.setdefault(zlib.decompress(xml).decode(), set()).add(extractor)
    return found


def test_of_each_source_the_last_two_readings_are_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        put(store, "90000902", b"<b/>", "2026-01-01")
        sources = {zlib.decompress(x): s for s, x in store.rows("SELECT sha256, xml FROM source")}
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        sources |= {zlib.decompress(x): s for s, x in store.rows("SELECT sha256, xml FROM source")}
        read = {
            b"<a>1</a>": ("z-first", "second", "failed"),  # revised before the later ones came
            b"<a>2</a>": ("third", "now"),
            b"<b/>": ("z-first", "second", "failed", "third", "now"),
        }
        with store.transaction():
            for xml, extractors in read.items():
                for extractor in extractors:
                    Readings(store, extractor).put(sources[xml], "{}")
            assert Readings(store, "now").forget_older(["third", "third", "second", "z-first"]) == 4
            assert Readings(store, "now").forget_older(["third", "second", "z-first"]) == 0
        assert readings(store) == {
            "<a>1</a>": {"second", "z-first"},
            "<a>2</a>": {"third", "now"},
            "<b/>": {"third", "now"},
        }


def test_what_is_set_aside_waits_for_another_source_or_another_extractor(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        readings = Readings(store, "v1")
        ((_, sha256),) = readings.missing()
        assert readings.xml(sha256) == b"<a>1</a>"
        with store.transaction():
            readings.put_aside(sha256, "took longer than 60 s", 1)
        assert readings.missing() == ()
        assert readings.aside() == {"90000901": "took longer than 60 s"}
        assert Readings(store, "v2").aside() == {}
        assert len(Readings(store, "v2").missing()) == 1
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        assert readings.aside() == {}
        assert len(readings.missing()) == 1


def test_what_was_set_aside_is_tried_again_once_its_extractor_takes_it_back(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for pmid in ("10000001", "9000001"):
            put(store, pmid, pmid.encode(), None)
        now, old = Readings(store, "now"), Readings(store, "old")
        (_, first), (_, second) = missing = now.missing()
        assert [pmid for pmid, _ in missing] == ["9000001", "10000001"]
        with store.transaction():
            for readings in (now, old):
                readings.put_aside(second, "not read", 1)
                readings.put_aside(first, "not read", 1)
                readings.put_aside(first, "took longer than 60 s", 2)
        assert [*now.aside().items()] == [("9000001", "took longer than 60 s"), ("10000001", "not read")]
        with store.transaction():
            assert now.take_back() == 2
        assert now.missing() == missing
        assert len(old.aside()) == 2


def test_a_reading_made_again_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", None)
        readings = Readings(store, "now")
        ((_, sha256),) = readings.missing()
        with store.transaction():
            for made in ("first", "again"):
                readings.put(sha256, f'{{"made": "{made}"}}')
                readings.put_gist(sha256, "reader", made.encode())
        assert readings.record(sha256) == {"made": "again"}
        assert readings.gist(sha256) == b"again"


def test_a_gist_is_of_one_reader_and_of_what_this_extractor_read(tmp_path: Path) -> None:
    """Of five records one has a gist, one another reader's, one none; two this extractor did not read."""
    with Store(tmp_path) as store:
        for n in (1, 2, 3, 4, 5):
            put(store, f"9000000{n}", b"<a>%d</a>" % n, None)
        readings = Readings(store, "now")
        mine, others, none, unread, old = (sha256 for _, sha256 in readings.missing())
        with store.transaction():
            for sha256 in (mine, others, none):
                Readings(store, "old").put(sha256, '{"by": "old"}')
                readings.put(sha256, '{"by": "now"}')
            Readings(store, "old").put(old, '{"by": "old"}')
            readings.put_gist(mine, "reader", b"1")
            readings.put_gist(others, "other reader", b"2")
            readings.put_gist(unread, "reader", b"4")
        assert [*readings.gists("reader")] == [(mine, b"1")]
        assert readings.with_gist("reader") == (mine,)
        assert sorted(readings.without_gist("reader")) == sorted((others, none))
        assert (readings.record(mine), Readings(store, "old").record(mine)) == ({"by": "now"}, {"by": "old"})
        set_state(store, "90000001", "deleted")
        with store.transaction():
            assert readings.forget_gists() == 1
        assert readings.with_gist("other reader") == (others,)


def test_gists_come_in_the_order_of_their_records_numbers(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for pmid in ("10000001", "9000001"):
            put(store, pmid, pmid.encode(), None)
        readings = Readings(store, "now")
        in_order = tuple(sha256 for _, sha256 in readings.missing())
        with store.transaction():
            for sha256 in in_order:
                readings.put(sha256, "{}")
                readings.put_gist(sha256, "reader", b"1")
        assert readings.with_gist("reader") == in_order
