#!/usr/bin/env python3
"""The version of a release: pom.xml, the newest section of CHANGELOG.md and the program itself have to agree.

usage: scripts/version-check.py        (make version-check builds first)

Ends with 0 when they agree, with 1 when they do not, and with 2 when nothing could be judged.
"""

import sys

sys.dont_write_bytecode = True

import os
import re
import subprocess
import xml.etree.ElementTree

import leaks
import served
from served import ROOT, Trouble

UNRELEASED = "Unreleased"


def read(name):
    try:
        return (ROOT / name).read_text()
    except OSError as e:
        raise Trouble(f"{name} cannot be read: {e.strerror}. Take it from the last commit.") from e


def of_pom():
    try:
        version = xml.etree.ElementTree.fromstring(read("pom.xml")).findtext("{*}version", "").strip()
    except xml.etree.ElementTree.ParseError as e:
        raise Trouble(f"pom.xml cannot be read ({e}). Correct it.") from e
    if not version:
        raise Trouble("pom.xml names no version. Add one.")
    return version


def sections():
    """The sections of the change log, newest first: heading and the lines with content."""
    found = []
    for line in read("CHANGELOG.md").splitlines():
        if heading := re.match(r"## \[?v?([^\s\]]+)", line):
            found.append((heading.group(1), []))
        elif found and line.strip() and not line.startswith("#"):
            found[-1][1].append(line)
    return found


def of_program():
    run = subprocess.run([served.LAUNCHER, "--version"], env={**os.environ, "ZAVORA_BUILD": "never"},
                         stdin=subprocess.DEVNULL, capture_output=True, text=True)
    words = run.stdout.split()
    if run.returncode != 0 or not words:
        raise Trouble(f"./zavora-cli --version ended with {run.returncode}: {run.stderr.strip()}\nWhat to do: make build.")
    return words[-1]


def judge(version):
    found = []
    if version.endswith("-SNAPSHOT"):
        found.append(f"pom.xml has {version}, which is no release. What to do: take -SNAPSHOT off.")
    logged = sections()
    if logged and logged[0][0] == UNRELEASED:
        if logged[0][1]:
            found.append(f"CHANGELOG.md still has entries under {UNRELEASED}. What to do: move them to a section "
                         f"'## {version}'.")
        logged = logged[1:]
    if not logged or logged[0][0] != version:
        found.append(f"CHANGELOG.md has {logged[0][0] if logged else 'no release'} where pom.xml has {version}. What to do: "
                     f"write the section '## {version}', or correct pom.xml.")
    elif not logged[0][1]:
        found.append(f"CHANGELOG.md says nothing under {version}. What to do: say what changed.")
    said = of_program()
    if said != version:
        found.append(f"./zavora-cli --version says {said} where pom.xml has {version}. What to do: make build.")
    leaks.require_checkout()
    tag = f"refs/tags/v{version}"
    if leaks.git("for-each-ref", tag) and leaks.git("rev-parse", tag + "^{commit}") != leaks.git("rev-parse", "HEAD"):
        found.append(f"v{version} is tagged already, and is another commit. What to do: raise the version in pom.xml.")
    return found


def run():
    version = of_pom()
    found = judge(version)
    for line in found:
        print(f"version-check: {line}", file=sys.stderr)
    if not found:
        print(f"version-check: passed, {version}")
    return 1 if found else 0


if __name__ == "__main__":
    served.main(run)
