# posecoach: everything a developer does, by name. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs gallery bench clean

BIN := .venv/bin
OUT := posecoach-output

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml tools/setup.sh
	@echo "Setting up .venv (a minute or two, once) ..."
	@tools/setup.sh

demo: .venv/ready ## judge the sample videos; shows the verdicts and where the annotated videos lie
	@$(BIN)/posecoach models fetch
	@$(BIN)/posecoach analyze sample_videos/*.mp4 -o $(OUT)
	@echo "Annotated videos: $(CURDIR)/$(OUT)/*.annotated.mp4"

test: .venv/ready ## run all tests, the fast ones first
	@$(BIN)/posecoach models fetch
	@$(BIN)/python -m pytest -q -m "not slow"
	@$(BIN)/python -m pytest -q -m slow

lint: .venv/ready ## check style, types and the layers of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/ready ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/ready ## write the pages and the JSON Schema that come from the code
	@$(BIN)/python tools/docs.py

gallery: .venv/ready ## write docs/gallery, pictures of all that the screen shows
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/gallery.py

bench: .venv/ready ## measure speed: recorded video, live camera, memory
	@$(BIN)/python tools/bench.py

clean: ## remove the virtual environment and what was written
	rm -rf .venv $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
