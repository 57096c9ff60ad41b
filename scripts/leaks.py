#!/usr/bin/env python3
"""Looks for credentials in the files of the checkout and in its history.

usage: scripts/leaks.py        (a part of scripts/security-check.py, alone it needs nothing but git)

The kinds are those that guardrails look for (ai.zavora.core.guardrail.Credentials and PrivateKeyBlock); a test holds the two
together. A find is told by its place, its kind and a fingerprint, never by what it is. gates/allowed-secrets.txt lists the
ones that are none. Ends with 0 when nothing was found, with 1 when something was, and with 2 when nothing could be judged.
"""

import sys

sys.dont_write_bytecode = True

import hashlib
import os
import re
import subprocess
import tempfile

import served
from served import ROOT, Trouble

ALLOWED = "gates/allowed-secrets.txt"

LETTERS = rb"[A-Za-z0-9]"
URL_SAFE = rb"[A-Za-z0-9_-]"
DOTTED = rb"[A-Za-z0-9_.-]"
KINDS = {
    "aws_access_key": rb"(?:AKIA|ASIA)[A-Z0-9]{16}(?!" + LETTERS + rb")",
    "github_token": rb"gh[pousr]_" + LETTERS + rb"{36,}|github_pat_" + URL_SAFE + rb"{22,}",
    "gitlab_token": rb"gl(?:pat|dt|rt|ptt|cbt|soat|agent)-" + DOTTED + rb"{20,}",
    "slack_token": rb"(?:xox[baprse]|xapp)-" + URL_SAFE + rb"{10,}",
    "google_api_key": rb"AIza" + URL_SAFE + rb"{35}(?!" + URL_SAFE + rb")",
    "google_oauth": rb"(?:ya29\.|GOCSPX-)" + URL_SAFE + rb"{20,}",
    "model_api_key": rb"(?:sk-|nvapi-)" + URL_SAFE + rb"{20,}|(?:gsk_|hf_|xai-|pplx-|csk-|r8_)" + LETTERS + rb"{20,}",
    "stripe_key": rb"(?:[sr]k_(?:live|test)|whsec)_" + LETTERS + rb"{16,}",
    "npm_token": rb"npm_" + LETTERS + rb"{30,}",
    "pypi_token": rb"pypi-" + URL_SAFE + rb"{32,}",
    "docker_token": rb"dckr_pat_" + URL_SAFE + rb"{20,}",
    "sendgrid_key": rb"SG\." + DOTTED + rb"{32,}",
    "digitalocean_token": rb"dop_v1_" + LETTERS + rb"{32,}",
    "shopify_token": rb"shpat_" + LETTERS + rb"{32,}",
    "vault_token": rb"hvs\." + URL_SAFE + rb"{20,}",
    # with what follows, so that one allowed key does not allow another
    "private_key_block": rb"-----BEGIN [A-Z0-9 ]{0,37}PRIVATE KEY[A-Z ]{0,11}-----[\s\S]{0,64}",
}
PATTERNS = [(kind, re.compile(rb"(?<!" + LETTERS + rb")(?:" + pattern + rb")")) for kind, pattern in KINDS.items()]
# the last sign of an escape sequence, as the letter of \n in JSON, begins no word (ai.zavora.base.text.Escapes)
HEX = rb"[0-9A-Fa-f]"
ESCAPED = re.compile(
    rb"(?:\\(?:[abefnrtv]|[0-7]{1,3}|u" + HEX + rb"{4}|U" + HEX + rb"{8}|x" + HEX + rb"{2})|%" + HEX + rb"{2})(?:"
    + b"|".join(b"(?P<" + kind.encode() + b">" + pattern + b")" for kind, pattern in KINDS.items()) + b")")


class GitTrouble(Trouble):
    """Git refused; the code is the one it ended with."""

    def __init__(self, text, code):
        super().__init__(text)
        self.code = code


def finds(content):
    """The finds in the bytes of a file: line, kind, fingerprint."""
    matches = [(kind, match.span()) for kind, pattern in PATTERNS for match in pattern.finditer(content)]
    matches += [(match.lastgroup, match.span(match.lastgroup)) for match in ESCAPED.finditer(content)]
    for kind, (start, end) in matches:
        line = content.count(b"\n", 0, start) + 1
        yield line, kind, hashlib.sha256(content[start:end]).hexdigest()[:16]


def git(*arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE):
    """What git says about the checkout, as bytes. A hook's variables must not lead it elsewhere."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        run = subprocess.run(["git", "-C", str(ROOT), *arguments], env=environment, stdin=stdin, stdout=stdout,
                             stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise Trouble("git is not installed, and without it neither files nor history can be listed. Install it.") from None
    if run.returncode != 0:
        said = run.stderr.decode(errors="replace").strip()
        raise GitTrouble(f"git {arguments[0]} ended with {run.returncode}: {said}", run.returncode)
    return run.stdout


def require_checkout():
    """Trouble where the program's own folder is no git checkout with a commit."""
    try:
        top = os.path.realpath(git("rev-parse", "--show-toplevel").decode().rstrip("\n"))
        if top != str(ROOT):
            raise Trouble(f"it lies inside the checkout {top}")
        git("rev-parse", "--verify", "HEAD^{commit}")
    except Trouble as e:
        raise Trouble(f"{ROOT} is no git checkout with a commit ({e}) What to do: run it in a clone of the repository; an "
                      "unpacked archive has no history to judge.") from None


