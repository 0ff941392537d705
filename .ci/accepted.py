"""The findings of .ci/exceptions, for the referees of CI and of %accept."""
import fnmatch
import sys


class Exceptions:
    """Lines `TOOL | PATTERN | SOURCE`: findings of a tool that are accepted, as shell patterns, each with the reason."""

    def __init__(self, file):
        self.rules = []
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split(" | ")]
            if len(parts) != 3 or not all(parts):
                sys.exit(f"{file.name}:{number}: must be `TOOL | PATTERN | SOURCE`")
            self.rules.append((parts[0], parts[1]))
        self.used = set()

    def allow(self, tool, finding):
        for rule in self.rules:
            if rule[0] == tool and fnmatch.fnmatchcase(finding, rule[1]):
                self.used.add(rule)
                return True
        return False
