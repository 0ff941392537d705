"""Runs azclc --expand and --diff on folders and prints the exit code of each."""
import os
import subprocess
import sys

os.chdir(sys.argv[1])
for words in (["expand", "good"], ["expand", "bad"], ["expand", "none"], ["expand"], ["expand", "good", "good"],
              ["diff", "good", "good"], ["diff", "good", "other"], ["diff", "good"], ["diff", "good", "bad"],
              ["diff", "none", "good"]):
    done = subprocess.run(["azclc", "--" + words[0], *words[1:]], capture_output=True, text=True)
    said = done.stderr.strip()
    print(done.returncode, " ".join(words) + (": " + said if said else ""))
