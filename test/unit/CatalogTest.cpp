// Tests of the built-in catalog: lookups, and that all rows exist that the compiler looks up by
// name.
#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Blocks/Compute/Tier.h"
#include "azcl/Support/IpNetwork.h"

#include "gtest/gtest.h"
#include <type_traits>
using namespace azcl;
using llvm::StringRef;

static const Catalog &builtin = Catalog::builtin();

static_assert(std::is_trivially_destructible_v<Catalog>);
static_assert(std::is_trivially_copyable_v<Region> && std::is_trivially_destructible_v<Region>);
static_assert(std::is_trivially_copyable_v<VmSize> && std::is_trivially_destructible_v<VmSize>);
static_assert(std::is_trivially_copyable_v<Image> && std::is_trivially_destructible_v<Image>);

template <class Row> static void expectAscending(llvm::ArrayRef<Row> rows) {
  ASSERT_FALSE(rows.empty());
  for (size_t i = 1; i < rows.size(); ++i)
    EXPECT_LT(rows[i - 1].name, rows[i].name) << i;
}

TEST(Catalog, TablesAscendByName) {
  expectAscending(builtin.regions());
  expectAscending(builtin.vmSizes());
  expectAscending(builtin.images());
  expectAscending(builtin.privateLinks());
  expectAscending(builtin.vmOffers());
  expectAscending(builtin.features());
  expectAscending(builtin.slas());
  expectAscending(builtin.retirements());
  expectAscending(builtin.extensions());
  expectAscending(builtin.limits());
  expectAscending(builtin.serviceTags());
  expectAscending(builtin.timeZones());
  expectAscending(builtin.trafficPlaces());
  expectAscending(builtin.ports());
  expectAscending(builtin.reservedSubnets());
  expectAscending(builtin.addressRanges());
  expectAscending(builtin.administratorNames());
  expectAscending(builtin.diskTypes());
}

TEST(Catalog, OffersAreOfASizeOrOfItsFamily) {
  const VmSize *size = builtin.vmSize("Standard_D4s_v5");
  ASSERT_NE(size, nullptr);
  ASSERT_NE(builtin.offer(*size), nullptr);
  EXPECT_TRUE(builtin.offer(*size)->regions.contains("westeurope"));
  EXPECT_FALSE(builtin.offer(*size)->regions.contains("westeurop"));
  for (const VmOffer &offer : builtin.vmOffers())
    for (StringRef word : offer.regions.words())
      EXPECT_NE(builtin.region(word.split('/').first), nullptr)
          << offer.name.str() << ": " << word.str();
}

TEST(Catalog, WordsWithDetails) {
  WordList list{" eastus/13 eastus2 "};
  EXPECT_TRUE(list.contains("eastus2"));
  EXPECT_FALSE(list.contains("eastus"));
  EXPECT_EQ(list.detail("eastus"), "13");
  EXPECT_EQ(list.detail("eastus2"), "");
  EXPECT_TRUE(list.mentions("eastus"));
  EXPECT_EQ(list.words().size(), 2u);
}

TEST(Catalog, EveryRowIsFoundByItsName) {
  for (const Region &row : builtin.regions())
    EXPECT_EQ(builtin.region(row.name), &row);
  for (const VmSize &row : builtin.vmSizes())
    EXPECT_EQ(builtin.vmSize(row.name), &row);
  for (const Image &row : builtin.images())
    EXPECT_EQ(builtin.image(row.name), &row);
  for (const PrivateLink &row : builtin.privateLinks())
    EXPECT_EQ(builtin.privateLink(row.name), &row);
}

/// The compiler looks up these rows by name.
TEST(Catalog, EveryWordHasItsRow) {
  for (const WordInfo &word : Words<KnownService>::words) {
    auto row =
        llvm::find_if(builtin.ports(), [&](const Port &port) { return port.name == word.name; });
    ASSERT_NE(row, builtin.ports().end()) << word.name.str();
    std::string protocol =
        row->protocol == PortProtocol::Any ? "TCP and UDP" : toString(row->protocol).upper();
    EXPECT_EQ(word.doc, protocol + " port " + std::to_string(row->number));
  }
  for (const WordInfo &word : Words<DiskType>::words)
    EXPECT_TRUE(llvm::any_of(builtin.diskTypes(), [&](const DiskTypeFacts &row) {
      return row.name == word.wire;
    })) << word.name.str();
  for (ReservedSubnet each :
       {ReservedSubnet::Bastion, ReservedSubnet::Firewall, ReservedSubnet::FirewallManagement,
        ReservedSubnet::Gateway, ReservedSubnet::RouteServer})
    EXPECT_EQ(builtin.reservedSubnet(each).name, toString(each));
}

