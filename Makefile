# Two commands are enough: make run, make test.
PY := .venv/bin/python
QUESTIONS ?= ../shared/questions/dev.jsonl

.venv/installed: pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install -q -e '.[reports]'
	touch $@

.venv/tested: .venv/installed
	$(PY) -m pip install -q -e '.[dev,postgres,reports]'
	touch $@

.PHONY: install run test check train measure theft misses bench help
install: .venv/installed

run: install
	set -a; [ ! -f .env ] || . ./.env; set +a; $(PY) -m bot run

test: .venv/tested
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest --cov --cov-report=term:skip-covered

check: install
	$(PY) -m bot check

train: install
	$(PY) -m bot train

measure: install
	$(PY) -m bot measure $(QUESTIONS) --cross --noise --out MEASURE.md

# All that make test tries a share of: every way to ask held out, every pair that looks alike.
theft: .venv/tested
	THOROUGH=1 $(PY) -m pytest tests/test_theft.py tests/test_confusable.py

misses: .venv/tested
	$(PY) -m tests.misses

bench: .venv/tested
	$(PY) bench/bench.py

help:
	@echo 'make run | test | install | check | train | measure | theft | misses | bench'
