# Tests mirror lib/ name for name; a test is a file with RUN lines, about one behaviour.
import os
import lit.formats

config.name = "azcl"
config.test_format = lit.formats.ShTest(True)
config.suffixes = [".azc", ".test"]
config.excludes = ["Inputs", "bench", "fuzz", "tools"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.binary_root, "test")

binaries = os.path.join(config.binary_root, "bin")
config.environment["PATH"] = os.pathsep.join(
    [binaries, config.llvm_tools, os.environ.get("PATH", "")])
config.environment["NO_COLOR"] = "1"
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

config.substitutions += [
    ("%root", config.source_root),
    ("%build", config.binary_root),
    ("%generated", config.generated),
    ("%python", "python3"),
    ("%validate-json", "python3 %s/tools/validate-json.py" % config.test_source_root),
]
if not config.sanitizers and config.build_type.startswith("Rel"):
    config.available_features.add("optimised")

# The checker of templates stands beside the project, and needs Node; without either, what uses it is skipped.
import shutil

try:  # a bare root may have none
    for end in os.openpty():
        os.close(end)
    config.available_features.add("terminal")
except OSError:
    pass

referee = os.path.join(os.path.dirname(config.source_root), "shared", "referee", "check-templates.mjs")
if shutil.which("node") and os.path.exists(referee):
    config.available_features.add("referee")
    config.substitutions.append(("%referee", "node " + referee))
    config.substitutions.append(("%accept", "rm -rf %t && azclc %s -Werror -o %t && node " + referee + " %t"))
else:
    config.substitutions.append(("%accept", "rm -rf %t && azclc %s -Werror -o %t"))