TEST(Catalog, AddressRangesAreRanges) {
  for (const AddressRange &row : builtin.addressRanges())
    EXPECT_TRUE(IpNetwork::parse(row.name)) << row.name.str();
}

TEST(Catalog, RatesOfDisks) {
  const DiskTypeFacts &premium = builtin.diskType("PremiumV2_LRS"),
                      &ultra = builtin.diskType("UltraSSD_LRS");
  EXPECT_EQ(premium.requestsOf(4), 3000);
  EXPECT_EQ(premium.requestsOf(100), 50000);
  EXPECT_EQ(premium.requestsOf(1000), 80000);
  EXPECT_EQ(ultra.requestsOf(4), 4000);
  EXPECT_EQ(ultra.requestsOf(1000), 400000);
  EXPECT_EQ(premium.throughputOf(3000), 750000000);
  EXPECT_EQ(premium.throughputOf(80000), 2000000000);
  EXPECT_EQ(ultra.throughputOf(400000), 10000000000);
  EXPECT_FALSE(builtin.diskType("Premium_LRS").hasRates());
}

/// Each value of `private-endpoint { kind = ... }` has a row.
TEST(Catalog, EveryLinkKindHasItsRow) {
  for (const WordInfo &word : Words<LinkKind>::words)
    EXPECT_NE(builtin.privateLink(word.name), nullptr) << word.name.str();
  EXPECT_EQ(builtin.privateLinks().size(), std::size(Words<LinkKind>::words));
}

/// Each built-in role has a row.
TEST(Catalog, EveryRoleHasItsRow) {
  for (const WordInfo &word : Words<BuiltInRole>::words) {
    ASSERT_NE(builtin.role(word.name), nullptr) << word.name.str();
    EXPECT_EQ(builtin.role(word.name)->title, word.doc);
  }
  EXPECT_EQ(builtin.roles().size(), std::size(Words<BuiltInRole>::words));
}

TEST(Catalog, UnknownNamesAreNotFound) {
  for (StringRef name : {"", "a", "eastus2x", "zzz"})
    EXPECT_EQ(builtin.region(name), nullptr) << name.str();
  EXPECT_EQ(builtin.region("EastUS2"), nullptr) << "names are matched exactly";
  EXPECT_EQ(builtin.vmSize("standard_d4s_v5"), nullptr) << "names are matched exactly";
  EXPECT_EQ(builtin.image("ubuntu"), nullptr);
}

TEST(Catalog, MayBeMadeOfOtherTables) {
  static constexpr unsigned zones[] = {1};
  static constexpr Region regions[] = {{.name = "here", .zones = zones}};
  constexpr Catalog small({.regions = regions});
  ASSERT_NE(small.region("here"), nullptr);
  EXPECT_TRUE(small.region("here")->hasZone(1));
  EXPECT_EQ(small.region("eastus2"), nullptr);
  EXPECT_EQ(small.image("ubuntu-24.04"), nullptr);
}

TEST(Catalog, SaysWhereTheFactsComeFrom) {
  ASSERT_EQ(builtin.files().size(), 29u);
  for (const CatalogFile &file : builtin.files()) {
    EXPECT_TRUE(file.name.ends_with(".json"));
    EXPECT_EQ(file.asOf.size(), 10u);
    EXPECT_FALSE(file.sources.empty());
    for (const CatalogSource &source : file.sources)
      EXPECT_FALSE(source.repo.empty() || source.date.empty() || source.path.empty());
  }
}

