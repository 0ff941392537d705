// Generates valid programs of any size for the benchmark.
#include "generate.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Support/Format.h"
#include <algorithm>

using namespace azcl;

namespace {

constexpr unsigned tiersInCluster = 10;
constexpr unsigned mostPeaks = 200; // a template can have at most 256 parameters
constexpr const char *regions[] = {"eastus2", "westeurope",    "northeurope",   "centralus",
                                   "uksouth", "swedencentral", "australiaeast", "japaneast"};
constexpr const char *sizes[] = {"Standard_D2s_v5", "Standard_D4s_v5", "Standard_D8s_v5",
                                 "Standard_E8ds_v5"};
constexpr const char *roles[] = {"web",  "orders", "search", "basket", "reports",
                                 "mail", "prices", "stock",  "login",  "jobs"};

constexpr const char *head =
    R"azc(// The shops, one cluster for each country. To add one, copy the last and change its addresses.

/// The SSH public key of the administrator.
param admin_key : ssh-key
/// The VM size of the web tiers.
param machine : vm-size in [Standard_D2s_v5, Standard_D4s_v5, Standard_D8s_v5] = Standard_D4s_v5

let site = "contoso"
let threshold = 70%

/// Small upgrade batches and a long grace period for repairs, for user-facing tiers.
preset careful : tier {
  upgrade rolling { batch = 10%  pause = 1m }
  repair { grace = 45m }
  custom-data = "#cloud-config"
}

/// Automatic shutdown at night, where it is allowed.
preset office-hours : tier {
  shutdown { at = 19:00  resume = 07:00  timezone = "W. Europe Standard Time" }
}
)azc";

class Generator {
public:
  std::string run(unsigned tiers) {
    text = head;
    if (tiers > 4)
      text += "\n/// The password of the user `ops` on Windows VMs.\nparam admin_password : "
              "secret\n";
    for (unsigned first = 0, cluster = 0; first < tiers; first += tiersInCluster, ++cluster)
      addCluster(cluster, std::min(tiers - first, tiersInCluster));
    return std::move(text);
  }

private:
  template <class... Args> void add(fmt::format_string<Args...> form, Args &&...args) {
    fmt::format_to(std::back_inserter(text), form, std::forward<Args>(args)...);
  }

  void addCluster(unsigned number, unsigned tiers) {
    // Each cluster has its own /20 network, one of the 4,096 in 10.0.0.0/8.
    unsigned second = number / 16 % 256, third = number % 16 * 16;
    add("\n/// The maximum number of instances of each tier of shop {0}.\n"
        "{3}param peak_{0} : int in 6..{1} = {2}\n"
        "{3}environment test_{0} {{ peak_{0} = 6  machine = Standard_D2s_v5 }}\n\n",
        number, 40 + number % 50, 10 + number % 20, number < mostPeaks ? "" : "// ");
    add("cluster shop_{} {{\n  region = {}\n", number, regions[number % std::size(regions)]);
    if (number % 3 == 0)
      add("  zones  = [1, 2, 3]\n");
    add("  slo {{ availability = 99.9{}% }}\n\n", number % 9);
    add("  network {{\n    address = 10.{}.{}.0/20\n    nat-gateway {{ addresses = 4 }}\n", second,
        third);
    for (unsigned tier = 0; tier < tiers; ++tier)
      if (tier % 3 == 2)
        add("    subnet {}_{} {{ address = 10.{}.{}.0/24 }}   // used in firewall rules\n",
            roles[tier], number, second, third + tier);
      else
        add("    subnet {}_{} {{ size = 256 }}\n", roles[tier], number);
    if (number % 4 == 1)
      add("    bastion {{ sku = basic }}\n");
    add("  }}\n");
    for (unsigned tier = 0; tier < tiers; ++tier)
      addTier(number, tier);
    addBalancers(number, tiers);
    add("}}\n");
  }

