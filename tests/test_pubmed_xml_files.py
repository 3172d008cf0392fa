"""Files of PubMed XML: packed, streamed, damaged, hostile or something else; size matters not."""

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miner.errors import InputError, MalformedXml
from miner.pubmed_xml import read_article, read_articles, read_sources, read_stream
from tests.pubmed_files import BOOK, DOCTYPE, FULL, article_set, record, write


class TestForms:
    def test_plain_and_gzipped_read_alike_whatever_the_name(self, tmp_path: Path) -> None:
        content = article_set(FULL, record(90001002))
        plain = list(read_articles(write(tmp_path, content)))
        assert len(plain) == 2
        assert list(read_articles(write(tmp_path, gzip.compress(content), "a.xml.gz"))) == plain
        assert list(read_articles(write(tmp_path, gzip.compress(content), "b.xml"))) == plain

    def test_a_gzip_of_several_members_is_one_file(self, tmp_path: Path) -> None:
        content = article_set(record(90001002), record(90001003))
        members = gzip.compress(content[:3]) + gzip.compress(content[3:500]) + gzip.compress(content[500:])
        assert len(list(read_articles(write(tmp_path, members)))) == 2

    def test_a_stream_reads_like_a_file(self) -> None:
        content = article_set(FULL, record(90001002))
        for stream in (io.BytesIO(content), io.BufferedReader(io.BytesIO(gzip.compress(content)))):
            pmids = [r.pmid for r in read_stream(stream, "stdin")]
            assert pmids == ["90001001", "90001002"]

    def test_a_stream_that_gives_a_byte_at_a_time_is_not_taken_for_something_else(self) -> None:
        class Drop(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002
                return super().read(1)

        assert [r.pmid for r in read_stream(Drop(article_set(record(90001002))), "pipe")] == ["90001002"]

    def test_each_record_can_be_had_with_the_xml_it_came_from(self, tmp_path: Path) -> None:
        path = write(tmp_path, article_set(FULL, BOOK))
        found = list(read_sources(path))
        assert [read_article(source.xml) for source in found] == [source.record for source in found]
        assert len(found) == 2

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30
    )
    @given(
        title=st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Z"]), min_size=1
        )
    )
    def test_whatever_a_title_prints_is_read_as_printed(self, tmp_path: Path, title: str) -> None:
        escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        article = next(read_articles(write(tmp_path, article_set(record(90001002, escaped)))))
        assert article.title == title


