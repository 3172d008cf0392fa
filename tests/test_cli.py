"""The command line as a newcomer meets it: help, data on stdout, one clear line when something is wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.embedded.ladybug import save
from graph.model import Graph
from pipelines.cli_options import spread
from tests.command_line import complains, run
from tests.pubmed_records import many

COMMANDS = (
    "demo refresh bulk extract evaluate query queries map synthesize table export load status changes".split()
)


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("refresh c --from-xml a b --data d", "refresh c --from-xml a --from-xml b --data d"),
        ("refresh --from-xml a --from-xml b", "refresh --from-xml a --from-xml b"),
        ("refresh --from-xml", "refresh --from-xml"),
        ("extract - --corpus c", "extract - --corpus c"),
    ],
)
def test_from_xml_takes_every_file_up_to_the_next_option(given: str, means: str) -> None:
    assert spread("--from-xml", given.split()) == means.split()


def test_the_version_is_told() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"mbc-miner \d+\.\d+\.\d+\n", done.stdout)


def test_a_server_named_in_the_environment_is_asked_where_no_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "localhost")
    complains(run("query", "RETURN 1 AS one"), "'localhost' is not a server's address", code=2)
    save(Graph(), tmp_path)
    assert run("query", "RETURN 1 AS one", "--data", str(tmp_path), "--format", "csv").stdout == "one\n1\n"


def test_a_statement_may_come_from_standard_input(tmp_path: Path) -> None:
    save(Graph(), tmp_path)
    done = run("query", "-", "--data", str(tmp_path), "--json", stdin="// long ones\nRETURN 1 AS one\n")
    assert json.loads(done.stdout) == [{"one": 1}]


def test_an_unknown_option_is_misuse() -> None:
    done = run("status", "--verbose")
    assert done.returncode == 2
    assert "--verbose" in done.stderr


def test_nothing_is_looked_through_as_a_command_ends() -> None:
    code = (
        "import atexit, gc, sys; atexit.register(lambda: print(gc.get_freeze_count() > 1000));"
        "from pipelines.cli import main; sys.argv[1:] = ['--version']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"


def test_status_of_an_empty_folder_says_what_to_run(tmp_path: Path) -> None:
    complains(run("status", "--data", str(tmp_path)), "mbc-miner refresh", code=1)


def test_evaluate_prints_the_figures_of_the_guide(tmp_path: Path) -> None:
    record = {"id": "a", "design": "case_control", "sample_size": {"value": 12}}
    (tmp_path / "gold.json").write_text(json.dumps([record]))
    (tmp_path / "predicted.jsonl").write_text(json.dumps(record) + "\n")
    done = run("evaluate", str(tmp_path / "gold.json"), str(tmp_path / "predicted.jsonl"), "--json")
    figures = json.loads(done.stdout)
    assert figures["design"]["score"] == 1
    assert figures["sample_size"]["gold"] == 1


def test_a_dry_run_of_files_says_what_would_come_and_makes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in.xml"
    source.write_text(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version='1'>90000901</PMID><Article>"
        "<ArticleTitle>A title.</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    done = run("refresh", "--data", str(tmp_path / "data"), "--dry-run", "--from-xml", str(source))
    assert done.returncode == 0, done.stderr
    assert "would be new 1" in done.stdout
    assert not (tmp_path / "data").exists()


def test_what_is_written_is_told_as_json_too(tmp_path: Path) -> None:
    save(Graph(), tmp_path)
    out = tmp_path / "out.graphml"
    done = run("export", "graphml", "--data", str(tmp_path), "-o", str(out), "--json")
    told = json.loads(done.stdout)
    assert told["format"] == "graphml"
    assert told["files"]
    assert all(Path(name).exists() for name in told["files"])
    asked = run("query", "MATCH (s:Study) RETURN count(s) AS n", "--data", str(tmp_path), "--json", "--trust")
    assert json.loads(asked.stdout) == [{"n": 0}]


@pytest.mark.parametrize("command", ["extract", "map", "table", "export"])
def test_a_folder_is_no_file_to_write(tmp_path: Path, command: str) -> None:
    save(Graph(), tmp_path)
    given = {"extract": ["-"], "export": ["ris"]}.get(command, [])
    data = [] if command == "extract" else ["--data", str(tmp_path)]
    done = run(command, *given, *data, "-o", str(tmp_path), stdin='{"id": "a", "text": "b"}')
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("mbc-miner: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("export", "docx", "-o", "x"), "there is no format 'docx'"),
        (("table", "--format", "docx"), "--format 'docx' is unknown"),
        (("map", "-o", "map.docx"), "end the name in .html"),
        (("load", "--neo4j", "localhost"), "is not a server's address"),
    ],
)
def test_what_cannot_be_asked_for_is_misuse(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    save(Graph(), tmp_path)
    complains(run(*args, "--data", str(tmp_path)), says, code=2)


def test_what_is_printed_is_utf_8_in_any_locale() -> None:
    record = json.dumps(
        {"id": "a", "text": "Title.\nOverall survival did not differ (HR 1·04, 95% CI 0·81–1·34)."}
    )
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "extract", "-", "--workers", "0"],
        capture_output=True,
        input=record.encode(),
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "1·04" in json.loads(done.stdout.decode("utf-8"))["effects"][0]["evidence"]["quote"]


@pytest.mark.parametrize("closed", ["0", "1", "2", "0 1 2"])
def test_standard_streams_that_a_timer_closed_stop_nothing(tmp_path: Path, closed: str) -> None:
    shut = " ".join(f"{number}>&-" for number in closed.split())
    xml = "".join(record.xml() for record in many(2))
    (tmp_path / "in.xml").write_text(f"<PubmedArticleSet>{xml}</PubmedArticleSet>", "utf-8")
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'exec "$0" -m pipelines refresh --dry-run --data d --from-xml in.xml {shut}',
            sys.executable,
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1" in closed or "new 2" in done.stdout


@pytest.mark.parametrize("command", [("refresh",), ("status",), ("query", "MATCH (p) RETURN p")])
def test_a_data_folder_without_a_name_is_misuse(command: tuple[str, ...]) -> None:
    done = run(*command, "--data", "")
    assert done.returncode == 2
    assert "it is empty; name a folder" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_refresh_that_is_done_is_done_though_nobody_reads_of_it(tmp_path: Path) -> None:
    """A log whose disk is full, or whose reader has gone, makes no run fail that is complete."""
    xml = "".join(record.xml() for record in many(2))
    (tmp_path / "in.xml").write_text(f"<PubmedArticleSet>{xml}</PubmedArticleSet>", "utf-8")
    command = (sys.executable, "-m", "pipelines", "refresh", "--data", tmp_path / "data")
    for more, code in (((), 0), (("--dry-run",), 1)):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [*command, *more, "--from-xml", tmp_path / "in.xml"],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                timeout=120,
            )
        assert done.returncode == code, done.stderr
    assert "complete" in (tmp_path / "data" / "runs" / "000001.md").read_text("utf-8")


_LATIN = os.fsdecode(b"M\xfcller")  # a name as older systems wrote it


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such name")
def test_a_name_that_is_no_utf_8_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    done = run("refresh", "--data", str(tmp_path / _LATIN), "--email", "reader@example.org")
    assert done.returncode == 2
    assert "its name is no UTF-8; name a folder that is" in done.stderr
    file = tmp_path / f"{_LATIN}.xml"
    file.write_text("<PubmedArticleSet/>", "utf-8")
    done = run("refresh", "--data", str(tmp_path / "data"), "--from-xml", str(file))
    complains(done, r"M\xfcller.xml: its name is no UTF-8; rename it", code=1)
    assert not (tmp_path / "data").exists()


def test_evaluate_names_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text('[{"id": "a"}]')
    (tmp_path / "predicted.jsonl").write_text("")
    done = run("evaluate", str(tmp_path / "gold.json"), str(tmp_path / "predicted.jsonl"))
    complains(done, "predicted.jsonl is empty", code=1)


@pytest.mark.parametrize(
    ("option", "value"), [("--design", "cohort"), ("--model", "bayes"), ("--endpoint", "happiness")]
)
def test_synthesize_names_what_it_does_not_know(tmp_path: Path, option: str, value: str) -> None:
    save(Graph(), tmp_path)
    complains(run("synthesize", "--data", str(tmp_path), option, value), value, code=2)
