"""Expands a template with each expression of expressions.txt and prints the result or the error."""
import json
import pathlib
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])
for line in (folder / "expressions.txt").read_text().splitlines():
    if not line.startswith("["):
        continue
    template = {
        "variables": {"loop": "[variables('pool')]", "pool": "[variables('loop')]"} if "'loop'" in line else {},
        "resources": [{"type": "A.B/c", "apiVersion": "1", "name": "n", "properties": {"foo": line}}],
    }
    (folder / "main.json").write_text(json.dumps(template))
    done = subprocess.run(["azclc", "--expand", str(folder)], capture_output=True, text=True)
    print(line, "->", done.returncode, done.stderr.strip() or done.stdout)
