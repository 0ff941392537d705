"""Compares the expansion of the open templates with that of templates compiled with -D, for several values of the
parameters: one-meaning.py PROGRAM WORK"""
import json
import pathlib
import subprocess
import sys

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
work.mkdir(parents=True, exist_ok=True)
# In the notation of the language, and as a template receives them.
values = {
    "on": [("yes", True), ("no", False)],
    "rate": [("50%", 50), ("37%", 37), ("100%", 100), ("1%", 1), ("20%", 20)],
    "idle": [("90s", 90), ("2h", 7200), ("300s", 300), ("1d", 86400), ("61s", 61), ("1h1s", 3601)],
    "room": [("64GiB", 64), ("2TiB", 2048), ("1025GiB", 1025)],
    "at": [("09:30", 570), ("00:00", 0), ("23:05", 1385)],
    "count": [("7", 7), ("0", 0)],
    "who": [('"a b"', "a b")],
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def tags(folder, *options):
    resources = json.loads(run("azclc", "--expand", str(folder), *options))
    return [resource["tags"] for resource in resources if "tags" in resource]


run("azclc", program, "-o", str(work / "open"))
for turn in range(max(map(len, values.values()))):
    chosen = {name: options[turn % len(options)] for name, options in values.items()}
    parameters = work / f"{turn}.json"
    parameters.write_text(json.dumps({"parameters": {name: {"value": wire} for name, (_, wire) in chosen.items()}}))
    run("azclc", program, "-o", str(work / f"closed-{turn}"), *(f"-D{name}={text}" for name, (text, _) in chosen.items()))
    late, early = tags(work / "open", f"--parameters={parameters}"), tags(work / f"closed-{turn}")
    if not late or late != early:
        sys.exit(f"{chosen}\nat deployment: {late}\nat compile time: {early}")
    print(late[0])
