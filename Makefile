# Every command of the project. `make help` lists them; docs in README.md.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/sh

PORT ?= 8000
# Options for pytest: make test ARGS="tests/kit -k lunar -n 0"
ARGS ?=
WORKERS ?= auto
# The moment as of which to test, load or serve, by Vietnam's clock: make test TODAY=2027-02-28T23:30
TODAY ?=
AS_OF = $(if $(TODAY),$(PY) -m scripts.as_of $(TODAY))
# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PY := var/venv/bin/python
BIN := var/venv/bin
# A worker that has nothing left takes tests from the other.
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist worksteal
COMMA := ,
export PORT
# Compiled once for all processes of a run, whatever the shell asks for: each would compile for two
# seconds. Not beside the sources, which may lie where nobody may write.
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/cache/pyc
unexport PYTHONDONTWRITEBYTECODE

define say
	@printf '\n\033[1m== %s\033[0m\n' "$(1)"
endef

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: python setup venv
python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt-get install python3)." >&2; exit 1; }
venv: python
	@$(PYTHON) scripts/setup.py run
setup: python ## install everything a developer needs, and the pre-commit hook
	@$(PYTHON) scripts/setup.py dev
	@if [ -d .git ] && [ -z "$$CI" ]; then $(BIN)/pre-commit install >/dev/null && echo "pre-commit hook installed"; fi

.PHONY: run dev demo
run: $(if $(TODAY),tools,venv) ## from nothing to http://127.0.0.1:8000 as in production (PORT= for another port)
	@$(PY) scripts/port_free.py
	@$(AS_OF) $(PY) manage.py prepare
	@$(PY) scripts/collect_static.py
	@exec $(AS_OF) $(PY) -m gunicorn
dev: python ## the same with autoreload and DEBUG
	@$(PYTHON) scripts/setup.py dev
	@$(PY) scripts/port_free.py
	@DEBUG=True DEMO=True $(PY) manage.py prepare
	@DEBUG=True DEMO=True exec $(PY) manage.py runserver 127.0.0.1:$(PORT)
demo: $(if $(TODAY),tools,venv) ## reset the demo association
	@$(AS_OF) $(PY) manage.py prepare
	@$(AS_OF) $(PY) manage.py demo --reset --yes

.PHONY: tools test bench
tools: python
	@$(PYTHON) scripts/setup.py dev
test: tools ## the whole suite, browser tests too, on SQLite or on DATABASE_URL
	@CHROMIUM=$$(scripts/browser.sh) && export CHROMIUM && $(AS_OF) $(PYTEST) $(ARGS)
bench: tools ## each figure as a ratio to a floor measured in the same run
	@$(PY) -m scripts.bench $(ARGS)

.PHONY: handbook
handbook: tools ## take the pictures of the officers' handbook anew, from the demo that `make run` serves
	@CHROMIUM=$$(scripts/browser.sh) $(PY) -m scripts.handbook_pictures http://127.0.0.1:$(PORT)

.PHONY: check begin quick format lint types imports templates migrations deploy template test-sqlite test-postgres
check: tools begin quick test-sqlite test-postgres ## exactly what CI runs
	$(call say,where the time went)
	@$(PY) -m tests.budget
	@printf '\nmake check: everything is green.\n'
begin:
	@mkdir -p var/cache/seconds && touch var/cache/seconds/begun
# The types take one core for as long as everything else together takes the other.
quick:
	@mkdir -p var/cache
	@$(MAKE) --no-print-directory types >var/cache/types.log 2>&1 & types=$$!; \
	$(MAKE) --no-print-directory format lint imports templates migrations deploy template; others=$$?; \
	wait $$types; status=$$?; cat var/cache/types.log; exit $$((others || status))
format:
	$(call say,format)
	@$(BIN)/ruff format --check .
lint:
	$(call say,lint)
	@$(BIN)/ruff check .
types:
	$(call say,types)
	@$(BIN)/mypy
imports:
	$(call say,import contracts)
	@$(BIN)/lint-imports --no-logo --cache-dir var/cache/import-linter
templates:
	$(call say,templates)
	@find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	@$(BIN)/djlint --lint --quiet templates
migrations:
	$(call say,migrations)
	@DATABASE_URL=sqlite://:memory: $(PY) -W error manage.py makemigrations --check --dry-run
deploy:
	$(call say,check --deploy)
	@SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DEBUG=False DEMO=False HTTPS=True ALLOWED_HOSTS=portal.example DATABASE_URL=sqlite://:memory: \
	$(PY) -W error manage.py check --deploy --fail-level WARNING
template: # the tests' database, migrated once (tests/databases.py)
	@$(PY) -m tests.databases
# What a browser does rests on the pages; on which database they are served is the commit's lot, so
# that over time it is both. The sweeps over all there is take the other database, since both cost
# most and neither asks it anything that other tests don't. BROWSER_ON=both for a release.
EVEN := %0 %2 %4 %6 %8 %a %c %e
BROWSER_ON ?= $(if $(filter $(EVEN),$(shell git rev-parse HEAD 2>/dev/null)),PostgreSQL,SQLite)
browser = $(if $(filter $(1) both,$(BROWSER_ON)),in a browser too,not in a browser: this commit's turn is $(BROWSER_ON))
unless = $(if $(filter both,$(BROWSER_ON)),,$(if $(filter $(1),$(BROWSER_ON)),-m "not sweep",--ignore=tests/browser))
test-sqlite:
	$(call say,tests on SQLite$(COMMA) $(call browser,SQLite))
	@CHROMIUM=$$(scripts/browser.sh) && export CHROMIUM && unset DATABASE_URL && \
	$(PYTEST) $(call unless,SQLite) $(ARGS)
test-postgres: # as of another day, so that nothing rests upon the one on which it was written
	$(call say,tests on PostgreSQL$(COMMA) $(call browser,PostgreSQL))
	@CHROMIUM=$$(scripts/browser.sh) && export CHROMIUM && scripts/with_postgres.sh \
	$(PY) -m scripts.as_of $(or $(TODAY),commit) $(PYTEST) $(call unless,PostgreSQL) $(ARGS)

.PHONY: fix lock clean
fix: tools ## put right what the tools can put right by themselves
	@git ls-files -z --cached --others --exclude-standard '*.py' | xargs -0 $(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true
# --universal: one file for every platform; no address of an index ever stands in it.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: tools ## lock pyproject.toml's dependencies (ARGS=--upgrade for newer releases)
	@$(LOCK) $(ARGS) pyproject.toml -o requirements/run.txt
	@$(LOCK) $(ARGS) -c requirements/run.txt pyproject.toml --group dev -o requirements/dev.txt
	@grep -E '^uv==' requirements/dev.txt | tr -d ' \\' | $(LOCK) - -o requirements/bootstrap.txt
	@$(PYTHON) scripts/setup.py dev
clean: ## remove what can be made again; the database, media and var/env stay
	rm -rf var/venv var/static var/cache var/test var/screenshots
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
