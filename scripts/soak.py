#!/usr/bin/env python3
"""Loads the packaged server for a long time and judges whether its memory grows.

usage: scripts/soak.py [--minutes N] [--connections N]        (make soak MINUTES=30 builds first)

Callers ask for streamed answers of a scripted model, each in a new session of a SQLite database, read /healthz, and ping.
The resident memory of the server is read twice a second. The first third of the time is for warming up: compiled code,
heap and caches come to their sizes. Over the rest a straight line is laid through the lower envelope of the readings (the
least of each 5 s, for the heap goes up and down as it is used and collected), by least squares. The growth is the slope
times the time. Up to 5 % of the mean, or 8 MiB, memory is flat; beyond, it grows where the slope is more than two of its
standard errors, else the run was too short to tell. So 30 minutes tell a leak of 20 MiB, and 3 minutes, the short form, one of 40 MiB only. Any
failed request fails the soak as well.

Ends with 0 when memory is flat, with 1 when it grows, when that is undecided or when requests failed, with 2 when nothing could be measured. The
readings go to .zavora/perf/soak.json.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import json
import math
import os
import statistics
import time

import served
from served import ROOT, Trouble

READING_SECONDS = 0.5
WINDOW_SECONDS = 5
GROWTH_SHARE, GROWTH_MIB, STANDARD_ERRORS = 0.05, 8, 2
TOKENS = 20
OUTPUT = ROOT / ".zavora/perf/soak.json"


def lows(readings):
    """The least of each window: (seconds, MiB) pairs."""
    windows = {}
    for at, rss in readings:
        windows.setdefault(int(at // WINDOW_SECONDS), []).append((at, rss))
    return [min(window, key=lambda reading: reading[1]) for _, window in sorted(windows.items())]


def line(points):
    """Least squares: slope, and its standard error with the points' dependence on their neighbours taken into account."""
    mean_x = statistics.fmean(x for x, _ in points)
    mean_y = statistics.fmean(y for _, y in points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    off = [y - mean_y - slope * (x - mean_x) for x, y in points]
    squares = sum(value * value for value in off)
    if squares == 0:
        return slope, 0.0
    # a heap that rests for a while at one size makes readings that repeat each other and count as fewer
    lag = max(0.0, sum(a * b for a, b in zip(off, off[1:])) / squares)
    fewer = max(3.0, len(points) * (1 - lag) / (1 + lag))
    return slope, math.sqrt(squares / max(1.0, fewer - 2) / (spread / len(points) * fewer))


def verdict(readings):
    """Whether memory grows after the warm-up: figures, and the answer."""
    whole = readings[-1][0]
    points = lows([(at, rss) for at, rss in readings if at >= whole / 3])
    if len(points) < 6:
        raise Trouble("Too few readings for a verdict. Let it run for a minute at least (MINUTES=1).")
    slope, error = line(points)
    mean = statistics.fmean(rss for _, rss in points)
    growth = slope * (points[-1][0] - points[0][0])
    large = growth > max(GROWTH_SHARE * mean, GROWTH_MIB)
    sure = slope > STANDARD_ERRORS * error
    return {
        "mean_mib": round(mean, 2),
        "growth_mib": round(growth, 2),
        "growth_mib_per_hour": round(slope * 3600, 2),
        "standard_error_mib_per_hour": round(error * 3600, 2),
        "peak_mib": round(max(rss for _, rss in readings), 2),
        "windows": len(points),
        "memory": "flat" if not large else "grows" if sure else "undecided",
    }


def loads(stack, url, connections, seconds):
    """The three kinds of callers, started."""
    ask = json.dumps({"prompt": "Say twenty words.", "session_id": "soak-{n}"})
    common = ["--seconds", seconds, "--timeout", 120]
    return {
        "ask": served.start_load(
            stack, "--url", url + "/v1/ask", "--header", "Content-Type: application/json", "--header",
            "Accept: text/event-stream", "--body", ask, "--connections", connections, "--ramp", 2, "--expect",
            '"type":"result"', *common),
        "healthz": served.start_load(stack, "--url", url + "/healthz", "--connections", 2, *common),
        "ping": served.start_load(stack, *served.ping(url), "--connections", 2, *common),
    }


def soak(stack, arguments):
    home = served.folder(stack)
    model = served.start_stub(stack)
    server = served.Server(
        stack, home, ["--model", f"gpt-stub-tokens-{TOKENS}-over-200", "--session-backend", "sqlite"], model_url=model)
    server.await_answer("/readyz", 60, 0.05)
    idle = server.rss()
    callers = loads(stack, server.url, arguments.connections, arguments.minutes * 60)
    readings, began, told = [], time.monotonic(), 0
    while any(caller.poll() is None for caller in callers.values()):
        now = time.monotonic() - began
        if server.process.poll() is not None:
            raise Trouble(f"The server ended with {server.process.returncode} after {now:.0f} s:\n{server.said()}")
        readings.append((round(now, 2), round(server.rss(), 2)))
        if now // 60 > told:
            told = now // 60
            print(f"{told:.0f} min: {readings[-1][1]:.0f} MiB", flush=True)
        time.sleep(READING_SECONDS)
    reports = {name: served.finish_load(caller) for name, caller in callers.items()}
    return {
        "minutes": arguments.minutes,
        "idle_mib": round(idle, 2),
        "answered": {name: report["answered"] for name, report in reports.items()},
        "failures": {name: report["errors"] for name, report in reports.items() if report["failed"]},
        "verdict": verdict(readings),
        "machine": served.machine(),
        "readings": readings,
    }


def run():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--connections", type=int, default=10, help="how many ask at once")
    arguments = parser.parse_args()
    with served.ending_what_was_started() as stack:
        stack.enter_context(served.lock(ROOT / ".zavora/perf/lock"))
        report = soak(stack, arguments)
    try:
        OUTPUT.write_text(json.dumps(report) + "\n")
    except OSError as e:
        raise Trouble(f"{OUTPUT} cannot be written: {e.strerror}. Make it writable.") from e
    memory = report["verdict"]
    answered = ", ".join(f"{count:,} {name}" for name, count in report["answered"].items())
    print(f"{report['minutes']:g} minutes, answered: {answered}; {report['machine']}")
    print(f"memory: idle {report['idle_mib']:.0f} MiB, under load {memory['mean_mib']:.0f} MiB, peak "
          f"{memory['peak_mib']:.0f} MiB; {memory['growth_mib']:+.1f} MiB after the warm-up "
          f"({memory['growth_mib_per_hour']:+.1f} ± {memory['standard_error_mib_per_hour']:.1f} MiB an hour)")
    if report["failures"]:
        print(f"soak: requests failed: {report['failures']}. What to do: ask the server by hand for the same and see its "
              "log.", file=sys.stderr)
    if memory["memory"] == "undecided":
        print("soak: undecided: the growth is large, but so is its error. What to do: let it run longer, with MINUTES.",
              file=sys.stderr)
    if memory["memory"] == "grows":
        print(f"soak: memory grows. What to do: compare two class histograms of the server some minutes apart (jcmd PID "
              f"GC.class_histogram), and native memory (jcmd PID VM.native_memory); the readings are in {OUTPUT}.",
              file=sys.stderr)
    if not report["failures"] and memory["memory"] == "flat":
        print("memory is flat, no request failed")
        return 0
    return 1


if __name__ == "__main__":
    served.main(run)
