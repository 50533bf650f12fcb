# Two commands matter: `make demo` and `make test`. The others serve development.
PYTHON ?= python3
PORT   ?= 8501
VENV   := .venv
BIN    := $(VENV)/bin
FONTS  := fonts-noto-cjk fonts-noto-core fonts-thai-tlwg fonts-noto-color-emoji

.PHONY: demo test check lint types contracts format browser clean

demo: $(VENV)/.installed            ## install, load the samples, score them, open the dashboard
	$(BIN)/polytone demo --port $(PORT)

test: $(VENV)/.installed-dev browser  ## install what tests need and run them
	$(BIN)/python -m pytest

check: lint types contracts test    ## all that CI runs

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Polytone needs Python 3.11 or newer: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Polytone needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Name another one: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

browser:                            ## the browser and the fonts that the end-to-end test looks through
	@command -v chromium >/dev/null && fc-list | grep -q NotoSansCJK || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fontconfig $(FONTS) >/dev/null; \
	  else \
	    echo "The end-to-end tests need a browser and fonts: sudo apt-get install chromium fontconfig $(FONTS)"; exit 1; \
	  fi; }

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
