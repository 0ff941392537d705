"""Prints a program with N tiers in one subnet, each with a security rule."""
import sys

print("""preset small : tier {
  image = ubuntu-24.04  size = Standard_D2s_v5  instances = 1  subnet = network.all
  admin = { user = "ops"  key = "ssh-ed25519 AAAA" }
  allow office { addresses = [203.0.113.0/24]  port = 8443 }
}
cluster shop {
  region = eastus2
  network { isolate = tiers  subnet all { size = 1024 } }""")
for i in range(int(sys.argv[1])):
    print(f"  tier t{i} {{ use small }}")
print("}")
