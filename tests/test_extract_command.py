"""`mbc-miner extract`: what it takes, what it writes, and what it names where something is wrong."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import complains, run

ABSTRACT = (
    "Resection of the intact primary tumour in stage IV breast cancer: a randomised trial\n"
    "METHODS: We randomly assigned 200 women with de novo stage IV breast cancer to surgery (n=100)"
    " or no surgery (n=100).\n"
    "RESULTS: Overall survival did not differ (hazard ratio 0.95, 95% CI 0.70-1.29; P = .74).\n"
    "CONCLUSION: Surgery of the primary tumour did not lengthen survival.\n"
)


def test_extract_reads_lines_from_stdin_and_writes_one_record_a_line() -> None:
    done = run("extract", "-", stdin=json.dumps({"id": "a", "text": ABSTRACT}) + "\n")
    assert done.returncode == 0, done.stderr
    (record,) = (json.loads(line) for line in done.stdout.splitlines())
    assert record["id"] == "a"
    assert record["design"] == "randomized_trial"
    (effect,) = record["effects"]
    assert (effect["measure"], effect["value"], effect["ci"]) == ("HR", 0.95, [0.70, 1.29])
    quote = effect["evidence"]
    assert ABSTRACT[quote["start"] : quote["end"]] == quote["quote"]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_extract_reads_a_pipe_that_has_a_name(mark: str) -> None:
    """As a shell's ``<(zcat in.jsonl.gz)``: what was read of it to see what it is cannot be read again."""
    lines = [json.dumps({"id": name, "text": "A title."}) for name in "abc"]
    done = run("extract", "/dev/stdin", stdin=mark + "\n".join(lines))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b", "c"], done.stderr


@pytest.mark.parametrize("source", ["in.jsonl.gz", "/dev/stdin", "-"])
def test_extract_reads_gzipped_lines(tmp_path: Path, source: str) -> None:
    packed = tmp_path / "in.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": ABSTRACT}).encode()))
    with packed.open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "pipelines", "extract", str(packed) if source[0] == "i" else source],
            stdin=stream,
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(done.stdout)["id"] == "a"


def test_extract_names_a_gzip_file_of_lines_that_is_cut_off(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": f"{n * 7919} women."}) + "\n" for n in range(2000))
    (tmp_path / "in.gz").write_bytes(gzip.compress(lines.encode())[:-2000])
    done = run("extract", str(tmp_path / "in.gz"), "--workers", "0")
    assert done.returncode == 1
    assert "in.gz: the gzip stream is cut off or damaged" in done.stderr
    assert done.stdout.startswith('{"id": "0"')


def test_extract_takes_no_title_for_the_whole(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "title": "A trial", "abstract": ABSTRACT}))
    complains(run("extract", str(tmp_path / "in.jsonl")), 'line 1: a record needs "text", or "title"', code=1)


def test_extract_names_half_a_character(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "A smile cut in two: \\ud83d"}')
    complains(run("extract", str(tmp_path / "in.jsonl")), "line 1: text: character 20 is half of one", code=1)


def test_extract_takes_numbers_as_ids() -> None:
    lines = json.dumps({"id": 90000001, "text": ABSTRACT}) + "\n" + json.dumps({"id": True, "text": ABSTRACT})
    done = run("extract", "-", stdin=lines)
    assert json.loads(done.stdout.splitlines()[0])["id"] == "90000001"
    assert "line 2: id" in done.stderr


def test_extract_takes_titles_with_sections() -> None:
    line = {
        "id": "b",
        "title": "A trial",
        "sections": [{"label": "RESULTS", "text": "The hazard ratio for death was 0.80."}],
    }
    done = run("extract", "-", stdin=json.dumps(line))
    (record,) = (json.loads(x) for x in done.stdout.splitlines())
    assert record["effects"][0]["evidence"]["section"] == "RESULTS"


def test_extract_on_two_workers_writes_the_same_lines(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    texts = [ABSTRACT.replace("200", str(200 + n)) for n in range(40)]
    source.write_text("".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)))
    alone, two = (run("extract", str(source), "--workers", n) for n in ("0", "2"))
    assert alone.returncode == two.returncode == 0
    assert alone.stdout == two.stdout
    assert alone.stdout.count("\n") == 40


def test_extract_names_a_record_that_it_sets_aside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines import cli, extracting
    from tests.worker_tasks import Fatal

    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": f"r{n:02}", "text": ABSTRACT}) + "\n" for n in range(10)))
    monkeypatch.setattr(extracting, "Reading", Fatal)
    monkeypatch.setattr(sys, "argv", ["mbc-miner", "extract", str(source), "--workers", "2"])
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    out, err = capsys.readouterr()
    assert out.count("\n") == 9
    assert "r04 is set aside: killed its worker process (SIGKILL)" in err


def test_extract_keeps_input_order(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": str(i), "text": ABSTRACT}) + "\n" for i in (3, 1, 2)))
    out = tmp_path / "out.jsonl"
    assert run("extract", str(source), "-o", str(out)).returncode == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["3", "1", "2"]


def test_extract_names_a_missing_file(tmp_path: Path) -> None:
    complains(run("extract", str(tmp_path / "none.xml")), "none.xml", "no such file", code=1)


def test_extract_names_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_text("")
    complains(run("extract", str(tmp_path / "empty.xml")), "empty.xml", "empty", code=1)


def test_extract_knows_a_web_page_from_records(tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
    complains(run("extract", str(tmp_path / "page.xml")), "HTML", code=1)


def test_extract_says_where_a_gzip_breaks(tmp_path: Path) -> None:
    whole = gzip.compress(b"<PubmedArticleSet><PubmedArticle>" + b"x" * 9999)
    (tmp_path / "cut.xml.gz").write_bytes(whole[: len(whole) // 2])
    complains(run("extract", str(tmp_path / "cut.xml.gz")), "cut.xml.gz", "record 1", code=1)


def test_extract_names_the_line_that_is_not_json_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": ABSTRACT}) + "\n{oops\n")
    out = tmp_path / "out.jsonl"
    complains(run("extract", str(source), "-o", str(out)), "line 2", "not JSON", code=1)
    assert list(tmp_path.iterdir()) == [source]


def test_extract_names_the_field_that_is_missing() -> None:
    complains(run("extract", "-", stdin='{"text": "no id"}\n'), "line 1", "id", code=1)


def test_an_unknown_corpus_lists_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<PubmedArticleSet/>")
    done = run(
        "refresh", "no-such-corpus", "--data", str(tmp_path / "d"), "--from-xml", str(tmp_path / "x.xml")
    )
    complains(done, "no-such-corpus", "mbc-surgery", code=2)
    assert not (tmp_path / "d").exists()


def test_a_malformed_corpus_names_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text("[corpus]\nid = ")
    complains(
        run("refresh", str(tmp_path), "--data", str(tmp_path / "d"), "--from-xml", "x"), "corpus.toml", code=2
    )
    (tmp_path / "corpus.toml").write_text('[corpus]\nid = "x"\n')
    complains(
        run("refresh", str(tmp_path), "--data", str(tmp_path / "d"), "--from-xml", "x"), "corpus.toml", code=2
    )
