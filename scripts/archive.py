#!/usr/bin/env python3
"""Makes the archive of the program in target/dist: sorted, with fixed times, owners and modes, licences and parts.

usage: scripts/archive.py JDK-FOLDER      after scripts/package --runtime and the list of parts, for scripts/dist

Ends with 0 when the archive, its list of parts and SHA256SUMS are there, and with 2 when one could not be made.
"""

import sys

sys.dont_write_bytecode = True

import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import platform
import re
import tarfile
import xml.etree.ElementTree

import libraries
import notices
import served
from served import ROOT, Trouble

DIST = ROOT / "target" / "dist"
# what belongs to the folder that it was built in, and what lies at the top of the archive
LEFT_OUT = {"jars.state", "built", "man", "completion"}


def machine():
    system = {"darwin": "macos"}.get(platform.system().lower(), platform.system().lower())
    return f"{system}-{platform.machine().lower()}"


def built_at():
    """The time that everything in the archive has: that of the jar's entries, from pom.xml."""
    text = xml.etree.ElementTree.parse(ROOT / "pom.xml").findtext("{*}properties/{*}project.build.outputTimestamp")
    return int(datetime.datetime.fromisoformat(text).timestamp())


def with_runtime(bom, jdk):
    """The list of parts with the Java runtime, which Maven does not know."""
    release = dict(re.findall(r'^(\w+)="(.*)"$', (pathlib.Path(jdk) / "release").read_text(), re.MULTILINE))
    version = release.get("JAVA_RUNTIME_VERSION", release["JAVA_VERSION"])
    bom["components"].append({"type": "platform", "bom-ref": f"java-runtime@{version}", "name": "OpenJDK",
                              "publisher": release.get("IMPLEMENTOR", "unknown"), "version": version})
    return (json.dumps(bom, indent=2) + "\n").encode()


class Archive:
    """A tar file whose bytes follow from its contents alone."""

    def __init__(self, out, title, time):
        self.tar = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)
        self.title = title
        self.time = time
        self.entries = {}

    def plain(self, entry):
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = self.time, 0, 0, "", ""
        entry.mode = 0o777 if entry.issym() else 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    def add(self, path, name):
        """A file, or a folder with all that is in it."""
        self.entries[name] = path
        if path.is_dir() and not path.is_symlink():
            for child in path.iterdir():
                if name != "app" or child.name not in LEFT_OUT:
                    self.add(child, f"{name}/{child.name}")

    def put(self, name, content):
        self.entries[name] = content
        for folder in list(pathlib.PurePosixPath(name).parents)[:-1]:
            self.entries.setdefault(str(folder), None)

    def entry(self, name, found):
        if isinstance(found, pathlib.Path):
            return self.tar.gettarinfo(str(found), name)
        entry = tarfile.TarInfo(name)
        if found is None:
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        else:
            entry.size = len(found)
        return entry

    def close(self):
        self.entries[""] = None
        for name, found in sorted(self.entries.items()):
            entry = self.plain(self.entry(f"{self.title}/{name}".rstrip("/"), found))
            # a second name of the same file would depend on how it was copied
            if entry.islnk():
                entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", found.stat().st_size
            if not entry.isreg():
                self.tar.addfile(entry)
            elif isinstance(found, bytes):
                self.tar.addfile(entry, io.BytesIO(found))
            else:
                with found.open("rb") as content:
                    self.tar.addfile(entry, content)
        self.tar.close()


def digest(path):
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def make(app, title, bom):
    """The archive, complete before it has its name."""
    unfinished = DIST / f".{title}.{os.getpid()}"
    try:
        # neither name nor time of this file in the header
        with unfinished.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
            archive = Archive(out, title, built_at())
            archive.add(app, "app")
            for folder in ("man", "completion"):
                if (app / folder).is_dir():
                    archive.add(app / folder, folder)
            for name in ("zavora-cli", "LICENSE"):
                archive.add(ROOT / name, name)
            archive.put("current", b"app\n")
            archive.put("sbom.cdx.json", bom)
            for name, content in notices.Notices().all(libraries.resolved()).items():
                archive.put(name, content)
            archive.close()
        unfinished.replace(DIST / f"{title}.tar.gz")
    finally:
        unfinished.unlink(missing_ok=True)


def run():
    try:
        app = DIST / (DIST / "current").read_text().strip()
        name, version = (app / "help" / "version.txt").read_text().split()
        bom = with_runtime(json.loads((ROOT / "target" / "bom.json").read_text()), sys.argv[1])
        title = f"{name}-{version}-{machine()}"
        if not any(app.glob("*.aot")):
            title += "-no-cache"
        make(app, title, bom)
        (DIST / f"{title}.cdx.json").write_bytes(bom)
        files = [DIST / f"{title}.tar.gz", DIST / f"{title}.cdx.json"]
        sums = DIST / f".SHA256SUMS.{os.getpid()}"
        sums.write_text("".join(f"{digest(file)}  {file.name}\n" for file in files))
        sums.replace(DIST / "SHA256SUMS")
    except (OSError, ValueError, KeyError, IndexError) as e:
        raise Trouble(f"The archive cannot be made: {e!r}. Run make dist.") from e
    for file in files:
        print(f"{file.stat().st_size:>12,} bytes  {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    served.main(run)
