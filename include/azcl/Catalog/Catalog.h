// The catalog: tables of facts about Azure, each sorted by name. A new table needs a header beside
// this one, a table and an accessor here, a data file, and columns in lib/CatalogFiles/kinds/.
#pragma once
#include "azcl/Catalog/AddressRange.h"
#include "azcl/Catalog/AdministratorName.h"
#include "azcl/Catalog/Alert.h"
#include "azcl/Catalog/AutoscaleMetric.h"
#include "azcl/Catalog/BlockedProperty.h"
#include "azcl/Catalog/Compliance.h"
#include "azcl/Catalog/DiskTypeFacts.h"
#include "azcl/Catalog/Extension.h"
#include "azcl/Catalog/HostSku.h"
#include "azcl/Catalog/Image.h"
#include "azcl/Catalog/Limit.h"
#include "azcl/Catalog/NameRule.h"
#include "azcl/Catalog/Port.h"
#include "azcl/Catalog/PrivateLink.h"
#include "azcl/Catalog/Provenance.h"
#include "azcl/Catalog/Quota.h"
#include "azcl/Catalog/Region.h"
#include "azcl/Catalog/RegionalFeature.h"
#include "azcl/Catalog/ReservedSubnet.h"
#include "azcl/Catalog/Retirement.h"
#include "azcl/Catalog/Role.h"
#include "azcl/Catalog/ServiceTag.h"
#include "azcl/Catalog/Sla.h"
#include "azcl/Catalog/TimeZone.h"
#include "azcl/Catalog/TrafficPlace.h"
#include "azcl/Catalog/VmOffer.h"
#include "azcl/Catalog/VmSeries.h"
#include "azcl/Catalog/VmSize.h"

namespace azcl {

enum class LimitId : uint8_t; // azcl/Catalog/LimitId.h

/// An immutable set of tables, cheap to copy because it refers to rows that outlive it. Names are
/// case-sensitive; a lookup of an unknown name returns nullptr.
class Catalog {
public:
  /// Each table is sorted by name, without duplicates.
  struct Tables {
    llvm::ArrayRef<Region> regions;
    llvm::ArrayRef<VmSize> vmSizes;
    llvm::ArrayRef<Image> images;
    llvm::ArrayRef<PrivateLink> privateLinks;
    llvm::ArrayRef<HostSku> hostSkus;
    llvm::ArrayRef<VmOffer> vmOffers;
    llvm::ArrayRef<VmSeries> vmSeries;
    llvm::ArrayRef<RegionalFeature> features;
    llvm::ArrayRef<Sla> slas;
    llvm::ArrayRef<Retirement> retirements;
    llvm::ArrayRef<Extension> extensions;
    llvm::ArrayRef<Limit> limits;
    llvm::ArrayRef<ServiceTag> serviceTags;
    llvm::ArrayRef<TrafficPlace> trafficPlaces;
    llvm::ArrayRef<TimeZone> timeZones;
    llvm::ArrayRef<Alert> alerts;
    llvm::ArrayRef<AutoscaleMetric> autoscaleMetrics;
    llvm::ArrayRef<NameRule> nameRules;
    llvm::ArrayRef<BlockedProperty> blockedProperties;
    llvm::ArrayRef<DiskTypeFacts> diskTypes;
    llvm::ArrayRef<Port> ports;
    llvm::ArrayRef<ReservedSubnetFacts> reservedSubnets;
    llvm::ArrayRef<AddressRange> addressRanges;
    llvm::ArrayRef<AdministratorName> administratorNames;
    llvm::ArrayRef<Quota> quotas;
    llvm::ArrayRef<Role> roles;
    llvm::ArrayRef<ComplianceCheck> complianceChecks;
    llvm::ArrayRef<ComplianceControl> complianceControls;
    llvm::ArrayRef<ComplianceFramework> complianceFrameworks;
    llvm::ArrayRef<CatalogFile> files;
  };

  constexpr explicit Catalog(const Tables &tables) : tables(tables) {}

  /// The facts compiled in from lib/Catalog/data.
  static const Catalog &builtin();

