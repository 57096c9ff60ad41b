#!/usr/bin/env python3
"""Asks OSV what is known against the libraries, and writes it to gates/advisories.json for scripts/security-check.py.

usage: scripts/refresh-advisories.py        (needs a network, and the libraries that a build fetched)

Knob: OSV_URL (https://api.osv.dev), where it asks. Everything known against a library is kept, whatever the version, so that
the snapshot also judges versions to come. Ends with 0 when the snapshot is written; with 2 it is as it was.
"""

import sys

sys.dont_write_bytecode = True

import datetime
import json
import os
import urllib.request

import libraries
import served
from served import ROOT, Trouble

TIMEOUT_SECONDS = 30


def ask(url, query):
    """An answer of OSV."""
    request = urllib.request.Request(url + "/v1/query", json.dumps(query).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            body = json.load(answer)
    except (OSError, ValueError) as e:
        raise Trouble(f"{url} did not answer ({e}). Run this where it can be reached; the snapshot stays as it was.") from e
    if not isinstance(body, dict):
        raise Trouble(f"{url} did not answer with an object. Set OSV_URL to OSV; the snapshot stays as it was.")
    return body


def known(url, library):
    """All advisories on a library."""
    query = {"package": {"ecosystem": "Maven", "name": library}}
    while True:
        answer = ask(url, query)
        yield from answer.get("vulns", [])
        if not answer.get("next_page_token"):
            return
        query["page_token"] = answer["next_page_token"]


def trimmed(advisory, asked):
    """What security-check.py needs of an advisory."""
    return {
        "id": advisory["id"],
        "aliases": sorted(advisory.get("aliases", [])),
        "summary": advisory.get("summary") or "(no summary)",
        "affected": [
            {
                "library": affected["package"]["name"],
                "versions": affected.get("versions", []),
                "ranges": [r["events"] for r in affected.get("ranges", []) if r["type"] in ("ECOSYSTEM", "SEMVER")],
            }
            for affected in advisory["affected"]
            if affected.get("package", {}).get("ecosystem") == "Maven" and affected["package"]["name"] in asked
        ],
    }


def run():
    url = os.environ.get("OSV_URL", "").strip().rstrip("/") or "https://api.osv.dev"
    asked = sorted({library.name for library in libraries.resolved()})
    advisories = {}
    for library in asked:
        for advisory in known(url, library):
            try:
                if not advisory.get("withdrawn"):
                    advisories[advisory["id"]] = trimmed(advisory, asked)
            except (KeyError, TypeError, AttributeError) as e:
                raise Trouble(f"{url} gave an advisory on {library} that cannot be read ({e!r}). The snapshot stays as it "
                              "was.") from e
    snapshot = {
        "source": "https://osv.dev",
        "fetched_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "asked": asked,
        "advisories": [advisories[name] for name in sorted(advisories)],
    }
    fresh = ROOT / (libraries.ADVISORIES + ".new")
    fresh.write_text(json.dumps(snapshot, indent=2) + "\n")
    fresh.replace(ROOT / libraries.ADVISORIES)
    print(f"refresh-advisories: {len(advisories)} advisories on {len(asked)} libraries, in {libraries.ADVISORIES}")
    return 0


if __name__ == "__main__":
    served.main(run)
