#!/usr/bin/env python3
"""Asks OSV what is known against the libraries, and writes it to gates/advisories.json for scripts/security-check.py.

usage: scripts/refresh-advisories.py        (needs a network, and the libraries that a build fetched)

Knob: OSV_URL (https://api.osv.dev), where it asks. Everything known against a library is kept, whatever the version, so that
the snapshot also judges versions to come. What other sources said stays, unless OSV has it under that id or as an alias.
Ends with 0 when the snapshot is written; with 2 it is as it was.
"""

import sys

sys.dont_write_bytecode = True

import datetime
import json
import os
import urllib.request

import advisories
import libraries
import served
from served import ROOT, Trouble

TIMEOUT_SECONDS = 30
BATCH = 500
OSV = "osv"


def answer(url, path, query=None):
    """An answer of OSV, an object."""
    data = None if query is None else json.dumps(query).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
            body = json.load(reply)
    except (OSError, ValueError) as e:
        raise Trouble(f"{url}{path} did not answer ({e}). Run this where it can be reached; the snapshot stays as it was.") from e
    if not isinstance(body, dict):
        raise Trouble(f"{url}{path} did not answer with an object. Set OSV_URL to OSV; the snapshot stays as it was.")
    return body


def known(url, names):
    """The ids of all advisories on the libraries."""
    found = set()
    queries = [{"package": {"ecosystem": "Maven", "name": name}} for name in names]
    while queries:
        asked, queries = queries[:BATCH], queries[BATCH:]
        results = answer(url, "/v1/querybatch", {"queries": asked}).get("results")
        if not isinstance(results, list) or len(results) != len(asked):
            raise Trouble(f"{url} did not answer each of {len(asked)} questions. Run this again; the snapshot stays as it was.")
        for query, result in zip(asked, results):
            found.update(advisory["id"] for advisory in result.get("vulns", []))
            if token := result.get("next_page_token"):
                queries.append({**query, "page_token": token})
    return sorted(found)


def trimmed(advisory, names):
    """What security-check.py needs of an advisory."""
    return {
        "id": advisory["id"],
        "aliases": sorted(advisory.get("aliases", [])),
        "source": OSV,
        "summary": advisory.get("summary") or "(no summary)",
        "affected": [
            {
                "library": affected["package"]["name"],
                "versions": affected.get("versions", []),
                "ranges": [r["events"] for r in affected.get("ranges", []) if r["type"] in ("ECOSYSTEM", "SEMVER")],
            }
            for affected in advisory["affected"]
            if affected.get("package", {}).get("ecosystem") == "Maven" and affected["package"]["name"] in names
        ],
    }


def fetched(url, names):
    """All advisories on the libraries that were not withdrawn."""
    try:
        whole = [answer(url, f"/v1/vulns/{name}") for name in known(url, names)]
        return [trimmed(advisory, names) for advisory in whole if not advisory.get("withdrawn")]
    except (KeyError, TypeError, AttributeError) as e:
        raise Trouble(f"{url} gave an advisory that cannot be read ({e!r}). The snapshot stays as it was.") from e


def kept(fresh):
    """What the snapshot has from sources other than OSV, and OSV does not know; and those sources."""
    try:
        old = advisories.read()
    except Trouble:
        # a damaged snapshot has nothing to keep
        return [], []
    names = {name for advisory in fresh for name in (advisory["id"], *advisory["aliases"])}
    rest = [advisory for advisory in old["advisories"]
            if advisory["source"] != OSV and not names & {advisory["id"], *advisory["aliases"]}]
    # nothing was looked up there this time
    sources = [{**source, "complete": False} for source in old["sources"]
               if source["name"] in {advisory["source"] for advisory in rest}]
    return rest, sources


def run():
    url = os.environ.get("OSV_URL", "").strip().rstrip("/") or "https://api.osv.dev"
    names = sorted({library.name for library in libraries.resolved()})
    now = datetime.datetime.now(datetime.timezone.utc)
    fresh = fetched(url, names)
    rest, sources = kept(fresh)
    snapshot = {
        "sources": [{"name": OSV, "what": "https://osv.dev", "as_of": now.date().isoformat(), "complete": True}, *sources],
        "libraries": {name: OSV for name in names},
        "advisories": sorted(fresh + rest, key=lambda advisory: advisory["id"]),
    }
    path = ROOT / advisories.SNAPSHOT
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        new.write_text(json.dumps(snapshot, indent=2) + "\n")
        new.replace(path)
    except OSError as e:
        new.unlink(missing_ok=True)
        raise Trouble(f"{path} cannot be written: {e.strerror}. Make it writable; the snapshot stays as it was.") from e
    print(f"refresh-advisories: {len(fresh)} advisories on {len(names)} libraries, and {len(rest)} of other sources, "
          f"in {advisories.SNAPSHOT}")
    return 0


if __name__ == "__main__":
    served.main(run)
