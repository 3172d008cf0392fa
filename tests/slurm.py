"""A real SLURM of this machine's cores on loopback, for the tests: its own key and ports, no accounts."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["installed", "slurm"]

_DAEMONS = ("munged", "slurmctld", "slurmd")
_START_S = 120
_CONF = """
ClusterName=tests
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthInfo=socket={folder}/munge.socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
KillWait=2
StateSaveLocation={folder}
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=8000
PartitionName=normal Nodes={host} Default=YES
"""


def installed() -> bool:
    """Whether SLURM is here and we may start it: its node daemon runs jobs for any user, so asks for root."""
    return os.geteuid() == 0 and all(shutil.which(d, path=_path()) for d in _DAEMONS)


@contextlib.contextmanager
def slurm(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which ``sbatch`` and ``srun`` speak to a cluster that ends with the block."""
    key, conf = folder / "munge.key", folder / "slurm.conf"
    key.write_bytes(os.urandom(128))
    key.chmod(0o600)
    given = {
        "host": socket.gethostname().partition(".")[0],
        "folder": folder,
        "ports": _free_ports(2),
        "cpus": os.cpu_count(),
    }
    conf.write_text(_CONF.format(**given))
    environment = os.environ | {"SLURM_CONF": str(conf), "PATH": _path()}
    commands = [
        ["munged", "--foreground", "--force", f"--key-file={key}", *_munge_files(folder)],
        ["slurmctld", "-D"],
        ["slurmd", "-D"],
    ]
    with contextlib.ExitStack() as stack:
        for command in commands:
            log = stack.enter_context((folder / f"{command[0]}.log").open("wb"))
            started = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            stack.callback(started.wait)
            stack.callback(started.terminate)
        _wait_until_idle(environment, folder)
        yield environment


def _path() -> str:
    return f"{os.environ['PATH']}:/usr/sbin:/sbin"


def _munge_files(folder: Path) -> list[str]:
    kinds = {"socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
    return [f"--{option}={folder}/munge.{end}" for option, end in kinds.items()]


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in opened:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in opened]


def _wait_until_idle(environment: dict[str, str], folder: Path) -> None:
    end = time.monotonic() + _START_S
    while True:
        said = subprocess.run(
            ["sinfo", "--noheader", "--format=%t"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if said.stdout.strip() == "idle":
            return
        if time.monotonic() > end:
            logs = "".join(log.read_text()[-800:] for log in sorted(folder.glob("*.log")))
            raise TimeoutError(f"SLURM does not start: {said.stdout}{said.stderr}{logs}")
        time.sleep(0.2)
