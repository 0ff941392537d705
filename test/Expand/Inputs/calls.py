"""Expands a template with functions.json and each expression of expressions.txt, and prints the result or the error."""
import json
import pathlib
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])
for line in (folder / "expressions.txt").read_text().splitlines():
    if not line.startswith("["):
        continue
    template = {
        "functions": json.loads((folder / "functions.json").read_text()),
        "variables": {"v": "-v"},
        "parameters": {"p": {"type": "string", "defaultValue": "p"}},
        "resources": [{"type": "A.B/c", "apiVersion": "1", "name": "n", "properties": {"foo": line}}],
    }
    (folder / "main.json").write_text(json.dumps(template))
    done = subprocess.run(["azclc", "--expand", str(folder)], capture_output=True, text=True)
    if done.returncode:
        print(line, "->", done.stderr.strip())
    else:
        print(line, "->", json.dumps(json.loads(done.stdout)[0]["properties"]["foo"], separators=(",", ":")))
