"""check-outputs.py REFEREES FOLDER: runs the referees of templates and of the service rules over azclc's output for one
program, including warnings, and fails on any finding that .ci/exceptions does not list."""
import pathlib
import re
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / ".ci"))
sys.dont_write_bytecode = True
from accepted import Exceptions

referees, folder = sys.argv[1:]
name = pathlib.Path(folder).name.removesuffix(".azc.tmp")  # lit writes to PROGRAM.azc.tmp; exceptions name the program
exceptions = Exceptions(root / ".ci/exceptions")


def findings(pattern, script, *arguments):
    done = subprocess.run(["node", f"{referees}/{script}", "--strict", *arguments], capture_output=True, text=True,
                          errors="replace")
    found = [line for line in done.stdout.splitlines() if re.search(pattern, line)]
    if done.returncode not in (0, 1) or (done.returncode == 1 and not found):
        sys.exit(done.stdout + done.stderr)
    return found


failures = [line for line in findings(r"^\S+:\S*: [A-Z]+-", "check-templates.mjs", folder)
            if not exceptions.allow("templates", f"{name}/{line}")]
services = [line.replace(".azc.tmp ", " ", 1) for line in
            findings(r": (COMPILE|EXPAND-|SVC-)", "check-program.mjs", "--azclc", shutil.which("azclc"), "--output", folder)]
failures += [line for line in services if not exceptions.allow("program", line)]
print("\n".join(failures))
sys.exit(bool(failures))
