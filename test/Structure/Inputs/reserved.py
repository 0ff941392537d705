"""Checks that no word of the vocabulary is reserved. Reads `azclc --emit=vocabulary` and the lexer's grammar."""
import json
import pathlib
import re
import sys

grammar = pathlib.Path(sys.argv[1]).read_text()
reserved = set(re.findall(r"'([a-z]+)'", grammar.split("NAME:")[0]))
assert {"param", "over", "yes", "no"} <= reserved, reserved
# One exception: the label of `scale in`, which the grammar allows.
allowed = {("scale", "in")}
vocabulary = json.load(sys.stdin)
bad = []
for block in vocabulary["blocks"]:
    words = [block["keyword"]]
    words += [a["name"] for a in block["attributes"] + block["blocks"]]
    words += [v["name"] for v in block.get("variants", [])]
    words += [w["name"] for a in block["attributes"] for w in a.get("words", [])]
    bad += [(block["keyword"], w) for w in words if w in reserved and (block["keyword"], w) not in allowed]
print(bad)
sys.exit(bool(bad))
