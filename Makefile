# The two commands of the README, and their parts. `make help` lists them.
#
# Nothing is installed outside this folder: tools go into .venv, the loopback OpenStack into .cloud, all else that is
# made into .build.

# The interpreter itself, not a launcher that would put other tools before ours in PATH.
PYTHON ?= $(shell python3 -c 'import sys; print(sys.executable)')
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
BUILD := $(CURDIR)/.build
# Ansible finds the collection in a path that ends in ansible_collections/nodeworks/openstack: a link is enough for it,
LINK := $(BUILD)/ansible_collections/nodeworks/openstack
# but ansible-test and molecule want a real folder: a copy of what git knows, made anew for each run.
STAGE_NAME ?= stage
STAGE := $(BUILD)/$(STAGE_NAME)/ansible_collections/nodeworks/openstack

# Another cloud than the loopback one: OS_CLOUD=name (and OS_CLIENT_CONFIG_FILE, if it is not in a usual place).
ifdef OS_CLOUD
CLOUD := tools
else
CLOUD := cloud
export OS_CLOUD := loopback
export OS_CLIENT_CONFIG_FILE := $(CURDIR)/.cloud/clouds.yaml
endif

export PATH := $(BIN):$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(BUILD)
PYTHON_VERSION = $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')

STEP = $(BIN)/python $(CURDIR)/tests/environment/step.py

.DEFAULT_GOAL := help
.PHONY: help demo test tools cloud cloud-down cloud-fresh legacy legacy-down legacy-test sanity unit plays contract docs-stage \
  examples integration integration-worker integration-process molecule package lint format types \
  audit chaos chaos-short property docs operations guides site stage bench lock clean release release-tools test-matrix \
  findings

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(CLOUD) ## A real OpenStack on loopback, and the collection's main job on it
	@$(BIN)/python -m tests.demo

# Beside what waits for the cloud much of its time goes what needs none. The examples list all nodes of the cloud, so
# nobody else's may be there. Two of ansible-test must not begin at the same moment: both would make its key.
test: lint types unit $(CLOUD) legacy ## Run every test
	@$(PYTHON) -m tests.environment side-by-side "contract legacy-test" "plays chaos-short"
	@$(PYTHON) -m tests.environment side-by-side "examples" "sanity docs"
	@$(PYTHON) -m tests.environment side-by-side \
	  "integration-worker package test-matrix" "molecule integration-process"
	@echo "All tests passed."

test-matrix: $(CLOUD) stage ## Sanity, unit tests, masking and integration on ansible-core 2.20 to 2.22, where python3.12 and 3.13 are
	@$(BIN)/python -m tests.matrix $(STAGE)

tools: ## Install the tools into .venv
	@$(PYTHON) -m tests.environment tools
	@mkdir -p $(dir $(LINK)) && ln -sfn ../../.. $(LINK)

cloud: tools ## Start the loopback OpenStack
	@$(PYTHON) -m tests.cloud up

cloud-down: ## Stop it
	@$(PYTHON) -m tests.cloud down

legacy: tools ## Start the servers of Identity v2.0 and auth 1.0
	@$(PYTHON) -m tests.legacy up

legacy-down: ## Stop them
	@$(PYTHON) -m tests.legacy down

cloud-fresh: tools ## Start it with fresh data
	@$(PYTHON) -m tests.cloud fresh

lint: tools ## Style of Python and of playbooks
	@$(STEP) "ruff: style" ruff check .
	@$(STEP) "ruff: format" ruff format --check .
	@$(STEP) "reuse: licences" reuse lint --lines
	@$(STEP) "ansible-lint: profile production" ansible-lint --offline --profile production

format: tools ## Mend what can be mended in the style of Python
	@ruff check --quiet --fix . ; ruff format --quiet .

types: tools ## Types, as strict as mypy can
	@cd $(BUILD) && $(STEP) "mypy --strict: collection" mypy --config-file $(CURDIR)/pyproject.toml \
	  -p ansible_collections.nodeworks.openstack.plugins -p ansible_collections.nodeworks.openstack.tests

stage: tools
	@rm -rf $(STAGE) && mkdir -p $(STAGE)
	@git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read \
	  | tar --extract --directory $(STAGE)
	@cd $(STAGE) && git init --quiet && git add --all

