"""open-region.py AZCLC FOLDER PROGRAM...: gives each program a region that is a parameter, and checks that its templates, expanded
for a region, are those of the program that is compiled for that region. Members that are null count as absent: Azure treats them
alike. Prints the differences, and at the end the number of programs and of regions that were compared."""
import json
import pathlib
import re
import subprocess
import sys

azclc, work = sys.argv[1], pathlib.Path(sys.argv[2])
# With and without availability zones, and with different features.
CANDIDATES = ["westeurope", "eastus2", "northeurope", "westus", "southcentralus", "northcentralus", "uksouth", "brazilsouth"]


def run(*arguments):
    return subprocess.run([azclc, *map(str, arguments)], capture_output=True, text=True)


def example(name, declared):
    """A value for a parameter without a default."""
    if "allowedValues" in declared:
        return declared["allowedValues"][0]
    kind = declared["type"].lower()
    if kind == "int":
        return declared.get("minValue", declared.get("maxValue", 1))
    if kind in ("bool", "array", "object"):
        return {"bool": True, "array": [], "object": {}}[kind]
    return (name + "x" * declared.get("minLength", 0))[:declared.get("maxLength", 80)]


def expanded(folder, values):
    file = folder.with_suffix(".values.json")
    file.write_text(json.dumps({"parameters": {name: {"value": value} for name, value in values.items()}}))
    done = run("--expand", folder, f"--parameters={file}")
    file.unlink()
    if done.returncode:
        return done.stderr.strip()
    return json.loads(done.stdout)


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def difference(one, other, path=""):
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            if one.get(name) != other.get(name):
                return difference(one.get(name), other.get(name), f"{path}/{name}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (a, b) in enumerate(zip(one, other)):
            if a != b:
                return difference(a, b, f"{path}/{at}")
    return f"{path}: {json.dumps(one)[:300]} | {json.dumps(other)[:300]}"


def resources(found):
    """A resource also waits for resources that only other regions have, which Azure ignores."""
    existing = {each["id"].lower() for each in found}
    listed = {}
    for each in found:
        if "dependsOn" in each:
            each["dependsOn"] = sorted({other for other in each["dependsOn"] if other.lower() in existing})
            if not each["dependsOn"]:
                del each["dependsOn"]
        listed[f"{each['type']}/{each['name']}/{each.get('resourceGroup', '')}"] = without_nulls(each)
    return listed


def compare(program):
    text = program.read_text()
    if found := re.search(r"^param (\S+) : region in \[(.*)\]", text, re.M):
        return compare_open(program, program, found[1], found[2].split(", "))
    written = re.findall(r"^  region = (\w+)$", text, re.M)
    if len(set(written)) != 1 or written[0] not in CANDIDATES:
        return None
    opened = re.sub(r"^  region = \w+$", "  region = param.open-region", text, flags=re.M)
    source = program.with_name(f".{program.stem}.open-region.azc") if "import" in text or "file(" in text \
        else work / program.name
    at = re.search(r"^(import .*\n)*", opened, re.M).end() if opened.startswith("import") else 0
    regions = []
    for region in CANDIDATES:
        source.write_text(f"{opened[:at]}param open-region : region in [{region}]\n{opened[at:]}")
        if run(source, "-D", f"open-region={region}", "--check").returncode == 0:
            regions.append(region)
    source.write_text(f"{opened[:at]}param open-region : region in [{', '.join(regions)}]\n{opened[at:]}")
    count = compare_open(program, source, "open-region", regions)
    if source.parent != work:
        source.unlink()
    return count


def compare_open(program, source, parameter, regions):
    folders = {region: work / program.stem / region for region in regions}
    for region, folder in folders.items():
        done = run(source, "-D", f"{parameter}={region}", "-o", folder)
        if done.returncode:
            print(f"{program.name}: {region} is refused: {done.stderr[:600]}")
            return 0
    whole = work / program.stem / "open"
    done = run(source, "-o", whole)
    if done.returncode:
        print(f"{program.name}: the open program is refused: {done.stderr[:600]}")
        return 0
    declared = json.loads((whole / "main.json").read_text()).get("parameters", {})
    given = json.loads((whole / "main.parameters.json").read_text())["parameters"]
    for region in regions:
        root = json.loads((folders[region] / "main.json").read_text()).get("parameters", {})
        values = {name: given[name]["value"] if name in given else example(name, of) for name, of in declared.items()
                  if "defaultValue" not in of}
        values[parameter] = region
        own = {name: value for name, value in values.items() if name in root}
        a, b = expanded(whole, values), expanded(folders[region], own)
        if isinstance(a, str) or isinstance(b, str):
            if a != b:
                print(f"{program.name}: {region}: {a if isinstance(a, str) else b}")
            continue
        a, b = resources(a), resources(b)
        if a != b:
            print(f"{program.name}: {region}: {difference(a, b)}")
    return len(regions)


compared = [count for count in (compare(pathlib.Path(name)) for name in sys.argv[3:]) if count is not None]
print(f"{len(compared)} programs, {sum(compared)} regions")
