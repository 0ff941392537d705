"""Compares azclc's verdict on `resource` blocks with that of Bicep, which checks with the same published types.

    campaign.py AZCLC SHARED [--seed N] [--types N] [--mutations N] [--work FOLDER]

Draws random resource types, makes a valid body from each type, and breaks one thing in copies of it: an unknown, missing,
read-only or mistyped property, a wrong word, a wrong discriminator, a value out of bounds. Prints a table and each
disagreement. Exits with 77 if Bicep is not available, and with 1 if azclc rejects a valid body that Bicep accepts, accepts
a mutation that Bicep rejects, or agrees on less than 97 % of the mutations (docs/rationale/types.md has the reasons for
which azclc rejects more).
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

arguments = argparse.ArgumentParser()
arguments.add_argument("azclc")
arguments.add_argument("shared")
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--types", type=int, default=500)
arguments.add_argument("--mutations", type=int, default=2000)
arguments.add_argument("--work")
options = arguments.parse_args()
random.seed(options.seed)

REQUIRED, READ_ONLY, GROUP = 1, 2, 8
RESERVED = {"param", "let", "import", "use", "when", "over", "in", "if", "then", "else", "and", "or", "not", "preset", "true",
            "false", "yes", "no"}
SECRET = object()  # stands for a secure parameter


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace")


def find_bicep():
    module = pathlib.Path(options.shared).resolve() / "referee/bicep/tool.mjs"
    if not module.exists():
        return None
    script = f"import {{ findBicep }} from {json.dumps(module.as_uri())}; console.log(JSON.stringify(findBicep()));"
    done = run("node", "--input-type=module", "-e", script)
    return json.loads(done.stdout).get("path") if done.returncode == 0 and done.stdout.strip() else None


class Unusable(Exception):
    """A valid value cannot be made, for example because of a pattern."""


class Body:
    """A resource: its type, the nodes of the type, and a value."""

    def __init__(self, name, index):
        printed = json.loads(run(options.azclc, "--print-type", name, "--json").stdout)
        self.type, self.version, self.nodes = printed["type"], printed["version"], printed["nodes"]
        if not printed["writableScopes"] & GROUP:
            raise Unusable
        self.index = index
        self.places = []  # (kind of node, node, container, key), for mutations
        self.value = self.object(0, 0)
        own = self.value.get("name")
        segments = self.type.count("/")
        name = own if isinstance(own, str) and own != "x" else f"contoso{index}"
        self.value["name"] = "/".join([f"contoso{index}"] * (segments - 1) + [name])

    def properties(self, node, chosen):
        found = {each["name"]: each for each in node.get("properties", [])}
        if chosen:
            for each in self.nodes[chosen["type"]].get("properties", []):
                found[each["name"]] = each
        return list(found.values())

    def object(self, number, depth):
        node = self.nodes[number]
        chosen = random.choice(node["variants"]) if node["kind"] == "variant" else None
        value = {}
        self.places.append((node, chosen, value))
        for each in self.properties(node, chosen):
            if each["flags"] & READ_ONLY or depth == 0 and each["name"] == "id":
                continue
            required = each["flags"] & REQUIRED or chosen and each["name"] == node["discriminator"]
            if not required and (depth > 3 or random.random() > (0.9 if each["name"] == "properties" else 0.35)):
                continue
            try:
                if chosen and each["name"] == node["discriminator"]:
                    value[each["name"]] = chosen["value"]
                else:
                    value[each["name"]] = self.make(each["type"], depth + 1)
            except Unusable:
                if required:
                    raise
        return value

    def make(self, number, depth):
        node = self.nodes[number]
        kind = node["kind"]
        if depth > 12:
            raise Unusable
        if kind == "bool":
            return True
        if kind == "int":
            least, most = node.get("least"), node.get("most")
            return least if least is not None else most if most is not None and most < 1 else 1
        if kind == "text":
            if node.get("pattern"):
                raise Unusable
            if node.get("sensitive"):
                return SECRET
            return "x" * max(1, node.get("least", 1))
        if kind == "literal":
            return node["value"]
        if kind == "union":
            return self.make(random.choice(node["elements"]), depth)
        if kind == "list":
            return [self.make(node["elements"][0], depth + 1) for _ in range(max(node.get("least", 0), random.randint(0, 1)))]
        if kind == "any":
            return "x"
        if node.get("sensitive"):
            raise Unusable
        return self.object(number, depth)


def mutate(body):
    """Breaks one thing; returns its kind, or None."""
    node, chosen, value = random.choice(body.places)
    properties = body.properties(node, chosen)
    types = {each["name"]: body.nodes[each["type"]] for each in properties}
    top = node is body.nodes[0]
    kind = random.choice(["unknown", "missing", "kind", "word", "read-only", "discriminator", "bounds"])
    own = [name for name in value if not (top and name in ("name", "location"))]
    if kind == "unknown":
        if node.get("others") is not None:
            return None
        value["contosoSetting"] = True
        return kind
    if kind == "missing":
        names = [each["name"] for each in properties
                 if each["flags"] & REQUIRED and not each["flags"] & READ_ONLY and each["name"] in own]
        if not names:
            return None
        del value[random.choice(names)]
        return kind
    if kind == "read-only":
        names = [each["name"] for each in properties
                 if each["flags"] & READ_ONLY and not each["flags"] & REQUIRED and types[each["name"]]["kind"] in ("text", "bool", "int")]
        if not names:
            return None
        name = random.choice(names)
        value[name] = {"text": "x", "bool": True, "int": 1}[types[name]["kind"]]
        return kind
    if kind == "kind":
        names = [name for name in own if types.get(name, {}).get("kind") in ("bool", "int", "text", "list", "object") and
                 not types[name].get("sensitive")]
        if not names:
            return None
        name = random.choice(names)
        value[name] = {"bool": 1, "int": "x", "text": 1, "list": "x", "object": "x"}[types[name]["kind"]]
        return kind
    if kind == "discriminator":
        if not chosen:
            return None
        value[node["discriminator"]] = "Contoso"
        return kind
    if kind == "word":
        names = [name for name in own if types.get(name, {}).get("kind") == "union" and
                 all(body.nodes[each]["kind"] == "literal" for each in types[name]["elements"])]
        if not names:
            return None
        value[random.choice(names)] = "Contoso"
        return kind
    names = [name for name in own if types.get(name, {}).get("kind") in ("int", "text", "list") and
             types[name].get("most") is not None and types[name]["most"] < 200 and value[name] is not SECRET]
    if not names:
        return None
    name = random.choice(names)
    most = types[name]["most"]
    if types[name]["kind"] == "int":
        value[name] = most + 1
    elif types[name]["kind"] == "text":
        value[name] = "x" * (most + 1)
    elif value[name]:
        value[name] = value[name][:1] * (most + 1)
    else:
        return None
    return kind


def render(value, bicep, indent=1):
    pad, quote = "  " * indent, "'" if bicep else '"'
    equals = ": " if bicep else " = "
    if value is SECRET:
        return "secret" if bicep else "param.secret"
    if isinstance(value, bool):
        return ("true" if value else "false") if bicep else ("yes" if value else "no")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
        return quote + (escaped.replace("${", "\\${")) + quote
    if isinstance(value, list):
        if bicep:
            return "[" + "".join(f"\n{pad}  {render(each, bicep, indent + 1)}" for each in value) + (f"\n{pad}]" if value else "]")
        return "[" + ", ".join(render(each, bicep, indent + 1) for each in value) + "]"
    lines = []
    for name, each in value.items():
        plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and (bicep or name not in RESERVED)
        key = name if plain else quote + name + quote
        lines.append(f"{pad}  {key}{equals}{render(each, bicep, indent + 1)}\n")
    return "{\n" + "".join(lines) + pad + "}"


def azcl_block(body, number):
    value = dict(body.value)
    lines = [f"  resource r{number} {{\n", f'    type = "{body.type}"\n', f'    api-version = "{body.version}"\n']
    lines += [f"    {name if re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', name) else chr(34) + name + chr(34)} = {render(each, False, 2)}\n"
              for name, each in value.items()]
    if "location" not in value:
        lines.append("    located = no\n")
    return "".join(lines) + "  }\n"


def bicep_block(body, number):
    return f"resource r{number} '{body.type}@{body.version}' = {render(body.value, True, 0)}\n"


def numbered(header, blocks):
    """The text, and the first line of each block."""
    text, starts, line = header, [], header.count("\n") + 1
    for block in blocks:
        starts.append(line)
        text += block
        line += block.count("\n")
    return text, starts


def owner(starts, line):
    return max((i for i, start in enumerate(starts) if start <= line), default=0)


def judge(bodies, folder, name, bicep):
    """For each body: the messages of azclc and of Bicep."""
    text, starts = numbered("param secret : secret\ncluster shop {\n  region = eastus2\n",
                            [azcl_block(body, i) for i, body in enumerate(bodies)])
    source = folder / f"{name}.azc"
    source.write_text(text + "}\n")
    ours = collections.defaultdict(list)
    done = run(options.azclc, "--check", "--diagnostics-format=json", source)
    try:
        report = json.loads(done.stdout or done.stderr)
    except json.JSONDecodeError:
        sys.exit(f"azclc: {done.stdout[:500]}{done.stderr[:500]}")
    for each in report["diagnostics"] if isinstance(report, dict) else report:
        if re.match("AZC(212|2130|6001|1)", each["code"]):
            ours[owner(starts, each["range"]["start"]["line"])].append(f"{each['code']} {each['message']}")
    text, starts = numbered("@secure()\nparam secret string\n", [bicep_block(body, i) for i, body in enumerate(bodies)])
    source = folder / f"{name}.bicep"
    source.write_text(text)
    theirs = collections.defaultdict(list)
    done = run(bicep, "build", "--stdout", source)
    for line in done.stderr.splitlines():
        if match := re.match(r".*\((\d+),\d+\) : (Warning|Error) (BCP\d+): (.*)", line):
            theirs[owner(starts, int(match[1]))].append(f"{match[3]} {match[4]}")
    return [(ours[i], theirs[i]) for i in range(len(bodies))]


def batches(items, size=40):
    for i in range(0, len(items), size):
        yield items[i:i + size]


def main():
    bicep = find_bicep()
    if not bicep:
        print("skipped: Bicep is not available")
        sys.exit(77)
    folder = pathlib.Path(options.work or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    names = [row["name"] for row in json.loads(run(options.azclc, "--query", "types", "--json").stdout)]
    random.shuffle(names)
    right = []
    while names and len(right) < options.types:
        try:
            right.append(Body(names.pop(), len(right)))
        except Unusable:
            pass
    refused, valid = [], []
    for number, batch in enumerate(batches(right)):
        for body, (ours, theirs) in zip(batch, judge(batch, folder, f"right{number}", bicep)):
            if not ours and not theirs:
                valid.append(body)
            elif ours:
                refused.append((body, ours, theirs))
    print(f"valid bodies: {len(right)}; azclc reports {len(refused)}, Bicep reports the same {sum(bool(r[2]) for r in refused)}")
    for body, ours, theirs in refused:
        print(f"  {body.type}@{body.version}: azclc: {ours[0]} | Bicep: {(theirs or ['accepts'])[0]}")

    broken = []
    while valid and len(broken) < options.mutations:
        try:
            body = Body(random.choice(valid).type, len(broken))
        except Unusable:
            continue
        kind = mutate(body)
        if kind:
            broken.append((kind, body))
    table = collections.defaultdict(collections.Counter)
    disagree = []
    for number, batch in enumerate(batches(broken)):
        for (kind, body), (ours, theirs) in zip(batch, judge([body for _, body in batch], folder, f"broken{number}", bicep)):
            verdict = "agree" if bool(ours) == bool(theirs) else "only azclc" if ours else "only Bicep"
            table[kind][verdict] += 1
            if verdict != "agree":
                disagree.append((kind, body, ours, theirs))
    print(f"{'mutation':15} {'agree':>6} {'only azclc':>11} {'only Bicep':>11}")
    for kind, row in sorted(table.items()):
        print(f"{kind:15} {row['agree']:6} {row['only azclc']:11} {row['only Bicep']:11}")
    for kind, body, ours, theirs in disagree:
        print(f"  {kind}: {body.type}@{body.version}: azclc: {(ours or ['accepts'])[0]} | Bicep: {(theirs or ['accepts'])[0]}")
    total = sum(sum(row.values()) for row in table.values())
    agreed = sum(row["agree"] for row in table.values())
    print(f"agreed: {agreed} of {total} ({100 * agreed / max(total, 1):.1f} %)")
    missed = any(not ours for _, _, ours, _ in disagree)
    sys.exit(1 if any(not theirs for _, _, theirs in refused) or missed or agreed < 0.97 * total else 0)


main()
