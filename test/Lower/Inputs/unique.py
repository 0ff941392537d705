# Checks that names and priorities of rules are unique, in lists and in the expressions of conditional lists.
import collections, json, pathlib, re, sys


def names(value):
    if isinstance(value, str):
        found = re.findall(r"createObject\('name', '([^']*)'", value)
        priorities = re.findall(r"'priority', (\d+)", value)
    else:
        found = [each["name"] for each in value]
        priorities = [each["properties"]["priority"] for each in value if "priority" in each["properties"]]
    return found, priorities


bad = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    for resource in json.loads(path.read_text())["resources"]:
        for key in ("securityRules", "loadBalancingRules", "inboundNatRules", "probes"):
            for values in names(resource.get("properties", {}).get(key, [])):
                bad += [(resource["name"], key, each) for each, count in collections.Counter(values).items() if count > 1]
for each in bad:
    print("twice:", *each)
sys.exit(bool(bad))
