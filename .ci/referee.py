"""Runs the referees of ../shared, two at a time, and fails on any finding that .ci/exceptions does not list.

AZCL_PROGRAMS and AZCL_METAMORPHIC set the numbers of generated programs; the defaults are 300 and 100. AZCL_SEED sets
their seed. It defaults to the hash of the commit, so that each commit is checked with different programs and a run can
be repeated. Bicep checks the types of the examples, judges random resources, and evaluates the examples, test/Accept,
the first AZCL_EVALUATED generated programs (default: 100), some of the AZCL_PRESETS programs that use random standard
presets (default: 100), and AZCL_EXPRESSIONS random expressions (default: 500). Without
Bicep and the .NET SDK, which restores it, these steps are skipped. Findings in rewritten programs (metamorphic) are only reported, unless AZCL_STRICT is
set: new seeds still find new kinds. AZCL_ONLY runs only the jobs whose title contains it, such as `presets`."""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import presets
import regions
from accepted import Exceptions

root = pathlib.Path(__file__).resolve().parent.parent
shared = root.parent / "shared"
azclc = pathlib.Path(os.environ.get("AZCLC", root / "build/release/bin/azclc")).resolve()
work = root / "build/referee"
programs = int(os.environ.get("AZCL_PROGRAMS", 300))
with_presets = int(os.environ.get("AZCL_PRESETS", 100))
metamorphic = int(os.environ.get("AZCL_METAMORPHIC", 100))
evaluated = int(os.environ.get("AZCL_EVALUATED", 100))
expressions = int(os.environ.get("AZCL_EXPRESSIONS", 500))
only = os.environ.get("AZCL_ONLY", "")
chunk = 25


def seed_of_commit():
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True)
    return int(head.stdout[:7], 16) if head.returncode == 0 else 1


seed = int(os.environ.get("AZCL_SEED", 0)) or seed_of_commit()


exceptions = Exceptions(root / ".ci/exceptions")


class Job:
    """Runs commands in sequence and collects their findings."""

    def __init__(self, title):
        self.title = title
        self.findings = []
        self.warnings = {}  # warning codes by program name
        self.checked = 0
        self.unjudged = 0  # checked, but not judged by the service rules
        self.skipped = ""  # why Bicep has not checked them

    def run(self, *command, ok=(0,), cwd=root):
        done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, errors="replace")
        if done.returncode not in ok:
            self.findings.append(("tool", f"{' '.join(map(str, command[:3]))}: exit code {done.returncode}: "
                                          f"{(done.stderr or done.stdout)[-600:]}"))
        return done

    def found(self, tool, output, pattern, name=str):
        self.findings += [(tool, name(line)) for line in output.splitlines() if re.search(pattern, line)]

    def templates(self, folder, outputs):
        options = [word for each in outputs for word in ("--root", f"{each}/main.json")]
        done = self.run("node", shared / "referee/check-templates.mjs", folder, *options, ok=(0, 1))
        self.found("templates", done.stdout, r"^\S+:\S*: [A-Z]+-")

    def services(self, files, *options):
        done = self.run("node", shared / "referee/check-program.mjs", "--azclc", azclc, *options, *files, ok=(0, 1))
        # For a network address that must be supplied at deployment, the referee uses 10.250.0.0/24. If a program
        # needs a larger network, its findings concern that value, not the program.
        small = {line.split(" ")[0] for line in done.stdout.splitlines() if "EXPAND-ERROR cidrSubnet(10.250.0.0/24," in line}
        lines = [line for line in done.stdout.splitlines() if line.split(" ")[0] not in small]
        self.unjudged += len(small)
        self.found("program", "\n".join(lines), r": (COMPILE|EXPAND-|SVC-)")

    def bicep(self, files, *options):
        done = self.run("node", shared / "referee/check-bicep.mjs", "--azclc", azclc, "--no-warnings", "--jobs", 1,
                        *options, *files, ok=(0, 1, 77))
        self.skip(done)
        self.found("bicep", done.stdout, r": (COMPILE|BICEP-)")

    def skip(self, done):
        if done.returncode == 77:
            self.skipped = done.stdout.strip().removeprefix("skipped: ")

    def compile(self, file, to, *options):
        done = self.run(azclc, file, "-o", to, *options)
        self.warnings[file.stem] = set(re.findall(r"^warning\[(AZC\d+)\]", done.stderr, re.M))
        if re.search(r"\bvia = internet\b", file.read_text()):
            self.warnings[file.stem].add("internet-route")
        return done.returncode == 0


def written(job, files, name):
    """Checks programs of this repository: without warnings, in each link mode, and with all rules including warnings."""
    folder = work / name
    outputs = []
    for file in files:
        flags = flags_of(file)
        for mode in ("relative", "inline", "artifacts"):
            to = f"{file.stem}-{mode}"
            if job.compile(file, folder / to, "-Werror", f"--link={mode}", *flags):
                outputs.append(to)
    job.checked = len(files)
    job.templates(folder, outputs)
    job.services(files, "--strict")
    # The types of all resources that the compiler emits are compared in a unit test (test/unit/AzureTypesTest.cpp).
    job.bicep(files, *([] if name == "examples" else ["--no-types", "--most", 4]))


