# Each target does all of its own set-up: Python 3.11 and make are all that must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench clean

demo: $(VENV)/.ready
	$(BIN)/kvalitetsbot demo

# As many processes as there are processors; the tests of one file stay in one, with its servers.
test: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto --dist loadfile

# What CI runs besides the tests.
check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tools/wheel_check.sh $(abspath $(BIN)/python)

bench: $(VENV)/.ready
	$(BIN)/python -m bench

$(VENV)/.ready: pyproject.toml tools/venv.sh
	tools/venv.sh $(VENV) $(PYTHON)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) demo-out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
