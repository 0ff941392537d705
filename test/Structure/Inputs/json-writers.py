"""Lists the sources that print JSON without azcl/Support/JsonWriter.h, or include nlohmann without parsing JSON."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
# Floating-point numbers only, because JsonWriter supports integers only.
allowed = {"lib/Support/Json.cpp": 1}
readers = {"lib/CatalogFiles/Read.cpp", "lib/Support/Json.h", "tools/azcl-import/ReadTypes.cpp"}
bad = seen = 0
for file in sorted(f for folder in ("lib", "include", "tools") for f in (root / folder).rglob("*") if f.suffix in (".cpp", ".h")):
    name, text = file.relative_to(root).as_posix(), file.read_text()
    seen += "JsonWriter" in text
    count = len(re.findall(r"\.dump\(|json::OStream|json::operator<<", text))
    if count != allowed.get(name, 0):
        print(f"{name}: {count} uses of JSON writers other than JsonWriter; expected {allowed.get(name, 0)}")
        bad += 1
    if "nlohmann/json" in text and name not in readers:
        print(f"{name}: must not include nlohmann/json, because it does not parse JSON")
        bad += 1
print(f"{seen} files use JsonWriter; {bad} violations")
sys.exit(bad != 0 or seen < 8)
