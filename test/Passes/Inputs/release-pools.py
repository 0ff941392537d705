# A gateway in front of as many tiers with releases as the argument says.
import sys

count = int(sys.argv[1])
print('''preset linux : tier {
  image = ubuntu-24.04  size = Standard_D4s_v5  instances = 2  admin = { user = "ops"  key = "ssh-ed25519 AAAA" }
  health http { port = 80  path = "/" }
  release blue-green { }
}
cluster shop {
  region = eastus2''')
for i in range(count):
    print(f"  tier t{i} {{ use linux }}")
print("  gateway front { listen web { port = 80  backend = http  to = tier.t0")
for i in range(1, count):
    print(f'    path p{i} {{ paths = ["/{i}/*"]  to = tier.t{i}  port = 80 }}')
print("  } }\n}")
