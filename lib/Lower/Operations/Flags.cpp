// Lowers feature flags: a store of Azure App Configuration for each `flags` block, a value for each
// flag, and the role with which the tiers read them.
#include "../Cluster.h"
#include "azcl/Analysis/Names.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

/// The name of a store is unique in Azure: at most 50 characters, of which `uniqueString` has 13.
static Value nameOf(ClusterLowering &ctx, const FeatureFlags &flags) {
  std::string stem;
  for (char c : derivedName(ctx.nameBase, flags.label.text))
    if (llvm::isAlnum(c) || (c == '-' && !stem.empty() && stem.back() != '-'))
      stem += c;
  stem.resize(std::min<size_t>(stem.size(), 36));
  while (!stem.empty() && stem.back() == '-')
    stem.pop_back();
  Value hash =
      ctx.values.call(Function::UniqueString, {ctx.values.call(Function::ResourceGroupId, {}),
                                               ctx.name(ctx.cluster.name, ".", flags.label.text)});
  return ctx.values.concat({ctx.name(stem.empty() ? "flags" : stem, "-"), hash});
}

/// In the name of a resource, characters other than these are ~ and a hexadecimal number.
static std::string escaped(StringRef flag) {
  std::string name;
  for (unsigned char c : flag)
    name += llvm::isAlnum(c) || StringRef("-_.").contains(c) ? std::string(1, char(c))
                                                             : fmt::format("~{:02X}", c);
  return name;
}

static void lowerFlag(ClusterLowering &ctx, const FeatureFlags &flags, const Entry &flag,
                      const arm::ConfigurationStore &store) {
  auto &made = ctx.addChild<arm::ConfigurationValue>(
      store, ctx.name(".appconfig.featureflag~2F", escaped(flag.key.text)), flags);
  made.contentType = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8";
  Value enabled = ctx.translate.value(flag.value);
  Value filters = ctx.values.object({{"client_filters", ctx.values.list({})}});
  made.value =
      ctx.values.call(Function::String, {ctx.values.object({{"id", ctx.values.text(flag.key.text)},
                                                            {"enabled", enabled},
                                                            {"conditions", filters}})});
}

/// An identity that exists may have the role; whoever made it has to assign it.
static void permit(ClusterLowering &ctx, const FeatureFlags &flags, const Tier &tier,
                   const arm::ConfigurationStore &store) {
  Value principal = principalOf(ctx, tier);
  if (!principal.set()) {
    ctx.need("role", "App Configuration Data Reader",
             ctx.name("the identity of tier ", tier.label.text, " has this role on the store of `",
                      flags.label.text, "`"),
             flags.head);
    return;
  }
  auto &role = ctx.add<arm::RoleAssignment>(ctx.name(flags.label.text, "-flags-", tier.label.text),
                                            flags, ctx.roles);
  role.condition = ctx.values.both(role.condition, ctx.translate.condition(tier));
  assignRole(ctx, role, ctx.values.idOf(store), principal,
             roleDefinition(ctx, BuiltInRole::AppConfigurationDataReader));
}

void azcl::lowerFlags(ClusterLowering &ctx) {
  if (ctx.cluster.flags.empty())
    return;
  unsigned component = ctx.component("flags", "Feature flags");
  for (const FeatureFlags &flags : ctx.cluster.flags) {
    auto &store = ctx.add<arm::ConfigurationStore>(flags.label.text, flags, component);
    store.names = {nameOf(ctx, flags)};
    for (const Entry &each : flags.entries)
      lowerFlag(ctx, flags, each, store);
    for (const Tier &tier : ctx.cluster.tiers)
      permit(ctx, flags, tier, store);
    ctx.need("role", "App Configuration Data Owner",
             "whoever deploys the templates has this role on the resource group: flags are written "
             "with the identity of the deployment, because the store has no keys",
             flags.head);
    StringRef name = ctx.name(flags.label.text, "-flags");
    arm::Output endpoint;
    endpoint.name = ctx.alone ? name : ctx.name(ctx.cluster.name, "-", name);
    endpoint.value = ctx.values.runtimeOf(store, "endpoint");
    endpoint.condition = ctx.translate.condition(flags);
    endpoint.type = "string";
    endpoint.doc =
        ctx.name("The endpoint from which programs read the flags `", flags.label.text, "`.");
    ctx.module.outputs.push_back(endpoint);
  }
}