sanity: stage ## ansible-test sanity: all of it, without exceptions
	@$(BIN)/python -m tests.environment ansible-test-pip
	@cd $(STAGE) && $(STEP) "ansible-test sanity" ansible-test sanity --venv --python $(PYTHON_VERSION) --color no

# antsibull-docs takes an action plugin that is a link for a redirect of the module of its name. So it gets a copy of the
# stage in which the links are files.
DOCS := $(BUILD)/docs/ansible_collections/nodeworks/openstack
docs-stage: stage
	@rm -rf $(BUILD)/docs && mkdir -p $(dir $(DOCS)) && cp -rL $(STAGE) $(DOCS)

docs: docs-stage ## Documentation of modules and guides, checked and as a site (.build/site/html)
	@cd $(DOCS) && $(STEP) "antsibull-docs" \
	  antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs=self .
	@$(STEP) "antsibull-changelog" antsibull-changelog lint
	@$(MAKE) --no-print-directory site

SITE := $(BUILD)/site
site: docs-stage
	@mkdir -p -m 0755 $(SITE)/rst
	@ANSIBLE_COLLECTIONS_PATH=$(BUILD)/docs $(STEP) "antsibull-docs: pages" antsibull-docs collection --use-current --squash-hierarchy --fail-on-error \
	  --cleanup everything --dest-dir $(SITE)/rst nodeworks.openstack
	@$(STEP) "sphinx: site" sphinx-build -q -W --keep-going -j auto -b html -c tests/site $(SITE)/rst $(SITE)/html
	@echo "The site is $(SITE)/html/index.html"

operations: tools ## Write the table of Libcloud's operations (docs/operations)
	@$(BIN)/python -m tests.operations
	@$(MAKE) --no-print-directory guides

guides: tools ## Write the tables of the guides (docs/docsite)
	@PYTHONPATH=$(BUILD) $(BIN)/python -m ansible_collections.nodeworks.openstack.tests.guides

unit: tools ## Unit tests: the layers, and modules and inventory on the fake cloud
	@$(STEP) "pytest: unit" pytest -q -n 6 tests/unit
	@$(STEP) "pytest: controller" pytest -q -n 2 tests/controller
	@$(STEP) "pytest: every option, on the fake cloud" pytest -q -n 4 tests/audit -k "not real"

plays: tools ## Whole runs of Ansible on the fake cloud: one token for all, no secret anywhere
	@$(BIN)/python -m tests.environment chromium
	@$(STEP) "pytest: plays" pytest -q -n 3 tests/plays

property: tools ## Bad input and odd answers, many times more of them than in `make unit`; FACTOR=20
	@PROPERTY_FACTOR=$(FACTOR) $(STEP) "pytest: property" pytest -q -n 2 tests/unit/property
	@PROPERTY_FACTOR=$(FACTOR) $(STEP) "pytest: property, inventory" pytest -q -n 2 tests/controller/inventory/test_any_file.py

contract: $(CLOUD) legacy ## The fake cloud and the real one answer alike
	@$(STEP) "pytest: contract" pytest -q -n 3 --dist loadfile tests/contract

audit: $(CLOUD) ## Every option of every module on the real cloud: made twice, and wanted otherwise (docs/audit)
	@$(STEP) "every option, twice" $(BIN)/python -m tests.audit -n 3

examples: $(CLOUD) ## The examples of the guides, as they are written there, on the real cloud
	@$(STEP) "pytest: examples of the guides" pytest -q -n 3 tests/guides

chaos-short: tools
	@$(STEP) "pytest: chaos" pytest -q -n 4 tests/chaos

chaos: $(CLOUD) ## A faulty network, kills and crowds, on the real cloud (docs/chaos); SEEDS=50 KILLS=50 NODES=20 PLAYBOOKS=10
	@PYTHONPATH=$(BUILD) $(BIN)/python -m ansible_collections.nodeworks.openstack.tests.chaos \
	  --seeds $(SEEDS) --kills $(KILLS) --nodes $(NODES) --playbooks $(PLAYBOOKS) --minutes $(MINUTES) \
	  --first $(FIRST) $(if $(filter-out 1,$(FIRST)),--add)

