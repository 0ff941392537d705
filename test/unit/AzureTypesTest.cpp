// Tests of the types of Azure: the library, the checker, and the layouts of the compiler.
#include "azcl/ARM/Resources.h"
#include "azcl/ARM/Types.h"
#include "azcl/AzureTypes/Check.h"
#include "gtest/gtest.h"

using namespace azcl;
using namespace azcl::azure;

static const TypeLibrary &library() {
  return TypeLibrary::builtin();
}

TEST(AzureTypes, EveryTypeCanBeRead) {
  size_t types = 0, versions = 0, properties = 0;
  for (llvm::StringRef provider : library().providers())
    for (llvm::StringRef type : library().types(provider)) {
      ++types;
      for (llvm::StringRef version : library().versions(type)) {
        ++versions;
        std::optional<ResourceType> found = library().find(type, version);
        ASSERT_TRUE(found) << type.str();
        properties += allProperties(found->body).size();
      }
    }
  EXPECT_GT(types, 3500u);
  EXPECT_GT(versions, 36000u);
  EXPECT_GT(properties, 100000u);
}

TEST(AzureTypes, NamesAreComparedWithoutCase) {
  EXPECT_EQ(library().spelling("microsoft.network/LOADBALANCERS"),
            "Microsoft.Network/loadBalancers");
  EXPECT_EQ(library().similar("Microsoft.Network/loadBalancer"), "Microsoft.Network/loadBalancers");
  EXPECT_EQ(library().similar("Microsoft.Netwrk/loadBalancers"), "Microsoft.Network/loadBalancers");
  EXPECT_FALSE(library().newest("Contoso.Things/things"));
}

/// The published pattern has nested repetitions: ^[a-zA-Z0-9]+([._]?[a-zA-Z0-9]+)*$
TEST(AzureTypes, PatternsTakeLittleTime) {
  auto type = library().find("Microsoft.ContainerService/containerServices", "2017-07-01");
  auto user = typeAt(type->body, "properties.windowsProfile.adminUsername");
  ASSERT_TRUE(user);
  Given text;
  text.kind = Given::Kind::Text;
  text.exact = true;
  text.text = std::string(300, 'a');
  EXPECT_TRUE(check(user->type, text).empty());
  text.text += '!';
  std::vector<Fault> faults = check(user->type, text);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].kind, FaultKind::Pattern);
}

TEST(AzureTypes, DamagedDataIsRefused) {
  EXPECT_EQ(TypeLibrary::read(""), nullptr);
  EXPECT_EQ(TypeLibrary::read("AZTYPES1"), nullptr);
}

/// Disks of single machines in the sovereign clouds; CheckDisks rejects programs that need them.
static constexpr llvm::StringRef rejected[] = {
    "Microsoft.Compute/virtualMachines@2024-11-01: properties.storageProfile.dataDisks.disk",
    "Microsoft.Resources/deployments"}; // only a deployment to a subscription has a location

/// Properties that the lowering omits in the sovereign clouds, and those of the template language.
static constexpr llvm::StringRef omitted[] = {"proxyAgentSettings.addProxyAgentExtension",
                                              "clientAuthConfiguration.verifyClientAuthMode",
                                              "webhookReceivers.useCommonAlertSchema",
                                              ": subscriptionId",
                                              ": resourceGroup",
                                              "tlsSettings.cipherSuiteSetType"};

/// A typing mistake in a layout would be an error of Azure for every program that uses it.
TEST(AzureTypes, LayoutsAgree) {
  for (auto version : {&arm::Layout::apiVersion, &arm::Layout::sovereignVersion}) {
    arm::LayoutFaults result;
    for (const arm::Layout *layout : arm::allLayouts())
      if (!layout->type.empty())
        arm::checkLayout(*layout, layout->*version, result);
    for (llvm::StringRef fault : result.faults)
      if (llvm::none_of(rejected, [&](llvm::StringRef each) { return fault.starts_with(each); }))
        ADD_FAILURE() << fault.str();
    for (const auto &[field, path] : result.missing) {
      llvm::StringRef text = path;
      bool isOmitted =
          llvm::any_of(omitted, [&](llvm::StringRef end) { return text.ends_with(end); });
      EXPECT_TRUE(isOmitted || result.known.count(field)) << path << " does not exist";
    }
  }
}
