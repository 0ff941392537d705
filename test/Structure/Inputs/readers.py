"""Checks that code uses every row of limits.json and every row of the vocabulary. A limit is used as `LimitId::Name`. The
member that a vocabulary row binds must be read outside of include/azcl/Program/Blocks; taking its address in the row and
calling `poisoned` do not count."""
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
sources = [f for folder in ("lib", "tools") for f in (root / folder).rglob("*") if f.suffix in (".cpp", ".h")]
sources += (root / "include/azcl/Analysis").rglob("*.h")
code = "\n".join(re.sub(r"//.*", "", f.read_text()) for f in sources)
blocks = {f: re.sub(r"//.*", "", f.read_text()) for f in (root / "include/azcl/Program/Blocks").rglob("*.h")}

limits = json.loads((root / "lib/Catalog/data/limits.json").read_text())["limits"]
read = set(re.findall(r"LimitId::(\w+)", code + "\n".join(blocks.values())))
unread = [name for name in limits if "".join(word.title() for word in name.split("-")) not in read]

members = {}
for text in blocks.values():
    for kind, member, word in re.findall(r'(?:required|optional|record|child)<&(\w+)::(\w+)>\(\s*"([\w-]+)"', text):
        if kind != "Root":  # methods of Program read its members
            members.setdefault(member, set()).add(f"{kind}.{word}")
# Inline functions of the blocks also read members, in addition to declarations and rows.
inline = "\n".join(re.sub(r"&\w+::\w+", "", text) for text in blocks.values())
for member, words in sorted(members.items()):
    used = re.search(rf"(?:\.|->|::){member}\b(?![(]|\.poisoned)", code) or re.search(rf"(?:return|\bif \(|&& |\|\| |!)\W*{member}\b", inline)
    if not used:
        unread += sorted(words)
print(f"{len(limits)} limits, {len(members)} members of the vocabulary; not read by any code: {unread}")
sys.exit(bool(unread) or len(limits) < 10 or len(members) < 100)
