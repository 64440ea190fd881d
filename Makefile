# Every target does its own set-up; a second run starts at once.
# The first interpreter that is new enough, or the one you name: make PYTHON=python3.13 …
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)) python3)
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run-installed
DEV    := $(VENV)/.dev-installed
MUT    := $(VENV)/.mutation-installed
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help preview run test soak stories fuzz mutation coverage check lint types imports format requirements screenshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

preview: $(RUN) ## the bot in your browser: no token, no network (ARGS="--port 8082 --no-browser")
	@$(BIN)/python -m bot preview $(ARGS)

run: $(RUN) ## the real bot, with the settings of .env
	@$(BIN)/python -m bot run $(ARGS)

# Compiled modules are kept, whatever the environment says: the tests start the bot some thirty times.
test: $(DEV) ## all tests, on SQLite and on a real PostgreSQL
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

soak: $(DEV) ## the faults of tests/faults at length, about three quarters of an hour; prints what became of every digest
	@SOAK=1 $(BIN)/python -m pytest tests/faults $(ARGS)

# STORIES is a folder; each folder in it has articles.jsonl and story.toml.
stories: $(DEV) ## what is told of other stories, held against their articles (STORIES=folder)
	@STORIES="$(STORIES)" $(BIN)/python -m pytest tests/briefings/test_running_stories.py $(ARGS)

# Each door of tests/hostile/test_doors.py, test_wire_doors.py and test_reading_doors.py gets thousands of inputs; what is found becomes a case.
fuzz: $(DEV) ## thousands of strange files, story files, messages, buttons, updates and answers, about ten minutes
	@FUZZ=3000 timeout 20m $(BIN)/python -m pytest --numprocesses auto --timeout 1200 tests/hostile/test_doors.py tests/hostile/test_wire_doors.py tests/hostile/test_reading_doors.py $(ARGS)

mutation: $(MUT) ## small faults put into three modules: which of them no test finds (half an hour at most)
	@timeout 30m $(BIN)/mutmut run --max-children 2; $(BIN)/mutmut results

check: lint types imports coverage ## the whole recipe: ruff, mypy --strict, import-linter, all tests, branch coverage

# tests/conftest.py says which tests are run and not counted. They run apart: to pause the counting costs more than to count.
coverage: $(DEV) ## all tests, and how many branches the quick ones take; under 90 % is an error
	@$(MAKE) --no-print-directory test ARGS="-m 'not no_cover' --cov --cov-report=term $(ARGS)"
	@$(MAKE) --no-print-directory test ARGS="-m no_cover $(ARGS)"

lint: $(DEV)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(DEV)
	@$(BIN)/mypy

imports: $(DEV)
	@$(BIN)/lint-imports

format: $(DEV) ## rewrite the code in the project's format
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

screenshots: $(DEV) ## take docs/screenshots anew from the running preview (needs Chromium)
	@$(BIN)/python docs/take_screenshots.py

requirements: ## compile requirements/*.in with every hash (needs uv)
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/run.in -o requirements/run.txt
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/run.txt requirements/dev.in -o requirements/dev.txt
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt requirements/mutation.in -o requirements/mutation.txt

clean: ## remove the environment and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage mutants

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Mujaz needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.13 …")'
	@echo "Setting up $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN): requirements/run.txt | $(BIN)/python
	@$(PIP) -r $<
	@touch $@

# dev.txt holds run.txt's packages too, at the same versions.
$(DEV): requirements/dev.txt | $(BIN)/python
	@echo "Installing what the checks need (once) …"
	@$(PIP) -r $<
	@touch $@ $(RUN)

$(MUT): requirements/mutation.txt | $(DEV)
	@$(PIP) -r $<
	@touch $@
