"""Prints a program whose Front Door has more parts than Azure allows: many.py ROUTES DOMAINS RULES"""
import sys

routes, domains, rules = map(int, sys.argv[1:4])
names = ", ".join(f'"d{i}.example.com"' for i in range(domains))
print('''application store {
  region east { location = eastus2  host = "e.example.net" }
  front-door edge {
    rewrites = [rewrite.rules]''')
if domains:
    print(f"    domains = [{names}]")
for i in range(routes):
    print(f'    route r{i} {{ paths = ["/{i}/*", "/{i}"] }}')
print("    rewrite rules {")
for i in range(rules):
    print(f'      rule r{i} {{ header response {{ name = "X-{i}"  value = "1" }} }}')
print('''    }
  }
  cluster shop {
    gateway front { listen https { port = 443  certificate = "https://v.vault.azure.net/secrets/tls"  to = tier.web  backend = http } }
    tier web { image = ubuntu-24.04  size = Standard_D4s_v5  instances = 2  admin = { user = "ops"  key = "ssh-ed25519 AAAA" }  health http { port = 80  path = "/" } }
  }
}''')
