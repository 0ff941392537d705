"""A program with one cluster in an application of one region has the templates of the cluster alone: only the
root differs. Converts each example that has one cluster.

usage: application-equals-cluster.py AZCLC EXAMPLES FOLDER"""
import pathlib
import re
import subprocess
import sys

azclc, examples, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def compiled(path):
    out = path.with_suffix("")
    made = subprocess.run([azclc, path, "-o", out], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"{path}: {made.stderr}")
    return {each.name: each.read_text() for each in sorted((out / "templates").glob("*.json"))}


compared, bad = 0, 0
for source in sorted(examples.glob("*.azc")):
    text = source.read_text()
    found = re.findall(r"^cluster (\w+) \{\n(?:(?!^\}).*\n)*?^\}\n", text, re.M)
    region = re.findall(r"^  region += +([\w.]+)\n", text, re.M)
    if len(found) != 1 or len(region) != 1 or "application " in text or "cluster." in text or "private-endpoint " in text:
        continue
    name = found[0]
    place = folder / source.stem
    place.mkdir(parents=True, exist_ok=True)
    for other in examples.rglob("*"):  # files and imports
        if other.is_file() and other != source:
            copy = place / other.relative_to(examples)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(other.read_bytes())
    plain = re.sub(rf"^cluster {name} \{{", f"cluster {name}-one {{", text, flags=re.M)
    (place / "plain.azc").write_text(plain)
    body = re.sub(r"^  region += +[\w.]+\n", "", text, flags=re.M)
    body = re.sub(rf"^cluster {name} \{{\n((?:(?!^\}}).*\n)*?)^\}}\n",
                  lambda m: f"application app {{\n  region one {{ location = {region[0]} }}\n  cluster {name} {{\n{m[1]}  }}\n}}\n",
                  body, flags=re.M)
    (place / "app.azc").write_text(body)
    one, two = compiled(place / "plain.azc"), compiled(place / "app.azc")
    compared += 1
    if one != two:
        bad += 1
        print(source.name, "differs:", sorted(set(one) ^ set(two)), [each for each in one if one[each] != two.get(each)])
print(compared, "compared")
sys.exit(bad != 0 or compared < 10)
