# Targets find a JDK 25 themselves (scripts/find-jdk.sh): JAVA_HOME need not be set.
# `make test` is the whole suite (under 10 minutes on 2 cores), `make test-long` adds the long one.

SHELL := /bin/sh
MVN := scripts/mvn
# what zavora-cli perf report reads
HISTORY := .zavora/perf/history.jsonl
PREFIX ?= $(HOME)/.local

.PHONY: build test test-long eval quality-gate docs-check wiring-check perf-check fmt fmt-check check lint security-check version-check sbom reproducible-check ci release-check bench bench-server soak microbench dist dist-check install uninstall clean

build: ## build the program: ./zavora-cli then starts at once
	@scripts/build

test: ## the whole suite, the packaged program included
	@scripts/build --with-tests
	@$(MVN) -B -ntp test

test-long: ## the suites that need longer than a minute too
	@scripts/build --with-tests
	@$(MVN) -B -ntp -Dtest.all test

eval: build ## the baseline of retrieval, report in evals/reports/latest.json
	@scripts/eval-gate evals/datasets/retrieval-baseline.v1.json evals/reports/latest.json

quality-gate: build ## the baseline of retrieval, report in .zavora/evals/ci-gate.json, and the tests of guardrails
	@scripts/quality-gate

docs-check: ## what the documentation names is there, and its generated pages are up to date
	@scripts/test-gate docs-check 'ai.zavora.docs.**,CommandsPageTest,ConfigurationPageTest' 'correct the page or what it speaks of; docs/release.md says how generated pages are rewritten.'

wiring-check: build ## a black-box test reaches every command, slash command, tool and route
	@scripts/test-gate wiring-check 'ai.zavora.wiring.**' 'write a test in src/test/java/ai/zavora/blackbox that gives the packaged program what is listed.'

fmt: ## format the sources
	@$(MVN) -B -ntp -q spotless:apply

fmt-check:
	@$(MVN) -B -ntp -q spotless:check

lint: fmt-check ## format, compiler warnings as errors, shell scripts
	@$(MVN) -B -ntp -q test-compile
	@scripts/lint-shell

check: ## compile program, tests, benchmarks and scripts, warnings as errors
	@scripts/check

security-check: ## credentials in files and history, libraries and their licences; needs no network after a build
	@scripts/security-check.py

version-check: build ## pom.xml, CHANGELOG.md and the program name the same version
	@scripts/version-check.py

sbom: ## the list of the program's parts (CycloneDX), in target/bom.json
	@$(MVN) -B -ntp -q cyclonedx:makeBom
	@scripts/sbom-check.py

reproducible-check: ## two clones of the last commit build the same jars
	@scripts/reproducible-check

ci: ## all gates on the checkout as it is
	@MAKE='$(MAKE)' scripts/gates ci

release-check: ## all gates on a commit that is to be released
	@MAKE='$(MAKE)' scripts/gates release-check

bench: build ## whole-process figures, written into docs/performance.md and added to the history
	@scripts/bench.py --write docs/performance.md --history $(HISTORY)
	@scripts/bench.py --telemetry --write docs/performance.md --history $(HISTORY)
	@scripts/bench-sessions.py --write docs/performance.md --history $(HISTORY)

microbench: ## hot paths under JMH
	@scripts/microbench

perf-check: build ## the performance gate: fails where the server is too slow or too large
	@scripts/perf-check.py

bench-server: build ## figures of the server, written into docs/performance.md
	@scripts/bench-server.py --write docs/performance.md

soak: build ## load for MINUTES (30; 3 is the short form), and a verdict on memory that grows
	@scripts/soak.py --minutes $(or $(MINUTES),30)

dist: ## a self-contained archive with its own Java runtime, in target/dist
	@scripts/dist

dist-check: ## the archive works where there is no JDK, and the way to a newer version and back; some minutes
	@scripts/dist-check

install: build ## install under PREFIX (~/.local)
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' scripts/install

uninstall: ## remove what install has written under PREFIX
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' scripts/uninstall

clean:
	@rm -rf target
