"""Checks that, for every vocabulary word with a different name in templates, some test expects that name."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
expectation = re.compile(r"^\W*(?!RUN:)[A-Z][A-Z0-9_-]*:")
expected = "\n".join(line for file in (root / "test").rglob("*") if file.suffix in (".azc", ".test")
                     for line in file.read_text(errors="replace").splitlines() if expectation.match(line))
rows = untested = 0
for header in sorted((root / "include/azcl/Program/Blocks").rglob("*.h")):
    for words, body in re.findall(r"struct Words<(\w+)> \{(.*?)\n\};", header.read_text(), re.S):
        for word, wire in re.findall(r'\{"([^"]*)",(?:\s*"(?:[^"\\]|\\.)*")+,\s*"([^"]+)"', body):
            rows += 1
            if f'"{wire}"' not in expected:
                print(f"{words} `{word}`: no test expects \"{wire}\"")
                untested += 1
print(f"{rows} names in templates, {untested} without a test")
sys.exit(untested != 0 or rows < 60)
