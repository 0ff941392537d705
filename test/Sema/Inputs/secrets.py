"""Writes a secret into every attribute of the vocabulary and into every free place, in every form. An attribute accepts it
if its type is `secret`; every other place must be an error. A complete program with all attributes for secrets is then
compiled: in its templates, only guarded properties can contain a secret, and secrets are secure parameters without values.

usage: secrets.py AZCLC FOLDER"""
import json
import pathlib
import re
import subprocess
import sys

azclc, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
OTHER_BLOCK = ("AZC2001", "AZC2002", "AZC2007", "AZC2008", "AZC2009", "AZC2014", "AZC2039")  # the attribute or the label is not of this block
# An error for a patch, whatever its value.
UNFIT = ("AZC1050", "AZC2123", "AZC2125")
LEAKS = ("AZC6002", "AZC2060", "AZC2129")  # readable; a list or an object where a single value is expected; readable

FORMS = {
    "direct": "param.pw",
    "through a let": "let.alias",
    "chosen": "if param.big then param.pw else param.other",
    "in a string": '"x-${param.pw}"',
    "in a list": "[param.pw]",
    "in an object": "{ inner = { value = param.pw } }",
}
PARAMETERS = "param pw : secret\nparam other : secret\nparam big : bool\n"
# Their type accepts every value. `resource` is tested as a free place, because its resource type decides.
FREE = {("extend", "arguments"), ("resource", "properties"), ("resource", "scope"), ("resource", "sku"), ("resource", "kind")}
faults = []


def check(name, text):
    """The errors of a program, by line."""
    path = folder / f"{name}.azc"
    path.write_text(text)
    command = [azclc, "--check", "--error-limit=0", "--diagnostics-format=json", str(path)]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    found = {}
    for each in answer["diagnostics"]:
        if each["severity"] != "error":
            continue
        found.setdefault(each["range"]["start"]["line"], []).append(each["code"])
    return found


def attributes():
    """Each attribute of each block at each place, for each variant of the block. Blocks of different parents can have
    one keyword, so that some places do not exist."""
    answer = subprocess.run([azclc, "--emit=vocabulary"], capture_output=True, text=True, check=True).stdout
    blocks = json.loads(answer)["blocks"]
    named = {}
    for block in blocks:
        named.setdefault(block["keyword"], []).append(block)

    def head(child, block, variant):
        label = variant or (block["variants"][0]["name"] if block["label"] == "variant" else "x" if block["label"] == "name" else "")
        return f"{child['name']} {label} {'= ' if child['form'] == 'record' else ''}{{ "

    seen, todo = set(), [("", 0, blocks[0])]
    while todo:
        around, depth, block = todo.pop(0)
        for child in block["blocks"]:
            for inner in named[child["block"]]:
                if inner["keyword"] == "cluster" and around:
                    continue  # a cluster of an application is like any other
                if (around, id(inner)) in seen or depth > 8:
                    continue
                seen.add((around, id(inner)))
                todo.append((around + head(child, inner, None), depth + 1, inner))
                for variant in [each["name"] for each in inner.get("variants", [])] or [None]:
                    for attribute in inner["attributes"]:
                        if "type" not in attribute or "only" in attribute and variant not in attribute["only"]:
                            continue
                        yield inner["keyword"], attribute, around + head(child, inner, variant), depth + 1


def sweep():
    """Programs of at most 300 places: the compiler stops after many errors."""
    places, count, wanted, placed = [], 0, set(), set()
    for keyword, attribute, around, depth in attributes():
        if (keyword, attribute["name"]) in FREE:
            continue
        wanted.add((keyword, attribute["name"]))
        for form, value in FORMS.items():
            secret = attribute["type"] == "secret" and form in ("direct", "through a let", "chosen")
            places.append(((keyword, attribute["name"], form), secret, around, attribute["name"], value, depth))
    for start in range(0, len(places), 300):
        lines, at = PARAMETERS.splitlines(), []
        for name, secret, around, attribute, value, depth in places[start : start + 300]:
            if value == "let.alias":
                lines.append(f"let alias{len(lines)} = param.pw")
                value = f"let.alias{len(lines) - 1}"
            label = f"x{len(lines)}"
            text = re.sub(r"^(cluster|application) x ", rf"\1 {label} ", around)
            lines.append(f"{text}{attribute} = {value}{' }' * depth}")
            at.append((name, secret, len(lines)))
        found = check(f"sweep{start}", "\n".join(lines) + "\n")
        for name, secret, line in at:
            codes = found.get(line, []) + (found.get(line - 1, []) if "let" in name[2] else [])
            if any(code in OTHER_BLOCK for code in codes):
                continue
            placed.add(name[:2])
            refused = any(code in LEAKS for code in codes)
            if refused == secret:
                faults.append(f"{' '.join(name)}: {'rejected' if refused else 'accepted'} {' '.join(codes)}")
            count += 1
    faults.extend(f"{' '.join(each)}: never tried" for each in sorted(wanted - placed))
    return count


