"""How a cluster of this machine is started, and what its workers are told."""

from __future__ import annotations

import contextlib
import socket

from pipelines.distributed import cluster

_DASKS_OWN_PORT = 8787


def _samples_its_stacks() -> object:
    import dask

    return dask.config.get("distributed.worker.profile.enabled")


def test_workers_keep_no_samples_of_their_stacks() -> None:
    with cluster(workers=1) as client:
        assert list(client.run(_samples_its_stacks).values()) == [False]


def test_a_port_that_another_program_has_is_no_matter() -> None:
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # taken already: as good
            other.bind(("127.0.0.1", _DASKS_OWN_PORT))
            other.listen()
        with cluster(workers=1) as client:  # a warning is an error in tests
            assert client.submit(abs, -1).result() == 1
