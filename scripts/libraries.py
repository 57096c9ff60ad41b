"""The libraries of the program: which there are, their licences, and what is known against them.

Imported by security-check.py, refresh-advisories.py and sbom-check.py; needs Maven and the Python standard library only.
"""

import datetime
import functools
import itertools
import json
import pathlib
import re
import subprocess
import xml.etree.ElementTree
from typing import NamedTuple

from served import ROOT, Trouble

LICENCES = "gates/allowed-licences.txt"
ADVISORIES = "gates/advisories.json"
ACCEPTED = "gates/accepted-advisories.txt"
OLD_DAYS = 30

# how Maven orders the words in versions; another word comes after all of them
QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"]
SYNONYMS = {"a": "alpha", "b": "beta", "m": "milestone", "cr": "rc", "ga": "", "final": "", "release": ""}


class Library(NamedTuple):
    group: str
    artifact: str
    version: str
    scope: str
    jar: str

    @property
    def name(self):
        return f"{self.group}:{self.artifact}"

    @property
    def in_program(self):
        return self.scope in ("compile", "runtime")


def resolved():
    """All libraries as Maven resolves them, without asking the network."""
    listing = ROOT / "target" / "libraries.txt"
    listing.parent.mkdir(exist_ok=True)
    listing.unlink(missing_ok=True)
    run = subprocess.run(
        [str(ROOT / "scripts" / "mvn"), "-B", "-ntp", "-o", "-q", "dependency:list", f"-DoutputFile={listing}",
         "-DoutputAbsoluteArtifactFilename=true"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if run.returncode != 0 or not listing.exists():
        errors = [line for line in (run.stdout + run.stderr).splitlines() if line.startswith("[")][:3]
        raise Trouble("Maven could not list the libraries: " + (" ".join(errors) or f"it ended with {run.returncode}")
                      + "\nWhat to do: run make build once with a network, then this again.")
    found = []
    for line in listing.read_text().splitlines():
        fields = line.strip().split(" -- ")[0].split(":", 5)
        if len(fields) == 6 and fields[2] == "jar":
            group, artifact, _, version, scope, jar = fields
            found.append(Library(group, artifact, version, scope, jar))
    if not any(library.in_program for library in found):
        raise Trouble(f"Maven listed no library of the program in {listing}. See what is in that file.")
    return sorted(found)


# --- licences ------------------------------------------------------------------------------------------------------


def allowed_licences():
    """The names that an allowed licence may have, in small letters."""
    try:
        lines = (ROOT / LICENCES).read_text().splitlines()
    except OSError as e:
        raise Trouble(f"{LICENCES} cannot be read: {e.strerror}. Take it from the last commit.") from e
    return {name.strip().lower() for line in lines if line.strip() and not line.startswith("#") for name in line.split("|")}


def poms(library):
    """The library's POM and then its parents', the nearest first."""
    pom = pathlib.Path(library.jar).with_suffix(".pom")
    place = pathlib.Path(*library.group.split("."), library.artifact, library.version, pom.name)
    if not str(pom).endswith(str(place)):
        raise Trouble(f"{library.jar} does not lie where a Maven repository keeps it. Remove it there, then run make build.")
    repository = pathlib.Path(str(pom)[: -len(str(place))])
    seen = set()
    while pom not in seen:
        seen.add(pom)
        try:
            root = xml.etree.ElementTree.parse(pom).getroot()
        except (OSError, xml.etree.ElementTree.ParseError) as e:
            raise Trouble(f"{pom} cannot be read ({e}). Remove its folder, then run make build.") from e
        yield root
        parent = root.find("{*}parent")
        if parent is None:
            return
        group, artifact, version = (parent.findtext("{*}" + tag, "").strip()
                                    for tag in ("groupId", "artifactId", "version"))
        pom = repository / pathlib.Path(*group.split("."), artifact, version, f"{artifact}-{version}.pom")


def named(root, path):
    """What stands in a POM under a path, without what only Maven could fill in."""
    texts = (" ".join((found.text or "").split()) for found in root.findall(path))
    return [text for text in texts if text and "${" not in text]


def said_first(library, *paths):
    """What the library's POM, or the nearest parent that says so, has under the first of these paths that it has."""
    for root in poms(library):
        for path in paths:
            if texts := named(root, path):
                return texts
    return []


def licences(library):
    """What the library's POM, or the nearest parent that says so, calls its licences."""
    return said_first(library, "{*}licenses/{*}license/{*}name")


def judge_licences(libraries):
    """The libraries of the program without an allowed licence, as lines."""
    allowed = allowed_licences()
    found = []
    for library in libraries:
        if not library.in_program:
            continue
        names = licences(library)
        if not any(name.lower() in allowed for name in names):
            found.append(f"{library.name} {library.version}: " + (f"its licence is {', '.join(names)}, which {LICENCES} does "
                         "not allow" if names else "its POM names no licence") + ". What to do: use another library, or add "
                         "the licence with the reason why the program may be given on under it.")
    return found


# --- advisories ----------------------------------------------------------------------------------------------------


def parts(version):
    """A version as numbers and the ranks of words."""
    for part in re.findall(r"\d+|[a-z]+", version.lower()):
        yield int(part) if part.isdigit() else SYNONYMS.get(part, part)


def rank(word):
    return (QUALIFIERS.index(word), "") if word in QUALIFIERS else (len(QUALIFIERS), word)


def compare(one, other):
    """Below, at or above 0 as the first version is older than, the same as or newer than the other, in Maven's order."""
    for a, b in itertools.zip_longest(parts(one), parts(other)):
        a = a if a is not None else 0 if isinstance(b, int) else ""
        b = b if b is not None else 0 if isinstance(a, int) else ""
        if isinstance(a, int) != isinstance(b, int):
            return 1 if isinstance(a, int) else -1
        left, right = (a, b) if isinstance(a, int) else (rank(a), rank(b))
        if left != right:
            return -1 if left < right else 1
    return 0


def in_range(version, events):
    """Whether the events of a range of OSV leave the version affected."""
    def place(event):
        return next(iter(event.values()))

    affected = False
    for event in sorted(events, key=functools.cmp_to_key(lambda a, b: compare(place(a), place(b)))):
        order = compare(version, place(event))
        if "introduced" in event and order >= 0:
            affected = True
        elif ("fixed" in event and order >= 0) or ("last_affected" in event and order > 0):
            affected = False
    return affected


def advisories():
    """The snapshot of OSV in the repository."""
    try:
        snapshot = json.loads((ROOT / ADVISORIES).read_text())
        snapshot["asked"], snapshot["advisories"], snapshot["fetched_at"]
        return snapshot
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise Trouble(f"{ADVISORIES} cannot be read ({e}). Take it from the last commit, or run "
                      "scripts/refresh-advisories.py.") from e


def accepted():
    """The advisories that are accepted: id and library."""
    entries = set()
    path = ROOT / ACCEPTED
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        fields = line.split(None, 2)
        if not fields or line.startswith("#"):
            continue
        if len(fields) < 3:
            raise Trouble(f"{ACCEPTED}:{number} is not 'ID GROUP:ARTIFACT REASON'. Write it so, the reason included.")
        entries.add((fields[0], fields[1]))
    return entries


def age(snapshot):
    """How old the snapshot is, as words, and whether that is old."""
    if not snapshot["fetched_at"]:
        return "never fetched whole", True
    try:
        then = datetime.datetime.fromisoformat(snapshot["fetched_at"])
        days = (datetime.datetime.now(datetime.timezone.utc) - then).days
    except (TypeError, ValueError) as e:
        raise Trouble(f"fetched_at of {ADVISORIES} is no time with its zone ({e}). Run scripts/refresh-advisories.py.") from e
    return f"{days} days old", days > OLD_DAYS


def judge_advisories(libraries, snapshot):
    """The libraries that something is known against, as lines, and those that nobody asked about."""
    found = []
    excused = accepted()
    for library in libraries:
        for advisory in snapshot["advisories"]:
            for affected in advisory["affected"]:
                if affected["library"] != library.name or (advisory["id"], library.name) in excused:
                    continue
                if library.version in affected["versions"] or any(in_range(library.version, events)
                                                                  for events in affected["ranges"]):
                    fixes = [event["fixed"] for events in affected["ranges"] for event in events if "fixed" in event]
                    found.append(f"{library.name} {library.version}: {advisory['id']} {advisory['summary']}. What to do: "
                                 + (f"use {' or '.join(fixes)}" if fixes else "replace it")
                                 + f", or say in {ACCEPTED} why it does not harm.")
    return found, [library.name for library in libraries if library.name not in snapshot["asked"]]
