#!/usr/bin/env python3
"""The security gate: credentials in files and history, libraries with known faults, licences, what git must not hold.

usage: scripts/security-check.py        (make security-check; needs git, and the libraries that a build fetched; no network)

Knobs: SECURITY_REQUIRE_AUDIT=1 makes a library that was never looked up in the snapshot of advisories a failure, and
SECURITY_MAX_AGE_DAYS=N a snapshot that is older. Else both are told.

Lists of what was looked at and is right lie in gates/: allowed-secrets.txt, allowed-licences.txt, accepted-advisories.txt;
scripts/refresh-advisories.py renews gates/advisories.json. Ends with 0 when all is well, with 1 when something is not, and
with 2 when nothing could be judged.
"""

import sys

sys.dont_write_bytecode = True

import os
import re

import advisories
import leaks
import libraries
import served
from served import ROOT, Trouble

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "DEEPSEEK_API_KEY", "GROQ_API_KEY")
IGNORED = (".env", ".zavora/config.toml", "target/classes", "evals/reports/latest.json")
PRIVATE = re.compile(r"(^|/)(\.env|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc|[^/]*\.(pem|key|p12|pfx|jks|keystore))$")


def example():
    """What is wrong with .env.example: each provider's key has to be there, and empty."""
    try:
        text = (ROOT / ".env.example").read_text()
    except OSError as e:
        return [f".env.example cannot be read: {e.strerror}. What to do: take it from the last commit."]
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.removeprefix("export ").partition("=")
        if equals and not line.startswith("#"):
            values[name.strip()] = number, value.strip().strip("'\"")
    found = [f".env.example: {key} is missing. What to do: add the line '{key}='." for key in KEYS if key not in values]
    found += [f".env.example:{number}: {name} has a value. What to do: empty it, and revoke it where it is real."
              for name, (number, value) in values.items() if value and re.search(r"(KEY|TOKEN|SECRET|PASSWORD)$", name)]
    return found


def files():
    """What git holds and must not, and what it would take and must not."""
    found = []
    for name in leaks.git("ls-files", "--cached", "-z").decode(errors="replace").split("\0"):
        if PRIVATE.search(name):
            found.append(f"{name}: git holds it, and such files hold credentials. What to do: git rm --cached it, and revoke "
                         "what is in it.")
    for name in IGNORED:
        try:
            # what one person's own settings ignore is not ignored by others
            leaks.git("-c", f"core.excludesFile={os.devnull}", "check-ignore", "-q", "--no-index", name)
        except leaks.GitTrouble as e:
            if e.code != 1:
                raise
            found.append(f".gitignore: {name} would be committed. What to do: add a line for it.")
    return found


def required_age():
    """How many days old the snapshot may be; None where that does not matter."""
    text = os.environ.get("SECURITY_MAX_AGE_DAYS", "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise Trouble(f"SECURITY_MAX_AGE_DAYS is '{text}', not a whole number from 0. Set it to one, or unset it.")
    return int(text)


def audit():
    """What is wrong with the libraries, and what was looked at."""
    max_days = required_age()
    all_libraries = libraries.resolved()
    in_program = sum(library.in_program for library in all_libraries)
    snapshot = advisories.read()
    judged = advisories.judge(all_libraries, snapshot)
    age = advisories.age(snapshot)
    found = judged.found
    seen = [f"licences: {in_program} libraries of the program",
            f"advisories: {len(all_libraries) - len(judged.unknown)} of {len(all_libraries)} libraries, by a snapshot "
            + age.words()]
    seen += [f"advisories: {line}" for line in judged.taken]
    refresh = "What to do: run scripts/refresh-advisories.py with a network, and commit what it writes."
    if judged.unknown:
        told = (f"{advisories.SNAPSHOT} does not know {len(judged.unknown)} libraries, {', '.join(judged.unknown[:3])}"
                f"{' …' if len(judged.unknown) > 3 else ''}. {refresh}")
        if os.environ.get("SECURITY_REQUIRE_AUDIT") == "1":
            found.append(told)
        else:
            seen.append(f"advisories: NOT JUDGED: {told}")
    if age.known_until:
        old = f"{advisories.SNAPSHOT} does not know what was published after {age.known_until}"
        if max_days is not None and age.days > max_days:
            found.append(f"{old}, more than SECURITY_MAX_AGE_DAYS={max_days} days ago. {refresh}")
        elif age.days > advisories.OLD_DAYS:
            seen.append(f"advisories: OLD: {old}, apart from what was found by hand. {refresh}")
    return found + libraries.judge_licences(all_libraries), seen


def run():
    leaks.require_checkout()
    leaked, scanned = leaks.scan()
    wrong, audited = audit()
    for line in scanned + audited:
        print(f"security-check: {line}")
    found = leaked + ([leaks.ADVICE] if leaked else []) + example() + files() + wrong
    for line in found:
        print(f"security-check: {line}", file=sys.stderr)
    print("security-check: failed" if found else "security-check: passed", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    served.main(run)
