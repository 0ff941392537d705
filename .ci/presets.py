"""Writes programs that use random standard presets, on clusters, tiers and gateways: presets.py AZCLC FOLDER SEED FIRST COUNT.

A program compiles, or azclc refuses it for one of the reasons in REFUSALS. The referees check what compiles (referee.py).
The files are named s0001.azc and so on, in Azure Government g0001.azc."""
import pathlib
import random
import re
import subprocess
import sys

REFUSALS = {
    "AZC2045": "presets disagree, and no value is the stricter one (docs/presets.md)",
    "AZC4016": "the block is not for this kind of tier: autoscale and Spot are for scale sets",
    "AZC4017": "the number of single VMs does not change",
    "AZC4018": "after AZC2045, a scale rule has the amounts of both presets",
    "AZC4006": "a rolling upgrade needs `health`, which only `web-tier` sets",
    "AZC4007": "so do automatic repairs",
    "AZC4055": "`batch` in a tier of single VMs in an availability set",
    "AZC4141": "Azure Government installs no proxy of the Metadata Security Protocol on Linux",
    "AZC5068": "a bastion or an `allow` block would change an existing network",
    "AZC5069": "the same for a subnet of a gateway or of private endpoints",
    "AZC6171": "the framework wants integrity monitoring, and `gpu` turns Secure Boot off on Linux",
    "AZC6222": "the tier part of a preset needs the workspace of its cluster part",
    "AZC7001": "`slo` of `production` or `high-availability`",
    "AZC7002": "the same",
    "AZC7003": "the same",
}
# Presets of which a tier has at most one, so that most programs compile.
APART = [{"web-tier", "database-tier", "batch"}, {"development", "high-availability"}]
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
LINUX = ["ubuntu-24.04", "debian-12", "rhel-9"]
WINDOWS = ["windows-server-2022", "windows-server-2025"]
REGIONS = ["westeurope", "eastus2", "swedencentral", "northeurope", "westus", "usgovvirginia"]
SIZES = ["Standard_D4s_v5", "Standard_D8ds_v5", "Standard_E4s_v5"]
VAULTS = {"cis-level-2", "fedramp"}  # their tiers need the vault of their cluster


class Presets:
    """The standard presets: for which blocks they are, and which lines they set."""

    def __init__(self, azclc):
        listed = subprocess.check_output([azclc, "--print-std"], text=True)
        self.texts = {name: subprocess.check_output([azclc, f"--print-std={name}"], text=True)
                      for name in (line.split()[0] for line in listed.splitlines())}

    def of(self, block):
        return [name for name, text in self.texts.items() if f"preset {name} : {block} " in text]

    def sets(self, names, block, word):
        """Whether one of the presets, or one that it uses, sets the attribute or has the block."""
        for name in names:
            for body in re.findall(rf"^preset {name} : {block} {{\n(.*?)^}}", self.texts[name], re.M | re.S):
                used = [each for line in re.findall(r"^  use (.*)$", body, re.M) for each in line.split(", ")]
                if re.search(rf"^  {word}\b", body, re.M) or self.sets(used, block, word):
                    return True
        return False


