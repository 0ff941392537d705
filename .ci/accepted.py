"""Reads .ci/exceptions, the accepted findings of the referees in CI and in %accept."""
import fnmatch
import re
import sys


class Exceptions:
    """Lines `TOOL | PATTERN | SOURCE`: accepted findings of a tool, as shell patterns, each with the reason.
    `TOOL+CODE` applies only to programs for which azclc gives this warning, and `TOOL+internet-route` only to programs
    with a route to the internet."""

    def __init__(self, file):
        self.rules = []
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split(" | ")]
            if len(parts) != 3 or not all(parts):
                sys.exit(f"{file.name}:{number}: must be `TOOL | PATTERN | SOURCE`")
            tool, _, code = parts[0].partition("+")
            self.rules.append((tool, code, parts[1]))
        self.used = set()

    def allow(self, tool, finding, warnings={}):
        said = warnings.get(re.split(r"[ /:]", finding)[0], ())
        for rule in self.rules:
            if rule[0] == tool and (not rule[1] or rule[1] in said) and fnmatch.fnmatchcase(finding, rule[2]):
                self.used.add(rule)
                return True
        return False
