# The two commands of the README, and what a developer runs before a commit. CONTRIBUTING.md says which when.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The tests of a file or class stay together, since what is costly is made once for each; files with slow tests come first.
PARALLEL := -n auto --dist loadscope --no-loadscope-reorder
# Hundreds of programs are started: where a machine keeps no compiled modules, each would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo fast test cover soak scenes pictures mutants check format lock golden shape bench bench-history clean

demo: $(VENV)/ready
	$(BIN)/caseclock demo

# What a change most likely breaks, in seconds: the pure rooms, the readers, and one mailbox worked through twice.
FAST := tests/test_*.py tests/clock tests/intake tests/notices tests/parsers tests/tracker \
  tests/acceptance/test_main_job.py::test_a_second_pass_changes_nothing
fast: $(VENV)/ready
	$(BIN)/python -m pytest $(PARALLEL) -m "not (slow or passes or soaked or libreoffice or uno or dovecot or postgres)" $(FAST)

test: $(VENV)/ready
	sh .ci/system-packages
	$(BIN)/python -m pytest $(PARALLEL)

# Every test with branches counted; fails under the floor in pyproject.toml.
cover: $(VENV)/ready
	sh .ci/system-packages
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term:skip-covered

# The property tests with TIMES as many examples, and other ones in each run; the whole matrix of faults, printed as a table;
# ten thousand passes; a thousand kills. Hours.
TIMES ?= 20
soak: $(VENV)/ready
	CI= CASECLOCK_SOAK=$(TIMES) $(BIN)/python -m pytest $(PARALLEL) -m "hypothesis or soaked"

# The scenes of tests/acceptance/test_scenes.py, each printed day by day: who is told what, in which words.
scenes: $(VENV)/ready
	$(BIN)/python -m pytest tests/acceptance/test_scenes.py -q -s

# Every sheet of the demonstration's tracker as a picture, as a screen of 1440 x 900 shows it and as it is printed, in
# build/pictures. Needs LibreOffice, poppler-utils, and for true widths fonts-crosextra-carlito. Then every mail in every
# situation in Chromium, as a screen and a telephone show it, and what axe finds where axe-core is installed; and the
# first page of every document.
pictures: $(VENV)/ready
	rm -rf build/demo
	$(BIN)/caseclock demo --dir build/demo >/dev/null
	$(BIN)/python tests/pictures.py build/demo/tracker.xlsx build/pictures
	$(BIN)/python -m tests.pictures_of_mails build/pictures/mails
	$(BIN)/python -m tests.pictures_of_documents build/pictures/documents

# Small faults in the clock, one at a time; a fault that no test notices is printed. ROOM=count tries one room.
ROOM ?=
mutants: $(VENV)/ready
	$(BIN)/python -m tests.mutants $(ROOM)

check: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes requirements.lock anew: exact versions and hashes for every Python from 3.11 on.
lock: $(VENV)/ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --all-extras pyproject.toml -o requirements.lock

# The figures of the tree: files a folder, branches, comments. With AGAINST=<revision>, those of that revision beside them.
shape: $(VENV)/ready
	$(BIN)/python -m tests.shape $(AGAINST)

# Writes the golden forms and mails that are absent; see tests/corpus/README.md.
golden: $(VENV)/ready
	$(BIN)/python tests/corpus/make_forms.py
	$(BIN)/python -m tests.notices.wording.read_mails

# Speed and memory, each beside a floor or a peer in the same run (peers in an environment of their own, build/peers);
# writes docs/performance.md and ends with 1 where a goal is missed. ROWS="forms days" measures those alone.
ROWS ?=
bench: $(VENV)/ready
	$(BIN)/python -m bench $(ROWS)

# The long histories that the bench measures where they are: written once through the product's own code, and kept.
HISTORIES := 100-open 1000-open 2000-open 100-closed 1000-closed 10000-closed
bench-history: $(VENV)/ready
	$(BIN)/python -m bench.passes made $(HISTORIES)

clean:
	rm -rf $(VENV)

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Caseclock needs Python 3.11 or newer; say which with: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
