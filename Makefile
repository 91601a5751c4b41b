# The two to begin with: `make demo` (a filled demonstration company) and `make test`.
# Needs Python 3.11 or newer and make, nothing else. Another Python: make PYTHON=python3.12 demo

# Once .venv exists it is used; before that, whatever python3 is.
PYTHON ?= $(or $(wildcard .venv/bin/python),python3)
UV ?= $(or $(wildcard .venv/bin/uv),uv)
VENV = .venv/bin/python
AUDIT ?= pip-audit
LOCK = $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate \
       --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help python set-up set-up-dev demo run test test-sqlite test-postgresql bench load faults fuzz audit messages lock

help:
	@echo "make demo             set up, fill a demonstration company and serve it at http://127.0.0.1:8000"
	@echo "make test             set up and run every check and every test on both databases"
	@echo "make run              set up and serve your own company (its data is kept in SETIA_DATA_DIR)"
	@echo "make test-sqlite      only the tests, on SQLite          (WHAT=tests/house narrows them)"
	@echo "make test-postgresql  only the tests, on PostgreSQL      (WHAT=... likewise)"
	@echo "make bench            measure a company of a million parties (PARTIES=10000 DATABASE=postgresql PROFILE=list)"
	@echo "make load             two hundred people at work for ten minutes (PARTIES, DATABASE likewise)"
	@echo "make faults           kill -9 a running Setia 200 times and look whether anything was lost (ten minutes)"
	@echo "make messages         collect the texts to translate into the French and Indonesian catalogues"
	@echo "make fuzz             ask a running server for five minutes for what its document promises, as each role"
	@echo "make audit            look for known weaknesses of the libraries (asks a service on the network)"
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

# Make the company once (kept in var/bench) and measure it; PROFILE=list shows where a request's time goes.
bench: set-up-dev
	@$(VENV) -m bench --parties $(or $(PARTIES),1000000) --database $(or $(DATABASE),sqlite) \
	  $(if $(PROFILE),--profile $(PROFILE))
	@$(VENV) -m bench.report

load: set-up-dev
	@$(VENV) -m bench.load --parties $(or $(PARTIES),1000000) --database $(or $(DATABASE),sqlite)
	@$(VENV) -m bench.report

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

fuzz: set-up-dev
	@$(VENV) -m bench.fuzz --minutes $(or $(MINUTES),5)

# Not a part of the tests: what it finds changes from day to day, and it needs the network.
audit:
	@command -v $(AUDIT) >/dev/null 2>&1 || \
	  { echo "make audit needs pip-audit: python3 -m venv elsewhere && elsewhere/bin/pip install pip-audit, then make AUDIT=elsewhere/bin/pip-audit audit"; exit 1; }
	@for part in postgres dev; do \
	  $(AUDIT) --strict --require-hashes --disable-pip --progress-spinner off -r requirements/$$part.txt || \
	  { echo "requirements/$$part.txt: weaknesses were found, or the service that knows of them could not be reached."; exit 1; }; \
	done

lock:
	@command -v $(UV) >/dev/null 2>&1 || { echo "make lock needs uv: $(VENV) -m pip install uv"; exit 1; }
	$(LOCK) requirements/setia.in -o requirements/setia.txt
	$(LOCK) -c requirements/setia.txt requirements/postgres.in -o requirements/postgres.txt
	$(LOCK) -c requirements/postgres.txt requirements/dev.in -o requirements/dev.txt
