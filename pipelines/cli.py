"""The command ``mbc-miner``: parse, call, print. Data go to stdout, everything else to stderr."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from miner.errors import MinerError
from pipelines import cli_bulk, cli_corpus, cli_evidence, cli_graph
from pipelines.cli_options import spread

__all__ = ["app", "main"]

app = typer.Typer(
    name="mbc-miner",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="A living evidence map of surgery in metastatic breast cancer, mined from PubMed.\n\n"
    "Begin with: mbc-miner demo",
)
# As a shell tells of an end by a signal: Ctrl-C, a service that is stopped, a terminal that is closed.
_STOPPED = frozenset(128 + number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))


def _version(asked: bool) -> None:
    if asked:
        from miner.version import program_version

        typer.echo(program_version().replace("/", " "))
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


cli_corpus.register(app)
cli_bulk.register(app)
cli_evidence.register(app)
cli_graph.register(app)


def main() -> None:
    """Run the command line; exit 0 done, 1 failed, 2 misused, above 128 stopped by a signal."""
    _open_streams()
    _write_utf_8()
    _end_in_order()
    # As it ends, Python would look through all that is loaded for cycles: a third of a second after a build.
    atexit.register(gc.freeze)
    try:
        app(spread("--from-xml", sys.argv[1:]))
    except MinerError as e:
        _say(str(e))
        sys.exit(e.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): close quietly, as other tools do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except SystemExit as e:
        # The command-line library turns Ctrl-C into such an exit without a word.
        if e.code in _STOPPED:
            _say("stopped; nothing is lost, run the same command again to go on")
        raise
    except OSError as e:
        where = f"{e.filename}: " if e.filename else ""
        _say(f"{where}{e.strerror or e}; check the path, its permissions and the room on the disk")
        sys.exit(1)


def _end_in_order() -> None:
    """Let a signal end the program as Ctrl-C does, unless it was told to pass signals over (``nohup``)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _open_streams() -> None:
    """Put nothing in place of streams that a timer closed, before another file takes their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end


def _write_utf_8() -> None:
    """Print UTF-8 into files and pipes whatever the locale, and to a terminal what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty() or "PYTHONIOENCODING" in os.environ:
                stream.reconfigure(errors="backslashreplace")
            else:
                # A file's name may hold any bytes: they are printed as they are.
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _say(message: str) -> None:
    typer.echo(f"mbc-miner: {' '.join(message.split())}", err=True)
