# same.py OURS THEIRS: checks that the JSON files in THEIRS equal those in OURS.
import json
import pathlib
import sys

ours, theirs = map(pathlib.Path, sys.argv[1:])
files = sorted(theirs.glob("*.json"))
different = [f.name for f in files if json.loads(f.read_text()) != json.loads((ours / f.name).read_text())]
bytewise = sum(f.read_bytes() == (ours / f.name).read_bytes() for f in files)
print(f"{len(files) - len(different)} of {len(files)} equal, {bytewise} byte for byte" +
      (f"; not {different[0]}" if different else ""))
