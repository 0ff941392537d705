"""Checks that some test expects every diagnostic; the examples on its documentation page do not count. Expectations are a
caret, `expected-error`, a CHECK line, a `grep` in a RUN line and a string in a unit test. A code in a comment, an allowance
or an option is not an expectation."""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
listed = subprocess.run(["azclc", "--list-diagnostics"], capture_output=True, text=True, check=True).stdout
codes = re.findall(r"^(AZC\d+)", listed, re.M)

SEVERITY = r"(?:error|warning|note|remark|notice)\b"
EXPECTATIONS = [
    re.compile(rf"//.*\^~*\s*{SEVERITY}.*?AZC\d+"),
    re.compile(rf"expected-{SEVERITY}.*?\{{\{{.*?AZC\d+"),
    re.compile(rf"^\W*(?!RUN:)[A-Z][A-Z0-9-]*:.*{SEVERITY}.*?AZC\d+"),
    re.compile(r"\bRUN:.*\bgrep\b.*AZC\d+"),
]


def expected(file):
    for line in file.read_text(errors="replace").splitlines():
        if file.suffix == ".cpp":
            line = line.split("//")[0]
            counts = True
        else:
            counts = any(pattern.search(line) for pattern in EXPECTATIONS)
        if counts:
            yield from re.findall(r"AZC\d+", line)


found = {code for file in (root / "test").rglob("*")
         if file.is_file() and file.suffix in (".azc", ".test", ".cpp") for code in expected(file)}
missing = [code for code in codes if code not in found]
print(f"{len(codes)} codes, not expected by any test: {missing}")

# Codes within an area must be in ascending order.
unordered = []
for area in sorted((root / "include/azcl/Diagnostics").glob("*.def")):
    here = [int(code) for code in re.findall(r"^DIAG\((\d+)", area.read_text(), re.M)]
    unordered += [area.name] if here != sorted(here) else []
print(f"files whose codes are not in ascending order: {unordered}")
sys.exit(bool(missing or unordered) or len(codes) < 50)
