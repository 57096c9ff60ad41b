#!/usr/bin/env python3
"""Measures the packaged server: throughput beside nginx, what it adds to a model's answers, start and memory.

usage: scripts/bench-server.py [--rounds N] [--seconds S] [--nginx PATH] [--write docs/performance.md]

What is compared takes turns within a round, so that all see the same machine; figures are medians over the rounds. nginx
is the one on the PATH unless --nginx names another; where there is none, the least server there can be stands in for it,
which runs within the load generator. Needs Linux, the Python standard library, and a built program (make build).
"""

import sys

sys.dont_write_bytecode = True

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import threading
import time

import served
from served import ROOT, Trouble

HEALTH_BODY = '{"status":"ok"}'
CONNECTIONS = (30, 1000)
JSON = ["--header", "Content-Type: application/json"]
NGINX = """worker_processes {workers};
daemon off;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}; }}
}}
"""


class Nginx:
    """nginx, serving a file with what /healthz answers."""

    def __init__(self, stack, program):
        folder = served.folder(stack)
        os.chmod(folder, 0o755)
        port = served.free_port()
        pathlib.Path(folder, "healthz").write_text(HEALTH_BODY)
        pathlib.Path(folder, "conf").write_text(NGINX.format(workers=os.cpu_count(), folder=folder, port=port))
        said = subprocess.run([program, "-v"], capture_output=True, text=True).stderr
        self.version = said.strip().rsplit("/", 1)[-1].split()[0]
        self.url = f"http://127.0.0.1:{port}"
        self.process = served.spawn(stack, [program, "-p", folder, "-c", folder + "/conf"])
        deadline = time.monotonic() + 20
        while served.status("127.0.0.1", port, "/healthz") != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Trouble(f"{program} did not serve; its error is above. Give another with --nginx.")
            time.sleep(0.05)

    def cpu(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(served.cpu(int(pid)) for pid in [self.process.pid, *children])


class Rows:
    """Reports of loads by a key, with what the server's processor did meanwhile; medians over them."""

    def __init__(self):
        self.reports = {}

    def load(self, key, server, *options):
        before = server.cpu()
        report = served.load(*options)
        report["server_cpu"] = server.cpu() - before
        self.reports.setdefault(key, []).append(report)

    def median(self, key, figure):
        return statistics.median(figure(report) for report in self.reports[key])

    def failures(self):
        return [f"{key}: {served.failures_of(report)}" for key, reports in self.reports.items() for report in reports
                if report["failed"]]


def throughput(stack, arguments):
    """Requests a second, times and processor time, beside nginx."""
    server = served.Server(stack, served.folder(stack), ["--model", "gpt-stub"])
    server.await_answer("/readyz", 60, 0.05)
    program = arguments.nginx or shutil.which("nginx")
    nginx = Nginx(stack, program) if program else None
    rows = Rows()
    for _ in range(arguments.rounds):
        for connections in CONNECTIONS:
            # the processor time counts the warm-up too, which has the same load
            options = ["--connections", connections, "--seconds", arguments.seconds, "--timeout", 30]
            rows.load(("`/healthz`", connections), server, "--url", server.url + "/healthz", *options)
            rows.load(("`/v1/a2a/ping`", connections), server, *served.ping(server.url), *options)
            if nginx:
                rows.load(("nginx, file", connections), nginx, "--url", nginx.url + "/healthz", *options)
    lines = []
    most = [served.load("--url", server.url + "/healthz", "--connections", connections, "--requests", 1, "--calibrate",
                        arguments.seconds)["calibration"] for connections in CONNECTIONS]
    lines += [
        "| connections | server | requests/s | p50, ms | p95, ms | p99, ms | its CPU, µs a request |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for connections, echo in zip(CONNECTIONS, most):
        for name in ("`/healthz`", "`/v1/a2a/ping`", "nginx, file"):
            if (name, connections) in rows.reports:
                lines.append(throughput_row(rows, name, connections))
        answer = echo["answer"]
        lines.append(f"| {connections:,} | least server, within the generator | {echo['requests_per_second']:,.0f} "
                     f"| {answer['p50_ms']:.1f} | {answer['p95_ms']:.1f} | {answer['p99_ms']:.1f} | – |")
    generator = statistics.median(report["generator"]["cpu_us_per_request"] for reports in rows.reports.values()
                                  for report in reports)
    beside = (f"nginx is {nginx.version} with {os.cpu_count()} workers and no log; the server records its requests."
              if nginx else "There was no nginx to compare with; the least server stands in for it.")
    lines += ["", f"{beside} The load generator needs {generator:.0f} µs of CPU a request on the same processors. Resident "
                  f"memory of the server afterwards: {server.rss():.0f} MiB."]
    return lines, rows.failures()


def throughput_row(rows, name, connections):
    key = (name, connections)
    times = [rows.median(key, lambda report, p=p: report["answer"][p]) for p in ("p50_ms", "p95_ms", "p99_ms")]
    cpu = rows.median(key, lambda report: report["server_cpu"] * 1e6 / max(1, report["answered"]))
    rate = rows.median(key, lambda report: report["requests_per_second"])
    return (f"| {connections:,} | {name} | {rate:,.0f} | {times[0]:.1f} | {times[1]:.1f} | {times[2]:.1f} "
            f"| {cpu:.0f} |")


class Peak:
    """The highest resident memory of a server while the block runs."""

    def __init__(self, server):
        self.server, self.mib, self.over = server, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def watch(self):
        while not self.over.wait(0.2):
            self.mib = max(self.mib, self.server.rss())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def streams(stack, rounds, connections, tokens, millis, each, sessions):
    """Streams straight from the model and through the server, in turns: rows by way, and peak memory."""
    model = served.start_stub(stack)
    name = f"gpt-stub-tokens-{tokens}-over-{millis}"
    server = served.Server(stack, served.folder(stack), ["--model", name, "--session-backend", sessions], model_url=model)
    server.await_answer("/readyz", 60, 0.05)
    straight = json.dumps({"model": name, "stream": True, "messages": [{"role": "user", "content": "Say words."}]})
    ask = json.dumps({"prompt": "Say words.", "session_id": "s-{n}"})
    ways = {
        "straight": ["--url", model + "/v1/chat/completions", *JSON, "--body", straight, "--expect", "[DONE]"],
        "server": ["--url", server.url + "/v1/ask", *JSON, "--header", "Accept: text/event-stream", "--body", ask,
                   "--expect", '"type":"result"'],
    }
    # each begins at another time than the others, as callers do
    size = ["--connections", connections, "--requests", connections * each, "--ramp", millis / 1e3, "--timeout", 60]
    served.load(*ways["server"], *size)
    rows, peak = Rows(), 0
    for number in range(rounds):
        with Peak(server) as watched:
            for way, options in ways.items():
                # session names of a run must be new: a longer conversation is another request
                rows.load(way, server, *[option.replace("s-{n}", f"s{number}-{{n}}") if isinstance(option, str) else option
                                         for option in options], *size)
        peak = max(peak, watched.mib)
    return rows, peak


def overhead(stack, arguments):
    lines = [
        "| streams at once | sessions | answer | p50 straight, ms | p50 via server, ms | p95 straight, ms | p95 via server, ms "
        "| added at p95, ms | first event added at p50, ms | peak RSS, MiB |",
        "|---:|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    failures = []
    loads = (
        (30, "memory", 20, 500, 20, arguments.rounds),
        (30, "sqlite", 20, 500, 20, arguments.rounds),
        (1000, "memory", 100, 10_000, 1, 2),
    )
    for connections, sessions, tokens, millis, each, rounds in loads:
        rows, peak = streams(stack, rounds, connections, tokens, millis, each, sessions)
        failures += rows.failures()
        answer = lambda way, p: rows.median(way, lambda report: report["answer"].get(p, float("nan")))
        first = lambda way: rows.median(way, lambda report: report["events"]["first"].get("p50_ms", float("nan")))
        lines.append(
            f"| {connections:,} | {sessions} | {tokens} tokens in {millis / 1e3:g} s | {answer('straight', 'p50_ms'):.1f} "
            f"| {answer('server', 'p50_ms'):.1f} | {answer('straight', 'p95_ms'):.1f} | {answer('server', 'p95_ms'):.1f} "
            f"| {answer('server', 'p95_ms') - answer('straight', 'p95_ms'):.1f} "
            f"| {first('server') - first('straight'):.1f} | {peak:.0f} |")
    return lines, failures


def start(stack, arguments):
    """From the start of the process to the first 200 of /readyz, as a ratio to an empty program; memory when idle."""
    home = served.java_home()
    folder = served.folder(stack)
    source = pathlib.Path(folder, "Empty.java")
    source.write_text("public class Empty { public static void main(String[] arguments) {} }")
    subprocess.check_call([home + "/bin/javac", "-d", folder, str(source)])
    empty = [home + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", folder, "Empty"]
    nothing, ready, idle = [], [], []
    for number in range(max(7, arguments.rounds)):
        began = time.perf_counter()
        subprocess.check_call(empty)
        nothing.append(time.perf_counter() - began)
        server = served.Server(stack, served.folder(stack), ["--model", "gpt-stub"])
        ready.append(server.await_answer("/readyz", 60, 0.002))
        time.sleep(2)
        idle.append(server.rss())
        served.end(server.process)
    ratio = statistics.median(one / other for one, other in zip(ready, nothing))
    return [
        "| measure | median |",
        "|---|---:|",
        f"| start of the process to the first 200 of `/readyz` | {statistics.median(ready) * 1e3:.0f} ms |",
        f"| the same as a ratio to an empty Java program ({statistics.median(nothing) * 1e3:.0f} ms) | {ratio:.1f} |",
        f"| resident memory, 2 s later | {statistics.median(idle):.0f} MiB |",
    ]


def run():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8, help="of each load")
    parser.add_argument("--nginx", help="the program to compare with")
    parser.add_argument("--write", type=pathlib.Path, help="replace the figures between the marks in this file")
    arguments = parser.parse_args()
    with served.ending_what_was_started() as stack:
        stack.enter_context(served.lock(ROOT / ".zavora/perf/lock"))
        with contextlib.ExitStack() as part:
            started = start(part, arguments)
        with contextlib.ExitStack() as part:
            added, failed_streams = overhead(part, arguments)
        with contextlib.ExitStack() as part:
            rates, failed_loads = throughput(part, arguments)
    text = "\n".join([*started, "", *rates, "", *added, "", f"{arguments.rounds} rounds; {served.machine()}."])
    print(text)
    for failure in failed_streams + failed_loads:
        print(f"bench-server: {failure}", file=sys.stderr)
    if arguments.write:
        served.write_between(arguments.write, "bench-server", text)
    return 1 if failed_streams + failed_loads else 0


if __name__ == "__main__":
    served.main(run)
