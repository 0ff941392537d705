"""A program whose tier has as many rules as the argument says."""
import sys

count = int(sys.argv[1])
print('cluster a {\n  region = eastus2\n  tier web {\n    image = ubuntu-24.04  size = Standard_D2s_v5'
      '  instances = 2\n    admin = { user = "ops"  key = "ssh-ed25519 AAAA" }')
for i in range(count):
    print(f'    allow r{i} {{ addresses = [203.0.113.0/24]  port = {8000 + i} }}')
print('  }\n}')
