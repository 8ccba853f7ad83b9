# posecoach: the commands for developers. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test test-minimum fuzz lint format docs translations gallery bench soak live-audit lock check-wheels audit dist clean

BIN := .venv/bin
OUT := posecoach-output
NOISE := 0
MINUTES := 30
LOCK := $(BIN)/uv pip compile -q pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock"
SYSTEMS := linux win32 darwin
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadscope

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard posecoach/locale/*/LC_MESSAGES/*.po))

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml requirements-dev.lock tools/setup.sh
	@echo "Setting up .venv (a minute or two, once) ..."
	@tools/setup.sh

%.mo: %.po .venv/ready
	@$(BIN)/python hatch_build.py $<

demo: .venv/ready $(CATALOGUES) ## judge the sample videos; show the results and the annotated videos
	@$(BIN)/posecoach models fetch
	@$(BIN)/posecoach analyze sample_videos/*.mp4 -o $(OUT)
	@echo "Annotated videos: $(CURDIR)/$(OUT)/*.annotated.mp4"

test: .venv/ready $(CATALOGUES) ## run all tests on all cores, the fast ones first; NOISE=1 adds 1 px of noise to every landmark
	@$(BIN)/posecoach models fetch
	@$(PYTEST) --landmark-noise $(NOISE)

test-minimum: .venv/ready ## test with the oldest dependencies that pyproject.toml admits
	@$(BIN)/posecoach models fetch
	@tools/test_minimum.sh

fuzz: .venv/ready ## feed hostile files and poses to all that reads them; MINUTES=30, Ctrl-C ends it
	@$(BIN)/python tools/fuzz.py --minutes $(MINUTES) --out $(OUT)/fuzz

lint: .venv/ready ## check the locked dependencies, style, layers, and types on every system
	@$(BIN)/python -m pip check --disable-pip-version-check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory -j 2 $(SYSTEMS:%=types-%)

types-%: .venv/ready # names that another system's Python lacks are found here too
	@$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$*

format: .venv/ready ## format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/ready ## write the pages and the JSON Schema that come from the code
	@$(BIN)/python tools/docs.py

translations: .venv/ready ## collect the sentences that people read and hear, update and compile the catalogues
	@$(BIN)/python tools/translations.py

gallery: .venv/ready $(CATALOGUES) ## write docs/gallery, a picture of every state of the screen
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/gallery.py

bench: .venv/ready ## measure speed: recorded video, live camera, pages in the browser, memory
	@$(BIN)/python tools/bench.py

soak: .venv/ready ## practise for 30 minutes and watch what grows; MINUTES=5 is shorter
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/soak.py --minutes $(MINUTES)

live-audit: .venv/ready ## hold every word of the live coach against the truth of the sample videos
	@$(BIN)/posecoach models fetch
	@$(BIN)/python tools/live_audit.py --out $(OUT)/live-audit.md

lock: .venv/ready ## choose the newest versions of all dependencies, for every system and Python
	@$(LOCK) -o requirements.lock
	@$(LOCK) --extra cluster --extra s3 -c requirements.lock -o requirements-cluster.lock
	@$(LOCK) --extra dev -c requirements-cluster.lock -o requirements-dev.lock

check-wheels: .venv/ready ## check that every supported system and Python gets all dependencies ready-made
	@tools/check_wheels.sh

audit: .venv/ready ## look for known weaknesses in the dependencies
	@$(BIN)/uv tool run -q pip-audit@2.10.1 --strict --disable-pip --require-hashes -r requirements-cluster.lock

dist: .venv/ready ## build the wheel, the source archive and the bill of materials
	@tools/dist.sh

clean: ## remove the virtual environment and all output
	rm -rf .venv $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
