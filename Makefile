# Two commands matter: `make run` shows the portal, `make test` proves it. Neither needs another one first.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup run test faults lint bench messages run-packages test-packages test-tools

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes --requirement
# One more than there are processors, because many a test waits for a process of its own; a browser does not wait.
MANY := $(shell echo $$(( $$(nproc) + 1 )))
PYTEST := $(PYTHON) -m pytest --maxprocesses 4 --numprocesses
# Tests bring their own databases: whatever this shell points at stays untouched.
ALONE := env -u DATABASE_URL -u REDIS_URL -u SITE_URL -u ALLOWED_HOSTS -u DEBUG -u EMAIL_URL -u MAP_TILES_URL -u MEDIA_ROOT \
	-u S3_BUCKET -u SEAL_KEY_FILE

SOURCES_OF_MESSAGES := $(wildcard les_portal/locale/*/LC_MESSAGES/django.po)
MESSAGES := $(SOURCES_OF_MESSAGES:.po=.mo)
STATIC := $(shell find static)

help:
	@echo "make run       set everything up and start the portal on http://127.0.0.1:8000/ (PORT=9000 make run: elsewhere)"
	@echo "make test      set everything up and run all tests: SQLite, PostgreSQL with Redis, browser"
	@echo "make setup     what make run needs, without starting it"
	@echo "make faults    kill workers, brokers and servers in earnest, on both databases, and count what is lost or doubled"
	@echo "make lint      style, import layers, templates, migrations, messages"
	@echo "make bench     measure, one JSON line per ratio"
	@echo "make messages  collect the texts to translate into les_portal/locale/"

setup: | run-packages
setup: .venv/requirements.txt $(MESSAGES) var/static/staticfiles.json

run: setup
	@.ci/serve

test: test-tools
	@echo "=== 1 of 3: everything but the browser, on SQLite"
	@$(ALONE) $(PYTEST) $(MANY)
	@echo "=== 2 of 3: the same on PostgreSQL, with Redis beside it"
	@$(ALONE) $(PYTHON) -m tests.services $(PYTEST) $(MANY)
	@echo "=== 3 of 3: the browser"
	@$(ALONE) $(PYTEST) auto tests/e2e

faults: test-tools
	@$(ALONE) $(PYTHON) -m tests.faults

lint: test-tools
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/djlint --lint templates
	@$(ALONE) $(MANAGE) makemigrations --check --dry-run
	@for po in $(SOURCES_OF_MESSAGES); do msgfmt --check --output-file=/dev/null $$po || exit 1; done

bench: test-tools
	@$(PYTHON) -m tests.bench

messages: setup
	@$(MANAGE) makemessages --locale nl --locale fr --no-obsolete --add-location file --ignore .venv --ignore tests

# --- what the above stand on -------------------------------------------------------------------

run-packages:
	@.ci/system-packages run

test-packages:
	@.ci/system-packages test

test-tools: | test-packages
test-tools: .venv/requirements-dev.txt $(MESSAGES) var/static/staticfiles.json

# The copies remember what is installed. The list for development holds everything of the other one.
.venv/bin/python: | run-packages
	@echo "Making .venv"
	@.ci/virtualenv

.venv/requirements.txt: requirements.txt | .venv/bin/python
	@echo "Installing $<"
	@$(PIP_INSTALL) $<
	@cp $< $@

.venv/requirements-dev.txt: requirements-dev.txt | .venv/bin/python
	@echo "Installing $<"
	@$(PIP_INSTALL) $<
	@cp $< $@
	@cp requirements.txt .venv/requirements.txt

%.mo: %.po
	@if command -v msgfmt >/dev/null; then msgfmt --check-format --output-file=$@ $<; else echo "gettext is missing: no $@" >&2; fi

var/static/staticfiles.json: $(STATIC) .venv/requirements.txt
	@$(MANAGE) collectstatic --noinput --verbosity 0 && touch $@
