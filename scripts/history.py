"""The history of measurements: one JSON object a line, for `zavora-cli perf report`.

Imported by perf-check.py, bench.py and bench-sessions.py; needs the Python standard library only.

A line has generated_at, suite, commit, version, machine and figures: numbers by name, null for what could not be measured.
Less is better, but for names that end in _per_second. What else a line has is for people.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree

import served
from served import ROOT, Trouble

DEFAULT = ".zavora/perf/history.jsonl"


def commit():
    """The last commit, marked where the working tree differs from it; None outside a checkout."""
    try:
        run = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--abbrev=12", "--match=", "--dirty"],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return run.stdout.strip() or None


def version():
    """The version of the sources; None where pom.xml does not tell."""
    try:
        return xml.etree.ElementTree.parse(ROOT / "pom.xml").getroot().findtext("{*}version")
    except (OSError, xml.etree.ElementTree.ParseError):
        return None


def name(text):
    """A name of a figure, made of words for people."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def append(path, suite, figures, **more):
    """Adds a line, whole: what several processes add at once does not mix."""
    line = {
        "generated_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "suite": suite,
        "commit": commit(),
        "version": version(),
        "machine": served.processors(),
        "load_average": round(os.getloadavg()[0], 2),
        **more,
        "figures": figures,
    }
    path = pathlib.Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            # a line that was cut off must not take this one with it
            begin = b"" if is_at_line_start(path) else b"\n"
            file.write(begin + json.dumps(line).encode() + b"\n")
    except OSError as e:
        raise Trouble(f"{path} cannot be written: {e.strerror}. Make it writable; nothing was added to the history.") from e


def is_at_line_start(path):
    """Whether the file is empty or ends with a line feed."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
