#!/usr/bin/env python3
"""The performance gate: loads the packaged server and fails where it is slower or larger than it may be.

usage: scripts/perf-check.py        (make perf-check builds first)

Knobs are variables of the environment:
  PERF_REQUESTS (300), PERF_CONCURRENCY (30)         the load, for each endpoint
  PERF_HOST (127.0.0.1), PERF_PORT (8789)            where the server listens
  PERF_HEALTH_P95_TARGET_MS (50), PERF_A2A_P95_TARGET_MS (80), PERF_EVAL_P95_TARGET_MS (5),
  PERF_SERVER_RSS_TARGET_MB (300)                    the thresholds; a figure equal to one passes
  PERF_EVAL_BENCH_ITERATIONS (300), PERF_EVAL_FAIL_UNDER (0.90), PERF_EVAL_OUTPUT (.zavora/evals/perf-reliability.json)
  PERF_OUTPUT (.zavora/perf/latest.json)             the report
  PERF_HISTORY (history.jsonl beside the report)     a line for each run is added to it, for zavora-cli perf report
  PERF_WARM_UP_SECONDS (1)                           load before the measuring: starting is measured by bench-server.py
  PERF_CALIBRATION_SECONDS (2)                       load on the least server, which tells how fast the machine is now
  PERF_ATTEMPTS (3)                                  how often it is measured, each time with a new server, until all
                                                     thresholds hold: another program may have been busy

Ends with 0 when all thresholds hold, with 1 when one does not,
and with 2 when nothing could be measured.
"""

import sys

sys.dont_write_bytecode = True

import contextlib
import datetime
import json
import os
import pathlib
import subprocess

import history
import served
from served import ROOT, Trouble

POLLS, POLL_PAUSE = 80, 0.25
FIGURES = ("sample_count", "avg_ms", "p95_ms", "p99_ms", "min_ms", "max_ms")


def knob(name, default, kind, least=0):
    """A knob of the environment."""
    text = os.environ.get(name, "").strip() or default
    try:
        value = kind(text)
        if not least <= value < float("inf"):
            raise ValueError
        return value
    except ValueError:
        words = "a whole number" if kind is int else "a number"
        raise Trouble(f"{name} is '{text}', not {words} from {least}. Set it to one, or unset it for {default}.") from None


def path_knob(name, default):
    """A file that will be written: its folder is made, and whether it can be written is found out now."""
    path = ROOT / (os.environ.get(name, "").strip() or default)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.exists()
        path.open("a").close()
        if not there:
            path.unlink()
    except OSError as e:
        raise Trouble(f"{path} cannot be written: {e.strerror}. Set {name} to a file that can.") from e
    return path


class Knobs:
    def __init__(self):
        self.requests = knob("PERF_REQUESTS", "300", int, 1)
        self.concurrency = knob("PERF_CONCURRENCY", "30", int, 1)
        self.host = os.environ.get("PERF_HOST", "").strip() or "127.0.0.1"
        self.port = knob("PERF_PORT", "8789", int, 1)
        self.health_p95 = knob("PERF_HEALTH_P95_TARGET_MS", "50", float)
        self.ping_p95 = knob("PERF_A2A_P95_TARGET_MS", "80", float)
        self.eval_p95 = knob("PERF_EVAL_P95_TARGET_MS", "5", float)
        self.warm_up = knob("PERF_WARM_UP_SECONDS", "1", float)
        self.calibration = knob("PERF_CALIBRATION_SECONDS", "2", float, 0.1)
        self.attempts = knob("PERF_ATTEMPTS", "3", int, 1)
        self.rss = knob("PERF_SERVER_RSS_TARGET_MB", "300", float)
        self.iterations = knob("PERF_EVAL_BENCH_ITERATIONS", "300", int, 1)
        self.fail_under = knob("PERF_EVAL_FAIL_UNDER", "0.90", float)
        self.eval_output = path_knob("PERF_EVAL_OUTPUT", ".zavora/evals/perf-reliability.json")
        self.output = path_knob("PERF_OUTPUT", ".zavora/perf/latest.json")
        self.history = path_knob("PERF_HISTORY", str(self.output.parent / "history.jsonl"))


def evaluate(knobs, home):
    """Runs the evaluation: its figures, and what failed."""
    environment = {**os.environ, "HOME": str(home), "ZAVORA_BUILD": "never"}
    # the report of an earlier run must not be taken for that of this one
    knobs.eval_output.unlink(missing_ok=True)
    run = subprocess.run(
        [served.LAUNCHER, "eval", "run", "--output", str(knobs.eval_output), "--benchmark-iterations",
         str(knobs.iterations), "--fail-under", str(knobs.fail_under)],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    try:
        report = json.loads(knobs.eval_output.read_text())
        figures = {name: report[name] for name in ("pass_rate", "avg_latency_ms", "p95_latency_ms", "throughput_qps")}
    except (OSError, ValueError, KeyError) as e:
        raise Trouble(f"eval run ended with {run.returncode} and left no report in {knobs.eval_output} ({e}); it "
                      f"said:\n{run.stderr.strip()}") from e
    failures = []
    if run.returncode != 0:
        failures.append(f"eval run ended with {run.returncode}, pass rate {figures['pass_rate']} "
                        f"(PERF_EVAL_FAIL_UNDER={knobs.fail_under:g}). What to do: read {knobs.eval_output} for the "
                        "cases that failed, and compare retrieval with the last release.")
    failures += above("eval p95", figures["p95_latency_ms"], "ms", "PERF_EVAL_P95_TARGET_MS", knobs.eval_p95,
                      "run it again on a quiet machine; if it stays, profile retrieval against the last release")
    return {"report": str(knobs.eval_output), **figures}, failures


def above(what, figure, unit, name, target, advice):
    """A failure as a list of one, or none when the figure keeps to its target."""
    if figure <= target:
        return []
    return [f"{what} is {figure:g} {unit}, above {name}={target:g}. What to do: {advice}."]


SLOW = ("compare the calibration of this run with that of earlier ones in history.jsonl beside the report: if it is slower "
        "too, the machine is busy, so run it again; if not, profile the server (scripts/load and a profiler) or go "
        "back to the last release that passed")
LARGE = ("run it again; if it stays, compare heap and threads with the last release that passed (jcmd PID "
         "VM.native_memory, GC.class_histogram)")


def failed(path, load):
    """A failure as a list of one when requests to the path failed."""
    if not load["failed"]:
        return []
    return [f"{load['failed']} of {load['failed'] + load['answered']} requests to {path} failed: "
            f"{served.failures_of(load)}. What to do: start the server by hand, ask it (curl -i {load['url']}), and see "
            "its log for the reason."]


def measure(knobs):
    """Loads a new server: the loads of both endpoints, and its memory after them."""
    with contextlib.ExitStack() as stack:
        home = served.folder(stack)
        if served.taken(knobs.host, knobs.port):
            raise Trouble(f"{knobs.host}:{knobs.port} is taken by another program. End it, or set PERF_PORT to a free port.")
        model = served.start_stub(stack)
        server = served.Server(stack, home, ["--model", "gpt-stub"], knobs.host, knobs.port, model)
        server.await_answer("/healthz", POLLS * POLL_PAUSE, POLL_PAUSE)
        size = ["--requests", knobs.requests, "--connections", knobs.concurrency, "--warm-up", knobs.warm_up,
                "--calibrate", knobs.calibration]
        return (served.load("--url", server.url + "/healthz", *size), served.load(*served.ping(server.url), *size),
                round(server.rss(), 3))


def judge(knobs, health, ping, rss):
    """What of the load is not as it has to be: answers, and thresholds."""
    broken = failed("/healthz", health) + failed("/v1/a2a/ping", ping)
    slow = []
    if health["answered"]:
        slow += above("healthz p95", health["answer"]["p95_ms"], "ms", "PERF_HEALTH_P95_TARGET_MS", knobs.health_p95, SLOW)
    if ping["answered"]:
        slow += above("a2a ping p95", ping["answer"]["p95_ms"], "ms", "PERF_A2A_P95_TARGET_MS", knobs.ping_p95, SLOW)
    slow += above("server memory", rss, "MB", "PERF_SERVER_RSS_TARGET_MB", knobs.rss, LARGE)
    return broken, slow


def judged_load(knobs):
    """Measures until all thresholds hold or the attempts are used up; the last figures count."""
    for attempt in range(1, knobs.attempts + 1):
        health, ping, rss = measure(knobs)
        broken, slow = judge(knobs, health, ping, rss)
        if broken or not slow or attempt == knobs.attempts:
            return health, ping, rss, attempt, broken + slow
        print(f"perf-check: attempt {attempt} of {knobs.attempts}: {' '.join(text.split(' What')[0] for text in slow)} "
              "Measuring again.", file=sys.stderr)
    raise AssertionError("no attempt")


def report_of(knobs, evaluation, health, ping, rss, attempts, failures):
    def figures(load):
        # where nothing was answered there are no times
        return {name: load["answer"].get(name) for name in FIGURES}

    return {
        "generated_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "config": {
            "host": knobs.host,
            "port": knobs.port,
            "requests_per_endpoint": knobs.requests,
            "concurrency": knobs.concurrency,
            "warm_up_seconds": knobs.warm_up,
        },
        "targets": {
            "eval_p95_ms": knobs.eval_p95,
            "health_p95_ms": knobs.health_p95,
            "a2a_ping_p95_ms": knobs.ping_p95,
            "server_rss_mb": knobs.rss,
        },
        "eval": evaluation,
        "endpoint_load": {"healthz": figures(health), "a2a_ping": figures(ping)},
        "resources": {"server_rss_mb": rss},
        "machine": {
            "attempts": attempts,
            "calibration_p95_ms": health["calibration"]["answer"]["p95_ms"],
            "calibration_requests_per_second": health["calibration"]["requests_per_second"],
            "load_average": round(os.getloadavg()[0], 2),
        },
        "status": {"passed": not failures, "failures": failures},
    }


def write(path, text):
    """Replaces a file whole, so that a reader never sees half of it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text)
        fresh.replace(path)
    except OSError as e:
        fresh.unlink(missing_ok=True)
        raise Trouble(f"{path} cannot be written: {e.strerror}. Make room, or set PERF_OUTPUT to another file.") from e


def remember(path, report):
    """Adds the run to the history."""
    load = report["endpoint_load"]
    figures = {
        "eval_p95_ms": report["eval"] and report["eval"]["p95_latency_ms"],
        "health_p95_ms": load["healthz"]["p95_ms"],
        "a2a_ping_p95_ms": load["a2a_ping"]["p95_ms"],
        "server_rss_mb": report["resources"]["server_rss_mb"],
    }
    measured = report["machine"]
    history.append(path, "perf-check", figures, passed=report["status"]["passed"], attempts=measured["attempts"],
                   calibration_p95_ms=measured["calibration_p95_ms"],
                   calibration_requests_per_second=measured["calibration_requests_per_second"])


def run():
    with served.ending_what_was_started() as stack:
        knobs = Knobs()
        stack.enter_context(served.lock(knobs.output.parent / "lock"))
        evaluation, failures = evaluate(knobs, served.folder(stack))
        health, ping, rss, attempts, missed = judged_load(knobs)
    report = report_of(knobs, evaluation, health, ping, rss, attempts, failures + missed)
    write(knobs.output, json.dumps(report, indent=2) + "\n")
    remember(knobs.history, report)
    load = report["endpoint_load"]
    print(f"healthz p95 {load['healthz']['p95_ms']} ms, a2a ping p95 {load['a2a_ping']['p95_ms']} ms, "
          f"server memory {report['resources']['server_rss_mb']} MB; report in {knobs.output}")
    for failure in report["status"]["failures"]:
        print(f"perf-check: {failure}", file=sys.stderr)
    return 0 if report["status"]["passed"] else 1


if __name__ == "__main__":
    served.main(run)
