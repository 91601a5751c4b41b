# The two to begin with: `make demo` (a filled demonstration company) and `make test`.
# Needs Python 3.11 or newer and make, nothing else. Another Python: make PYTHON=python3.12 demo

# Once .venv exists it is used; before that, whatever python3 is.
PYTHON ?= $(or $(wildcard .venv/bin/python),python3)
UV ?= $(or $(wildcard .venv/bin/uv),uv)
VENV = .venv/bin/python
LOCK = $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate \
       --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help python set-up set-up-dev demo run test test-sqlite test-postgresql faults messages lock

help:
	@echo "make demo             set up, fill a demonstration company and serve it at http://127.0.0.1:8000"
	@echo "make test             set up and run every check and every test on both databases"
	@echo "make run              set up and serve your own company (its data is kept in SETIA_DATA_DIR)"
	@echo "make test-sqlite      only the tests, on SQLite          (WHAT=tests/house narrows them)"
	@echo "make test-postgresql  only the tests, on PostgreSQL      (WHAT=... likewise)"
	@echo "make faults           kill -9 a running Setia 200 times and look whether anything was lost (ten minutes)"
	@echo "make messages         collect the texts to translate into the French and Indonesian catalogues"
	@echo "make lock             choose the versions of the libraries anew (needs uv)"

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || \
	  { echo "Setia needs Python 3.11 or newer, and there is no \"$(PYTHON)\" here. On Debian: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Setia needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name a newer one: make PYTHON=python3.12 demo"; exit 1; }

set-up: python
	@$(PYTHON) bin/set_up.py requirements/setia.txt

set-up-dev: python
	@$(PYTHON) bin/set_up.py requirements/dev.txt

demo: set-up
	@SETIA_DATA_DIR="$${SETIA_DATA_DIR:-data/demo}" .venv/bin/setia demo

run: set-up
	@.venv/bin/setia serve

test: set-up-dev
	@$(VENV) -m tests.everything

test-sqlite: set-up-dev
	@$(VENV) -m pytest -n 2 $(WHAT)

test-postgresql: set-up-dev
	@$(VENV) -m pytest -n 2 --database postgresql $(WHAT)

faults: set-up-dev
	@status=0; \
	  $(VENV) -m bench.faults --database sqlite --kills 100 || status=1; \
	  $(VENV) -m bench.faults --database postgresql --kills 100 || status=1; \
	  $(VENV) -m bench.faults machines || status=1; \
	  exit $$status

messages: set-up-dev
	@$(VENV) -m setia.config.messages update
	@$(VENV) -m setia.config.messages compile
	@$(VENV) -m setia.config.messages check

lock:
	@command -v $(UV) >/dev/null 2>&1 || { echo "make lock needs uv: $(VENV) -m pip install uv"; exit 1; }
	$(LOCK) requirements/setia.in -o requirements/setia.txt
	$(LOCK) -c requirements/setia.txt requirements/postgres.in -o requirements/postgres.txt
	$(LOCK) -c requirements/postgres.txt requirements/dev.in -o requirements/dev.txt
