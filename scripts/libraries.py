"""The libraries of the program: which there are, and their licences.

Imported by security-check.py, refresh-advisories.py and sbom-check.py; needs Maven and the Python standard library only.
"""

import pathlib
import subprocess
import xml.etree.ElementTree
from typing import NamedTuple

from served import ROOT, Trouble

LICENCES = "gates/allowed-licences.txt"


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
