# make chat: set up and open the chat. make test: set up and run every check. Both need only Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
# What the environment was made from, where it stands included: its scripts hold their own path.
KEY = $$( (pwd; cat pyproject.toml constraints.txt) | cksum)

.PHONY: setup chat test lint types imports tests evaluate evaluate-tables bench bench-finding bench-index bench-paint bench-echo drive pictures bench-damage bench-questions bench-scale bench-storage bench-many bench-reading bench-fuzz bench-crash bench-soak clean

# Of two that set up at once the second waits and finds it done. The Makefile is the lock, which goes with its process; the
# shell holds what Python takes, as there is a flock command on Linux only.
IS_SET_UP = [ -x $(BIN)/python ] && [ -x $(BIN)/nianbao ] && [ "$$(cat $(STAMP) 2>/dev/null)" = "$(KEY)" ]
setup:
	@if $(IS_SET_UP); then exit 0; fi; \
	set -e; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "nianbao needs Python 3.11 or newer, and $(PYTHON) is not. Name one: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }; \
	exec 9<$(firstword $(MAKEFILE_LIST)); \
	$(PYTHON) -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' 2>/dev/null || true; \
	if $(IS_SET_UP); then exit 0; fi; \
	echo "Setting up $(VENV): a few minutes the first time" >&2; \
	rm -f $(STAMP); \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV); \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'; \
	echo "$(KEY)" > $(STAMP)

chat: setup
	@$(BIN)/nianbao

# The quick gates first, and all of them, whatever one says. Each stands alone: make lint.
test: setup
	@$(MAKE) --no-print-directory --keep-going lint types imports tests

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports --no-logo

tests: setup
	$(BIN)/pytest -n 2 -q

evaluate: setup
	@$(BIN)/python tests/evaluate.py

evaluate-tables: setup
	@$(BIN)/python tests/evaluate_tables.py

# Over the bundled reports, or with EVAL=FOLDER over passages.jsonl by queries.jsonl.
evaluate-search: setup
	@$(BIN)/python tests/evaluate_search.py $(EVAL)

# The default model anew from the training texts; a quarter of an hour on two cores at most.
DATA ?= ../shared/embedding/open
train-model: setup
	@$(BIN)/python -m index.train $(DATA)

bench: setup
	@$(BIN)/python tests/benchmarks/cold.py

# Warm questions about the prose, and encoding.
bench-finding: setup
	@$(BIN)/python tests/benchmarks/finding.py

# Indexes of N vectors each: built, asked, ten reports added and removed; of several sizes, also how each figure grows
# for ten times as many: make bench-index N="200000 2000000" (without N: 200,000, 1,000,000 and 2,000,000).
bench-index: setup
	@$(BIN)/python tests/benchmarks/growing.py $(N)

bench-paint: setup
	@$(BIN)/python tests/benchmarks/paint.py

# Keystroke to echo while a folder is being added, and memory after many turns.
bench-echo: setup
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/echo.py $(if $(KEYS),--keys $(KEYS)) $(if $(N),--reports $(N)) $(if $(TURNS),--turns $(TURNS))

# The chat in tmux and, where there is a Chromium, in a browser, driven as a person would.
drive: setup
	@$(BIN)/python tests/drive.py
	@$(BIN)/python tests/drive_browser.py

# The pictures of the README, of the real program over the bundled reports.
pictures: setup
	@$(BIN)/python tests/pictures.py

# N=20000 SEED=1; MUTATE=1 breaks the parser on purpose and must fail.
bench-damage: setup
	@$(BIN)/python tests/benchmarks/damage.py $(if $(N),--reports $(N)) $(if $(SEED),--seed $(SEED)) $(if $(MUTATE),--mutate)

# N=20000 SEED=1; PHRASINGS=FILE asks also in phrasings of your own, one a line with {agency}, {year}, {measure}.
bench-questions: setup
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/questions.py $(if $(N),--number $(N)) $(if $(SEED),--seed $(SEED)) $(if $(PHRASINGS),--phrasings $(PHRASINGS))

# nianbao beside ripgrep, bm25s, FAISS, txtai and LangChain over N=1000 reports. What they need, and nianbao does not, goes
# into an environment inside ours that sees all of it; ripgrep is taken where it is installed.
PEERS := $(VENV)/peers
.PHONY: bench-peers
bench-peers: setup
	@[ -x $(PEERS)/bin/python ] || $(BIN)/python -m venv $(PEERS)
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > \
		"$$($(PEERS)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/ours.pth"
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[peers]'
	@PYTHONPATH=tests $(PEERS)/bin/python tests/benchmarks/peers.py $(if $(N),--reports $(N)) $(if $(SEED),--seed $(SEED))

# How fast files are read, and how much memory 10,000 of them take.
bench-reading: setup
	@$(BIN)/python tests/benchmarks/reading.py $(if $(N),--memory $(N))

# N=2000 SEED=1: every reader against files that are broken in every way.
bench-fuzz: setup
	@$(BIN)/python tests/benchmarks/fuzz.py $(if $(N),--files $(N)) $(if $(SEED),--seed $(SEED))

# Commands that change the home, each killed at every call that does and all at POINTS moments; torn, out of disk, without
# power at one in six of the calls. An hour; CALLS=20 takes so many calls of each command. Needs cc, Linux.
POINTS ?= 300
bench-crash: setup
	@cc -shared -fPIC -O1 -o $(VENV)/boundaries.so tests/boundaries.c -ldl
	@LD_PRELOAD=$(abspath $(VENV)/boundaries.so) $(BIN)/python tests/crash.py --points $(POINTS) $(if $(CALLS),--calls $(CALLS))

# Four processes that add, remove, search and ask in one library for MINUTES.
MINUTES ?= 30
bench-soak: setup
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/soak.py --minutes $(MINUTES)
# What libraries of so many reports cost, from the files to answers: REPORTS='1000 10000' by default.
bench-many: setup
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/many.py $(if $(REPORTS),--reports $(REPORTS))

# What understanding costs with 130,000 names, and sums over REPORTS=100000 reports.
bench-scale: setup
	@$(BIN)/python tests/benchmarks/scale.py $(if $(REPORTS),--reports $(REPORTS))

# What a report costs in the library and how fast very many are added up: REPORTS="10000 100000".
bench-storage: setup
	@$(BIN)/python tests/benchmarks/storage.py $(if $(REPORTS),--reports $(REPORTS))

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
