"""Checks that include/azcl/Support/TemplateFunctions.def lists every function of lib/Expand/Functions."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
known = set(re.findall(r'^TEMPLATE_FUNCTION\("(\w+)"\)', (root / "include/azcl/Support/TemplateFunctions.def").read_text(), re.M))
run = {name for file in (root / "lib/Expand/Functions").glob("*.cpp")
       for name in re.findall(r'^ *\{"(\w+)", \d+, ', file.read_text(), re.M)}
missing = sorted(run - known)
print(f"lib/Expand evaluates {len(run)} functions; missing from TemplateFunctions.def: {missing}")
sys.exit(bool(missing) or len(run) < 50)
