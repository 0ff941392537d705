// Looks up rows of the catalog.
#include "azcl/Catalog/LimitId.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <type_traits>
using namespace azcl;

template <class Row> static const Row *find(llvm::ArrayRef<Row> rows, llvm::StringRef name) {
  static_assert(std::is_trivially_destructible_v<Row> && std::is_trivially_copyable_v<Row>);
  const Row *found =
      std::lower_bound(rows.begin(), rows.end(), name,
                       [](const Row &row, llvm::StringRef n) { return row.name < n; });
  return found != rows.end() && found->name == name ? found : nullptr;
}

const Region *Catalog::region(llvm::StringRef name) const {
  return find(tables.regions, name);
}
const VmSize *Catalog::vmSize(llvm::StringRef name) const {
  return find(tables.vmSizes, name);
}
const Image *Catalog::image(llvm::StringRef name) const {
  return find(tables.images, name);
}
const HostSku *Catalog::hostSku(llvm::StringRef name) const {
  return find(tables.hostSkus, name);
}
const NameRule *Catalog::nameRule(llvm::StringRef type) const {
  for (const NameRule &each : tables.nameRules) // a small table; types are case-insensitive
    if (each.name.equals_insensitive(type))
      return &each;
  return nullptr;
}
llvm::StringRef Catalog::date() const {
  llvm::StringRef newest;
  for (const CatalogFile &file : tables.files)
    newest = std::max(newest, file.asOf);
  return newest;
}
const RegionalFeature *Catalog::feature(llvm::StringRef name) const {
  return find(tables.features, name);
}
const Sla *Catalog::sla(llvm::StringRef name) const {
  return find(tables.slas, name);
}
const Retirement *Catalog::retirement(llvm::StringRef name) const {
  return find(tables.retirements, name);
}
const Extension *Catalog::extension(llvm::StringRef name) const {
  return find(tables.extensions, name);
}
const Extension *Catalog::extension(llvm::StringRef kind, OperatingSystem os) const {
  for (const Extension &each : tables.extensions)
    if (each.kind == kind && each.os == os)
      return &each;
  return nullptr;
}
const VmOffer *Catalog::offer(const VmSize &size) const {
  const VmOffer *own = find(tables.vmOffers, size.name);
  return own ? own : find(tables.vmOffers, size.family);
}
const VmSeries *Catalog::series(const VmSize &size) const {
  const VmSeries *own = find(tables.vmSeries, size.name);
  return own ? own : find(tables.vmSeries, size.family);
}
std::string azcl::quotaKey(llvm::StringRef name) {
  std::string key = name.lower();
  llvm::erase(key, ' ');
  return key;
}
const Quota *Catalog::quota(llvm::StringRef region, llvm::StringRef name) const {
  std::string key = quotaKey(name);
  for (const Quota &each : tables.quotas) {
    auto [where, what] = each.name.split('/');
    if (where == region && quotaKey(what) == key)
      return &each;
  }
  return nullptr;
}
static const Limit &limitRow(llvm::ArrayRef<Limit> limits, LimitId limit) {
  static constexpr llvm::StringLiteral names[] = {
#define LIMIT(ID, NAME, MOST) NAME,
#include "azcl/Catalog/Limits.def"
  };
  return *find(limits, llvm::StringRef(names[size_t(limit)]));
}
size_t Catalog::limit(LimitId limit) const {
  return limitRow(tables.limits, limit).most;
}
size_t Catalog::least(LimitId limit) const {
  return limitRow(tables.limits, limit).least;
}
const DiskTypeFacts &Catalog::diskType(llvm::StringRef name) const {
  return *find(tables.diskTypes, name);
}
const Port &Catalog::port(llvm::StringRef name) const {
  return *find(tables.ports, name);
}
const ReservedSubnetFacts &Catalog::reservedSubnet(ReservedSubnet subnet) const {
  return *find(tables.reservedSubnets, toString(subnet));
}
const ComplianceCheck *Catalog::complianceCheck(llvm::StringRef name) const {
  return find(tables.complianceChecks, name);
}
const ComplianceFramework *Catalog::complianceFramework(llvm::StringRef name) const {
  return find(tables.complianceFrameworks, name);
}
const Role *Catalog::role(llvm::StringRef name) const {
  return find(tables.roles, name);
}
const PrivateLink *Catalog::privateLink(llvm::StringRef name) const {
  return find(tables.privateLinks, name);
}

int64_t DiskTypeFacts::requestsOf(int64_t gibibytes) const {
  return std::clamp<int64_t>(iopsPerGibibyte * gibibytes, leastIops, mostIops);
}
int64_t DiskTypeFacts::leastRequestsOf(int64_t gibibytes) const {
  return std::max<int64_t>(leastIopsPerGibibyte * gibibytes, leastIops);
}
int64_t DiskTypeFacts::leastThroughputOf(int64_t requests) const {
  int64_t forRequests = mostIopsPerMBps ? (requests + mostIopsPerMBps - 1) / mostIopsPerMBps : 0;
  return std::max<int64_t>(leastMBps, forRequests) * 1000000;
}
int64_t DiskTypeFacts::throughputOf(int64_t requests) const {
  return std::min(requests * bytesPerRequest, mostMBps * int64_t(1000000));
}

// Azure/azure-rest-api-specs ImageReference.version; for galleries, Azure/az-hop#707 (Azure rejects
// a number that is too large).
bool azcl::isImageVersion(llvm::StringRef version, bool ofGallery) {
  if (version == "latest")
    return true;
  llvm::SmallVector<llvm::StringRef, 4> parts;
  version.split(parts, '.');
  return parts.size() == 3 && llvm::all_of(parts, [&](llvm::StringRef part) {
           uint64_t number;
           return !part.empty() && llvm::all_of(part, llvm::isDigit) &&
                  (!ofGallery || (!part.getAsInteger(10, number) && number <= INT32_MAX));
         });
}
