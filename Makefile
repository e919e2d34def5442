# Words after `make` in; the environment set up, the app run, the checks made. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.conflux-setup
BUNDLE := build/bundle-env
BUNDLE_STAMP := $(BUNDLE)/.conflux-setup
# Qt's libraries as Debian names them; what a desktop already has is not installed again.
QT_PACKAGES := libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 \
  libgssapi-krb5-2 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0

.DEFAULT_GOAL := help
.PHONY: help setup system run test stress bench bundle screenshots lint format translations clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: system $(STAMP) ## Make the environment .venv with everything the app and its checks need

system: # What Qt needs from the operating system; says what is missing where it may not install it
	@.ci/system-packages $(QT_PACKAGES)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/system-packages python3-venv

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Conflux needs Python 3.11 to 3.13, this is {v[0]}.{v[1]}. Install one and run: make PYTHON=python3.11 setup")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet 'torch==2.13.0'
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

run: setup ## Open the desktop app on a local network; without a display, run the headless demo
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then $(BIN)/conflux; \
	else echo 'No display here: running the headless demo (conflux demo).'; $(BIN)/conflux demo; fi

test: setup ## Run every check: format, lint, types, arrows, artifacts, tests
	$(BIN)/python -m tests

stress: setup ## Run the long checks whole
	$(BIN)/python -m tests --stress

bench: setup ## Measure what has a bar and print each figure beside it
	$(BIN)/python -m tests.benchmarks

bundle: system $(BUNDLE_STAMP) ## Build the app as a folder, a .deb and a .tar.xz, into dist/
	$(BUNDLE)/bin/python -m resources.packaging

$(BUNDLE_STAMP): pyproject.toml # an environment of its own: what is in it goes into the bundle
	test -x $(BUNDLE)/bin/python || $(PYTHON) -m venv $(BUNDLE)
	$(BUNDLE)/bin/python -m pip install --quiet 'torch==2.13.0'
	$(BUNDLE)/bin/python -m pip install --quiet --editable '.[bundle]'
	@touch $@

screenshots: setup ## Draw the pictures of README and help anew; with RECORD=1 live through a local network first
	$(BIN)/python -m tests.screens $(if $(RECORD),--record)

lint: setup ## Lint, types and arrows only
	$(BIN)/python -m tests --lint

format: setup ## Format the tree
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m tests.write_map
	$(BIN)/python -m tests.write_features
	$(BIN)/python -m tests.write_settings

translations: setup ## Gather the screens' sentences for translators, and compile what they wrote
	$(BIN)/python -m tests.write_translations

clean: ## Remove the environment and all caches
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
