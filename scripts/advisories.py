"""What is known against the libraries, by a snapshot in the repository.

Imported by security-check.py and refresh-advisories.py; needs the Python standard library only.

The snapshot, gates/advisories.json, has three parts:
  sources     where it was looked up: name, what that is, as_of (the day until which it was known there), and complete, whether
              everything known there against a library was taken. A source that is not complete looks up nothing: what was
              found there counts, what was not found says nothing.
  libraries   the libraries that were looked up, each with its source. A library that is missing here was not.
  advisories  what was found, whatever the version, so that versions to come are judged too: OSV's form, shortened, and source.
"""

import datetime
import json
from typing import NamedTuple

from served import ROOT, Trouble
from versions import in_range

SNAPSHOT = "gates/advisories.json"
ACCEPTED = "gates/accepted-advisories.txt"
OLD_DAYS = 30


def day(text, what):
    """A day in ISO form; a time counts as its day."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except (TypeError, ValueError) as e:
        raise Trouble(f"{what} is no day such as 2026-01-31 ({e}). Correct it.") from e


def today():
    return datetime.datetime.now(datetime.timezone.utc).date()


def read():
    """The snapshot; trouble where it is damaged."""
    try:
        snapshot = json.loads((ROOT / SNAPSHOT).read_text())
        complete = {source["name"] for source in snapshot["sources"] if source["complete"]}
        for library, source in snapshot["libraries"].items():
            if source not in complete:
                raise ValueError(f"{library} was looked up in {source}, which is no complete source")
        for advisory in snapshot["advisories"]:
            advisory["id"], advisory["source"], advisory["summary"], advisory["aliases"]
            for affected in advisory["affected"]:
                affected["library"], affected["versions"], affected["ranges"]
        return snapshot
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise Trouble(f"{SNAPSHOT} cannot be read ({e!r}). Take it from the last commit, or run "
                      "scripts/refresh-advisories.py with a network.") from e


class Accepted(NamedTuple):
    """An advisory that counts as known: until when, where it is not for good, and why."""

    until: datetime.date | None
    reason: str

    def over(self):
        return self.until is not None and self.until < today()


def accepted():
    """The advisories that are accepted, by id and library."""
    entries = {}
    path = ROOT / ACCEPTED
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        fields = line.split(None, 2)
        if not fields or line.startswith("#"):
            continue
        reason = fields[2] if len(fields) == 3 else ""
        until = None
        if reason.split(None, 1)[:1] == ["until"]:
            words = reason.split(None, 2) + ["", ""]
            until, reason = day(words[1], f"{ACCEPTED}:{number}: {words[1]}"), words[2]
        if not reason:
            raise Trouble(f"{ACCEPTED}:{number} is not 'ID GROUP:ARTIFACT [until DAY] REASON'. Write it so, the reason included.")
        entries[fields[0], fields[1]] = Accepted(until, reason.strip())
    return entries


def hits(library, snapshot):
    """The advisories that the library's version is affected by, each with the versions that correct it."""
    for advisory in snapshot["advisories"]:
        for affected in advisory["affected"]:
            if affected["library"] == library.name and (
                    library.version in affected["versions"]
                    or any(in_range(library.version, events) for events in affected["ranges"])):
                yield advisory, [event["fixed"] for events in affected["ranges"] for event in events if "fixed" in event]


class Judgement(NamedTuple):
    """Lines on what is wrong, lines on what is accepted, and the libraries that nobody looked up."""

    found: list
    taken: list
    unknown: list


def judge(libraries, snapshot):
    """What is known against the libraries."""
    excuses = accepted()
    found, taken, used = [], [], set()
    for library in libraries:
        for advisory, fixes in hits(library, snapshot):
            excuse = excuses.get((advisory["id"], library.name))
            what = f"{library.name} {library.version}: {advisory['id']} {advisory['summary']}"
            if excuse:
                used.add((advisory["id"], library.name))
            if excuse and not excuse.over():
                taken.append(f"ACCEPTED{f' until {excuse.until}' if excuse.until else ''}: {what}: {excuse.reason}")
                continue
            found.append(f"{what}{f' (accepted until {excuse.until}, which is over)' if excuse else ''}. What to do: "
                         + (f"use {' or '.join(fixes)}" if fixes else "replace it")
                         + f", or say in {ACCEPTED} why it does not harm.")
    unused = len(excuses.keys() - used)
    if unused:
        taken.append(f"{unused} lines of {ACCEPTED} fit nothing any more. Remove them.")
    return Judgement(found, taken, [library.name for library in libraries if library.name not in snapshot["libraries"]])


class Age(NamedTuple):
    """The day until which all that was looked up is known; None where nothing was looked up."""

    known_until: datetime.date | None

    @property
    def days(self):
        return (today() - self.known_until).days

    def words(self):
        return f"known until {self.known_until}, {self.days} days ago" if self.known_until else "that holds nothing"


def age(snapshot):
    """How old the oldest look-up is."""
    known = {source["name"]: day(source["as_of"], f"as_of of {source['name']} in {SNAPSHOT}") for source in snapshot["sources"]}
    return Age(min((known[source] for source in set(snapshot["libraries"].values())), default=None))
