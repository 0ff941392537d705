"""Every diagnostic appears in some test, beside the examples in its own prose."""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
listed = subprocess.run(["azclc", "--list-diagnostics"], capture_output=True, text=True, check=True).stdout
codes = re.findall(r"^(AZC\d+)", listed, re.M)
text = "".join(f.read_text(errors="replace") for f in (root / "test").rglob("*")
               if f.is_file() and f.suffix in (".azc", ".test", ".cpp"))
missing = [code for code in codes if code not in text]
print(f"{len(codes)} codes, without a test: {missing}")
sys.exit(bool(missing) or len(codes) < 50)
