"""Checks the programs and outputs in a document: documents.py [--update] WORK DOCUMENT

An HTML comment before a fenced block states where its lines go. WORK is an empty folder for the files.

    <!-- shop.azc -->                           the whole file
    <!-- shop.azc: add before cluster shop -->  lines before a block (or an attribute) of the file
    <!-- shop.azc: add to cluster shop -->      lines at the end of a block
    <!-- shop.azc: replace tier web -->         a block (or an attribute), replaced
    <!-- shop.azc: result -->                   the file as it is now
    <!-- smallest.bicep: excerpt -->            some lines of a file, which are not written
    <!-- ...; incomplete -->                    a change that is valid only with the next one, so it is not compiled
    <!-- ...; mistake AZC4002 -->               a change that azclc rejects; the next console block shows the message

An `azcl` block without a comment is a whole program. azclc must accept every program without warnings, except mistakes.
In `console` blocks, lines that start with `$ ` are commands. They run in WORK, and the block must show their output.
If Bicep is installed, it compiles .bicep and .bicepparam files; otherwise these files and the commands for them are skipped.
--update writes the actual outputs and results into the document.
"""
import glob
import os
import pathlib
import re
import subprocess
import sys

FENCE = re.compile(r"(?:^<!-- (?P<where>[^\n]*?) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)


def bicep():
    """The path of Bicep: from BICEP, or where the third referee installs it."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    kept = sorted(glob.glob(os.path.join(cache, "azcl-referee", "bicep-*", "bicep")))
    return os.environ.get("BICEP") or (kept[-1] if kept else None)


def part(program, header):
    """The offsets of the lines where a block or an attribute starts, where its closing brace is, and where it ends."""
    found = re.search(r"^[ \t]*" + r"\s+".join(map(re.escape, header.split())) + r"(?![\w-])", program, re.M)
    assert found, f"the program has no `{header}`"
    end = program.index("\n", found.start()) + 1
    brace = program.find("{", found.end(), end)
    if brace < 0:
        return found.start(), None, end
    depth = 0
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|//[^\n]*|[{}]', program[brace:]):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            closing = program.rindex("\n", 0, brace + token.start()) + 1
            return found.start(), closing, program.index("\n", brace + token.start()) + 1
    raise AssertionError(f"`{header}` has no end")


def change(program, action, text):
    verb, _, header = action.partition(" ")
    if verb == "replace":
        start, _, end = part(program, header)
        return program[:start] + text + program[end:]
    place, _, header = header.partition(" ")
    start, closing, _ = part(program, header)
    if place == "before":
        return program[:start] + text + "\n" + program[start:]
    assert place == "to" and closing is not None, action
    return program[:closing] + "\n" + text + program[closing:]


class Document:
    def __init__(self, work, path, update):
        self.work, self.path, self.update = work, path, update
        self.bicep = bicep()
        self.failures, self.skipped, self.checked = [], 0, 0
        self.restore = None  # the file that a mistake replaced, its original text, and the expected code
        self.environment = {**os.environ, "NO_COLOR": "1", "HOME": str(work)}
        if self.bicep:
            tools = work / ".tools"
            tools.mkdir()
            (tools / "bicep").symlink_to(self.bicep)
            self.environment["PATH"] += os.pathsep + str(tools)

    def run(self, command, **options):
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.environment, text=True, encoding="utf-8",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
        self.checked += 1
        return done.returncode, done.stdout

    def fail(self, text):
        self.failures.append(text)

    def program(self, name, text):
        status, output = self.run(f"azclc -Werror --check {name}", input=text)
        if status != 0:
            self.fail(f"azclc rejects {name}:\n{output}")

    def file(self, name, action, remark, text):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if action else ""
        if action == "excerpt":
            if text not in old:
                self.fail(f"this is not an excerpt of {name}:\n{text}")
            return text
        if action == "result":
            if old != text and not self.update:
                self.fail(f"{name} is shown as it is not")
            return old
        new = change(old, action, text) if action else text
        path.write_text(new, encoding="utf-8")
        if remark.startswith("mistake "):
            self.restore = (path, old, remark.split()[1])
        elif name.endswith(".azc") and remark != "incomplete":
            self.program(name, None)
        elif name.endswith((".bicep", ".bicepparam")):
            if not self.bicep:
                self.skipped += 1
                return text
            verb = "build" if name.endswith(".bicep") else "build-params"
            status, output = self.run(f"bicep {verb} {name} --stdout 2>&1 >/dev/null")
            if status != 0 or output:
                self.fail(f"bicep {verb} {name}:\n{output}")
        return text

    def console(self, text):
        out = ""
        for command, shown in re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", text, re.M):
            if re.search(r"\bbicep (build|decompile)", command) and not self.bicep:
                self.skipped += 1
                return text
            _, output = self.run(command)
            output = re.sub(r"[ \t]+$", "", output, flags=re.M).rstrip("\n")
            output += "\n" if output else ""
            if output != shown and not self.update:
                self.fail(f"$ {command}\nshown:\n{shown}real:\n{output}")
            out += f"$ {command}\n{output}"
        if self.restore:
            path, old, code = self.restore
            if f"[{code}]" not in out:
                self.fail(f"the mistake has another code than {code}:\n{out}")
            path.write_text(old, encoding="utf-8")
            self.restore = None
        return out

    def block(self, found):
        where, kind, text = found["where"], found["kind"], found["text"]
        if kind == "console":
            new = self.console(text)
        elif where:
            name, _, rest = where.partition(": ")
            action, _, remark = rest.partition("; ")
            new = self.file(name, action, remark, text)
        else:
            new = text
            if kind == "azcl":
                self.program("-", text)
        return found[0].removesuffix(text + "```") + new + "```"

    def check(self):
        text = self.path.read_text(encoding="utf-8")
        new = FENCE.sub(self.block, text)
        if self.update and new != text:
            self.path.write_text(new, encoding="utf-8")
        if self.restore:
            self.fail("the last mistake shows no message")


arguments = [a for a in sys.argv[1:] if a != "--update"]
document = Document(pathlib.Path(arguments[0]).resolve(), pathlib.Path(arguments[1]), "--update" in sys.argv)
document.check()
for failure in document.failures:
    print(f"{document.path.name}: {failure}")
print(f"{document.checked} commands, {document.skipped} skipped because Bicep is not installed")
sys.exit(bool(document.failures) or not document.checked)