TIER = 'image = ubuntu-24.04  size = Standard_D2s_v5  instances = 2  admin = { user = "ops"  key = "ssh-ed25519 AAAA" }'
STORE = 'resource x { type = "Microsoft.Storage/storageAccounts"  sku = { name = "Standard_LRS" }  kind = "StorageV2"  '
FREE_PLACES = {
    "tag": "tags { owner = @ }",
    "key of a tag": 'tags { "${param.pw}" = "a" }',
    "output": "output o { value = @ }",
    "name of a cluster": "naming { prefix = @ }",
    "resource name": 'resource x { type = "Microsoft.Storage/storageAccounts"  name = @ }',
    "resource property": STORE + "properties = { minimumTlsVersion = @ } }",
    "resource property, inside": STORE + "properties = { networkAcls = { defaultAction = @ } } }",
    "SKU": 'resource x { type = "Microsoft.Storage/storageAccounts"  kind = "StorageV2"  sku = { name = @ } }',
    "kind of a resource": 'resource x { type = "Microsoft.Storage/storageAccounts"  sku = { name = "Standard_LRS" }  kind = @ }',
    "scope of a resource": 'resource x { type = "Microsoft.Authorization/locks"  scope = @  properties = { level = "CanNotDelete" } }',
    "other property of a resource": STORE + "identity = { type = @ } }",
    "property of an unknown type": 'resource x { type = "Contoso.Web/sites"  api-version = "2020-01-01"  properties = { a = @ } }',
    "patch": "tier t { " + TIER + '  patch { "properties.virtualMachineProfile.osProfile.customData" = @ } }',
    "patch of an unknown property": "tier t { " + TIER + '  patch { "properties.unheardOf" = @ } }',
    "patch of a vault": 'vault v { patch { "properties.tenantId" = @ } }',
    "custom data": "tier t { " + TIER + "  custom-data = @ }",
    "script": "tier t { " + TIER + "  extend custom-script { script = @ } }",
    "command": "tier t { " + TIER + "  extend custom-script { run = @ } }",
    "dimension": "tier t { " + TIER + '  autoscale { metric q { source = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/s/providers/'
    'Microsoft.Storage/storageAccounts/f"  name = "A"  dimensions { B = @ } }  scale out when q > 2 over 5m { by = 1 }  scale in when q < 1 over 5m { by = 1 } } }',
    "condition": "tier t when @ == \"a\" { " + TIER + " }",
    "raw expression": "tags { owner = arm(\"[parameters('pw')]\") }",
}
ACCEPTED = {
    "guarded property of a resource": 'resource x { type = "Microsoft.Sql/servers"  properties = { administratorLogin = "ops"  administratorLoginPassword = param.pw } }',
    "guarded property in a patch": "tier t { " + TIER + '  patch { "properties.virtualMachineProfile.osProfile.adminPassword" = param.pw } }',
}


def free_places():
    count = 0
    for name, text in FREE_PLACES.items():
        for form, value in FORMS.items():
            if "@" not in text and form != "direct" or name == "condition" and form in ("chosen", "in an object"):
                continue
            program = f"{PARAMETERS}let alias = param.pw\ncluster a {{\n  region = eastus2\n  {text.replace('@', value)}\n}}\n"
            codes = sum(check("place", program).values(), [])
            if not any(code in LEAKS + UNFIT for code in codes):
                faults.append(f"{name} {form}: {' '.join(codes) or 'accepted'}")
            count += 1
    for name, text in ACCEPTED.items():
        codes = sum(check("place", f"{PARAMETERS}cluster a {{\n  region = eastus2\n  {text}\n}}\n").values(), [])
        if any(code in LEAKS for code in codes):
            faults.append(f"{name}: rejected")
        count += 1
    return count


