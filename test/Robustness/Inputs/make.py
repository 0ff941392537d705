"""make.py CASE: prints a stress test program for the compiler."""
import random
import sys

CLUSTER = "cluster c { region = eastus2 "
TIER = ("tier t%d { image = debian-12  size = Standard_D4s_v5  instances = %s  "
        "admin = { user = \"u\"  key = param.key } }\n")
KEY = "param key : ssh-key\n"
LIMIT = 16 << 20


def fill(unit, size=LIMIT - 64):
    return unit * (size // len(unit))


def numbered(form, count):
    return "".join(form.replace("%", str(i)) for i in range(count))


def program(instances, count=1):
    tiers = "".join(TIER % (i, instances) for i in range(count))
    return KEY + CLUSTER + "network { address = 10.0.0.0/8 } " + tiers + "}\n"


# Nesting far beyond the limit.
def nest_lists(): return "let x = " + "[" * 100000 + "]" * 100000
def nest_parentheses(): return "let x = " + "(" * 100000 + "1" + ")" * 100000
def nest_braces(): return "let x = " + "{ a = " * 100000
def nest_blocks(): return "a { " * 100000
def nest_if(): return "let x = " + "if " * 100000
def nest_then(): return "let x = " + "if yes then " * 100000 + "1"
def nest_else(): return "let x = " + "if yes then 1 else " * 100000 + "1"
def nest_not(): return "let x = " + "not " * 100000 + "yes"
def nest_minus(): return "let x = " + "- " * 100000 + "1"
def nest_calls(): return "let x = " + "max(1, " * 100000 + "1" + ")" * 100000
def nest_sum(): return "let x = " + "a + " * 100000 + "a"
def nest_mixed(): return "let x = " + "[(not max(- {a = if " * 20000
def nest_limit():
    """The deepest valid nesting, through all recursive constructs."""
    return program("max(" * 60 + "3" + ", 1)" * 60 + ".." + "(" * 120 + "4" + ")" * 120)
def openers_then_closers(): return "[" * 4000000 + "}" * 4000000


# Size.
def long_line(): return "let x = \"" + "x" * 10_000_000 + "\"\nlet y = = 5\n"
def long_line_of_errors(): return fill("# ", 1_000_000)
def long_name(): return "a" * 10_000_000 + " = 1"
def long_comment(): return "/*" + "*" * 10_000_000
def quote_and_words(): return "' " + fill("a ", 2_000_000)
def quotes(): return fill("'\n", 2_000_000)
def many_docs(): return fill("/// d\n", 10_000_000) + "let x = 1\n"
def list_of_million(): return "let x = [" + "1, " * 1_000_000 + "]\n" + CLUSTER + "zones = let.x }\n"
def list_of_strings(): return "let x = [" + "\"a\", " * 300_000 + "]\n" + CLUSTER + "zones = let.x }\n"
def list_of_params():
    return (numbered("param p% : int in 1..3\n", 50_000) + CLUSTER + "zones = [" +
            numbered("param.p%,", 50_000) + "] }\n")
def members(): return program("3").replace("user = \"u\"", "user = \"u\" " * 100_000)
def statements(): return fill("let a = 1\n", 4_000_000)
def bytes_of_every_kind():
    return "".join(chr(random.Random(i).randrange(1, 0x250)) for i in range(1_000_000))


# Errors.
def errors_syntax(): return fill("a b c\n", 1_000_000)
def errors_tokens(): return fill("= ) 5 m\n", 1_000_000)
def errors_names(): return CLUSTER + "\n" + fill("foo = 1 ", 1_000_000) + "}\n"
def errors_strings(): return fill("\"abc\n", 1_000_000)
def errors_unclosed(): return fill("{\n", 1_000_000)
def labels_twice(): return KEY + CLUSTER + "".join(TIER % (1, "3") for _ in range(100_000)) + "}\n"
def attributes_twice(): return CLUSTER + "region = eastus2 " * 100_000 + "}\n"
def unknown_params():
    return numbered("param some_long_name_% : int\n", 100_000) + CLUSTER + "zones = [" + numbered(
        "param.some_wrong_name_%,", 20_000) + "] }\n"
def unknown_presets():
    return numbered("preset some_name_% : tier { }\n", 50_000) + CLUSTER + "tier t { " + numbered(
        "use some_wrong_%\n", 20_000) + "} }\n"
def unknown_references():
    return CLUSTER + "network { address = 10.0.0.0/8\n" + numbered("subnet s% { size = 8 }\n", 20_000) + "}\n" + \
        "".join((TIER % (i, "3")).replace("{ image", "{ subnet = network.x%d  image" % i) for i in range(20_000)) + \
        "}\n" + KEY
def allowances():
    return "".join("// azcl-allow AZC2090: because\nparam p%d : int\n" % i for i in range(100_000)) + \
        "cluster c { region = eastus2 }\n"


# Lets and presets.
def let_chain(): return "".join("let a%d = let.a%d\n" % (i, i + 1) for i in range(100_000)) + \
    "let a100000 = 3\n" + program("let.a0")
def let_cycle(): return "".join("let a%d = let.a%d\n" % (i, (i + 1) % 10) for i in range(10)) + \
    program("let.a0")
def let_laughs():
    return "let a0 = 1\n" + "".join("let a%d = %s\n" % (
        i, " + ".join(["let.a%d" % (i - 1)] * 10)) for i in range(1, 19)) + program("let.a18")
def let_laughs_in_texts():
    text = "let a0 = \"%s\"\n" % ("ha" * 500_000) + "".join("let a%d = \"%s\"\n" % (
        i, ("${let.a%d}" % (i - 1)) * 20) for i in range(1, 4))
    return text + program("3").replace("user = \"u\"", "user = let.a3")
def preset_chain():
    return "".join("preset p%d : tier { use p%d }\n" % (i, i + 1) for i in range(10_000)) + \
        "preset p10000 : tier { repair { grace = 45m } }\n" + program("3").replace("tier t0 {", "tier t0 { use p0 ")
def preset_web():
    names = [", ".join("p%d" % min(i + 1 + 7 * k, 10_000) for k in range(10)) for i in range(10_000)]
    return "".join("preset p%d : tier { use %s }\n" % (i, names[i]) for i in range(10_000)) + \
        "preset p10000 : tier { repair { grace = 45m } }\n" + program("3").replace("tier t0 {", "tier t0 { use p0 ")
def preset_ring(): return "".join("preset p%d : tier { use p%d }\n" % (i, (i + 1) % 1000) for i in range(1000))
def preset_bomb():
    return KEY + "preset d : tier {\n" + "disk data { size = 8GiB }\n" * 1000 + "}\n" + \
        "preset t : cluster {\n" + "".join(
            (TIER % (i, "3")).replace("{ image", "{ use d  image") for i in range(1000)) + "}\n" + \
        numbered("cluster c% { use t  region = eastus2 }\n", 1000)
def preset_merge():
    subnets = numbered("subnet s% { size = 8 }\n", 30_000)
    return "preset n : network {\n" + subnets + "}\n" + CLUSTER + "network { use n  address = 10.0.0.0/8\n" + \
        subnets.replace("subnet s", "subnet r") + "} }\n"


# Parameters and domains.
def params(): return numbered("param p% : int in 1..3 = 2\n", 100_000) + "cluster c { region = eastus2 }\n"
def environment():
    return numbered("param p% : int in 1..3 = 2\n", 60_000) + "environment e {\n" + numbered(
        "p% = 3\n", 60_000) + "}\n" + CLUSTER + "}\n"
def huge_numbers():
    return "".join("let x%d = %s\n" % (i, n) for i, n in enumerate(
        ["9" * 100_000, "9223372036854775808", "1" + "0" * 400 + "GiB", "0." + "3" * 100_000, "9" * 50 + "%",
         "99999999999999999999.1.1.1/99", "9" * 30 + "d" + "9" * 30 + "h"])) + CLUSTER + "zones = [" + \
        ", ".join("let.x%d" % i for i in range(7)) + ", 9223372036854775807 + 1, 0 - 9223372036854775807 - 2] }\n"
def wide_domain():
    return "param a : int in 1..9223372036854775807\nparam b : int in 0 - 9223372036854775807..9\n" + \
        program("1..(if param.a * param.b > param.b * 7 then param.a - param.b else 3)")
def many_params_in_one():
    return numbered("param p% : int in 1..1000000\n", 60) + \
        program("1.." + " + ".join("param.p%d" % i for i in range(60)))
def many_choices():
    return "param a : int in [" + ", ".join(map(str, range(1, 60_001))) + "] = 1\n" + \
        program("if param.a > 60000 then 1 else 2")
def costly_proofs():
    """A realistic large program: a few parameters, and many tiers that each need a proof."""
    return numbered("param p% : int in 1..40 = 3\n", 3) + \
        program("1..(if param.p0 > 20 then param.p1 else param.p2) + 3", 1000)


print(globals()[sys.argv[1]](), end="")
