# posecoach: the commands for developers. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs gallery bench soak live-audit clean

BIN := .venv/bin
OUT := posecoach-output
NOISE := 0
MINUTES := 30
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadscope

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml tools/setup.sh
	@echo "Setting up .venv (a minute or two, once) ..."
	@tools/setup.sh

demo: .venv/ready ## judge the sample videos; show the results and the annotated videos
	@$(BIN)/posecoach models fetch
	@$(BIN)/posecoach analyze sample_videos/*.mp4 -o $(OUT)
	@echo "Annotated videos: $(CURDIR)/$(OUT)/*.annotated.mp4"

test: .venv/ready ## run all tests on all cores, the fast ones first; NOISE=1 adds 1 px of noise to every landmark
	@$(BIN)/posecoach models fetch
	@$(PYTEST) --landmark-noise $(NOISE)

lint: .venv/ready ## check style, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/ready ## format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/ready ## write the pages and the JSON Schema that come from the code
	@$(BIN)/python tools/docs.py

gallery: .venv/ready ## write docs/gallery, a picture of every state of the screen
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/gallery.py

bench: .venv/ready ## measure speed: recorded video, live camera, memory
	@$(BIN)/python tools/bench.py

soak: .venv/ready ## practise for 30 minutes and watch what grows; MINUTES=5 is shorter
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/soak.py --minutes $(MINUTES)

live-audit: .venv/ready ## hold every word of the live coach against the truth of the sample videos
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/live_audit.py --out $(OUT)/live-audit.md

clean: ## remove the virtual environment and all output
	rm -rf .venv $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
