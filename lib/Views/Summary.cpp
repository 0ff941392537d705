// --emit=summary: tiers, load balancers, resources, parameters, and how to deploy them.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Support/Format.h"
#include "azcl/Views/Views.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include <map>
#include <utility>

using namespace azcl;
using llvm::StringRef;

static std::string counted(size_t count, StringRef noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

static std::string countOf(const CountBounds &bounds) {
  return bounds.low == bounds.high ? print(*bounds.low)
                                   : print(*bounds.low) + " to " + print(*bounds.high);
}

/// Prints the instance counts, the schedules, and the largest number of vCPUs that a tier can have.
static void printTier(const Program &program, const Cluster &cluster, const Tier &tier,
                      llvm::raw_ostream &out) {
  StringRef kind = Words<TierKind>::words[size_t(tier.kind.value())].name;
  out << fmt::format("  tier {}: {} x {}, {}", tier.label.text,
                     countOf(countBoundsOf(tier).front()), print(*tier.size.expr),
                     print(*tier.image.expr));
  InstanceCounts counts(tier);
  auto atMost = [&](auto amountOf) {
    return counts
        .greatestSum([&](const InstanceCount &count) -> int64_t {
          const VmSize *size = program.catalog.vmSize(count.size);
          return size ? count.greatest * amountOf(*size) : 0;
        })
        .value;
  };
  if (int64_t processors = atMost([](const VmSize &size) -> int64_t { return size.vCpus; }))
    out << fmt::format(" (up to {} vCPUs and {} GiB of memory)", processors,
                       atMost([](const VmSize &size) -> int64_t { return size.memoryMiB; }) / 1024);
  for (const CountBounds &bounds : countBoundsOf(tier))
    if (bounds.schedule)
      out << fmt::format("\n    schedule {}: {}", bounds.schedule->label.text, countOf(bounds));
  out << "\n    " << kind;
  if (cluster.zones.known() && cluster.zones.size())
    out << ", zones " << print(*cluster.zones.expr);
  else
    out << ", no zones";
  if (tier.upgrade)
    out << ", " << Words<UpgradeMode>::words[size_t(tier.upgrade->mode())].name << " upgrades";
  out << (tier.health ? ", application health check" : "")
      << (tier.repair ? ", automatic repairs" : "") << (tier.autoscale ? ", autoscale" : "")
      << (tier.spot ? ", Spot" : "") << (tier.shutdown ? ", auto-shutdown" : "") << "\n";
  for (const Card &card : cardsOf(tier)) {
    const Subnet &subnet = *card.subnetOf();
    out << "    subnet " << subnet.label.text;
    if (subnet.address.known())
      out << " " << subnet.address.value();
    if (card.further)
      out << ", network interface " << card.further->label.text;
    out << "\n";
  }
}

static void printCluster(const Program &program, const Cluster &cluster, llvm::raw_ostream &out) {
  out << fmt::format("cluster {} in {}\n", cluster.name, cluster.region.value()->displayName);
  for (const Tier &tier : cluster.tiers)
    printTier(program, cluster, tier, out);
  for (const Balancer &balancer : cluster.balancers) {
    out << fmt::format("  load balancer {}, {}:", balancer.label.text,
                       Words<Exposure>::words[size_t(balancer.exposure.value())].name);
    const char *separator = " ";
    for (const Listen &listener : balancer.listeners) {
      out << std::exchange(separator, "; ");
      const Frontend *frontend = blockOf(listener.frontend);
      out << fmt::format("{} {}{} to {}", listener.label.text,
                         listener.port.set() ? print(*listener.port.expr) : "every port",
                         frontend ? fmt::format(" of frontend {}", frontend->label.text) : "",
                         listener.to.value()->label.text);
    }
    out << "\n";
  }
}

static void printResources(const TemplateSet &set, llvm::raw_ostream &out) {
  std::map<StringRef, std::pair<unsigned, unsigned>> counts; // all, and the conditional ones
  for (const auto &resource : set.module->resources) {
    auto &[all, conditional] = counts[resource->type()];
    ++all;
    conditional += resource->condition.set();
  }
  out << fmt::format("\n{} in {}, deployed in {}\n",
                     counted(set.module->resources.size(), "resource"),
                     counted(set.templates.size(), "template"),
                     counted(set.templates.empty() ? 0 : set.templates.back().tier + 1, "step"));
  for (const auto &[type, count] : counts) {
    out << fmt::format("  {:4} {}", count.first, type);
    if (count.second)
      out << fmt::format(" ({} conditional)", count.second);
    out << "\n";
  }
}

static void printDeployment(LinkMode link, llvm::raw_ostream &out) {
  out << "\ndeployment\n";
  switch (link) {
  case LinkMode::Relative:
    out << "  az ts create -n NAME -v 1 -g GROUP -f main.json\n"
           "  az deployment group create -g GROUP -s TEMPLATE-SPEC-ID -p main.parameters.json\n";
    break;
  case LinkMode::Artifacts:
    out << "  copy main.json and templates/ to a blob container, then run\n"
           "  az deployment group create -g GROUP -u ADDRESS/main.json -p main.parameters.json\n";
    break;
  case LinkMode::Inline:
    out << "  az deployment group create -g GROUP -f main.json -p main.parameters.json\n";
  }
}

void azcl::printSummary(const Program &program, const TemplateSet &set, LinkMode link,
                        llvm::raw_ostream &out) {
  for (const Cluster &cluster : program.clusters())
    printCluster(program, cluster, out);
  printResources(set, out);
  if (!set.parameters.empty()) {
    out << "\nparameters\n";
    for (const arm::Parameter *parameter : set.parameters)
      out << "  " << parameter->name << (parameter->initial.set() ? "" : " (required)") << "\n";
  }
  if (!set.module->preconditions.empty()) {
    out << "\nprerequisites\n";
    for (const arm::Precondition &each : set.module->preconditions)
      out << fmt::format("  {} {}: {}\n", each.kind, each.subject, each.why);
  }
  printDeployment(link, out);
}