legacy-test: legacy ## The modules on real servers of Identity v2.0 and auth 1.0
	@$(STEP) "pytest: legacy" pytest -q tests/legacy

INTEGRATION = ansible-test integration --python $(PYTHON_VERSION) --color no
# All modules share the way in which they run. As processes run one of each kind: that find nothing to do, make many at
# once, wait, read and write files, keep secrets. All of them: make integration-process AS_PROCESSES=
AS_PROCESSES = os_api os_catalog_info os_image os_keypair os_node os_node_info
integration: integration-worker integration-process ## Modules, both ways, and inventory on the real cloud; TARGETS="os_node" takes some

integration-worker: $(CLOUD) stage
	@$(PYTHON) -m tests.environment integration-config --run-in worker $(STAGE)/tests/integration/integration_config.yml
	@cd $(STAGE) && $(STEP) "ansible-test integration: in the worker" $(INTEGRATION) $(TARGETS)

integration-process: $(CLOUD) stage
	@$(PYTHON) -m tests.environment integration-config --run-in process $(STAGE)/tests/integration/integration_config.yml
	@cd $(STAGE) && $(STEP) "ansible-test integration: modules as processes" $(INTEGRATION) $(or $(TARGETS),$(AS_PROCESSES))

molecule: $(CLOUD) stage ## The roles and the demo's playbook: converge, repeat, verify
	@cd $(STAGE) && $(STEP) "molecule" molecule test --all

package: $(CLOUD) ## The built tarball in an environment of ansible-core and requests alone
	@$(STEP) "pytest: package" pytest -q tests/package

# The fragments become the changelog of galaxy.yml's version, once; what follows can be repeated.
release: release-tools ## Build the tarball of galaxy.yml's version and look at it as Galaxy does
	@test -z "$$(ls changelogs/fragments)" || $(STEP) "antsibull-changelog" antsibull-changelog release
	@$(STEP) "antsibull-changelog" antsibull-changelog lint
	@rm -rf $(BUILD)/release && mkdir -p $(BUILD)/release
	@$(STEP) "build" ansible-galaxy collection build --output-path $(BUILD)/release
	@cd $(BUILD)/release && PATH=$(BUILD)/release-tools/bin:$$PATH $(STEP) "galaxy-importer" \
	  $(BUILD)/release-tools/bin/python -m galaxy_importer.main *.tar.gz
	@ls $(BUILD)/release/*.tar.gz

release-tools: tools
	@$(PYTHON) -m tests.environment release-tools

bench: $(CLOUD) ## Measure what it costs, beside openstack.cloud (docs/benchmark); PARTS="tasks fleet" takes some
	@$(BIN)/python -m tests.benchmark $(PARTS)
	@$(MAKE) --no-print-directory guides

# How many times more `make property` tries than `make unit`.
FACTOR ?= 20

# How much of it `make chaos` does.
SEEDS ?= 50
KILLS ?= $(SEEDS)
NODES ?= 20
PLAYBOOKS ?= 10
# Another first seed than 1 goes on where an earlier run has ended: its figures are added.
FIRST ?= 1
MINUTES ?= 180

findings: ## What surprised us of others, tried again one by one (findings/README.md)
	@failed=; for script in findings/*.sh; do \
	  case $$script in */support.sh) continue;; esac; \
	  echo "==> $$script"; sh $$script || failed="$$failed $$script"; \
	done; test -z "$$failed" || { echo "changed or not run:$$failed"; exit 1; }

LOCK = uv pip compile --quiet --upgrade --no-header --no-annotate --no-emit-index-url
lock: tools ## Pin the newest versions of the tools
	@cd tests/requirements && $(LOCK) --python-version 3.11 tools.in --output-file tools.txt
	@cd tests/requirements && $(LOCK) --python-version 3.11 release.in --output-file release.txt
	@cd tests/requirements && $(LOCK) --python-version 3.12 core-2.20.in --output-file core-2.20.txt
	@cd tests/requirements && $(LOCK) --python-version 3.13 core-2.21.in --output-file core-2.21.txt
	@cd tests/requirements && $(LOCK) --python-version 3.13 core-2.22.in --output-file core-2.22.txt

clean: cloud-down legacy-down ## Remove all that was made
	rm -rf $(BUILD) $(VENV) $(CURDIR)/.cloud
