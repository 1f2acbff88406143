# Two commands are enough: make run, make test.
PY := .venv/bin/python
QUESTIONS ?= ../shared/questions/dev.jsonl

.venv/installed: pyproject.toml Makefile
	python3 -m venv .venv
	$(PY) -m pip install -q -e '.[papers,reports,sheets,web]'
	touch $@

.venv/tested: .venv/installed
	$(PY) -m pip install -q -e '.[dev,papers,postgres,reports,watch,web]'
	touch $@

.PHONY: install run test check train measure theft misses bench help
install: .venv/installed

run: install
	set -a; [ ! -f .env ] || . ./.env; set +a; $(PY) -m bot run

# A file stays in one worker, with what its tests share; the longest come first (tests/conftest.py).
test: .venv/tested
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -W 'ignore:Unable to activate pytest' -m slipcover -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: install
	$(PY) -m bot check

train: install
	$(PY) -m bot train

measure: install
	$(PY) -m bot measure $(QUESTIONS) --cross --noise --out MEASURE.md

# All that make test tries a share of: every way to ask held out, every pair that looks alike, every sentence of danger.
theft: .venv/tested
	THOROUGH=1 $(PY) -m pytest tests/test_theft.py tests/test_confusable.py tests/test_fear.py tests/test_emergency.py

misses: .venv/tested
	$(PY) -m tests.misses
	$(PY) -m tests.alarms

bench: .venv/tested
	$(PY) bench/bench.py
	$(PY) bench/web.py

# The kills, the flood, an hour of use, and strange input for as long as one likes; figures go to docs/reliability.md.
.PHONY: kill load soak fuzz image image-test lock audit
kill: .venv/tested
	$(PY) bench/kill.py --kills 1000

load: .venv/tested
	$(PY) bench/load.py
	$(PY) bench/load.py --limits

soak: .venv/tested
	$(PY) bench/soak.py --minutes 60

fuzz: .venv/tested
	FUZZ=$${FUZZ:-2000} $(PY) -m pytest -q tests/test_fuzz.py

image:
	docker build -t mingbai .

image-test: .venv/tested
	IMAGE_TEST=1 $(PY) -m pytest -q tests/test_image.py

# Every extra that a machine that serves may want, by version and hash; -q: no address of where it was found goes into the file.
EXTRAS = $(shell $(PY) -c "import tomllib; print(*('--extra ' + e for e in sorted(tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']) if e not in ('audit', 'dev', 'tune')))")
lock: .venv/tested
	$(PY) -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options \
	  --no-header --annotation-style=line $(EXTRAS) -o requirements.lock pyproject.toml
	$(PY) deploy/licences.py

audit: .venv/tested
	$(PY) -m pip install -q -e '.[audit]'
	$(PY) -m pip_audit --require-hashes -r requirements.lock

help:
	@echo 'make run | test | install | check | train | measure | theft | misses | bench | load | kill | soak | fuzz | image | image-test | lock | audit'
