# Checks that the name of every resource and part begins with a letter or digit.
import json, pathlib, sys


def names(value):
    if isinstance(value, dict):
        if isinstance(value.get("name"), str):
            yield value["name"]
        for each in value.values():
            yield from names(each)
    elif isinstance(value, list):
        for each in value:
            yield from names(each)


bad = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    for resource in json.loads(path.read_text())["resources"]:
        bad += [part for name in names(resource) for part in name.split("/") if not part[0].isalnum()]
print(*bad, sep="\n")
sys.exit(bool(bad))