  const Region *region(llvm::StringRef name) const;
  const VmSize *vmSize(llvm::StringRef name) const;
  const Image *image(llvm::StringRef name) const;
  const HostSku *hostSku(llvm::StringRef name) const;
  const PrivateLink *privateLink(llvm::StringRef name) const;
  const Role *role(llvm::StringRef name) const;
  const ComplianceCheck *complianceCheck(llvm::StringRef name) const;
  const ComplianceFramework *complianceFramework(llvm::StringRef name) const;
  const RegionalFeature *feature(llvm::StringRef name) const;
  const Sla *sla(llvm::StringRef name) const;
  const Retirement *retirement(llvm::StringRef name) const;
  const Extension *extension(llvm::StringRef name) const;
  /// The extension of a kind for an operating system; null if Azure has none.
  const Extension *extension(llvm::StringRef kind, OperatingSystem os) const;
  /// By resource type, case-insensitive.
  const NameRule *nameRule(llvm::StringRef type) const;
  /// The row of the size, or else of its family; null if neither exists.
  const VmOffer *offer(const VmSize &size) const;
  /// The row of the size, or else of its family; null if neither exists.
  const VmSeries *series(const VmSize &size) const;
  /// The quota of the subscription in a region; null if it is unknown. Ignores case and spaces.
  const Quota *quota(llvm::StringRef region, llvm::StringRef name) const;
  /// By AZCL service name. Every catalog has all of them.
  const Port &port(llvm::StringRef name) const;
  /// By name in templates. Every catalog has all of them.
  const DiskTypeFacts &diskType(llvm::StringRef name) const;
  const ReservedSubnetFacts &reservedSubnet(ReservedSubnet subnet) const;
  /// The maximum. Every catalog has all limits; loadCatalog rejects an incomplete one.
  size_t limit(LimitId limit) const;
  /// The minimum; 0 if there is none.
  size_t least(LimitId limit) const;

  constexpr llvm::ArrayRef<Region> regions() const { return tables.regions; }
  constexpr llvm::ArrayRef<VmSize> vmSizes() const { return tables.vmSizes; }
  constexpr llvm::ArrayRef<Image> images() const { return tables.images; }
  constexpr llvm::ArrayRef<PrivateLink> privateLinks() const { return tables.privateLinks; }

  constexpr llvm::ArrayRef<HostSku> hostSkus() const { return tables.hostSkus; }
  constexpr llvm::ArrayRef<VmOffer> vmOffers() const { return tables.vmOffers; }
  constexpr llvm::ArrayRef<VmSeries> vmSeries() const { return tables.vmSeries; }
  constexpr llvm::ArrayRef<RegionalFeature> features() const { return tables.features; }
  constexpr llvm::ArrayRef<Sla> slas() const { return tables.slas; }
  constexpr llvm::ArrayRef<Retirement> retirements() const { return tables.retirements; }
  constexpr llvm::ArrayRef<Extension> extensions() const { return tables.extensions; }
  constexpr llvm::ArrayRef<Limit> limits() const { return tables.limits; }
  constexpr llvm::ArrayRef<ServiceTag> serviceTags() const { return tables.serviceTags; }
  constexpr llvm::ArrayRef<TrafficPlace> trafficPlaces() const { return tables.trafficPlaces; }
  constexpr llvm::ArrayRef<TimeZone> timeZones() const { return tables.timeZones; }
  constexpr llvm::ArrayRef<Alert> alerts() const { return tables.alerts; }
  constexpr llvm::ArrayRef<AutoscaleMetric> autoscaleMetrics() const {
    return tables.autoscaleMetrics;
  }
  constexpr llvm::ArrayRef<NameRule> nameRules() const { return tables.nameRules; }
  constexpr llvm::ArrayRef<BlockedProperty> blockedProperties() const {
    return tables.blockedProperties;
  }
  constexpr llvm::ArrayRef<DiskTypeFacts> diskTypes() const { return tables.diskTypes; }
  constexpr llvm::ArrayRef<Port> ports() const { return tables.ports; }
  constexpr llvm::ArrayRef<ReservedSubnetFacts> reservedSubnets() const {
    return tables.reservedSubnets;
  }
  constexpr llvm::ArrayRef<AddressRange> addressRanges() const { return tables.addressRanges; }
  constexpr llvm::ArrayRef<AdministratorName> administratorNames() const {
    return tables.administratorNames;
  }
  constexpr llvm::ArrayRef<Quota> quotas() const { return tables.quotas; }
  constexpr llvm::ArrayRef<Role> roles() const { return tables.roles; }
  constexpr llvm::ArrayRef<ComplianceCheck> complianceChecks() const {
    return tables.complianceChecks;
  }
  constexpr llvm::ArrayRef<ComplianceControl> complianceControls() const {
    return tables.complianceControls;
  }
  constexpr llvm::ArrayRef<ComplianceFramework> complianceFrameworks() const {
    return tables.complianceFrameworks;
  }
  constexpr const Tables &all() const { return tables; }

  /// The date of the newest data file: retirements up to this date count as completed.
  llvm::StringRef date() const;

  /// The sources of the facts, one entry per data file.
  constexpr llvm::ArrayRef<CatalogFile> files() const { return tables.files; }

private:
  Tables tables;
};

} // namespace azcl
