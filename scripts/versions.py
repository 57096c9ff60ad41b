"""Versions in Maven's order, and the ranges of advisories.

The order is that of org.apache.maven.artifact.versioning.ComparableVersion of Maven 3.9: a hyphen and each change between
digits and letters begin a list of their own, what counts for nothing at the end of a list falls away, numbers come after
lists and lists after words, and some words come before the release. Needs the Python standard library only.
"""

import functools
from typing import NamedTuple

# in this order; another word comes after all of them
QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"]
ALIASES = {"ga": "", "final": "", "release": "", "cr": "rc"}
BEFORE_A_DIGIT = {"a": "alpha", "b": "beta", "m": "milestone"}
DIGITS = "0123456789"


class Word(NamedTuple):
    place: int
    text: str


RELEASE = Word(QUALIFIERS.index(""), "")


def word(text, before_digit=False):
    text = BEFORE_A_DIGIT.get(text, text) if before_digit else text
    text = ALIASES.get(text, text)
    return Word(QUALIFIERS.index(text), "") if text in QUALIFIERS else Word(len(QUALIFIERS), text)


def trimmed(items):
    """The items without what counts for nothing behind the last number or word that counts."""
    for i in range(len(items) - 1, -1, -1):
        if items[i] in (0, RELEASE, []):
            del items[i]
        elif not isinstance(items[i], list):
            break


@functools.lru_cache(maxsize=None)
def parsed(version):
    """A version as a list of numbers, words and lists."""
    version = version.lower()
    lists = [[]]

    def begin_list():
        lists.append([])
        lists[-2].append(lists[-1])

    def item(text):
        return int(text) if text[0] in DIGITS else word(text)

    start = 0
    for i, letter in enumerate(version):
        if letter in ".-":
            lists[-1].append(item(version[start:i]) if i > start else 0)
            start = i + 1
            if letter == "-":
                begin_list()
        elif i > start and (letter in DIGITS) != (version[i - 1] in DIGITS):
            if letter in DIGITS:
                # .x1 is -x1
                if lists[-1]:
                    begin_list()
                lists[-1].append(word(version[start:i], before_digit=True))
            else:
                lists[-1].append(item(version[start:i]))
            start = i
            begin_list()
    if start < len(version):
        last = item(version[start:])
        if isinstance(last, Word) and lists[-1]:
            begin_list()
        lists[-1].append(last)
    for items in reversed(lists):
        trimmed(items)
    return lists[0]


def rank(item):
    """Of different kinds, a number comes after a list and a list after a word."""
    return 0 if isinstance(item, Word) else 1 if isinstance(item, list) else 2


def sign(one, other):
    return (one > other) - (one < other)


def order(one, other):
    """Below, at or above 0 as one item comes before, with or after the other; None stands for no item."""
    if one is None:
        return 0 if other is None else -order(other, None)
    if other is None and not isinstance(one, list):
        return sign(one, RELEASE if isinstance(one, Word) else 0)
    if other is not None and rank(one) != rank(other):
        return sign(rank(one), rank(other))
    if not isinstance(one, list):
        return sign(one, other)
    pairs = ((one[i] if i < len(one) else None, other[i] if other and i < len(other) else None)
             for i in range(max(len(one), len(other or []))))
    return next((found for left, right in pairs if (found := order(left, right))), 0)


def compare(one, other):
    """Below, at or above 0 as the first version is older than, the same as or newer than the other."""
    return order(parsed(one), parsed(other))


def in_range(version, events):
    """Whether the events of a range of OSV leave the version affected."""

    def place(event):
        return next(iter(event.values()))

    affected = False
    for event in sorted(events, key=functools.cmp_to_key(lambda a, b: compare(place(a), place(b)))):
        where = compare(version, place(event))
        if "introduced" in event and where >= 0:
            affected = True
        elif ("fixed" in event and where >= 0) or ("last_affected" in event and where > 0):
            affected = False
    return affected
