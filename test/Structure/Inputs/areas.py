"""Compares the subfolders of folders that are divided by area with the list of areas, and the folder of each test that is
named after a pass with the area of the pass. Prints the differences."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
areas = ["Access", "Balancing", "Compute", "Gateway", "Network", "Operations", "Regions", "Scaling", "Security"]
bad = 0


def complain(text):
    global bad
    bad += 1
    print(text)


for folder in ["include/azcl/Program/Blocks", "include/azcl/ARM/Resources"]:
    found = {entry.stem: entry for entry in (root / folder).iterdir()}
    if sorted(found) != areas:
        complain(f"{folder} has {sorted(found)}; the areas are {areas}")
    for header in (root / folder).rglob("*.h"):
        lines = len(header.read_text().splitlines())
        if lines > 300:
            complain(f"{header.relative_to(root)} has {lines} lines; make it a folder with a header for each block")
for folder in ["lib/Passes", "lib/Lower"]:
    found = sorted(entry.name for entry in (root / folder).iterdir() if entry.is_dir())
    if found != areas:
        complain(f"{folder} has the folders {found}; the areas are {areas}")
for folder in ["test/Passes", "test/Lower", "test/Reject", "test/Accept"]:
    found = sorted(entry.name for entry in (root / folder).iterdir() if entry.is_dir() and entry.name != "Inputs")
    if found != [area.lower() for area in areas]:
        complain(f"{folder} has the folders {found}; the areas are {areas}")

found = sorted(file.stem for file in (root / "include/azcl/Diagnostics").glob("*.def"))
expected = sorted(areas + ["Diagnostics", "Groups", "Names", "Rules", "Syntax"])
if found != expected:
    complain(f"include/azcl/Diagnostics has the lists {found}; expected {expected}")

passes = {}
for file in (root / "lib/Passes").glob("*/*.cpp"):
    passes[re.sub(r"(?<!^)([A-Z])", r"-\1", file.stem).lower()] = file.parent.name.lower()
for test in (root / "test/Passes").glob("*/*.azc"):
    area = passes.get(test.stem.removesuffix("-errors"))
    if area and area != test.parent.name:
        complain(f"{test.relative_to(root)} tests a pass in the area {area}")
sys.exit(bad != 0 or len(passes) < 30)
