"""The schedules of docs/refresh.md: they run as they stand, and show the key to nobody."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from tests.entrez_server import Pubmed, serve
from tests.pubmed_records import many

PAGE = (Path(__file__).parents[1] / "docs" / "refresh.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.M | re.S)
KEY = "n0tT0b3S33n"


def block(beginning: str) -> str:
    """The one block of the page that begins so."""
    (found,) = [text for _, text in BLOCKS if text.startswith(beginning)]
    return str(found)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with the command on the path."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "mbc-miner"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m pipelines "$@"\n')
    command.chmod(0o755)
    return tmp_path


def write_settings(home: Path, **settings: str) -> None:
    """The file of settings as the page has it, with these values."""
    text = block("# ~/.config/mbc-miner.env")
    for name, value in settings.items():
        text, changed = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.M)
        text += "" if changed else f"{name}={value}\n"
    (home / ".config").mkdir()
    (home / ".config" / "mbc-miner.env").write_text(text, "utf-8")


def cron(home: Path) -> subprocess.CompletedProcess[str]:
    """Run the line of the crontab as cron does: by sh, with next to nothing in the environment."""
    (command,) = re.findall(r"^0 5 \* \* 0  (.+)$", block("# crontab -e"), re.M)
    assert "/opt/mbc-miner/bin/mbc-miner refresh" in command, "cron looks for commands in next to no folder"
    command = command.replace("/opt/mbc-miner", shlex.quote(str(home)))
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.run(["/bin/sh", "-c", command], env=env, capture_output=True, text=True, check=False)


def test_the_crontab_runs_and_shows_no_key(home: Path) -> None:
    pubmed = Pubmed()
    pubmed.add(*many(2))
    with serve(pubmed) as address:
        data = home / "data"
        write_settings(
            home, NCBI_EUTILS_URL=address, CTGOV_URL=address, NCBI_API_KEY=KEY, MBC_MINER_DATA=str(data)
        )
        done = cron(home)
        assert done.returncode == 0, done.stderr
        assert "new 2" in done.stdout
        assert done.stderr == "", "cron mails what is said; a run that went well says it once"
        assert pubmed.asked("esearch.fcgi")[0]["api_key"] == KEY
        pubmed.faults.down = "key refused"
        failed = cron(home)
    assert failed.returncode == 2, "a later run would do no better: systemd is not to try again"
    assert failed.stdout == ""
    assert re.fullmatch(r"mbc-miner: PubMed refuses the request \(HTTP 400: .*\(key\).*\n", failed.stderr)
    told = done.stdout + failed.stderr + "".join(p.read_text("utf-8") for p in (data / "runs").iterdir())
    assert KEY not in told


def test_no_schedule_puts_the_key_on_a_command_line() -> None:
    assert "--api-key" not in "".join(text for _, text in BLOCKS)
    for line in PAGE.splitlines():
        assert "NCBI_API_KEY" not in line or "mbc-miner " not in line


def test_the_settings_and_the_crontab_are_shell() -> None:
    for text in (block("# ~/.config/mbc-miner.env"), block("# crontab -e").partition("0  ")[2]):
        subprocess.run(["/bin/sh", "-n"], input=text, text=True, check=True)


def test_the_units_are_what_systemd_takes(home: Path) -> None:
    units = {}
    for name in ("service", "timer"):
        text = block(f"# /etc/systemd/system/mbc-miner.{name}").replace("/opt/mbc-miner", str(home))
        units[name] = ConfigParser(interpolation=None)
        units[name].optionxform = str  # type: ignore[assignment, method-assign]  # names of settings have capitals
        units[name].read_string(text)
        (home / f"mbc-miner.{name}").write_text(text, "utf-8")
    assert set(units["service"].sections()) == {"Unit", "Service"}
    assert units["service"]["Service"]["Type"] == "oneshot"
    assert units["service"]["Service"]["ExecStart"].endswith("/mbc-miner refresh")
    assert units["service"]["Service"]["RestartPreventExitStatus"] == "2"
    assert set(units["timer"].sections()) == {"Unit", "Timer", "Install"}
    assert re.fullmatch(r"Sun \d\d:\d\d", units["timer"]["Timer"]["OnCalendar"])
    checker = shutil.which("systemd-analyze")
    if checker:
        names = [str(home / f"mbc-miner.{name}") for name in units]
        done = subprocess.run([checker, "verify", *names], capture_output=True, text=True, check=False)
        assert "Unknown" not in done.stderr
        assert "Failed to parse" not in done.stderr


def test_the_ci_schedule_is_yaml_with_the_key_in_the_environment_alone() -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "yaml"]
    plan = yaml.safe_load(text)
    (step,) = plan["jobs"]["refresh"]["steps"]
    assert step["env"]["NCBI_API_KEY"] == "${{ secrets.NCBI_API_KEY }}"
    assert "KEY" not in step["run"]
    assert len(plan[True]["schedule"][0]["cron"].split()) == 5, "YAML reads the word on as a truth value"
    assert plan["concurrency"], "two refreshes never meet"


def test_a_running_refresh_shows_the_key_in_no_list_of_processes(home: Path) -> None:
    pubmed = Pubmed()
    pubmed.add(*many(2))
    pubmed.faults.down = "silent"
    with serve(pubmed) as address:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("NCBI", "CTGOV", "MBC"))}
        env |= {"NCBI_EUTILS_URL": address, "NCBI_EMAIL": "a@example.org", "NCBI_API_KEY": KEY}
        command = [sys.executable, "-m", "pipelines", "refresh", "--data", str(home / "data")]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while not pubmed.log:
                assert process.poll() is None
            shown = Path(f"/proc/{process.pid}/cmdline").read_bytes()
            process.kill()
    assert b"refresh" in shown
    assert KEY.encode() not in shown
