"""Runs programs in two regions: regions.py AZCLC TO FILE... writes each program as an application, with the same file name.

The clusters of a program become those of an application with two regions, and a Traffic Manager or a Front Door leads clients
to one of them if there is a public entry. A program compiles, or azclc refuses it for one of the reasons in REFUSALS."""
import pathlib
import random
import re
import shutil
import sys

REFUSALS = {
    "AZC5009": "an address in a network whose address the application derives",
    "AZC5011": "a network without room for the subnet of a private link",
    "AZC5017": "the same",
    "AZC5062": "addresses of a network that the program writes, in two regions that are peered",
    "AZC5068": "an existing network cannot be peered",
    "AZC6409": "one existing network in two regions",
    "AZC6411": "the entry is internal",
    "AZC6413": "Traffic Manager before a load balancer without a TCP listener",
    "AZC6420": "Front Door before a load balancer without a TCP listener",
    "AZC6421": "Front Door before a listener with `from`",
    "AZC6433": "a private link of a load balancer or gateway that is public or internal, or has a condition",
    "AZC6424": "two clusters have a load balancer or a gateway of this name",
    "AZC6100": "a vault with a name of its own would be there twice: names are unique in Azure",
    "AZC6101": "the same",
    "AZC8006": "the same for a `resource` block with a name",
}
# Regions of one cloud with three zones, so that a program for one of them can run in the others.
PUBLIC = ["westeurope", "northeurope", "eastus2", "centralus", "swedencentral", "uksouth", "southeastasia", "australiaeast"]


def clusters(text):
    """The text before each cluster at the top level, the clusters, and the text after them."""
    parts, at = [], 0
    for found in re.finditer(r"^cluster (\S+) \{", text, re.M):
        if found.start() < at:
            continue
        depth, end = 0, found.end() - 1
        quoted = False
        while True:
            c = text[end]
            if quoted:
                if c == "\\":
                    end += 1
                elif c == '"':
                    quoted = False
            elif c == '"':
                quoted = True
            elif c == "/" and text[end + 1] == "/":
                end = text.index("\n", end)
                continue
            elif c in "{}":
                depth += 1 if c == "{" else -1
                if not depth:
                    break
            end += 1
        parts.append((found.start(), end + 1))
        at = end + 1
    return parts


def once(text):
    """Without what can exist only once: locations, names, and DNS labels that two regions could have at one place."""
    kept = lambda found: found[0] if found["metric"] else ""  # a metric has a name that Azure gave it
    return re.sub(r"(?P<metric>^ *metric \S+ \{\n(?:(?! *\}).*\n)*)|^  region\s*=\s*[\w.-]+\s*\n|"
                  r"^(?:  |    )(?:name|dns)\s*=\s*(?:\"[^\"]*\"|let\.\w+)\n", kept, text, flags=re.M)


def front_door(chance, to, private):
    """A Front Door with some of what it can have."""
    parts = [f"to = {to}"]
    if private:
        parts.append("private = yes")
    domains = chance.random() < 0.4
    if domains:
        parts.append('domains = ["www.example.com", "images.example.com"]')
    if domains and chance.random() < 0.5:
        of = chance.choice(["", '  domains = ["www.example.com"]'])
        parts.append('certificate own { secret = "https://keys.vault.azure.net/secrets/tls"  vault = "/subscriptions/'
                     '11111111-1111-1111-1111-111111111111/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/keys"' + of + " }")
    cache = lambda: chance.choice(["cache { }", "cache { query = none  compress = no }", 'cache { query = only  names = ["a", "b"] }'])
    if chance.random() < 0.3:
        parts.append(cache())
    if chance.random() < 0.5:
        parts.append('route assets { paths = ["/assets/*", "/"]  ' + cache() + " }")
    if chance.random() < 0.4:
        parts.append('route old { paths = ["/old/*"]  backend-path = "/new/"  redirect = no }')
    if domains and chance.random() < 0.4:
        parts.append('route images { paths = ["/*"]  domains = ["images.example.com"]  ' + cache() + " }")
    if chance.random() < 0.5:
        rules = ['header response { name = "Strict-Transport-Security"  value = "max-age=31536000" }',
                 'rule moved { match path { values = ["/a/"]  compare = starts-with }  redirect permanent { path = "/b/{url_path:2}" } }',
                 'rule home { match country { values = ["DE", "AT"] }  match method { values = ["GET"] }  url { prefix = "/de/"  path = "/" } }',
                 'rule mobile { last = yes  match device { values = ["Mobile"] }  header request { name = "X-Device"  value = "mobile" } }']
        parts.append("rewrites = [rewrite.rules]  rewrite rules { " + "  ".join(chance.sample(rules, chance.randint(1, 4))) + " }")
    if chance.random() < 0.3:
        parts.append(chance.choice(["waf { }", "waf { limit = 1000 }"]))
    return "front-door edge { " + "\n    ".join(parts) + " }"


def wrap(text, seed):
    chance = random.Random(seed)
    places = clusters(text)
    regions = set(re.findall(r"^  region\s*=\s*([\w-]+)\s*$", text, re.M))
    if not places or len(regions) != 1:
        return None
    region = regions.pop()
    if region not in PUBLIC:
        return None
    rest, inner, at = "", [], 0
    for begin, end in places:
        rest += text[at:begin]
        inner.append(once(text[begin:end]))
        at = end
    rest = once(rest + text[at:])  # presets
    body = "\n".join(inner)
    standby = "  role = standby" if chance.random() < 0.4 else ""
    entries = [found.groups() for found in re.finditer(r"^  (balancer|gateway) (\S+) \{\n((?:    .*\n)*)", body, re.M)]
    public = [(kind, label) for kind, label, inside in entries
              if "from = " not in inside and ("exposure = public" in inside or kind == "gateway" and "exposure" not in inside)]
    internal = [(kind, label) for kind, label, inside in entries if kind == "balancer" and "exposure" not in inside]
    other = chance.choice([each for each in PUBLIC if each != region])
    lines, hosts = [], chance.random() < 0.5
    if public + internal and chance.random() < 0.8:
        private = not public or chance.random() < 0.3
        kind, label = chance.choice(public + internal if private else public)
        hosts = hosts or private
        if private or chance.random() < 0.6:
            lines.append(front_door(chance, f"{kind}.{label}", private))
        else:
            hosts = False
            lines.append(f"traffic-manager world {{ to = {kind}.{label} }}")
    else:
        hosts = False
    host = lambda name: f'  host = "{name}.example.com"' if hosts else ""
    lines = [f"region one {{ location = {region}{host('one')} }}", f"region two {{ location = {other}{standby}{host('two')} }}"] + lines
    if chance.random() < 0.3 and not re.search(r"^    (ipv6-)?address = ", body, re.M):
        lines.append("peering = yes")
    head = "\n".join("  " + line for line in lines)
    return f"{rest}\napplication app {{\n{head}\n{body}\n}}\n"


def write(files, folder, seed):
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for file in files:
        text = wrap(file.read_text(), f"{seed}-{file.stem}")
        if text:
            made.append(folder / file.name)
            made[-1].write_text(text)
            if (file.parent / "files").is_dir():  # which the program reads
                shutil.copytree(file.parent / "files", folder / "files", dirs_exist_ok=True)
    return made


if __name__ == "__main__":
    write([pathlib.Path(each) for each in sys.argv[3:]], pathlib.Path(sys.argv[2]), sys.argv[1])