class TestDamage:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "is empty; fetch it again"),
            (b" \n", "is empty; fetch it again"),
            (b"<!DOCTYPE html><html><body>Busy</body></html>", "is an HTML page, not PubMed XML"),
            (b"\xef\xbb\xbf<HTML><p>Blocked", "is an HTML page, not PubMed XML"),
            (b"PMID- 90001001", "is not XML"),
            (b'<?xml version="1.0"?><note>Hello</note>', "no PubmedArticleSet in it"),
            (
                b'<?xml version="1.0"?><eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>',
                "Unable to obtain query #1",
            ),
        ],
    )
    @pytest.mark.parametrize("packed", [False, True])
    def test_what_is_not_pubmed_xml_is_named_for_what_it_is(
        self, tmp_path: Path, content: bytes, says: str, packed: bool
    ) -> None:
        path = write(tmp_path, gzip.compress(content) if packed else content)
        with pytest.raises(InputError) as caught:
            list(read_articles(path))
        assert says in str(caught.value)
        assert str(path) in str(caught.value)

    def test_a_missing_file_and_a_folder_say_so(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file; check the path"):
            next(read_articles(tmp_path / "gone.xml"))
        with pytest.raises(InputError, match="is a folder; name the XML files in it"):
            next(read_articles(tmp_path))

    def test_xml_that_ends_in_the_middle_gives_what_came_before(self, tmp_path: Path) -> None:
        whole = article_set(record(90001002), record(90001003), record(90001004))
        path = write(tmp_path, whole[: whole.index(b"90001004")])
        assert pmids_until_broken(path) == (
            ["90001002", "90001003"],
            f"{path}: record 3 (after PMID 90001003) is broken",
        )

    def test_a_missing_end_of_the_set_loses_no_record(self, tmp_path: Path) -> None:
        whole = article_set(record(90001002), record(90001003))
        pmids, _ = pmids_until_broken(write(tmp_path, whole.removesuffix(b"</PubmedArticleSet>\n")))
        assert pmids == ["90001002", "90001003"]

    def test_a_cut_gzip_gives_what_came_before(self, tmp_path: Path) -> None:
        packed = gzip.compress(article_set(*(record(90002000 + i) for i in range(500))), compresslevel=1)
        pmids, message = pmids_until_broken(write(tmp_path, packed[: len(packed) * 3 // 4]))
        assert 250 < len(pmids) < 500
        assert pmids == [str(90002000 + i) for i in range(len(pmids))]
        assert f"record {len(pmids) + 1} (after PMID {pmids[-1]}) is broken" in message

    def test_a_damaged_gzip_says_so(self, tmp_path: Path) -> None:
        packed = bytearray(gzip.compress(article_set(*(record(90002000 + i) for i in range(500)))))
        packed[-6] ^= 0xFF
        with pytest.raises(MalformedXml, match=r"gzip stream is cut off or damaged .*; fetch the file again"):
            list(read_articles(write(tmp_path, bytes(packed))))

    def test_broken_markup_names_the_record_and_the_place(self, tmp_path: Path) -> None:
        broken = record(90001003).replace("</ArticleTitle>", "</ArticleTitel>")
        path = write(tmp_path, article_set(record(90001002), broken, record(90001004)))
        with pytest.raises(MalformedXml, match=r"record 2 \(after PMID 90001002\) is broken: .*line \d+"):
            list(read_articles(path))

    def test_a_record_without_a_number_is_broken(self, tmp_path: Path) -> None:
        nameless = record(90001003).replace('<PMID Version="1">90001003</PMID>', "")
        with pytest.raises(MalformedXml, match=r"record 2 \(after PMID 90001002\) is broken: it has no PMID"):
            list(read_articles(write(tmp_path, article_set(record(90001002), nameless))))

    def test_a_record_whose_number_is_none_is_broken(self, tmp_path: Path) -> None:
        lettered = record(90001003).replace(">90001003<", ">9 A<")
        with pytest.raises(MalformedXml, match=r"record 1 is broken: its PMID '9 A' is no number"):
            list(read_articles(write(tmp_path, article_set(lettered))))

    def test_entities_of_other_files_are_refused_not_fetched(self, tmp_path: Path) -> None:
        secret = write(tmp_path, b"secret", "secret.txt")
        hostile = (
            f'<!DOCTYPE PubmedArticleSet [<!ENTITY leak SYSTEM "file://{secret}">]>'
            f"<PubmedArticleSet>{record(90001002, 'A &leak; title.')}</PubmedArticleSet>"
        )
        with pytest.raises(MalformedXml, match="undefined entity &leak;"):
            list(read_articles(write(tmp_path, hostile.encode())))
        stored = list(read_sources(write(tmp_path, hostile.encode())))
        assert b"secret" not in stored[0].xml

    def test_entities_that_grow_without_end_are_refused(self, tmp_path: Path) -> None:
        grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        bomb = (
            f'<!DOCTYPE PubmedArticleSet [<!ENTITY e0 "{"x" * 1000}">{grow}]>'
            f"<PubmedArticleSet>{record(90001002, 'A &e8; title.')}</PubmedArticleSet>"
        )
        with pytest.raises(MalformedXml, match="amplification"):
            list(read_articles(write(tmp_path, bomb.encode())))


class TestSize:
    def test_twenty_thousand_records_fit_in_a_hundred_megabytes(self, tmp_path: Path) -> None:
        text = "Survival was longer after resection. " * 60
        abstract = f"<Abstract><AbstractText>{text}</AbstractText></Abstract>"
        path = tmp_path / "many.xml.gz"
        with gzip.open(path, "wb", compresslevel=1) as stream:
            stream.write((DOCTYPE + "<PubmedArticleSet>\n").encode())
            for i in range(20_000):
                stream.write(record(90100000 + i, extra=abstract).encode())
            stream.write(b"</PubmedArticleSet>")
        program = (
            "import resource, sys\n"
            "from miner.pubmed_xml import read_articles\n"
            "count = sum(1 for _ in read_articles(sys.argv[1]))\n"
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        # By way of a shell: a process counts the memory of the one that it was forked from as its own.
        done = subprocess.run(
            ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", program, str(path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        count, peak = map(int, done.stdout.split())
        kibibytes = peak // 1024 if sys.platform == "darwin" else peak
        assert count == 20_000
        assert kibibytes < 100_000


def pmids_until_broken(path: Path) -> tuple[list[str], str]:
    """What is read before the file breaks, and the beginning of what is then said."""
    pmids: list[str] = []
    with pytest.raises(MalformedXml) as caught:  # noqa: PT012 - what came before the error is the point
        for article in read_articles(path):
            pmids.append(article.pmid)
    message = str(caught.value)
    return pmids, message[: message.index("broken") + len("broken")]
