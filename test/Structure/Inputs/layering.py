"""Compares every include of azcl/X/ in a library with its LINKS line, and the LINKS lines with the table in docs/README.md.
Prints the differences."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
links = {}
for file in root.glob("lib/*/CMakeLists.txt"):
    line = re.search(r"azcl_library\((\w+)(?:\s+AREAS)?(?:\s+LINKS((?:\s+[A-Z][a-z]\w*|\s+[A-Z]+(?=[\s)]))*))?", file.read_text())
    links[line[1]] = [w for w in (line[2] or "").split() if w not in ("PRIVATE", "SOURCES", "PRECOMPILE")]


def reachable(library):
    found, work = {library}, [library]
    while work:
        for other in links.get(work.pop(), []):
            if other not in found:
                found.add(other)
                work.append(other)
    return found


bad = count = 0
for library in sorted(links):
    allowed = reachable(library)
    for folder in (root / "lib" / library, root / "include/azcl" / library):
        for file in sorted(folder.rglob("*")):
            if file.suffix not in (".cpp", ".h", ".def"):
                continue
            text = file.read_text()
            for other in re.findall(r'#include "azcl/(\w+)/', text):
                count += 1
                if other not in allowed:
                    print(f"{file.relative_to(root)}: {library} does not link {other}")
                    bad += 1
            if library != "Parse" and re.search(r'#include [<"](antlr4|Azcl(Lexer|Parser))', text):
                print(f"{file.relative_to(root)}: only lib/Parse can include ANTLR")
                bad += 1
drawn = {name: words.split() for name, words in
         re.findall(r"^\| (\w+) \| *([\w ]*?) *\| ", (root / "docs/README.md").read_text(), re.M) if name != "library"}
for library in sorted(links.keys() | drawn.keys()):
    if sorted(links.get(library, ["no such library"])) != sorted(drawn.get(library, ["no such row"])):
        print(f"docs/README.md: {library} links {drawn.get(library)}, its CMakeLists.txt says {links.get(library)}")
        bad += 1
seen = set()
for library, others in drawn.items():
    for other in others:
        if other not in seen:
            print(f"docs/README.md: {library} is listed before {other}, which it links")
            bad += 1
    seen.add(library)

print(f"{count} includes of {len(links)} libraries, {bad} not allowed")
sys.exit(bad != 0 or count < 100)
