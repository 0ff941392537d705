"""columns.py ROOT: fails on source lines of more than 100 columns, and on sources that do not begin with a comment."""
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
wide = []
for folder in ("include", "lib", "tools"):
    for path in sorted((root / folder).rglob("*")):
        if path.suffix not in (".h", ".cpp", ".def"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > 100:
                wide.append(f"{path.relative_to(root)}:{number}: {len(line)} columns")
        if path.suffix != ".def" and not path.read_text().startswith("//"):
            wide.append(f"{path.relative_to(root)}: the first line must be a comment that says what the file is for")
print("\n".join(wide))
sys.exit(bool(wide))