def flags_of(file):
    """The warning options of the RUN line."""
    run = re.search(r"^// RUN: .*azclc.*", file.read_text(), re.M)
    return re.findall(r"-W\S+", run[0]) if run else []


def generated(job, first, count):
    folder = work / f"generated-{first}"
    job.run("node", shared / "generator/generate.mjs", "--azclc", azclc, "--seed", seed, "--first", first, "--count", count,
            "--out", folder)
    files = sorted(folder.glob("p*.azc"))
    job.checked = len(files)
    if not files:
        return job.findings.append(("tool", f"the generator produced no programs, starting at {first}"))
    out = work / f"out-{first}"
    job.templates(out, [file.stem for file in files if job.compile(file, out / file.stem)])
    job.services(files, "--no-warnings")
    if first <= evaluated:
        job.bicep(files, "--no-types", "--most", 4)


def in_regions(job, first, count):
    """Checks generated programs whose clusters run in two regions (regions.py)."""
    folder, to, out = work / f"generated-{first}", work / f"regions-{first}", work / f"regions-out-{first}"
    if not list(folder.glob("p*.azc")):
        job.run("node", shared / "generator/generate.mjs", "--azclc", azclc, "--seed", seed, "--first", first, "--count", count,
                "--out", folder)
    accepted = []
    for file in regions.write(sorted(folder.glob("p*.azc")), to, seed):
        done = job.run(azclc, file, "-o", out / file.stem, ok=(0, 1))
        codes = set(re.findall(r"^error\[(AZC\d+)\]", done.stderr, re.M))
        job.warnings[file.stem] = set(re.findall(r"^warning\[(AZC\d+)\]", done.stderr, re.M))
        if done.returncode == 0:
            accepted.append(file)
        elif not codes or not codes <= regions.REFUSALS.keys():
            job.findings.append(("regions", f"{file.stem}: {done.stderr[-600:]}"))
        job.checked += 1
    if accepted:
        job.templates(out, [file.stem for file in accepted])
        job.services(accepted, "--no-warnings")
        job.bicep(accepted, "--no-types", "--most", 2)


def opened(job, first, count):
    """Compares the templates of generated programs whose region is a parameter with those for each region."""
    folder, out = work / f"generated-{first}", work / f"opened-{first}"
    if not list(folder.glob("p*.azc")):
        job.run("node", shared / "generator/generate.mjs", "--azclc", azclc, "--seed", seed, "--first", first, "--count", count,
                "--out", folder)
    out.mkdir(parents=True, exist_ok=True)
    done = job.run(sys.executable, root / "test/Fold/Inputs/open-region.py", azclc, out, *sorted(folder.glob("p*.azc")))
    *differences, summary = done.stdout.splitlines()
    job.findings += [("fold", line) for line in differences]
    job.checked = int(summary.split()[0])
    if job.checked:
        job.templates(out, [each.parent.relative_to(out) for each in out.glob("*/*/main.json")])


def preset(job, first, count):
    """Checks programs that use random standard presets. A refusal must have one of the reasons in presets.py."""
    folder, out = work / f"presets-{first}", work / f"presets-out-{first}"
    accepted = []
    for file in presets.write(azclc, folder, seed, first, count):
        done = job.run(azclc, file, "-o", out / file.stem, ok=(0, 1))
        codes = set(re.findall(r"^error\[(AZC\d+)\]", done.stderr, re.M))
        job.warnings[file.stem] = set(re.findall(r"^warning\[(AZC\d+)\]", done.stderr, re.M))
        if done.returncode == 0:
            accepted.append(file)
        elif not codes or not codes <= presets.REFUSALS.keys():
            job.findings.append(("presets", f"{file.stem}: {done.stderr[-600:]}"))
    job.checked = count
    if 2 * len(accepted) < count:
        job.findings.append(("presets", f"only {len(accepted)} of {count} programs compile"))
    job.templates(out, [file.stem for file in accepted])
    job.services(accepted, "--strict")
    job.bicep(accepted[:20], "--no-types", "--most", 4)


def compared(job):
    """Compares random expressions with Azure's engine. Each difference takes three lines: it, azclc and Azure."""
    done = job.run("node", shared / "referee/check-expressions.mjs", "--azclc", azclc, "--seed", seed, "--count", expressions,
                   ok=(0, 1, 77))
    job.skip(done)
    job.checked = 0 if job.skipped else expressions
    lines = done.stdout.splitlines()
    job.findings += [("expressions", f"{lines[i - 1]}; {line.strip()}; {lines[i + 1].strip()}")
                     for i, line in enumerate(lines) if line.startswith("  azclc: ")]