def dirty():
    """The files in which the working tree differs from the last commit."""
    # a rename is told as two names; one is enough
    lines = git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").decode(errors="replace")
    return [line[3:] for line in lines.split("\0") if line]


def tree():
    """The files of the working tree that could be committed: name and bytes. What git ignores is left out."""
    for name in git("ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z").split(b"\0"):
        path = os.path.join(os.fsencode(ROOT), name)
        if os.path.islink(path):
            yield os.fsdecode(name), os.fsencode(os.readlink(path))
        elif name and os.path.isfile(path):
            try:
                with open(path, "rb") as file:
                    yield os.fsdecode(name), file.read()
            except OSError as e:
                raise Trouble(f"{os.fsdecode(name)} cannot be read: {e.strerror}. Make it readable.") from e


def history():
    """Each content and each message that the last commit or one before it ever had: id, name, bytes."""
    names = {}
    for line in git("rev-list", "--objects", "HEAD").splitlines():
        object_id, _, name = line.partition(b" ")
        names[object_id] = os.fsdecode(name)
    with tempfile.TemporaryFile() as ids, tempfile.TemporaryFile() as contents:
        ids.write(b"\n".join(names) + b"\n")
        ids.seek(0)
        git("cat-file", "--batch", stdin=ids, stdout=contents)
        contents.seek(0)
        while header := contents.readline():
            object_id, kind, size = header.split()
            content = contents.read(int(size))
            contents.read(1)
            if kind == b"commit":
                yield object_id.decode(), "", content
            elif kind == b"blob":
                yield object_id.decode(), names[object_id], content


def first_commit(object_id):
    """The commit that brought a content; a merge can be one."""
    commits = git("log", "-m", "--format=%H", "--no-patch", f"--find-object={object_id}", "HEAD").decode().split()
    return commits[-1][:12] if commits else f"unknown, of content {object_id[:12]}"


class AllowList:
    """Finds that are none, each with the reason: file, kind, fingerprint."""

    def __init__(self):
        self.entries = set()
        self.used = set()
        path = ROOT / ALLOWED
        for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
            fields = line.split(None, 3)
            if not fields or line.startswith("#"):
                continue
            if len(fields) < 4:
                raise Trouble(f"{ALLOWED}:{number} is not 'FILE KIND FINGERPRINT REASON'. Write it so, the reason included.")
            self.entries.add(tuple(fields[:3]))

    def holds(self, name, kind, fingerprint):
        entry = (name, kind, fingerprint)
        if entry in self.entries:
            self.used.add(entry)
        return entry in self.entries


def scan():
    """Scans files and history: what was found, as lines, and what was looked at, as lines."""
    allowed = AllowList()
    found = []
    files = objects = 0
    for name, content in tree():
        files += 1
        for line, kind, fingerprint in finds(content):
            if not allowed.holds(name, kind, fingerprint):
                found.append(f"{name}:{line}: {kind} (fingerprint {fingerprint})")
    oldest = {}
    for object_id, name, content in history():
        objects += 1
        for line, kind, fingerprint in finds(content):
            if not allowed.holds(name, kind, fingerprint):
                # newer contents come first
                oldest[name or object_id, kind, fingerprint] = object_id, name, line
    for (_, kind, fingerprint), (object_id, name, line) in oldest.items():
        place = f"{first_commit(object_id)} {name}" if name else f"{object_id[:12]} (its message)"
        found.append(f"commit {place}:{line}: {kind} (fingerprint {fingerprint})")
    changed = dirty()
    seen = [f"secrets: {files} files of the working tree"
            + (f", which differs from the last commit in {len(changed)}" if changed else "")
            + f", and {objects} contents and messages of the history; {len(allowed.used)} allowed by {ALLOWED}"]
    if git("rev-parse", "--is-shallow-repository").strip() == b"true":
        seen.append("secrets: this is a shallow clone, so older history was not scanned. Run git fetch --unshallow.")
    unused = len(allowed.entries - allowed.used)
    if unused:
        seen.append(f"secrets: {unused} lines of {ALLOWED} fit nothing any more. Remove them.")
    return found, seen


ADVICE = ("What to do: a real credential counts as known to others from the moment it was committed: revoke it where it was "
          "issued, then take it out, of the history too if that is public. A made-up one in a test is put together at run "
          f"time, or gets a line in {ALLOWED} with the reason.")


def run():
    require_checkout()
    found, seen = scan()
    for line in seen:
        print(f"leaks: {line}")
    for line in found:
        print(f"leaks: {line}", file=sys.stderr)
    if found:
        print(f"leaks: {ADVICE}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    served.main(run)
