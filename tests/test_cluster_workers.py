"""What the workers of a cluster of this machine are told."""

from __future__ import annotations

from pipelines.distributed import cluster


def _samples_its_stacks() -> object:
    import dask

    return dask.config.get("distributed.worker.profile.enabled")


def test_workers_keep_no_samples_of_their_stacks() -> None:
    with cluster(workers=1) as client:
        assert list(client.run(_samples_its_stacks).values()) == [False]