def types(job):
    """Compares the verdicts of azclc and Bicep on `resource` blocks with random bodies."""
    done = job.run(sys.executable, root / "test/AzureTypes/Inputs/campaign.py", azclc, shared, "--types", 30,
                   "--mutations", 100, "--seed", seed, ok=(0, 1, 77))
    if done.returncode == 77:
        job.skipped = "Bicep is not available"
    else:
        job.checked = 100
    if done.returncode == 1:
        job.findings.append(("types", (done.stdout + done.stderr)[-1500:]))


def rewritten(job, first, count):
    """Checks rewritten programs. Each finding is the kind of violation and a place of difference: `when-false: lost: PLACE`."""
    reports = work / f"metamorphic-{first}"
    done = job.run("node", shared / "generator/check-metamorphic.mjs", "--azclc", azclc, "--seed", seed, "--first", first,
                   "--count", count, "--reduce", 0, "--out", reports, ok=(0, 1))
    job.checked = count
    for file in sorted(reports.glob("*.txt")):
        lines = file.read_text().splitlines()
        kind = re.sub(r"^==== | \(seed.*", "", lines[0])
        places = [line.strip() for line in lines[1:lines.index("---- program")] if line.strip()]
        errors = [place for place in places if "error[" in place]
        places = errors or places
        if len(places) > 1 and places[0].endswith(".json"):  # prefix the differences with their file
            places = [f"{places[0]} {place}" for place in places[1:]]
        job.findings += [("metamorphic", f"{kind}: {place}") for place in places or ["-"]]
    if done.returncode and not job.findings:
        job.findings.append(("metamorphic", done.stdout[-600:]))


def chunks(total):
    return [(first, min(chunk, total - first + 1)) for first in range(1, total + 1, chunk)]


def jobs():
    accepted = sorted((root / "test/Accept").rglob("*.azc"))
    # Programs that read files written by their RUN lines cannot be compiled in place.
    alone = [f for f in accepted if not re.search(r"RUN: .*(split-file|mkdir|%python)", f.read_text())]
    if len(alone) < len(accepted):
        print(f"SKIPPED: {len(accepted) - len(alone)} programs of test/Accept whose RUN lines write files")
    yield "examples", written, ([f for f in sorted((root / "examples").glob("*.azc")) if f.stem != "common"], "examples")
    for area in sorted({f.parent.name for f in alone}):
        yield f"test/Accept/{area}", written, ([f for f in alone if f.parent.name == area], f"accept-{area}")
    yield "expressions", compared, ()
    yield "types of resources", types, ()
    for first, count in chunks(programs):
        yield f"generated programs {first} to {first + count - 1}", generated, (first, count)
    for first, count in chunks(programs)[:4]:
        yield f"regions of programs {first} to {first + count - 1}", in_regions, (first, count)
    for first, count in chunks(programs)[:4]:
        yield f"open regions of programs {first} to {first + count - 1}", opened, (first, count)
    for first, count in [(first, min(50, with_presets - first + 1)) for first in range(1, with_presets + 1, 50)]:
        yield f"presets of programs {first} to {first + count - 1}", preset, (first, count)
    for first, count in chunks(metamorphic):
        yield f"rewritten programs {first} to {first + count - 1}", rewritten, (first, count)


def execute(title, function, arguments):
    job = Job(title)
    start = time.monotonic()
    function(job, *arguments)
    return job, time.monotonic() - start


def grouped(found):
    """Groups findings by tool and code."""
    groups = {}
    for tool, finding in found:
        code = re.search(r"\b[A-Z]+(-[A-Z0-9]+)+\b|\bCOMPILE\b", finding)
        groups.setdefault(f"{tool} {code[0] if code else ''}".strip(), []).append(finding)
    return groups


def main():
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    print(f"seed {seed} (repeat with AZCL_SEED={seed} .ci/referee)", flush=True)
    checked, findings, reported = 0, [], []
    strict = bool(os.environ.get("AZCL_STRICT"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for future in concurrent.futures.as_completed([pool.submit(execute, *each) for each in jobs() if only in each[0]]):
            job, seconds = future.result()
            found = [f for f in dict.fromkeys(job.findings) if not exceptions.allow(*f, job.warnings)]
            checked += job.checked
            print(f"{job.title}: {job.checked} checked in {seconds:.0f} s, {len(found)} findings"
                  + (f", not by Bicep (skipped: {job.skipped})" if job.skipped else "")
                  + (f", {job.unjudged} not judged: they need a larger network than the referee supplies" if job.unjudged else ""), flush=True)
            ours = strict or not job.title.startswith("rewritten")
            (findings if ours else reported).extend(f"{job.title}: {tool}: {finding}" for tool, finding in found)
            for kind, some in grouped(found).items():
                print(f"  {len(some)} x {kind}, for example {some[0]}", flush=True)
    for rule in exceptions.rules:
        if rule not in exceptions.used:
            print(f"exception not used in this run: {'+'.join(filter(None, rule[:2]))} | {rule[2]}")
    (work / "findings.txt").write_text("\n".join(findings + reported + [""]))
    print(f"{checked} programs, {len(findings)} findings, and {len(reported)} findings in rewritten programs "
          "(full list: build/referee/findings.txt)")
    return bool(findings)


sys.exit(main())
