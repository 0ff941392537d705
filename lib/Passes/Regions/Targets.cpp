// Checks the load balancers and gateways to which clients of all regions are sent.
#include "Targets.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

std::string azcl::nameOf(const Block &entry) {
  return fmt::format("{}.{}", info(entry.kind).keyword.str(), entry.label.text.str());
}

/// The name of an entry does not say its cluster.
static void checkUnique(const Setting &to, const Block &entry, PassContext &ctx) {
  const auto &own = *llvm::cast<Cluster>(entry.parent);
  for (const Cluster &other : llvm::cast<RegionBlock>(own.parent)->clusters)
    if (&other != &own && to.origin == Origin::Written && entryLike(entry, other)) {
      ctx.diags
          .report(to.place(), diag::EntryTwice, nameOf(entry), own.label.text, other.label.text)
          .label(entry.head, note::GivenHere);
      return;
    }
}

/// An internal load balancer or gateway that could serve clients, or null.
static const Block *internalEntry(const RegionalApplication &application, const Block &service) {
  for (const RegionBlock &region : application.regions)
    for (const Cluster &cluster : region.clusters) {
      for (const Balancer &each : cluster.balancers)
        return &each;
      if (service.kind != BlockKind::GlobalBalancer)
        for (const Gateway &each : cluster.gateways)
          return &each;
    }
  return nullptr;
}

static void reportMissing(const RegionalApplication &application, const Block &service,
                          PassContext &ctx) {
  if (service.incomplete)
    return;
  llvm::SmallVector<const Block *, 2> entries = publicEntries(application);
  StringRef kinds = "load balancers and application gateways";
  if (service.kind == BlockKind::GlobalBalancer) {
    kinds = "load balancers";
    llvm::erase_if(entries, [](const Block *each) { return each->kind != BlockKind::Balancer; });
  }
  auto report = ctx.diags.report(service.head, diag::TrafficWithoutTarget,
                                 info(service.kind).keyword, kinds, entries.size());
  if (const Block *hidden = entries.empty() ? internalEntry(application, service) : nullptr)
    report.label(hidden->head, note::MakeItPublic, nameOf(*hidden));
}

bool azcl::checkTarget(const RegionalApplication &application, const Block &service,
                       const Setting &to, const Block *entry, PassContext &ctx, bool internal) {
  if (!to.set())
    reportMissing(application, service, ctx);
  if (!entry)
    return false;
  checkUnique(to, *entry, ctx);
  bool good = true;
  for (const RegionalEntry &each : entriesOf(application, *entry)) {
    StringRef region = each.region->label.text;
    if (!each.block) {
      ctx.diags.report(to.place(), diag::TrafficWithoutRegion, "", nameOf(*entry), region);
    } else if (internal && isPublicEntry(*each.block) != (entry->kind == BlockKind::Gateway)) {
      ctx.diags.report(to.place(), diag::PrivateOrigin, nameOf(*entry),
                       entry->kind == BlockKind::Gateway
                           ? fmt::format("is internal in region `{}`; Azure has private links only "
                                         "for application gateways with a public address",
                                         region.str())
                           : fmt::format("is public in region `{}`; private links need an internal "
                                         "load balancer",
                                         region.str()));
      return false;
    } else if (!internal && !isPublicEntry(*each.block)) {
      ctx.diags.report(to.place(), diag::TrafficToInternal, nameOf(*entry), region);
      return false; // usually it is internal in all regions
    } else if (Proof proof = proveExistsWith(*each.block, service);
               proof.answer == Proof::Answer::Fails) {
      ctx.diags
          .report(to.place(), diag::TrafficWithoutRegion, whenPrefix(proof.witness), nameOf(*entry),
                  region)
          .label(each.block->head, note::ConditionalHere);
    } else {
      continue;
    }
    good = false;
  }
  return good;
}

void azcl::offerSlash(Report &report, SourceRange path, PassContext &ctx) {
  StringRef text = ctx.sources.text(path);
  if (text.starts_with("\""))
    report.fix(path, fmt::format("\"/{}", text.drop_front()), note::SlashFirst);
}

void DnsNames::add(StringRef stem, SourceRange place) {
  auto [first, isNew] = used.try_emplace(stem.lower(), place);
  if (!isNew)
    ctx.diags
        .report(place, diag::TrafficSetting, stem.str(), "is the DNS name of another service too")
        .label(first->second, note::GivenHere);
}
