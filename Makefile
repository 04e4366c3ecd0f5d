# Two commands matter: `make run` and `make test`. The others serve them.

PYTHON ?= python3
PY := .venv/bin/python

# A stamp's name holds the checksum of all it stands for: nothing is installed twice, and
# nothing stays behind when a lock changes.
stamp = .venv/$(1)-$(firstword $(shell cat $(2) | cksum))
RUN_STAMP := $(call stamp,run,pyproject.toml requirements.lock)
TEST_STAMP := $(call stamp,test,pyproject.toml requirements.lock requirements-test.lock)
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

PART ?= 1
PARTS ?= 12
MINUTES ?= 100

.PHONY: run test check faults storm bench bench-alone bench-page bench-shared bench-desk bench-detect bench-outage train explore fuzz autobahn setup test-setup needs schema fmt lock clean

run: setup  ## Start the server. More options: make run ARGS="--port 9000"
	exec .venv/bin/kith serve $(ARGS)

test: needs test-setup  ## Run every test; installs what they need, or says what is missing. MARK=slow after a check
	@MARK='$(MARK)' tests/tools/side_by_side.sh $(PY) $(ARGS)

check: test-setup  ## The quick half: before every push
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q -m "not slow"

bench: test-setup  ## Measure Kith beside other servers; tables to read, nothing that can fail. ARGS="talk --rounds 5"
	$(PY) -m bench.floor $(ARGS)

bench-alone: test-setup  ## Measure one node by itself. ARGS="latency --rounds 5"
	$(PY) -m bench.rooms $(ARGS)

storm: test-setup  ## End a node under 10,000 sockets; stop 100 readers. About 20 minutes. ARGS="restart"
	$(PY) -m bench.storms $(ARGS)

bench-page: needs test-setup  ## Measure the pages on a slow phone. ARGS="load"
	$(PY) -m bench.page $(ARGS)

bench-desk: needs test-setup  ## Measure how soon a flag is on a volunteer's screen, and keys there. ARGS="keys"
	$(PY) -m bench.desk $(ARGS)

bench-shared: needs test-setup  ## Measure one and two nodes on a shared Redis
	$(PY) -m bench.shared $(ARGS)

bench-detect: test-setup  ## Measure what the detectors catch. ARGS="--seen FOLDER"
	$(PY) -m bench.detect $(ARGS)

bench-outage: needs test-setup  ## Measure how soon a frozen Redis is noticed and shown, and words are taken again
	$(PY) -m bench.outage $(ARGS)

faults: needs test-setup  ## Break houses in every way there is. PART=1 of 12; goes on where it was broken off
	$(PY) -m tests.faults --part $(PART) --of $(PARTS) --minutes $(MINUTES) --out build/faults/part-$(PART).jsonl $(ARGS)

train: test-setup  ## Learn the detectors' weights again from tests/corpus/train
	OPENBLAS_NUM_THREADS=1 $(PY) -m bench.train

explore: test-setup  ## Try the rules with examples that no run drew before; each run draws others
	$(PY) -m pytest -q -m "not slow" --hypothesis-profile exploring $(ARGS)

fuzz: test-setup  ## Try hostile input for up to two hours; run it again and it goes on. ARGS="--minutes 30"
	PYTHONPATH=tests:. $(PY) -m hostile.fuzz --out build/fuzz $(ARGS)

PYTHON27 ?= $(firstword $(wildcard $(HOME)/.pyenv/versions/2.7*/bin/python) $(shell command -v python2.7))
WSTEST := build/autobahn/bin/wstest

autobahn: test-setup $(WSTEST)  ## Run the Autobahn suite, which is in Python 2.7, against an echo
	$(PY) tests/autobahn/suite.py --wstest $(WSTEST) --out build/autobahn-report $(ARGS)

$(WSTEST):
	@test -n "$(PYTHON27)" || { echo 'The Autobahn suite needs Python 2.7: make autobahn PYTHON27=...' >&2; exit 1; }
	$(PYTHON27) -m pip install --quiet --target build/virtualenv27 virtualenv==20.15.1
	PYTHONPATH=build/virtualenv27 $(PYTHON27) -m virtualenv --quiet build/autobahn
	build/autobahn/bin/pip install --quiet autobahntestsuite==25.10.1

setup: $(RUN_STAMP)  ## Make .venv from the locked requirements

test-setup: $(TEST_STAMP)

needs:
	@tests/tools/needs.sh

schema: setup  ## Write docs/protocol.md, docs/schema.json and the browser's typedefs again
	.venv/bin/kith schema

fmt: test-setup
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix --exit-zero .

clean:  ## Remove the environment and every cache; never a server's folder
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUN_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Kith needs Python 3.11 or newer. Name one with: make $(MAKECMDGOALS) PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python is here, but its venv module is not. On Debian: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	@rm -f .venv/run-* && touch $@

$(TEST_STAMP): | $(RUN_STAMP)
	$(PIP) --require-hashes -r requirements-test.lock
	@rm -f .venv/test-* && touch $@

# The locks hold for every Python from 3.11.0 on, and 3.11.0 to 3.11.2 need most: lock with one
# of those (Debian 12 has it). No index address may get into the locks.
COMPILE = build/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
  --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPGRADE)

lock:  ## Resolve the locks again: make lock PYTHON=/usr/bin/python3 [UPGRADE=--upgrade]
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 11, 3))'
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet pip-tools
	$(COMPILE) --build-deps-for editable --output-file requirements.lock pyproject.toml
	$(COMPILE) --build-deps-for editable --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml
