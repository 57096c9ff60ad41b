#!/usr/bin/env python3
"""Measures the packaged program from outside: wall, CPU and peak memory of whole processes.

usage: scripts/bench.py [--runs N] [--telemetry] [--write docs/performance.md] [--history .zavora/perf/history.jsonl]

--telemetry measures reports on a file of 1 GB, made under target/ and removed again, and a run whose telemetry disk
stalls, and prints only these.

Every figure is a median over N runs; the commands take turns within one run, so that all see the same machine, and
each is also given as a ratio to an empty Java program measured in the same turns. Needs the Python standard library
only, and a built program (make build).
"""

import sys

sys.dont_write_bytecode = True

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time
import urllib.request
from random import Random

import history
import served

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = str(ROOT / "zavora-cli")
STREAMED_TOKENS = 100_000
MIB = 1024
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


class Sample:
    """One process: seconds of wall and CPU, MiB at peak, time of its first output."""

    def __init__(self, wall, cpu, rss, started, first_output):
        self.wall, self.cpu, self.rss = wall, cpu, rss
        self.started, self.first_output = started, first_output


def measure(command, environment, folder):
    """Runs a command to its end; a failure of the command is a failure of the benchmark."""
    read_end, write_end = os.pipe()
    started = time.time_ns()
    pid = os.posix_spawn(
        "/bin/sh",
        ["/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", folder, *command],
        environment,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, write_end, 1),
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        ],
    )
    os.close(write_end)
    first_output = None
    while data := os.read(read_end, 1 << 16):
        if first_output is None and data.strip():
            first_output = time.time_ns()
    os.close(read_end)
    _, status, usage = os.wait4(pid, 0)
    wall = (time.time_ns() - started) / 1e9
    if status != 0:
        raise served.Trouble(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}; its error is above.")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB, started, first_output)


def java_home():
    script = '. "$1/scripts/find-jdk.sh" && jdk_tool=javac && find_jdk && echo "$java_home"'
    return subprocess.check_output(["sh", "-c", script, "sh", str(ROOT)], text=True).strip()


class ModelStub:
    """The loopback model server."""

    def __init__(self, java):
        self.process = subprocess.Popen(
            [java, str(ROOT / "scripts/ModelStub.java")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def timings(self):
        with urllib.request.urlopen(self.url + "/timings") as answer:
            return json.load(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def median(values):
    return statistics.median(values)


def run(runs):
    home = java_home()
    java = home + "/bin/java"
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "Empty.java")
        source.write_text("public class Empty { public static void main(String[] arguments) {} }")
        subprocess.check_call([home + "/bin/javac", "-d", folder, str(source)])
        stub = ModelStub(java)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "LANG": "C.UTF-8",
            "OPENAI_BASE_URL": stub.url + "/v1",
            "OPENAI_API_KEY": "x",
            "ZAVORA_BUILD": "never",
        }
        ask = [LAUNCHER, "--provider", "openai", "--model", "gpt-stub", "ask", "hello"]
        commands = {
            "empty Java program": [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", folder, "Empty"],
            "`--version`": [LAUNCHER, "--version"],
            "`--help`": [LAUNCHER, "--help"],
            "`ask --help`": [LAUNCHER, "ask", "--help"],
            "`models`": [LAUNCHER, "models"],
            "`profiles show`": [LAUNCHER, "profiles", "show"],
            "`doctor`": [LAUNCHER, "--session-backend", "sqlite", "doctor"],
            "`telemetry report`": [LAUNCHER, "telemetry", "report", "--limit", "2000"],
            "`eval run`": [LAUNCHER, "eval", "run"],
            "`sessions list`": [LAUNCHER, "--session-backend", "sqlite", "sessions", "list"],
            "`ask hello` (20 tokens)": ask,
            "`ask hello` with SQLite session": [*ask[:-2], "--session-backend", "sqlite", "ask", "hello"],
        }
        samples = {name: [] for name in commands}
        request_after, token_overhead = [], []
        try:
            for command in commands.values():
                measure(command, environment, folder)
            for _ in range(runs):
                for name, command in commands.items():
                    sample = measure(command, environment, folder)
                    samples[name].append(sample)
                    if command is ask:
                        timings = stub.timings()
                        request_after.append((timings["request"] - sample.started) / 1e6)
                        token_overhead.append((sample.first_output - timings["first_token"]) / 1e6)
            long_answer = [LAUNCHER, "--provider", "openai", "--model", f"gpt-stub-tokens-{STREAMED_TOKENS}", "ask", "x"]
            long = [measure(long_answer, environment, folder) for _ in range(max(3, runs // 5))]
        finally:
            stub.close()
    return table(samples, request_after, token_overhead, long, runs), figures(samples, request_after, token_overhead, long)


def figures(samples, request_after, token_overhead, long):
    """The figures of the tables by name, for the history."""
    empty = median([sample.wall for sample in samples["empty Java program"]])
    found = {}
    for title, of_name in samples.items():
        name = history.name(title)
        wall = median([sample.wall for sample in of_name])
        found[name + "_wall_ms"] = round(wall * 1e3, 2)
        found[name + "_ratio"] = round(wall / empty, 3)
        found[name + "_rss_mib"] = round(median([sample.rss for sample in of_name]), 1)
    wall = median([sample.wall for sample in long])
    return found | {
        "ask_to_request_ms": round(median(request_after), 2),
        "token_to_output_ms": round(median(token_overhead), 2),
        "streamed_tokens_per_second": round(STREAMED_TOKENS / wall),
        "streaming_rss_mib": round(median([sample.rss for sample in long]), 1),
    }


TELEMETRY_BYTES = 1_000_000_000
TELEMETRY_BEGIN, TELEMETRY_END = "<!-- telemetry: begin -->", "<!-- telemetry: end -->"


def telemetry_lines(start):
    """A day of operation as the program records it: one block of about 6 MB."""
    random = Random(7)
    time_ms = start
    lines = []

    def record(event, command, run_id, **payload):
        envelope = {"ts_unix_ms": time_ms, "event": event, "run_id": run_id, "command": command, "session_id": "s"}
        lines.append(json.dumps({**envelope, **payload}, separators=(",", ":"), ensure_ascii=False))

    for number in range(3000):
        run_id, command = f"run-{time_ms}-{number + 100}", random.choice(["ask", "ask", "chat", "models"])
        record("command.started", command, run_id, profile="default", session_backend="Sqlite", telemetry_enabled=True)
        for step in range(random.randint(0, 3) if command != "models" else 0):
            model = {"provider": "openai", "model": random.choice(["gpt-4o", "gpt-4o-mini"]), "attempt": 1}
            record("model.request.started", command, run_id, **model, step=step + 1)
            time_ms += random.randint(200, 4000)
            record("model.request.completed", command, run_id, **model, latency_ms=random.randint(200, 4000),
                   first_delta_ms=90, stop_reason="tool_use", input_tokens=random.randint(50, 4000),
                   cache_read_tokens=300, cache_write_tokens=0, output_tokens=random.randint(5, 900), reasoning_tokens=0)
            tool = {"tool": random.choice(["read_file", "grep", "shell"]), "author": "assistant"}
            record("tool.requested", command, run_id, **tool)
            failed = random.random() < 0.03
            record("tool.failed" if failed else "tool.succeeded", command, run_id, **tool,
                   duration_ms=random.randint(1, 900), **({"error": "timeout"} if failed else {}))
        if random.random() < 0.02:
            record("guardrail.input.blocked", command, run_id, direction="input", mode="block",
                   hits=["password"], hit_count=1)
        record("command.completed", command, run_id, duration_ms=random.randint(100, 9000), status="ok")
        time_ms += random.randint(1000, 60_000)
    return ("\n".join(lines) + "\n").encode()


def telemetry(runs):
    """Reports on a large file, and a run whose telemetry file takes nothing."""
    runs = max(3, runs // 5)
    with tempfile.TemporaryDirectory(dir=ROOT / "target") as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8", "ZAVORA_BUILD": "never"}
        large = pathlib.Path(folder, "events.jsonl")
        block = telemetry_lines(1_767_225_600_000)
        with large.open("wb") as file:
            while file.tell() < TELEMETRY_BYTES:
                file.write(block)
        report = [LAUNCHER, "telemetry", "report", "--path", str(large), "--json", "--limit"]
        whole = [measure([*report, "0"], environment, folder) for _ in range(runs)]
        tail = [measure([*report, "5000"], environment, folder) for _ in range(runs)]
        size = large.stat().st_size
        large.unlink()

        stub = ModelStub(java_home() + "/bin/java")
        environment |= {"OPENAI_BASE_URL": stub.url + "/v1", "OPENAI_API_KEY": "x"}
        stalled = pathlib.Path(folder, "stalled")
        os.mkfifo(stalled)
        ask = [LAUNCHER, "--provider", "openai", "--model", "gpt-stub", "ask", "hello"]
        places = {"written": environment, "off": environment | {"ZAVORA_TELEMETRY_ENABLED": "false"},
                  "stalled": environment | {"ZAVORA_TELEMETRY_PATH": str(stalled)}}
        answers = {name: [] for name in places}
        try:
            measure(ask, environment, folder)
            for _ in range(runs):
                for name, its_environment in places.items():
                    answers[name].append(measure(ask, its_environment, folder))
        finally:
            stub.close()
    seconds = median([sample.wall for sample in whole])
    lines = [
        "| telemetry | wall | CPU | peak RSS |",
        "|---|---:|---:|---:|",
        f"| report on all of {size / 1e9:.1f} GB, {size / 1e6 / seconds:,.0f} MB/s | {seconds:.2f} s "
        f"| {median([sample.cpu for sample in whole]):.2f} s | {median([sample.rss for sample in whole]):.0f} MiB |",
        f"| report on its last 5,000 events | {median([sample.wall for sample in tail]) * 1e3:.0f} ms "
        f"| {median([sample.cpu for sample in tail]) * 1e3:.0f} ms | {median([sample.rss for sample in tail]):.0f} MiB |",
        "",
        "| `ask hello`, telemetry | first output after | whole process |",
        "|---|---:|---:|",
    ]
    found = {
        "report_of_1_gb_s": round(seconds, 3),
        "report_of_1_gb_rss_mib": round(median([sample.rss for sample in whole]), 1),
        "report_of_tail_ms": round(median([sample.wall for sample in tail]) * 1e3, 1),
    }
    for name, of_name in answers.items():
        first = median([(sample.first_output - sample.started) / 1e6 for sample in of_name])
        found[f"ask_telemetry_{name}_first_output_ms"] = round(first, 1)
        lines.append(f"| {name} | {first:.0f} ms | {median([sample.wall for sample in of_name]) * 1e3:.0f} ms |")
    lines += ["", f"{runs} runs; load average {os.getloadavg()[0]:.1f} at the end."]
    return "\n".join(lines), found


def table(samples, request_after, token_overhead, long, runs):
    empty = median([sample.wall for sample in samples["empty Java program"]])
    lines = [
        "| command | wall, ms | ratio to empty | CPU, ms | peak RSS, MiB |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, of_name in samples.items():
        wall = median([sample.wall for sample in of_name])
        lines.append(
            f"| {name} | {wall * 1e3:.1f} | {wall / empty:.2f} | "
            f"{median([sample.cpu for sample in of_name]) * 1e3:.1f} | {median([sample.rss for sample in of_name]):.1f} |"
        )
    wall = median([sample.wall for sample in long])
    lines += [
        "",
        "| measure | median |",
        "|---|---:|",
        f"| start of `ask` to its request at the model server | {median(request_after):.1f} ms |",
        f"| first token sent by the server to first output of `ask` | {median(token_overhead):.1f} ms |",
        f"| answer of {STREAMED_TOKENS:,} streamed tokens, whole process | {wall:.2f} s, "
        f"{STREAMED_TOKENS / wall:,.0f} tokens/s |",
        f"| its CPU and peak RSS | {median([sample.cpu for sample in long]):.2f} s, "
        f"{median([sample.rss for sample in long]):.0f} MiB |",
        "",
        f"{runs} runs; {os.cpu_count()} processors, {processor()}, {platform.system()} {platform.release()}, "
        f"load average {os.getloadavg()[0]:.1f} at the end.",
    ]
    return "\n".join(lines)


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--write", type=pathlib.Path, help="replace the figures between the marks in this file")
    parser.add_argument("--telemetry", action="store_true", help="measure what belongs to telemetry instead")
    parser.add_argument("--history", type=pathlib.Path, help="add the figures to this file, for zavora-cli perf report")
    arguments = parser.parse_args()
    text, found = telemetry(arguments.runs) if arguments.telemetry else run(arguments.runs)
    begin, end = (TELEMETRY_BEGIN, TELEMETRY_END) if arguments.telemetry else (BEGIN, END)
    print(text)
    if arguments.write:
        page = arguments.write.read_text()
        before, rest = page.split(begin, 1)
        after = rest.split(end, 1)[1]
        arguments.write.write_text(f"{before}{begin}\n{text}\n{end}{after}")
    if arguments.history:
        suite = "bench-telemetry" if arguments.telemetry else "bench"
        history.append(arguments.history, suite, found, runs=arguments.runs)


if __name__ == "__main__":
    served.main(main)
