// Plans the extensions of a tier.
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using llvm::StringRef;

GpuVendor azcl::gpuOf(const VmSize &size, const Catalog &catalog) {
  const VmSeries *series = catalog.series(size);
  return series ? series->gpu : GpuVendor::None;
}

GpuVendor azcl::gpuOf(const Tier &tier, const Catalog &catalog, const Extend &extend) {
  std::optional<GpuVendor> vendor;
  bool same = true;
  sizeFailing(tier, catalog, extend, [&](const VmSize &size) {
    GpuVendor own = gpuOf(size, catalog);
    same &= !vendor || *vendor == own;
    vendor = own;
    return true;
  });
  return same && vendor ? *vendor : GpuVendor::None;
}

const Extend *azcl::firstOf(const Tier &tier, ExtensionKind kind) {
  for (const Extend &each : tier.extensions)
    if (each.extension() == kind)
      return &each;
  return nullptr;
}

llvm::SmallVector<const Block *, 2> azcl::systemIdentityUsers(const Tier &tier) {
  llvm::SmallVector<const Block *, 2> users;
  if (tier.login)
    users.push_back(tier.login.get());
  for (const Extend &each : tier.extensions)
    if (each.extension() == ExtensionKind::MachineConfiguration)
      users.push_back(&each);
  return users;
}

bool azcl::monitorsIntegrity(const Tier &tier) {
  const TrustedLaunch *settings = tier.security ? tier.security->trustedLaunch.get() : nullptr;
  bool off = tier.trustedLaunch.known() && !tier.trustedLaunch.value();
  return settings && !off && settings->integrity.known() && settings->integrity.value();
}

static StringRef kindOf(const Extend &extend, const Tier &tier, const Catalog &catalog) {
  if (extend.extension() != ExtensionKind::GpuDriver)
    return Words<ExtensionKind>::words[extend.variant].name;
  return gpuOf(tier, catalog, extend) == GpuVendor::Amd ? "amd-gpu" : "nvidia-gpu";
}

static std::vector<TierExtension> allOf(const Tier &tier, const Catalog &catalog) {
  std::vector<TierExtension> all;
  OperatingSystem os = tier.image.value()->os;
  auto add = [&](StringRef kind, StringRef word, const Block &by) -> TierExtension & {
    all.push_back({kind, word, catalog.extension(kind, os), &by});
    return all.back();
  };
  if (needsLicenseExtension(tier))
    add("hybrid-benefit", "license", tier);
  if (tier.join)
    add("join-domain", "join domain", *tier.join.get());
  if (tier.login)
    add("directory-login", "login directory", *tier.login.get());
  for (const Extend &each : tier.extensions)
    add(kindOf(each, tier, catalog), Words<ExtensionKind>::words[each.variant].name, each).extend =
        &each;
  if (needsEndpointExtension(tier))
    add(Words<ExtensionKind>::words[size_t(ExtensionKind::CustomScript)].name, "endpoint",
        *endpointOf(tier));
  if (monitorsIntegrity(tier))
    add("guest-attestation", "integrity-monitoring", *tier.security->trustedLaunch.get());
  if (const Health *health = tier.health.get())
    add(health->rich.known() && health->rich.value() ? "application-health"
                                                     : "application-health-binary",
        "health", *health);
  return all;
}

/// Whether `extension` must be installed after `other` because the program says so.
static bool comesAfter(const TierExtension &extension, const TierExtension &other) {
  if (!extension.extend || !(other.extend || other.isEndpoint()) ||
      !extension.extend->after.set() || extension.extend->after.poisoned())
    return false;
  const auto &after = extension.extend->after;
  for (size_t i = 0; i < after.size(); ++i)
    if (other.is(after[i]) || (other.isEndpoint() && after[i] == ExtensionKind::CustomScript))
      return true;
  return false;
}

/// Adds the extensions that wait for each other: those of `rest` that can be reached from
/// themselves.
static std::vector<const Extend *> cycleIn(llvm::ArrayRef<TierExtension> rest) {
  std::vector<const Extend *> cycle;
  for (const TierExtension &start : rest) {
    std::vector<const TierExtension *> reached, next = {&start};
    while (!next.empty()) {
      const TierExtension *at = next.back();
      next.pop_back();
      for (const TierExtension &other : rest)
        if (comesAfter(*at, other) && !llvm::is_contained(reached, &other)) {
          reached.push_back(&other);
          next.push_back(&other);
        }
    }
    if (llvm::is_contained(reached, &start))
      cycle.push_back(start.extend);
  }
  return cycle;
}

ExtensionPlan azcl::extensionPlan(const Tier &tier, const Catalog &catalog) {
  ExtensionPlan plan;
  std::vector<TierExtension> rest = allOf(tier, catalog);
  auto rank = [](const TierExtension &each) { return each.facts ? each.facts->order : ~0u; };
  while (!rest.empty()) {
    size_t best = rest.size();
    for (size_t i = 0; i < rest.size(); ++i) {
      bool ready = llvm::none_of(
          rest, [&](const TierExtension &other) { return comesAfter(rest[i], other); });
      if (ready && (best == rest.size() || rank(rest[i]) < rank(rest[best])))
        best = i;
    }
    if (best == rest.size()) {
      plan.cycle = cycleIn(rest);
      plan.inOrder.insert(plan.inOrder.end(), rest.begin(), rest.end());
      break;
    }
    plan.inOrder.push_back(rest[best]);
    rest.erase(rest.begin() + best);
  }
  return plan;
}
