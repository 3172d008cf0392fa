"""Takes from this process all it does not need to read one file: Landlock for the outside, limits within.

Landlock (Linux 5.13, for the network 6.7) binds the calling thread and what it starts from then on; so it
comes before the engine makes threads. Only the standard library is used here.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable

__all__ = ["READ", "READ_DIRECTORY", "abi", "confine", "limit"]

READ, READ_DIRECTORY = 4, 8
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT = 38, 1
_BIND_AND_CONNECT = 3


def abi() -> int:
    """The version of Landlock that the kernel offers; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, 0, 1)))


def confine(allowed: Iterable[tuple[str, int]]) -> None:
    """Deny this thread and its children every file but ``allowed`` (path and rights), and TCP.

    Raises:
        OSError: the kernel has no Landlock, or would not apply it.
    """
    libc, version = _libc(), abi()
    if version < 1:
        raise OSError("the kernel has no Landlock")
    files = ((1 << 13) - 1) | (version >= 2) << 13 | (version >= 3) << 14 | (version >= 5) << 15
    rules = struct.pack("QQ", files, _BIND_AND_CONNECT) if version >= 4 else struct.pack("Q", files)
    ruleset = _checked(libc.syscall(_CREATE, rules, len(rules), 0), "landlock_create_ruleset")
    for path, rights in allowed:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        _checked(libc.syscall(_ADD, ruleset, 1, struct.pack("=Qi", rights, fd), 0), path)
        os.close(fd)
    _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
    _checked(libc.syscall(_RESTRICT, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)


def limit(address_space: int, cpu_seconds: int) -> None:
    """No file may grow, memory (bytes) and CPU time are bounded, and this process dies with its parent."""
    # A write past the limit must fail with an error, not kill the process before it can say so.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if sys.platform == "linux":
        _libc().prctl(_DIE_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)
    for what, value in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, address_space),
    ):
        if what == resource.RLIMIT_AS and sys.platform == "darwin":
            continue  # macOS takes no limit on address space
        _, hard = resource.getrlimit(what)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (lowest, lowest))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), what)
    return result
