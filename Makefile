# Everything here needs Debian with Python >= 3.11 and make; the rest is installed into .venv by the first target that needs it.
#
#   make site      build the site into site/          make test    every check and test
#   make serve     preview, rebuilt on save           make wheel   the package, into dist/
#   make check     is the content right?              make lock    pin newer dependencies
#   make clean     remove what was made               make style   style and types of the code only
#   make soak      many random edits, each compared with a build from nothing
#   make bench     time builds of large networks      make schema  what editors check the data files with
#   make screenshots  a picture of every kind of page, in .screenshots/
#   make catalogue bring the lists of UI strings in theme/locales up to date; ARGS=pt-BR begins a language
#
# Another interpreter: make site PYTHON=python3.13. Arguments for the command: make serve ARGS="--port 8001".

PYTHON ?= python3
ARGS ?=
PARTNERSITE := .venv/bin/partnersite

.DEFAULT_GOAL := site
.PHONY: site serve check test soak bench style catalogue schema screenshots wheel lock clean setup setup-test

site: setup
	@$(PARTNERSITE) build $(ARGS)
	@echo 'Look at it: make serve, then open http://127.0.0.1:8000/. To publish it, copy site/ to any web server.'

serve: setup
	@$(PARTNERSITE) serve $(ARGS)

check: setup
	@$(PARTNERSITE) check $(ARGS)

test: style
	@.venv/bin/python -m pytest --numprocesses=auto $(ARGS)

# The random edits of `make test`, ten times as many.
soak: setup-test
	@PARTNERSITE_SCRIPTS=1000 .venv/bin/python -m pytest --numprocesses=auto tests/build/test_edit_scripts.py $(ARGS)

bench:
	@PYTHON='$(PYTHON)' sh requirements/install.sh bench
	@.venv/bin/python bench/run.py $(ARGS)

style: setup-test
	@.venv/bin/ruff check --quiet scripts tests bench
	@.venv/bin/mypy

catalogue: setup
	@.venv/bin/python -m partnersite.render.extraction $(ARGS)

# For editors; a test tells when it has to be run.
schema: setup
	@$(PARTNERSITE) schema partners >schema/partners.schema.json
	@$(PARTNERSITE) schema program >schema/program.schema.json

screenshots: setup-test
	@.venv/bin/python tests/screenshots.py $(ARGS)

# No build isolation: the build backend is pinned with the other dependencies.
wheel: setup
	@.venv/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock:
	@PYTHON='$(PYTHON)' sh requirements/lock.sh $(ARGS)

setup:
	@PYTHON='$(PYTHON)' sh requirements/install.sh site

setup-test:
	@PYTHON='$(PYTHON)' sh requirements/install.sh test

# `.site.*` is what a killed build may have left beside site/.
clean:
	rm -rf .venv .cache .partnersite site .site.* dist .screenshots
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find scripts tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
