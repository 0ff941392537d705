# Checks that the templates in a directory contain no two resources with the same type and name.
import collections, json, pathlib, sys

seen = collections.Counter()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    for resource in json.loads(path.read_text())["resources"]:
        seen[resource["type"].lower(), resource["name"].lower()] += 1
bad = [each for each, count in seen.items() if count > 1]
for each in bad:
    print("twice:", *each)
sys.exit(bool(bad))
