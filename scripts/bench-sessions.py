#!/usr/bin/env python3
"""Measures the sessions commands of the packaged program over a large database.

usage: scripts/bench-sessions.py [--sessions N] [--events N] [--runs N] [--write docs/performance.md]
       [--history .zavora/perf/history.jsonl]

The database is made anew under a temporary folder: N sessions with N events each. Every figure is a median of whole
processes, start included; the deed of prune starts from a fresh copy each time. Needs the Python standard library only
(its sqlite3 module fills the database), and a built program (make build).
"""

import sys

sys.dont_write_bytecode = True

import argparse
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

import history
import served

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = str(ROOT / "zavora-cli")
BEGIN, END = "<!-- bench-sessions: begin -->", "<!-- bench-sessions: end -->"
EPOCH_NS = 1_790_000_000_000_000_000
TEXT = "lorem ipsum dolor sit amet " * 4


def run(folder, *words):
    command = [LAUNCHER, "--session-backend", "sqlite", "sessions", *words]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "ZAVORA_BUILD": "never"}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        raise served.Trouble(f"sessions {' '.join(words)} ended with {done.returncode}; its error is above.")
    return time.perf_counter() - started


def fill(folder, sessions, events):
    """The program makes the tables, with one session; the rest is added in its format."""
    document = {
        "schema_version": "zavora.session.v1",
        "session": {
            "app": "zavora-cli",
            "user": "local-user",
            "id": "first",
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "events": 0,
        },
        "events": [],
    }
    (folder / "first.json").write_text(json.dumps(document))
    run(folder, "import", "first.json")
    database = sqlite3.connect(folder / ".zavora/sessions.db", isolation_level=None)
    database.execute("BEGIN")
    for number in range(1, sessions):
        at = EPOCH_NS + number * 10**9
        row = database.execute(
            "INSERT INTO journal_session (app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
            " VALUES ('zavora-cli', 'local-user', ?, ?, ?, ?)",
            (f"session-{number}", at, at, events),
        ).lastrowid
        database.executemany(
            "INSERT INTO journal_event VALUES (?, ?)",
            (
                (
                    (row << 32) | seq,
                    json.dumps(
                        {
                            "id": f"{number:08d}-0000-0000-0000-{seq:012d}",
                            "at_unix_ns": at,
                            "turn": f"{number:08d}-0000-0000-0000-000000000000",
                            "type": "user_message.v1",
                            "parts": [{"part": "text", "text": TEXT}],
                        },
                        separators=(",", ":"),
                    ),
                )
                for seq in range(1, events + 1)
            ),
        )
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", type=pathlib.Path, help="replace the figures between the marks in this file")
    parser.add_argument("--history", type=pathlib.Path, help="add the figures to this file, for zavora-cli perf report")
    arguments = parser.parse_args()
    figures = {}
    lines = [
        f"{arguments.sessions:,} sessions with {arguments.events} events each, {arguments.runs} runs:",
        "",
        "| command | median, s |",
        "|---|---:|",
    ]
    with tempfile.TemporaryDirectory() as name:
        full = pathlib.Path(name, "full")
        full.mkdir()
        fill(full, arguments.sessions, arguments.events)
        looks = {
            "sessions list": ["list"],
            "sessions show --recent 30": ["show", "--session-id", f"session-{min(500, arguments.sessions - 1)}", "--recent", "30"],
            "sessions prune --keep 50 --dry-run": ["prune", "--keep", "50", "--dry-run"],
            "sessions search, a word that is nowhere": ["search", "zebra"],
        }
        for title, words in looks.items():
            run(full, *words)
            median = statistics.median(run(full, *words) for _ in range(arguments.runs))
            figures[history.name(title) + "_s"] = round(median, 3)
            lines.append(f"| `{title}` | {median:.2f} |" if "," not in title else f"| {title} | {median:.2f} |")
        deeds = []
        for _ in range(max(3, arguments.runs // 2)):
            copy = pathlib.Path(name, "copy")
            shutil.copytree(full, copy)
            # else the program's own sync would wait for the copy to reach the disk
            os.sync()
            deeds.append(run(copy, "prune", "--keep", "50", "--force"))
            shutil.rmtree(copy)
        figures["sessions_prune_keep_50_force_s"] = round(statistics.median(deeds), 3)
        lines.append(f"| `sessions prune --keep 50 --force` | {statistics.median(deeds):.2f} |")
    text = "\n".join(lines)
    print(text)
    if arguments.write:
        page = arguments.write.read_text()
        before, rest = page.split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        arguments.write.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
    if arguments.history:
        history.append(arguments.history, "bench-sessions", figures, sessions=arguments.sessions, runs=arguments.runs)


if __name__ == "__main__":
    served.main(main)