WHOLE = PARAMETERS + """
cluster a {
  region = eastus2
  network {
    address = 10.0.0.0/16  dns = [10.1.0.4, 10.1.0.5]
    vpn-gateway { sku = vpngw1az  connection office { address = 198.51.100.1  ranges = [192.168.0.0/24]  shared-key = param.pw } }
    expressroute-gateway { connection line { circuit = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/c/providers/Microsoft.Network/expressRouteCircuits/c"  authorization-key = param.pw } }
  }
  vault v { secret s { value = param.pw } }
  resource sql { type = "Microsoft.Sql/servers"  properties = { administratorLogin = "ops"  administratorLoginPassword = param.pw } }
  tier w {
    image = windows-server-2022  size = Standard_D2s_v5  instances = 2  admin = { user = "ops"  password = if param.big then param.pw else param.other }
    join domain { name = "corp.example.com"  user = "join@corp.example.com"  password = param.pw }
    extend custom-script { run-secret = param.pw }
    extend vm-access { user = "ops"  password = param.pw }
    extend dsc { archive = "https://example.com/a.zip"  archive-script = "a.ps1"  configuration = "A"  archive-token = param.pw  arguments = { inner = param.pw } }
  }
  tier m { image = windows-server-2022  size = Standard_D2s_v5  instances = 1  kind = machines  admin = { user = "ops"  password = param.pw }  extend custom-script { run-secret = param.pw } }
}
"""
GUARDED = ("adminPassword", "protectedSettings", "sharedKey", "authorizationKey", "administratorLoginPassword", "value")
SECRET = re.compile(r"parameters\('(pw|other)'\)")


def leaves(tree, path=()):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, path + (key,))
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value, path)
    else:
        yield path, tree


def whole():
    path, out = folder / "whole.azc", folder / "out"
    path.write_text(WHOLE)
    run = subprocess.run([azclc, str(path), "-o", str(out)], capture_output=True, text=True)
    uses = 0
    files = [each for each in out.rglob("*") if each.is_file()]
    if not files:
        faults.append("the whole program: " + run.stdout + run.stderr)
    for each in files:
        if each.suffix != ".json":
            continue
        tree = json.loads(each.read_text())
        for name, declared in tree.get("parameters", {}).items() if "$schema" in tree and "resources" in tree else []:
            if name in ("pw", "other") and (declared["type"] != "securestring" or "defaultValue" in declared):
                faults.append(f"{each.name}: {name} is not a secure parameter")
        for path, value in leaves(tree):
            if not isinstance(value, str) or not SECRET.search(value):
                continue
            uses += 1
            passed = path[-1] == "value" and ("parameters" in path[:-1])
            if not passed and not any(key in GUARDED[:-1] for key in path) and path[-2:] != ("properties", "value"):
                faults.append(f"{each.name}: {'.'.join(path)}")
    return uses


def given():
    """A value on the command line or in the program is rejected, and is in no file."""
    for name, text, options in (("option", WHOLE, ["-D", "pw=hunter2"]), ("default", WHOLE.replace("pw : secret", 'pw : secret = "hunter2"'), []),
                                ("environment", WHOLE + '\nenvironment prod { pw = "hunter2" }\n', ["--env=prod"])):
        path, out = folder / f"{name}.azc", folder / name
        path.write_text(text)
        run = subprocess.run([azclc, str(path), "-o", str(out), *options], capture_output=True, text=True)
        if not run.returncode or any("hunter2" in each.read_text() for each in out.rglob("*") if each.is_file()):
            faults.append(f"the value of a secret is accepted: {name}")


given()
counts = sweep(), free_places(), whole()
if not counts[0] or not counts[1] or counts[2] < 10:
    faults.append(f"too few places: {counts}")
for fault in faults:
    print(fault)
sys.exit(bool(faults))
