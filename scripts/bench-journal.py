#!/usr/bin/env python3
"""Measures appends to the session journal, one commit each, beside the SQLite shell that stores the same rows.

usage: scripts/bench-journal.py [--runs N] [--appends N] [--folder FOLDER]

Both take turns on new databases in one folder, so that both see the same disk, with the same tables, WAL and
synchronous=FULL. The shell does in each transaction what the program does: it moves the session's end and inserts the
entry. Figures are medians. Needs Python, sqlite3 and a built program (make build).
"""

import argparse
import contextlib
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WARM_UP = 5000


def java():
    script = '. "$1/scripts/find-jdk.sh" && jdk_tool=javac && find_jdk && echo "$java_home/bin/java"'
    return subprocess.check_output(["sh", "-c", script, "sh", str(ROOT)], text=True).strip()


def program(command, database, appends):
    """Seconds of the appends."""
    done = subprocess.run(
        [*command, str(database), str(WARM_UP), str(appends)], check=True, stdout=subprocess.PIPE, text=True
    )
    return int(done.stdout) / 1e9


def script(database):
    """The statements that store what the program stored, those of the warm-up apart."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
        session = connection.execute("SELECT * FROM journal_session").fetchone()
        rows = connection.execute("SELECT key, entry FROM journal_event ORDER BY key").fetchall()
    tables = [table for table in tables if "sqlite_sequence" not in table]
    prepare = ["PRAGMA journal_mode = WAL;", *(table + ";" for table in tables)]
    prepare.append(f"INSERT INTO journal_session VALUES ({session[0]}, 'app', 'user', 'session', 0, 0, 0);")
    appends = ["PRAGMA synchronous = FULL;"]
    parts = prepare, appends
    for number, (key, entry) in enumerate(rows, 1):
        text = entry.replace("'", "''")
        parts[number > WARM_UP].append(
            f"BEGIN IMMEDIATE; UPDATE journal_session SET last_seq = {number}, updated_unix_ns = {number * 1_000_000}"
            f" WHERE app = 'app' AND user = 'user' AND session_id = 'session' AND last_seq = {number - 1};"
            f" INSERT INTO journal_event (key, entry) VALUES ({key}, '{text}'); COMMIT;"
        )
    return "\n".join(prepare), "\n".join(appends)


def shell(database, prepare, appends):
    """Seconds of the appends, the start of the shell included: some milliseconds."""
    subprocess.run(["sqlite3", str(database)], input=prepare, check=True, stdout=subprocess.DEVNULL, text=True)
    started = time.perf_counter()
    subprocess.run(["sqlite3", str(database)], input=appends, check=True, stdout=subprocess.DEVNULL, text=True)
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--appends", type=int, default=5000)
    parser.add_argument("--folder", default=str(ROOT / "target"), help="where the databases are; its disk is measured")
    arguments = parser.parse_args()
    libraries = f"{ROOT}/target/classes:{ROOT}/target/lib/*"
    command = [java(), "--enable-native-access=ALL-UNNAMED", "-cp", libraries, str(ROOT / "scripts/AppendLoop.java")]
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for run in range(arguments.runs):
            database = pathlib.Path(folder, f"program-{run}.db")
            ours.append(program(command, database, arguments.appends))
            theirs.append(shell(pathlib.Path(folder, f"shell-{run}.db"), *script(database)))
            print(
                f"run {run + 1}: {arguments.appends / ours[-1]:,.0f} and {arguments.appends / theirs[-1]:,.0f}",
                file=sys.stderr,
            )
    mine, other = (arguments.appends / statistics.median(seconds) for seconds in (ours, theirs))
    ratio = statistics.median(b / a for a, b in zip(ours, theirs))
    print(f"appends/s, one commit each: program {mine:,.0f}, SQLite shell {other:,.0f}, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
