"""Everything that can go wrong, as one tree.

    MinerError                 the program could not do what was asked; exit 1
    ├── InputError             a file or line is not what it should be
    │   └── MalformedXml       PubMed XML broken at a known place
    ├── CorpusError            corpus.toml or a vocabulary is missing or wrong; exit 2
    ├── RuleError              an extraction rule table is wrong
    ├── StoreError             corpus.db or the data folder cannot be used
    ├── NotWell                a data folder that is too old, or whose graph or map are not as they were left
    ├── NoSuchRun              a run is named that the data folder does not have; exit 2
    ├── GraphError             the graph cannot be built, opened or asked
    │   └── QueryRefused       a statement that is not one plain reading question; exit 2
    ├── WorkerError            a process that should read records cannot begin
    ├── ClusterError           a cluster is not there or went away; what was read is kept
    ├── SettingMissing         an address or email that must be set is not; exit 2
    ├── IncompleteFetch        PubMed gave less than it counts; nothing built on it
    └── EntrezUnavailable      the outside did not answer; nothing was changed
        └── KeyRefused         NCBI does not know the API key; exit 2, as for any setting that is wrong

A message says the thing, its value and what to do, on one line.
"""

from __future__ import annotations

__all__ = [
    "ClusterError",
    "CorpusError",
    "EntrezUnavailable",
    "GraphError",
    "IncompleteFetch",
    "InputError",
    "KeyRefused",
    "MalformedXml",
    "MinerError",
    "NoSuchRun",
    "NotWell",
    "QueryRefused",
    "RuleError",
    "SettingMissing",
    "StoreError",
    "WorkerError",
]


class MinerError(Exception):
    """The program could not do what was asked."""

    exit_code = 1


class InputError(MinerError):
    """A file or a line of input is not what it should be."""


class MalformedXml(InputError):
    """PubMed XML is broken; the message names file, record and position."""


class CorpusError(MinerError):
    """A corpus definition or vocabulary is missing or wrong."""

    exit_code = 2


class RuleError(MinerError):
    """An extraction rule table is wrong."""


class StoreError(MinerError):
    """The data folder or its database cannot be used."""


class NotWell(MinerError):
    """A data folder is not what a health check asks for."""


class NoSuchRun(MinerError):
    """A run is named that the data folder does not have."""

    exit_code = 2


class GraphError(MinerError):
    """The graph cannot be built, opened or asked."""


class QueryRefused(GraphError):
    """The statement is not one plain reading question."""

    exit_code = 2


class WorkerError(MinerError):
    """A process that should read records cannot begin."""


class ClusterError(MinerError):
    """A cluster is not there or went away; what was read before is kept."""


class SettingMissing(MinerError):
    """A setting that must be there is not."""

    exit_code = 2


class IncompleteFetch(MinerError):
    """PubMed gave other records than it counts or lists; what came is kept, nothing was built on it."""


class EntrezUnavailable(MinerError):
    """A server outside did not answer; the state is unchanged."""


class KeyRefused(EntrezUnavailable):
    """NCBI does not know the API key: trying again does not help."""

    exit_code = 2
