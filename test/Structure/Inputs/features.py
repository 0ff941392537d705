"""Checks the tables of docs/features.md: the files exist and contain the first word of their row."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
rows = bad = 0
for line in (root / "docs/features.md").read_text().splitlines():
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 6 or cells[1] in ("feature", "---"):
        continue
    rows += 1
    words = [re.split(r"[ ={]", word)[0] for word in re.findall(r"`([^`]+)`", cells[2])]
    for name in filter(None, cells[3:5]):
        path = root / name
        text = path.read_text() if path.exists() else ""
        if not any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for word in words):
            print(f"{name} does not exist or has none of {words}")
            bad += 1
print(f"{rows} rows")
sys.exit(bad > 0 or rows < 40)
