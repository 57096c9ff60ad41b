#!/usr/bin/env python3
"""The list of the program's parts (CycloneDX): it has to name each library that the program has, and no other.

usage: scripts/sbom-check.py [FILE]        (target/bom.json; make sbom makes it first)

Ends with 0 when it does, with 1 when it does not, and with 2 when nothing could be judged.
"""

import sys

sys.dont_write_bytecode = True

import json
import pathlib

import libraries
import served
from served import ROOT, Trouble


def judge(bom, expected):
    """What is wrong with the list, as lines."""
    if bom.get("bomFormat") != "CycloneDX" or not bom.get("specVersion"):
        return ["it is no list of CycloneDX"]
    found = []
    listed = {}
    for component in bom.get("components", []):
        name = f"{component.get('group', '')}:{component.get('name', '')}"
        listed[name] = component.get("version")
        if not any(digest.get("alg") == "SHA-256" for digest in component.get("hashes", [])):
            found.append(f"{name} has no SHA-256")
    found += [f"{name} {version} is not in it" for name, version in expected.items() if name not in listed]
    found += [f"{name} {version} is no library of the program" for name, version in listed.items() if name not in expected]
    found += [f"{name} is {listed[name]} in it and {version} in the program" for name, version in expected.items()
              if name in listed and listed[name] != version]
    return found


def run():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target" / "bom.json"
    try:
        bom = json.loads(path.read_text())
    except (OSError, ValueError) as e:
        raise Trouble(f"{path} cannot be read ({e}). Run make sbom.") from e
    expected = {library.name: library.version for library in libraries.resolved() if library.in_program}
    found = judge(bom, expected)
    for line in found:
        print(f"sbom-check: {path.name}: {line}", file=sys.stderr)
    if found:
        print("sbom-check: What to do: see the plugin's settings in pom.xml, then make sbom again.", file=sys.stderr)
        return 1
    print(f"sbom-check: passed, {len(expected)} libraries in {path}")
    return 0


if __name__ == "__main__":
    served.main(run)
