# Prints a program that exceeds each limit by one; with the argument `less`, a program at each limit.
import os
import sys
less = len(sys.argv) > 1
def count(most):
    return most if less else most + 1
print('param cert : secret-uri')
print('param ca : text')
print('preset linux : tier { image = ubuntu-24.04  size = Standard_D4s_v5  instances = 2  admin = { user = "ops"  key = "k" } }')
print('cluster a {\n  region = westus')
print('  network {')
print('    dns = [%s]' % ', '.join('10.9.0.%d' % (i + 4) for i in range(count(20))))
for i in range(count(400)):
    print('    route r%d { to = 172.16.%d.%d/32  via = internet }' % (i, i // 250, i % 250))
print('  }')
print('  tier web { use linux }')
print('  gateway edge { sku = standard-v2  capacity = 2..4')
print('    listen web { port = 443 -> 8443  to = tier.web  backend = http  certificate = param.cert }')
print('  }')
print('  gateway doors {')
for i in range(count(100)):
    print('    listen l%d { port = %d -> 8443  to = tier.web  backend = http }' % (i, 1000 + i))
print('    waf {')
for i in range(count(100)):
    print('      rule r%d { action = block  match address { addresses = [10.0.0.%d/32] } }' % (i, i))
print('    }\n  }')
# Chains of certificate authorities: two listeners, each with the most, and a chain of 25 KB.
print('  gateway clients {')
for i in range(2):
    print('    listen m%d { port = %d -> 8443  to = tier.web  backend = http  certificate = param.cert' % (i, 1000 + i))
    print('      client-certificates { authorities = [%s] }\n    }'
          % ', '.join('"${param.ca}%d"' % (1000 * i + k) for k in range(count(100))))
print('  }')
print('  gateway long {')
chain = open(os.path.join(os.path.dirname(__file__), 'client-ca.pem')).read().ljust(count(25600))
print('    listen m { port = 443 -> 8443  to = tier.web  backend = http  certificate = param.cert')
print('      client-certificates { authorities = ["%s"] }\n    }' % chain.replace('\n', '\\n'))
print('  }\n}')
# Frontends, which all provide SNAT ports: the default one, and those of the blocks.
print('cluster b {\n  region = westus\n  network { outbound = balancer }\n  tier web { use linux }')
print('  balancer many { exposure = public  listen web { port = 80  to = tier.web }')
for i in range(count(600) - 1):
    print('    frontend f%d { }' % i)
print('  }\n}')
