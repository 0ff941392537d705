"""The length that azclc counts is that of the command in the template: a command of exactly the limit compiles, and one of a
character more does not."""
import json
import pathlib
import re
import subprocess

from importlib import util

here = pathlib.Path(__file__).parent
spec = util.spec_from_file_location("lengths", here / "endpoint-lengths.py")
programs = util.module_from_spec(spec)
spec.loader.exec_module(programs)


def compiled(system, length):
    programs.write("exact", f'{system}  {programs.CHECKED}  extend custom-script {{ run = "{"x" * length}" }}', system == programs.WINDOWS)
    return subprocess.run(["azclc", "exact.azc", "-o", "exact"], capture_output=True, text=True)


def command():
    text = pathlib.Path("exact/templates/tier-worker.json").read_text()
    found = re.findall(r'"commandToExecute": ("(?:[^"\\]|\\.)*")', text)
    return json.loads(found[0])


for system, limit in ((programs.WINDOWS, 8191), (programs.LINUX, 131071)):
    too_long = compiled(system, limit)
    assert too_long.returncode == 1, too_long.stderr[-500:]
    counted = int(re.search(r"has (\d+) characters", too_long.stderr)[1])
    fits = limit - (counted - limit)
    done = compiled(system, fits)
    assert done.returncode == 0, done.stderr[-500:]
    assert len(command()) == limit, len(command())
    assert compiled(system, fits + 1).returncode == 1