TEST(Catalog, RegionWithZones) {
  const Region *region = builtin.region("eastus2");
  ASSERT_NE(region, nullptr);
  EXPECT_EQ(region->displayName, "East US 2");
  EXPECT_EQ(region->geography, "United States");
  EXPECT_EQ(region->cloud, Cloud::Public);
  EXPECT_EQ(region->access, RegionAccess::Open);
  EXPECT_EQ(region->zones.vec(), (std::vector<unsigned>{1, 2, 3}));
  EXPECT_TRUE(region->hasZone(1) && region->hasZone(2) && region->hasZone(3));
  EXPECT_FALSE(region->hasZone(0) || region->hasZone(4));
  EXPECT_EQ(region->pairedRegion, "centralus");
  EXPECT_EQ(region->proximityPlacementGroups, Support::Yes);
  EXPECT_EQ(region->maxFaultDomains, 3u);
  EXPECT_TRUE(region->restsOn.empty());
}

TEST(Catalog, RegionWithoutZones) {
  const Region *region = builtin.region("westus");
  ASSERT_NE(region, nullptr);
  EXPECT_TRUE(region->zones.empty());
  EXPECT_FALSE(region->hasZone(1));
}

TEST(Catalog, RegionOfLimitedUse) {
  const Region *government = builtin.region("usgovtexas");
  ASSERT_NE(government, nullptr);
  EXPECT_EQ(government->cloud, Cloud::USGovernment);
  EXPECT_TRUE(government->pairedRegion.empty());
  EXPECT_EQ(government->proximityPlacementGroups, Support::Unknown);
  EXPECT_EQ(government->maxFaultDomains, 0u);
  EXPECT_FALSE(government->restsOn.empty());
  EXPECT_EQ(builtin.region("australiacentral2")->access, RegionAccess::Restricted);
}

TEST(Catalog, EveryPairedRegionExistsInTheSameCloud) {
  for (const Region &region : builtin.regions()) {
    if (region.pairedRegion.empty())
      continue;
    const Region *partner = builtin.region(region.pairedRegion);
    ASSERT_NE(partner, nullptr) << region.name.str();
    EXPECT_NE(partner, &region);
    EXPECT_EQ(partner->cloud, region.cloud) << region.name.str();
  }
}

TEST(Catalog, SizeThatTakesTheDefaults) {
  const VmSize *size = builtin.vmSize("Standard_D4s_v5");
  ASSERT_NE(size, nullptr);
  EXPECT_EQ(size->family, "standardDSv5Family");
  EXPECT_EQ(size->category, SizeCategory::General);
  EXPECT_EQ(size->vCpus, 4u);
  EXPECT_EQ(size->memoryMiB, 16u * 1024);
  EXPECT_EQ(size->architecture, Architecture::X64);
  EXPECT_EQ(size->generations, (EnumSet<Generation>{Generation::V1, Generation::V2}));
  EXPECT_EQ(size->diskControllers, EnumSet<DiskController>{DiskController::SCSI});
  EXPECT_EQ(size->maxDataDisks, 8u);
  EXPECT_EQ(size->tempDiskGiB, 0u);
  EXPECT_FALSE(size->ephemeralOsDisk());
  EXPECT_TRUE(size->premiumIO && size->acceleratedNetworking && size->encryptionAtHost);
  EXPECT_TRUE(size->trustedLaunch && size->spot);
  EXPECT_EQ(size->confidential, Confidential::None);
  EXPECT_TRUE(size->retires.empty());
}

TEST(Catalog, SizeWithAResourceDisk) {
  const VmSize *size = builtin.vmSize("Standard_E8ds_v5");
  ASSERT_NE(size, nullptr);
  EXPECT_EQ(size->category, SizeCategory::Memory);
  EXPECT_EQ(size->memoryMiB, 64u * 1024);
  EXPECT_TRUE(size->ephemeralOsDisk());
  EXPECT_EQ(size->ephemeralPlacements,
            EnumSet<EphemeralPlacement>{EphemeralPlacement::ResourceDisk});
  EXPECT_EQ(size->tempDiskGiB, 300u);
  EXPECT_EQ(size->cacheDiskGiB, 0u);
}

TEST(Catalog, SizeWithNvmeDisks) {
  const VmSize *size = builtin.vmSize("Standard_D2ads_v6");
  ASSERT_NE(size, nullptr);
  EXPECT_EQ(size->diskControllers, EnumSet<DiskController>{DiskController::NVMe});
  EXPECT_TRUE(size->ephemeralPlacements.contains(EphemeralPlacement::NvmeDisk));
  EXPECT_EQ(size->nvmeDiskGiB, 110u);
  EXPECT_EQ(size->nvmePerDiskGiB, 110u);
}