class Writer:
    def __init__(self, presets, seed):
        self.presets, self.random = presets, random.Random(seed)

    def maybe(self, share):
        return self.random.random() < share

    def some(self, names, most=3):
        return self.random.sample(names, min(len(names), self.random.choice([0, 1, 1, 2, 2, most])))

    def apart(self, names, kind, windows):
        """The presets without those that are known not to go together; some programs have them all the same."""
        if self.maybe(0.1):
            return names
        for group in APART:
            first = next((name for name in names if name in group), None)
            names = [name for name in names if name == first or name not in group]
        if kind == "machines":
            names = [name for name in names if name not in ("web-tier", "batch")]
        if not windows and "gpu" in names:
            names = [name for name in names if "integrity-monitoring = yes" not in self.presets.texts[name]]
        return names

    def condition(self):
        return " when param.extra" if self.maybe(0.15) else ""

    def program(self):
        region = self.random.choice(REGIONS)
        clusters = [self.cluster(f"c{i}", i, region) for i in range(self.random.choice([1, 1, 1, 2]))]
        head = ["param key : ssh-key", "param password : secret", "param extra : bool = yes", "param office : network = 192.0.2.0/24"]
        return "\n".join(head + clusters) + "\n"

    def cluster(self, label, index, region):
        mine = self.some(self.presets.of("cluster"))
        lines = [f"use {', '.join(mine)}"] if mine else []
        lines += [f"region = {region}"]
        if self.presets.sets(mine, "cluster", "compliance"):
            lines += [f"compliance {{ level = {self.random.choice(['report', 'report', 'warning'])} }}"]
        if not self.presets.sets(mine, "cluster", "logs") and self.maybe(0.9):
            lines += ["logs main { keep = 30d }"]
        self.existing = self.maybe(0.03 if self.presets.sets(mine, "cluster", "network") else 0.15)
        if self.existing:
            network = ["existing = \"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net"
                       f"/providers/Microsoft.Network/virtualNetworks/n{index}\"", 'subnet apps { existing = "apps" }']
        else:
            network = [f"address = 10.{20 + index}.0.0/16"]
        lines += [f"network {{ {'  '.join(network)} }}"]
        self.tiers = []
        for i in range(self.random.choice([1, 2, 3])):
            lines += [self.tier(f"t{i}", mine)]
        lines += self.edges(mine)
        body = "\n".join(f"  {line}" for line in lines)
        return f"cluster {label} {{\n{body}\n}}"

    def tier(self, label, ofCluster):
        allowed = [name for name in self.presets.of("tier") if name not in VAULTS or name in ofCluster]
        kind = self.random.choice(["flexible", "flexible", "uniform", "machines", "machines"])
        windows = self.maybe(0.4)
        mine = self.apart(self.some(allowed), kind, windows)

        def unless(word, text):
            return [] if self.presets.sets(mine, "tier", word) and not self.maybe(0.15) else [text]

        lines = [f"use {', '.join(mine)}"] if mine else []
        lines += unless("kind", f"kind = {kind}")
        lines += [f"image = {self.random.choice(WINDOWS if windows else LINUX)}"]
        lines += ['admin = { user = "ops"  password = param.password }' if windows else
                  f'admin = {{ user = "ops"  key = {self.random.choice(["param.key", chr(34) + KEY + chr(34)])} }}']
        if "gpu" in mine:
            lines += ["size = Standard_NC4as_T4_v3"]
        else:
            lines += unless("size", f"size = {self.random.choice(SIZES)}")
        lines += unless("instances", f"instances = {self.random.choice([2, 3, 3, 3])}")
        health = not self.presets.sets(mine, "tier", "health")
        if health and self.maybe(0.9):
            lines += ["health tcp { port = 8080 }"]
        if self.existing:
            lines += ["subnet = network.apps"]
        lines += ['custom-data = "#cloud-config"'] if self.maybe(0.6) else []
        lines += ["disk data { type = premium  size = 128GiB }"] if self.maybe(0.2) else []
        lines += [f"extend antimalware{self.condition()} {{ }}"] if windows and self.maybe(0.3) else []
        if kind == "machines" and self.maybe(0.4):
            lines += [f"just-in-time-access{self.condition()} {{ from = [param.office] }}"]
        if kind == "machines" and self.maybe(0.2):
            lines += ['login directory { admins = ["11111111-1111-1111-1111-111111111111"] }']
        self.tiers.append(label)
        inner = "\n".join(f"    {line}" for line in lines)
        return f"tier {label} {{\n{inner}\n  }}"

    def edges(self, ofCluster):
        tiers = self.tiers[:]
        self.random.shuffle(tiers)
        lines = []
        if tiers and self.maybe(0.5):
            exposure = self.random.choice(["public", "internal"])
            lines += [f"balancer front {{ exposure = {exposure}  listen app {{ port = 8080  to = tier.{tiers.pop()} }} }}"]
        if tiers and not self.existing and self.maybe(0.5):
            mine = self.some(self.presets.of("gateway"))
            use = f"use {', '.join(mine)}  " if mine else ""
            listen = f"listen http {{ port = 80 -> 8080  to = tier.{tiers.pop()}  backend = http }}"
            lines += [f"gateway edge {{ {use}exposure = public  {listen} }}"]
        return lines


def write(azclc, folder, seed, first, count):
    presets = Presets(azclc)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(first, first + count):
        text = Writer(presets, f"{seed}-{number}").program()
        files.append(folder / f"{'g' if 'region = usgov' in text else 's'}{number:04}.azc")
        files[-1].write_text(text)
    return files


if __name__ == "__main__":
    write(sys.argv[1], pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:6]))
