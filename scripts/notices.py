"""What has to be said about the libraries that the archive gives on: their licences, texts and notices.

Imported by archive.py; needs Maven and the Python standard library only.
"""

import hashlib
import pathlib
import re
import zipfile

import libraries
from served import ROOT, Trouble

TEXTS = ROOT / "gates" / "licences"
CONTAINED = ROOT / "gates" / "contained-works.txt"
# what a licence refers to
NEEDS = {"LGPL-3.0": ["GPL-3.0"]}
IN_JAR = re.compile(r"(^|/)(LICEN[CS]E|NOTICE|COPYING)[^/]*$", re.IGNORECASE)


def identifiers():
    """SPDX's identifier of each name that an allowed licence may have, in small letters."""
    lines = [line for line in (ROOT / libraries.LICENCES).read_text().splitlines()
             if line.strip() and not line.startswith("#")]
    return {name.strip().lower(): line.split("|")[0].strip() for line in lines for name in line.split("|")}


def contained():
    """The works inside of libraries: library, work, licence, copyright."""
    works = []
    for number, line in enumerate(CONTAINED.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            fields = [field.strip() for field in line.split("|")]
            if len(fields) != 4:
                raise Trouble(f"{CONTAINED}:{number} is not 'LIBRARY | WORK | LICENCE | COPYRIGHT'. Write it so.")
            works.append(fields)
    return works


def texts_in(library):
    """The licences and notices that lie in a library's own jar: name and content."""
    with zipfile.ZipFile(library.jar) as jar:
        return [(name.rsplit("/", 1)[-1], jar.read(name)) for name in sorted(jar.namelist())
                if IN_JAR.search(name) and not name.endswith((".class", "/"))]


class Notices:
    """The files of the archive: NOTICE, and a folder with each text once."""

    def __init__(self):
        self.files = {}
        self.by_content = {}
        self.names = identifiers()

    def standard(self, identifier):
        """The text of a licence by its identifier; where it lies in the archive."""
        for needed in NEEDS.get(identifier, []):
            self.standard(needed)
        text = TEXTS / f"{identifier}.txt"
        if not text.exists():
            raise Trouble(f"There is no text of {identifier} for the archive. Put it into {text}.")
        path = f"licences/{identifier}.txt"
        self.files[path] = text.read_bytes()
        return path

    def own(self, library, name, content):
        """A text from a library's jar; where it lies in the archive, once for all libraries that have it."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.by_content:
            self.by_content[digest] = f"licences/{library.artifact}/{name}"
            self.files[self.by_content[digest]] = content
        return self.by_content[digest]

    def of(self, library):
        """What NOTICE says about a library."""
        allowed = [name for name in libraries.licences(library) if name.lower() in self.names]
        if not allowed:
            raise Trouble(f"{library.name} has no licence that {libraries.LICENCES} allows. See make security-check.")
        identifier = self.names[allowed[0].lower()]
        # where there are several, any of them may be chosen
        paths = [self.standard(identifier)] + [self.own(library, *text) for text in texts_in(library)]
        lines = [f"{library.name} {library.version}", f"  Licence: {identifier} ({', '.join(paths)})"]
        makers = libraries.said_first(library, "{*}organization/{*}name", "{*}developers/{*}developer/{*}name",
                                      "{*}developers/{*}developer/{*}id")
        if makers:
            lines.append(f"  By: {', '.join(makers)}")
        return lines + [f"  From: {url}" for url in libraries.said_first(library, "{*}url", "{*}scm/{*}url")]

    def all(self, resolved):
        """The files by their paths in the archive."""
        lines = ["zavora-cli comes under the licence in LICENSE. It contains these works, each under a licence of its",
                 "own; app/runtime/legal has those of the Java runtime.", ""]
        inside = contained()
        for library in resolved:
            if not library.in_program:
                continue
            lines += self.of(library)
            for _, work, licence, holder in (entry for entry in inside if entry[0] == library.name):
                path = f" ({self.standard(licence)})" if licence in self.names.values() else ""
                lines.append(f"  Contains {work}: {licence}{path}. {holder}")
            lines.append("")
        lines += ["Changed in this archive: picocli is compiled for Java 25 from its published sources; the native",
                  "libraries of sqlite-jdbc and llama lie in app/native, and those of other systems are left out.",
                  "night-config is in jars of its own, app/lib/core-*.jar and toml-*.jar, which you may replace."]
        self.files["NOTICE"] = ("\n".join(lines) + "\n").encode()
        return self.files
