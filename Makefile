# Every target sets itself up on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= mbc-demo

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types layers sample bench neo4j accuracy fit clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "mbc-miner needs Python 3.11 or newer, this is %d.%d; run make PYTHON=python3.11" % v[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed ## mine the bundled corpus, offline, into $(OUT)
	$(BIN)/mbc-miner demo --out $(OUT)

test: $(VENV)/installed-dev ## run the tests
	$(BIN)/pytest
	$(BIN)/pytest --doctest-modules miner graph pipelines

check: format lint types layers test ## what a change must pass: format, lint, types, layers, tests

format: $(VENV)/installed-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

sample: $(VENV)/installed-dev ## build the bundled sample from its sources
	$(BIN)/python -m corpora.build_sample

bench: $(VENV)/installed-dev ## measure on this machine, beside peers, and write docs/performance.md; AREAS=parsing for a part, STUDIES=100000 for large graphs
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]' || echo "bench: the peers cannot be installed; measuring without them"
	$(BIN)/python -m bench $(AREAS)
	$(BIN)/python -m bench.graphs --studies $(or $(STUDIES),10000)

neo4j: $(VENV)/installed-dev ## run the tests against a real Neo4j server on loopback (Java 17, Maven)
	PYTHON=$(CURDIR)/$(BIN)/python tests/neo4j/run.sh test

accuracy: $(VENV)/installed-dev ## measure the reading on TEXTS="FILE ..." and write docs/accuracy.md
	$(BIN)/python -m pipelines.accuracy corpora/gold/*.json $(foreach file,$(TEXTS),--texts $(file))

fit: $(VENV)/installed-dev ## fit the weights of KIND=sizes|arms|results|contrasts|conclusions|designs|confidence on TEXTS="FILE ..."; WRITE=1 puts them into miner/rules
	$(BIN)/python -m pipelines.fitting $(KIND) corpora/gold/*.json $(foreach file,$(TEXTS),--texts $(file)) $(foreach set,$(SETS),--set $(set)) $(if $(WRITE),--write)

clean: ## remove what was made
	rm -rf $(VENV) $(OUT) artefacts build dist *.egg-info
