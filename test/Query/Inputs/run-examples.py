"""Runs the queries that a documentation page shows."""
import shlex
import subprocess
import sys

lines = [line.strip() for line in open(sys.argv[1]) if line.startswith("    azclc --query") or line.startswith("    azclc --catalog-info")]
for line in lines:
    done = subprocess.run(shlex.split(line), capture_output=True, text=True)
    if done.returncode or not done.stdout.strip():
        sys.exit(f"{line}\n{done.stdout}{done.stderr}")
print(len(lines), "run")
