"""Compiles every standard preset alone and in pairs, on both systems, in a scale set and in single VMs. Prints a table: what
each combination causes, without what the column causes alone."""
import itertools
import json
import pathlib
import subprocess
import sys

azclc, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
names = [line.split()[0] for line in subprocess.check_output([azclc, "--print-std"], text=True).splitlines()]
texts = {name: subprocess.check_output([azclc, f"--print-std={name}"], text=True) for name in names}
columns = [(system, kind) for kind in ("flexible", "machines") for system in ("linux", "windows")]


def used(names):
    """The text of the presets and of those that they use."""
    return "".join(text for name, text in texts.items()
                   if name in names or any(f"use {name}\n" in texts[other] for other in names))


def program(names, system, kind):
    text = used(names)

    def use(block):
        fitting = [name for name in names if f"preset {name} : {block} " in texts[name]]
        return f"use {', '.join(fitting)}" if fitting else ""

    def unless(word, statement):
        return "" if f"\n{word}" in text else statement  # a line of the preset itself

    tier = [use("tier"), unless("  kind ", f"kind = {kind}"), unless("  instances ", "instances = 3"),
            "size = Standard_NC4as_T4_v3" if "gpu" in names else unless("  size ", "size = Standard_D4s_v5"),
            unless("  health ", 'health http { port = 8080  path = "/healthz" }'), 'custom-data = "#cloud-config"']
    tier += {"linux": ["image = ubuntu-24.04", 'admin = { user = "ops"  key = param.key }'],
             "windows": ["image = windows-server-2022", 'admin = { user = "ops"  password = param.password }']}[system]
    secret = {"linux": "param key : ssh-key", "windows": "param password : secret"}[system]
    return f"""{secret}
cluster shop {{
  region = westeurope
  {use("cluster")}
  {"compliance { level = report }" if "  compliance " in text else ""}
  tier web {{ {"  ".join(filter(None, tier))} }}
  tier front {{
    image = ubuntu-24.04  size = Standard_D4s_v5  instances = 3  custom-data = "#cloud-config"
    admin = {{ user = "ops"  key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl" }}
    health http {{ port = 80 }}
  }}
  gateway edge {{ {use("gateway")}  listen http {{ port = 80  to = tier.front  backend = http }} }}
}}
"""


def result(names, system, kind):
    path = folder / f"{'+'.join(names) or 'none'}-{system}-{kind}.azc"
    path.write_text(program(names, system, kind))
    run = subprocess.run([azclc, "--check", "--diagnostics-format=json", path], capture_output=True, text=True)
    found = set()
    for each in json.loads(run.stdout)["diagnostics"]:
        if each["severity"] == "error":
            words = [word for word in each["message"].split("`")[1::2]] if each["code"] == "AZC2045" else []
            notes = " ".join(note["message"] for note in each.get("notes", []))
            if words and not all(f"`{name}`" in notes for name in names):
                words.append("WITHOUT THE NAMES")  # the message must name both presets
            found.add(" ".join([each["code"], *words]))
        elif each["severity"] == "warning":
            found.add(f"({each['code']})")
    return found


usual = {column: result((), *column) for column in columns}
print(f"{'':40}{''.join(f'{system + chr(32) + kind:34}' for system, kind in columns)}".rstrip())
for names in [(name,) for name in names] + list(itertools.combinations(names, 2)):
    cells = []
    for column in columns:
        found = sorted(result(names, *column) - usual[column])
        disagree = [each.split()[1] for each in found if each.startswith("AZC2045")]
        rest = [each for each in found if not each.startswith("AZC2045")]
        # After presets disagree, other errors follow from one of the two values.
        cells.append("disagree: " + " ".join(disagree) if disagree else " ".join(rest) or "ok")
    print(f"{' + '.join(names):40}{''.join(f'{cell:34}' for cell in cells)}".rstrip())
