// Tests of the module verifier: each fault that it must detect, in a module of two resources.
#include "azcl/ARM/Conditions.h"
#include "azcl/ARM/Resources.h"
#include "gtest/gtest.h"

using namespace azcl;
using namespace azcl::arm;

namespace {
struct Small : Module {
  Small() { components = {{"one", "", {}, "here"}, {"other", "", {}, "there"}}; }

  const Parameter &flag(llvm::StringRef name) {
    auto made = std::make_unique<Parameter>();
    made->name = name;
    made->type = ParameterType::Bool;
    parameters.push_back(std::move(made));
    return *parameters.back();
  }
  LoadBalancer &balancer() {
    auto &made = add<LoadBalancer>("balancer", {}, 0);
    made.names.push_back("b");
    made.location = "eastus2";
    made.frontends.push_back({});
    made.frontends.back().name = "front";
    return made;
  }
  RouteTable &table() {
    auto &made = add<RouteTable>("table", {}, 0);
    made.names.push_back("t");
    made.location = "eastus2";
    return made;
  }
  /// Tags with this value.
  Value tag(Value value) { return values.object({{"of", value}}); }
  std::string fault() {
    std::vector<std::string> faults = verify(*this);
    return faults.empty() ? "" : faults.front();
  }
};
} // namespace

TEST(Verify, AcceptsWhatIsThere) {
  Small module;
  LoadBalancer &balancer = module.balancer();
  module.table().tags =
      module.tag(module.values.partOf(balancer, "frontendIPConfigurations", "front"));
  EXPECT_EQ(module.fault(), "");
}

TEST(Verify, PartThatIsNotThere) {
  Small module;
  LoadBalancer &balancer = module.balancer();
  module.table().tags = module.tag(module.values.partOf(balancer, "backendAddressPools", "web"));
  EXPECT_EQ(module.fault(), "Microsoft.Network/routeTables @table: refers to a missing element of "
                            "backendAddressPools of @balancer");
}

TEST(Verify, NamesInResourceGroups) {
  Small module;
  module.table();
  module.table().component = 1;
  EXPECT_EQ(module.fault(), "");
  module.resources.back()->component = 0;
  EXPECT_EQ(module.fault(), "Microsoft.Network/routeTables @table-2: has the same name as another "
                            "resource: microsoft.network/routetables/t");
}

TEST(Verify, NameUnderACondition) {
  Small module;
  const Parameter &on = module.flag("on");
  LoadBalancer &balancer = module.balancer();
  balancer.condition = on;
  RouteTable &table = module.table();
  table.names.back() = module.values.call(Function::UniqueString, {module.values.idOf(balancer)});
  EXPECT_NE(module.fault(), "");
  table.condition = on;
  EXPECT_EQ(module.fault(), "");
}

TEST(Verify, PartUnderACondition) {
  Small module;
  const Parameter &on = module.flag("on");
  LoadBalancer &balancer = module.balancer();
  balancer.pools.push_back({});
  balancer.pools.back().name = "web";
  balancer.pools.back().when = on;
  RouteTable &table = module.table();
  table.tags = module.tag(module.values.partOf(balancer, "backendAddressPools", "web"));
  EXPECT_EQ(module.fault(), "Microsoft.Network/routeTables @table: refers to an element of "
                            "backendAddressPools of @balancer that does not exist when on = false");
  table.tags = module.tag(module.values.choose(
      on, module.values.partOf(balancer, "backendAddressPools", "web"), Value::null()));
  EXPECT_EQ(module.fault(), "");
}

TEST(Verify, ResourceUnderACondition) {
  Small module;
  const Parameter &on = module.flag("on"), &also = module.flag("also");
  LoadBalancer &balancer = module.balancer();
  balancer.condition = on;
  RouteTable &table = module.table();
  table.tags = module.tag(module.values.idOf(balancer));
  EXPECT_EQ(module.fault(), "Microsoft.Network/routeTables @table: refers to @balancer, which does "
                            "not exist when on = false");
  table.condition = module.values.both(also, on);
  EXPECT_EQ(module.fault(), "");
}

TEST(Verify, RequiredListThatConditionsEmpty) {
  Small module;
  const Parameter &on = module.flag("on");
  LoadBalancer &balancer = module.balancer();
  balancer.frontends.front().when = on;
  EXPECT_EQ(
      module.fault(),
      "Microsoft.Network/loadBalancers @balancer: properties.frontendIPConfigurations is empty "
      "when on = false");
  balancer.frontends.push_back(balancer.frontends.front());
  balancer.frontends.back().when = module.values.call(Function::Not, {on});
  EXPECT_EQ(module.fault(), "");
}

TEST(Verify, Locations) {
  Small module;
  RouteTable &table = module.table();
  table.location = "global";
  EXPECT_EQ(module.fault(), "Microsoft.Network/routeTables @table: must be in a region");
  table.location = "eastus2";
  auto &zone = module.add<PrivateDnsZone>("zone", {}, 0);
  zone.names.push_back("z");
  zone.location = "eastus2";
  EXPECT_EQ(module.fault(), "Microsoft.Network/privateDnsZones @zone: must be global");
}

TEST(Verify, Cycle) {
  Small module;
  LoadBalancer &balancer = module.balancer();
  RouteTable &table = module.table();
  table.after.push_back(&balancer);
  balancer.after.push_back(&table);
  EXPECT_EQ(module.fault(),
            "Microsoft.Network/loadBalancers @balancer: has a circular dependency with @table");
}

TEST(Verify, ConditionsMeetOverTheDomainOnly) {
  Module module;
  Parameter count;
  count.name = "count";
  count.type = ParameterType::Int;
  count.least = 2;
  count.most = 9;
  auto over = [&](int64_t most) { return module.values.call(Function::Greater, {count, most}); };
  EXPECT_EQ(witnessOf({{over(8), true}}), "count = 9");
  EXPECT_EQ(witnessOf({{over(9), true}}), std::nullopt);
  EXPECT_EQ(witnessOf({{over(5), true}, {over(4), false}}), std::nullopt);
  EXPECT_EQ(witnessOf({{over(4), true}, {over(5), false}}), "count = 5");
}