TEST(Catalog, SizeThatRetires) {
  const VmSize *size = builtin.vmSize("Standard_B2s");
  ASSERT_NE(size, nullptr);
  EXPECT_EQ(size->retires, "2028-11-15");
  EXPECT_EQ(size->cacheDiskGiB, 30u);
  EXPECT_FALSE(size->acceleratedNetworking || size->spot);
}

TEST(Catalog, SizeOfOddMemoryOrName) {
  EXPECT_EQ(builtin.vmSize("Standard_B1ls")->memoryMiB, 512u);
  EXPECT_EQ(builtin.vmSize("Standard_M8-2ms")->memoryMiB, 224000u);
}

TEST(Catalog, SizesAreConsistent) {
  for (const VmSize &size : builtin.vmSizes()) {
    SCOPED_TRACE(size.name.str());
    EXPECT_FALSE(size.family.empty() || size.generations.empty() || size.diskControllers.empty());
    EXPECT_TRUE(size.vCpus > 0 && size.memoryMiB > 0);
    EXPECT_TRUE(!size.trustedLaunch || size.generations.contains(Generation::V2));
    EXPECT_TRUE(!size.trustedLaunch || size.confidential == Confidential::None);
    EXPECT_LE(size.nvmePerDiskGiB, size.nvmeDiskGiB);
  }
}

TEST(Catalog, EveryImageIsFilled) {
  for (const Image &image : builtin.images()) {
    SCOPED_TRACE(image.name.str());
    EXPECT_FALSE(image.publisher.empty() || image.offer.empty() || image.sku.empty());
    EXPECT_EQ(image.os == OperatingSystem::Windows, image.name.starts_with("windows-"));
    EXPECT_EQ(image.architecture == Architecture::Arm64, image.name.ends_with("-arm64"));
    EXPECT_EQ(image.generation == Generation::V1, image.name.ends_with("-gen1"));
    EXPECT_EQ(image.trustedLaunch == Support::No, image.generation == Generation::V1);
  }
}

TEST(Catalog, ImageOfLinux) {
  const Image *image = builtin.image("ubuntu-24.04");
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->publisher, "Canonical");
  EXPECT_EQ(image->offer, "ubuntu-24_04-lts");
  EXPECT_EQ(image->sku, "server");
  EXPECT_EQ(image->os, OperatingSystem::Linux);
  EXPECT_EQ(image->generation, Generation::V2);
  EXPECT_EQ(image->trustedLaunch, Support::Yes);
  EXPECT_EQ(image->osDiskGiB, 30u);
  EXPECT_FALSE(image->planRequired);
}

TEST(Catalog, ImageOfWindows) {
  const Image *image = builtin.image("windows-server-2022");
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->publisher, "MicrosoftWindowsServer");
  EXPECT_EQ(image->offer, "WindowsServer");
  EXPECT_EQ(image->sku, "2022-datacenter-g2");
  EXPECT_EQ(image->os, OperatingSystem::Windows);
  EXPECT_EQ(image->generation, Generation::V2);
  EXPECT_EQ(image->trustedLaunch, Support::Yes);
  EXPECT_EQ(image->automaticOsUpgrade, Support::Yes);
  EXPECT_EQ(image->osDiskGiB, 127u);
}

TEST(Catalog, ImageWithAPlan) {
  const Image *image = builtin.image("rocky-9");
  ASSERT_NE(image, nullptr);
  EXPECT_TRUE(image->planRequired);
  EXPECT_EQ(image->trustedLaunch, Support::Unknown);
  EXPECT_TRUE(image->unsupportedClouds.contains(Cloud::China));
  EXPECT_FALSE(image->unsupportedClouds.contains(Cloud::Public));
}

TEST(Catalog, EnumeratorsAreSpelledAsAzureSpellsThem) {
  EXPECT_EQ(toString(Architecture::X64), "x64");
  EXPECT_EQ(toString(OperatingSystem::Windows), "Windows");
  EXPECT_EQ(toString(Cloud::USGovernment), "AzureUSGovernment");
  EXPECT_EQ(toString(EphemeralPlacement::NvmeDisk), "NvmeDisk");
}
