"""Prints the table of docs/compliance.md: what the report says about examples/hardened-web.azc with the preset of each framework."""
import json
import pathlib
import subprocess
import sys

azclc, example, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
presets = {"cis-level-1": "cis-level-1", "cis-level-2": "cis-level-2", "nist-csf": "nist-csf", "iso-27001": "iso-27001",
           "soc-2": "soc-2", "hipaa": "hipaa", "fedramp-moderate": "fedramp", "fedramp-high": "fedramp"}
folder.mkdir(parents=True, exist_ok=True)
print("| framework | preset | met | not met | outside | not applicable | controls | what is missing |")
print("|---|---|---|---|---|---|---|---|")
for framework, preset in presets.items():
    path = folder / f"{framework}.azc"
    path.write_text(example.read_text().replace("use production", f"use {preset}, production")
                    .replace("[cis-level-1, hipaa]", f"[{framework}]"))
    report = json.loads(subprocess.check_output(
        [azclc, "--emit=compliance", "--compliance-format=json", path], text=True))
    [result] = report["results"]
    states = [each["state"] for each in result["controls"]]
    missing = sorted({check["check"] for each in result["controls"] if each["state"] == "not met" for check in each["checks"]})
    counts = [sum("met" in each and "not" not in each for each in states)]
    counts += [states.count(state) for state in ("not met", "outside of this template", "not applicable")]
    assert sum(counts) == len(states), set(states)
    print(f"| {framework} | `{preset}` | {' | '.join(map(str, counts))} | {len(states)} | "
          f"{', '.join(f'`{each}`' for each in missing) or '-'} |")
