"""seed.py ROOT FOLDER DICTIONARY JSON: writes the seeds for fuzzing, from examples, tests and diagnostic definitions."""
import hashlib
import pathlib
import re
import sys

root, folder, dictionary, templates = map(pathlib.Path, sys.argv[1:])
texts = [path.read_bytes() for path in (root / "examples").rglob("*.azc")]
for path in (root / "test").rglob("*.azc"):
    texts += path.read_bytes().split(b"// -----\n")
for path in (root / "include/azcl/Diagnostics").glob("*.def"):
    texts += re.findall(rb"~~~azc \w+\n(.*?)~~~", path.read_bytes(), re.S)
texts.append(b"//! -D peak=5 --env prod\nparam peak : int in 1..9\nenvironment prod { peak = 3 }\n")
for text in texts:
    if len(text) <= 8192:
        (folder / hashlib.sha1(text).hexdigest()).write_bytes(text)

for path in (root / "test/Expand").rglob("*.test"):
    for part in path.read_bytes().split(b"#--- "):
        if b'"resources"' in part and len(part) <= 8192:
            text = part.split(b"\n", 1)[1]
            (templates / hashlib.sha1(text).hexdigest()).write_bytes(text)
(templates / "least").write_bytes(b'{"$schema": "s", "contentVersion": "1.0.0.0", "resources": []}')

words = set()
for path in (root / "include/azcl/Program/Blocks").rglob("*.h"):
    words |= set(re.findall(r'"([a-z][a-z0-9.-]*)"', path.read_text()))
for path in (root / "grammar").glob("*.g4"):
    words |= set(re.findall(r"'([^'\\\s]+)'", path.read_text()))
words |= set("eastus2 westeurope debian-12 ubuntu-24.04 windows-server-2022 Standard_D4s_v5 param. let. tier. "
             "network. cpu int text bool percent duration size time secret ssh-key network address vm-size "
             "${let. ${param. //! --env -D 5m 1h30m 64GiB 75% 08:30 2026-01-31 10.0.0.0/16 ::1/64 file( min( "
             "max( azcl-allow AZC2090: 9223372036854775807 common.azc".split())
quote = lambda word: '"%s"' % word.replace("\\", "\\\\").replace('"', '\\"')
dictionary.write_text("".join(quote(word) + "\n" for word in sorted(words)))