  void addTier(unsigned cluster, unsigned tier) {
    bool windows = tier == 4 || tier == 9, front = tier % 5 < 3;
    unsigned port = 8000 + tier;
    add("\n  /// Serves {0} for shop {1}.\n  tier {0} {{\n", roles[tier], cluster);
    if (front)
      add("    use careful\n");
    if (windows)
      add("    use office-hours\n");
    add("    image     = {}\n", windows    ? "windows-server-2022"
                                : tier % 2 ? "debian-12"
                                           : "ubuntu-24.04");
    if (tier == 0)
      add("    size      = param.machine\n");
    else
      add("    size      = {}\n", sizes[(cluster + tier) % std::size(sizes)]);
    if (front)
      add("    instances = 3..param.peak_{}\n", cluster % mostPeaks);
    else
      add("    instances = {}\n", 2 + tier % 4);
    if (windows)
      add("    admin     = {{ user = \"ops\"  password = param.admin_password }}\n");
    else
      add("    admin     = {{ user = \"${{let.site}}\"  key = param.admin_key }}\n");
    add("    subnet    = network.{}_{}\n", roles[tier], cluster);
    if (tier % 3 == 0)
      add("    health http {{ port = {}  path = \"/healthz/{}\"  every = 10s }}\n", port,
          roles[tier]);
    else
      add("    health tcp {{ port = {} }}\n", port);
    if (tier % 2)
      add("    disk os   {{ type = premium  size = {}GiB }}\n", 128 << tier % 3);
    if (tier % 4 == 3 && !front)
      add("    disk data {{ type = premium  size = {}GiB  count = {} }}   /* the index */\n",
          256 << tier % 3, 1 + cluster % 4);
    if (!front && !windows)
      add("    upgrade rolling {{ batch = {}%  pause = 30s  unhealthy = 50% }}\n", 10 + tier);
    if (front)
      add("    // Scale out fast, scale in slowly.\n"
          "    autoscale {{\n"
          "      scale out when cpu > let.threshold over 5m  {{ by = if param.peak_{0} > 20 then 4 "
          "else 2 }}\n"
          "      scale in  when cpu < 30% over 10m {{ by = 1  cooldown = {1}m }}\n"
          "    }}\n",
          cluster % mostPeaks, 5 + tier);
    add("  }}\n");
  }

  void addBalancers(unsigned cluster, unsigned tiers) {
    add("\n  balancer front {{\n    exposure = public\n");
    for (unsigned tier = 0; tier < tiers; ++tier)
      if (tier % 5 < 2)
        add("    listen {} {{ port = {} -> {}  to = tier.{} }}\n", roles[tier], 443 + tier,
            8000 + tier, roles[tier]);
    add("  }}\n");
    if (tiers <= 3)
      return;
    add("\n  balancer inner_{} {{\n    exposure = internal\n", cluster);
    for (unsigned tier = 3; tier < tiers; ++tier)
      if (tier % 5 == 3)
        add("    listen {0} {{ port = {1}  to = tier.{0} }}\n", roles[tier], 8000 + tier);
    add("    probe tcp {{ port = 8003  every = 5s  failures = 2 }}\n  }}\n");
  }

  std::string text;
};

} // namespace

std::string azcl::bench::generate(unsigned tiers) {
  return Generator().run(tiers);
}

std::string azcl::bench::generateApplication(unsigned clusters) {
  llvm::SmallVector<llvm::StringRef, 50> regions;
  for (const Region &region : Catalog::builtin().regions())
    if (region.cloud == Cloud::Public && region.access <= RegionAccess::Restricted &&
        regions.size() < 50)
      regions.push_back(region.name);
  std::string text = "param admin_key : ssh-key\n";
  auto out = std::back_inserter(text);
  for (unsigned cluster = 0; cluster < clusters; ++cluster) {
    fmt::format_to(out, "cluster shop-{} {{\n  region = {}\n", cluster,
                   regions[cluster % regions.size()]);
    for (const char *role : roles)
      fmt::format_to(out, R"azc(  tier {} {{
    image     = ubuntu-24.04
    size      = Standard_D4s_v5
    instances = 3..10
    admin     = {{ user = "azureuser"  key = param.admin_key }}
    health http {{ port = 8080  path = "/healthz" }}
    autoscale {{
      scale out when cpu > 75% over 5m  {{ by = 2  cooldown = 5m }}
      scale in  when cpu < 25% over 10m {{ by = 1  cooldown = 10m }}
    }}
  }}
)azc",
                     role);
    fmt::format_to(out, "  balancer front {{ exposure = public  listen https {{ port = 443 -> 8443 "
                        " to = tier.web }} }}\n}}\n");
  }
  return text;
}
