"""check-services.py REFEREES FOLDER: runs the referee of the service rules over azclc's output for one program, including
warnings, and fails on any finding that .ci/exceptions does not list."""
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
done = subprocess.run(["node", f"{referees}/check-program.mjs", "--strict", "--azclc", shutil.which("azclc"), "--output", folder],
                      capture_output=True, text=True, errors="replace")
exceptions = Exceptions(root / ".ci/exceptions")
# lit writes to PROGRAM.azc.tmp; exceptions name the program.
findings = [line.replace(".azc.tmp ", " ", 1) for line in done.stdout.splitlines()
            if re.search(r": (COMPILE|EXPAND-|SVC-)", line)]
open_findings = [line for line in findings if not exceptions.allow("program", line)]
print("\n".join(open_findings))
if done.returncode not in (0, 1) or (done.returncode == 1 and not findings):
    sys.exit(done.stdout + done.stderr)
sys.exit(bool(open_findings))
