# The folders of tests mirror those of lib/. A test is a file with RUN lines that checks one behavior.
import os
import shutil
import sys
import lit.formats

config.name = "azcl"
config.test_format = lit.formats.ShTest(True)
config.suffixes = [".azc", ".test"]
config.excludes = ["Inputs", "bench", "fuzz", "tools"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.binary_root, "test")

# Every test takes less than a minute, but with sanitizers on a busy machine it can take several minutes.
sys.path.append(os.path.join(config.test_source_root, "tools"))
import timelimit

timelimit.limit(lit_config, 900 if config.sanitizers else 300)

binaries = os.path.join(config.binary_root, "bin")
config.environment["PATH"] = os.pathsep.join(
    [binaries, config.llvm_tools, os.environ.get("PATH", "")])
config.environment["NO_COLOR"] = "1"
# LLVM and ANTLR are built without sanitizers, so their containers cause false overflow reports. ANTLR never frees its
# tables. A finding aborts the program, because `not` does not accept an abort as an expected failure.
sanitizer_options = {
    "ASAN_OPTIONS": "detect_leaks=0:detect_container_overflow=0:abort_on_error=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:abort_on_error=1",
}
if config.sanitizers:
    for name, options in sanitizer_options.items():
        config.environment[name] = os.environ.get(name, options)

config.substitutions += [
    ("%root", config.source_root),
    ("%build", config.binary_root),
    ("%generated", config.generated),
    ("%python", "python3"),
    ("%validate-json", "python3 %s/tools/validate-json.py" % config.test_source_root),
]
if config.sanitizers:  # where some tests would take minutes, and repeat what others do
    config.available_features.add("sanitized")
if not config.sanitizers and config.build_type.startswith("Rel"):
    config.available_features.add("optimised")

# The health endpoint of Windows runs in PowerShell 7 here, which `dotnet tool install powershell` installs.
if shutil.which("pwsh"):
    config.available_features.add("pwsh")
else:
    lit_config.note("SKIPPED: the health endpoint of Windows, because pwsh is not installed")

# The referees are in ../shared/referee and need Node.js 20. If they are missing, or too slow with sanitizers, tests
# that need them are unsupported and %accept only compiles. A note says so.
try:  # a minimal root file system may have no terminals
    for end in os.openpty():
        os.close(end)
    config.available_features.add("terminal")
except OSError:
    pass

# Golden screens of azclctl are captured in tmux.
if shutil.which("tmux") and "terminal" in config.available_features and not config.sanitizers:
    config.available_features.add("tmux")
elif not config.sanitizers:
    lit_config.note("SKIPPED: the live view in real terminals, because tmux is not installed")

# Makes a certificate for sign-in.
if shutil.which("openssl"):
    config.available_features.add("openssl")
else:
    lit_config.note("SKIPPED: sign-in with a certificate to the simulator, because openssl is not installed")

# Azurite (npm) is Microsoft's emulator of the storage service.
if shutil.which("azurite-blob") and not config.sanitizers:
    config.available_features.add("azurite")
elif not config.sanitizers:
    lit_config.note("SKIPPED: signatures against Azurite, because azurite-blob is not installed")

referees = os.path.join(os.path.dirname(config.source_root), "shared", "referee")
accept = "rm -rf %t && azclc %s -Werror -o %t"
if config.sanitizers:
    lit_config.note("SKIPPED: the referees, under sanitizers")
elif not os.path.exists(os.path.join(referees, "check-program.mjs")):
    lit_config.note("SKIPPED: the referees, because ../shared/referee is not beside this checkout")
elif not shutil.which("node"):
    lit_config.note("SKIPPED: the referees, because Node is not installed")
else:
    # Parameter files omit values that the user must supply at deployment, because Azure would accept an empty value.
    templates = "node %s/check-templates.mjs --demote PARAMFILE-MISSING" % referees
    config.available_features.add("referee")
    config.substitutions.append(("%referee", templates))
    # Takes about a second for each program. .ci/referee checks the same programs in batches, and in each link mode.
    if os.environ.get("AZCL_REFEREES") == "later":
        lit_config.note("SKIPPED: the referees of %accept and of the examples, because .ci/referee follows")
    else:
        config.available_features.add("referee-now")
        accept += " && python3 %s/tools/check-outputs.py %s %%t" % (config.test_source_root, referees)
config.substitutions.append(("%accept", accept))
config.substitutions.append(("%templates", "cat %t/main.json %t/templates/*.json"))
