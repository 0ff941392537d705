"""Writes a program with as many security rules as the argument says, next to a listener or under conditions."""
import sys

count, kind = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
if kind in ("either", "times"):
    print("param on : bool")
print('cluster a {\n  region = eastus2\n  tier web {\n    image = ubuntu-24.04  size = Standard_D2s_v5'
      '  instances = 2\n    admin = { user = "ops"  key = "ssh-ed25519 AAAA" }')
for i in range(count):
    when = {"times": " when param.on", "either": f" when {'not ' * (i % 2)}param.on"}.get(kind, "")
    print(f'    allow r{i}{when} {{ addresses = [203.0.113.0/24]  port = {8000 + i} }}')
print('  }')
if kind == "listener":
    print('  balancer b { listen web { port = 80  to = tier.web }  probe http { port = 81  path = "/healthz" } }')
print('}')
