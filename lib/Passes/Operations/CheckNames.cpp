// Rejects names and tags that Azure does not accept, malformed `resource` blocks, and patches of
// properties that the compiler manages.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Analysis/Regions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Explain.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// A kind of name and its rules.
struct NameRules {
  StringRef what; ///< "the computer name prefix"
  size_t most;
  StringRef who = "Azure";
  /// Load balancers, scale sets and VMs allow underscores and periods: Microsoft's
  /// resource-name-rules, hashicorp/terraform#9468 (load balancers),
  /// Azure/azure-rest-api-specs#13271 and hashicorp/vault-plugin-auth-azure#172 (VMs and scale
  /// sets, whose computer names are separate).
  bool ofResource = false;
  std::string suffix = {}; ///< The longest suffix that the compiler adds.
};
} // namespace

static std::string whyUnfit(StringRef name, const NameRules &rules) {
  StringRef beside = rules.ofResource ? "-_." : "-";
  auto fits = [&](char c) { return llvm::isAlnum(c) || beside.contains(c); };
  if (size_t length = name.size() + rules.suffix.size(); length > rules.most)
    return fmt::format("{} {} characters; {} allows {}",
                       rules.suffix.empty() ? "has" : "with `" + rules.suffix + "` has", length,
                       rules.who, rules.most);
  if (!llvm::all_of(name, fits))
    return rules.ofResource
               ? "has characters other than letters, digits, hyphens, underscores and periods"
               : "has characters other than letters, digits and hyphens";
  if (name.starts_with("-") || name.ends_with("-"))
    return "starts or ends with a hyphen";
  if (!llvm::isAlnum(name.front()))
    return "does not start with a letter or a digit";
  return name.ends_with(".") ? "ends with a period" : "";
}

static void checkName(const Setting &setting, const NameRules &rules, PassContext &ctx) {
  if (!setting.known())
    return;
  StringRef name = setting.expr->text;
  if (name.empty())
    ctx.diags.report(setting.place(), diag::NameUnfit, rules.what.str(), "is empty");
  else if (std::string why = whyUnfit(name, rules); !why.empty())
    ctx.diags.report(setting.place(), diag::NameUnfit, fmt::format("{} `{}`", rules.what, name),
                     std::move(why));
}

/// The suffix that the compiler adds to the resource names of a tier: the number of a VM, or the
/// zone of a scale set.
static std::string suffixOf(const Tier &tier) {
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  int64_t count = machines ? greatestInstances(tier).value_or(1) : setsOf(tier);
  return count > 1 ? "-" + std::to_string(count) : "";
}

/// A name cannot "be entirely numeric": Azure/azure-xplat-cli#2761,
/// Azure/azure-quickstart-templates#13440
static void checkComputerName(const Tier &tier, PassContext &ctx) {
  bool windows = tier.os.known() && tier.os.value() == Os::Windows;
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  LimitId limit = machines  ? windows ? LimitId::ComputerNameWindows : LimitId::ComputerNameLinux
                  : windows ? LimitId::SetComputerNameWindows
                            : LimitId::SetComputerNameLinux;
  NameRules rules{machines ? "the computer name" : "the computer name prefix",
                  ctx.catalog.limit(limit), windows ? "Windows" : "Linux"};
  if (machines)
    rules.suffix = suffixOf(tier);
  checkName(tier.computerName, rules, ctx);
  if (windows && tier.computerName.known() && !tier.computerName.value().empty() &&
      llvm::all_of(tier.computerName.value(), llvm::isDigit))
    ctx.diags.report(tier.computerName.place(), diag::NameUnfit,
                     fmt::format("{} `{}`", rules.what, tier.computerName.value()),
                     "consists of digits only, which Windows rejects");
}

static void checkLabel(const Fixed<Text> &dns, PassContext &ctx) {
  if (!dns.known())
    return;
  StringRef label = dns.value();
  auto report = [&](std::string why) {
    ctx.diags.report(dns.place(), diag::NameUnfit, fmt::format("the DNS label `{}`", label),
                     std::move(why));
  };
  if (llvm::any_of(label, llvm::isUpper))
    report("contains uppercase letters");
  else if (!label.empty() && llvm::isDigit(label.front()))
    report("starts with a digit");
  checkName(dns, {"the DNS label", longestLabelStem()}, ctx);
}

/// Checks the number of tags on a resource (hashicorp/terraform-provider-azurerm#4070), including
/// those that the compiler adds.
static void countTags(const Cluster &cluster, PassContext &ctx) {
  bool ofTier = !cluster.tiers.empty();
  size_t count = cluster.tags->entries.size() + (ofTier ? 2 : 1),
         most = ctx.catalog.limit(LimitId::Tags);
  if (count > most && !cluster.tags->incomplete) // too many own tags are reported elsewhere
    ctx.diags.report(
        cluster.tags->head, diag::LimitPassed, "each resource", count,
        ofTier ? "tags (with `azcl-cluster` and `azcl-tier`)" : "tags (with `azcl-cluster`)", most);
}

static void checkTags(const Tags &tags, PassContext &ctx) {
  const size_t mostName = ctx.catalog.limit(LimitId::TagName),
               mostValue = ctx.catalog.limit(LimitId::TagValue);
  llvm::StringMap<const Entry *> seen; // Azure stores one of two: MicrosoftDocs/azure-docs#57888
  for (const Entry &tag : tags.entries) {
    StringRef name = tag.key.text;
    auto [at, isNew] = seen.try_emplace(name.lower(), &tag);
    bool ours = name.starts_with_insensitive("azcl-"); // reported
    if (!isNew && !ours && at->second->key.text != name)
      ctx.diags.report(tag.key.range, diag::TagTwice, at->second->key.text, name)
          .label(at->second->key.range, note::GivenHere);
    auto report = [&](const std::string &why) {
      ctx.diags.report(tag.key.range, diag::TagUnfit, name, why);
    };
    if (name.empty() || name.size() > mostName)
      report(fmt::format("must have a name of 1 to {} characters", mostName));
    else if (name.find_first_of("<>%&\\?/") != StringRef::npos)
      report("contains a character that Azure does not allow in the name of a tag");
    else if (name.starts_with_insensitive("azcl-"))
      report("starts with `azcl-`, which is reserved for the compiler");
    forEachText(tag.value, [&](const PossibleText &value) {
      if (value.text.size() > mostValue)
        explain(ctx.diags.report(tag.key.range, diag::TagUnfit, name,
                                 fmt::format("has a value of more than {} characters", mostValue)),
                value.witness);
    });
  }
}

static bool isDate(StringRef version) {
  StringRef date = version.take_front(10), rest = version.drop_front(date.size());
  bool shaped = date.size() == 10;
  for (size_t i = 0; i < date.size(); ++i)
    shaped &= i == 4 || i == 7 ? date[i] == '-' : llvm::isDigit(date[i]);
  unsigned month = 0, day = 0;
  shaped = shaped && !date.substr(5, 2).getAsInteger(10, month) &&
           !date.substr(8, 2).getAsInteger(10, day) && month >= 1 && month <= 12 && day >= 1 &&
           day <= 31;
  return shaped && (rest.empty() || rest == "-preview");
}

/// The number of parts that slashes separate in a name. A parameter or an `arm` expression counts
/// as one part.
static size_t partsIn(const Expr &name) {
  size_t slashes = 0;
  if (name.kind == ExprKind::Text)
    slashes = name.text.count('/');
  else if (name.kind == ExprKind::Concat)
    for (const Expr *each : name.operands)
      slashes += each->kind == ExprKind::Text ? each->text.count('/') : 0;
  else if (name.kind == ExprKind::Conditional &&
           partsIn(*name.operands[1]) == partsIn(*name.operands[2]))
    return partsIn(*name.operands[1]);
  return slashes + 1;
}

/// Azure's template engine rejects other members at the top of a resource; lib/Expand/Resources.cpp
/// has the whole list, compared with that engine.
static void checkMember(const Entry &entry, PassContext &ctx) {
  static constexpr StringRef members[] = {"identity",
                                          "zones",
                                          "plan",
                                          "tags",
                                          "location",
                                          "placement",
                                          "scale",
                                          "managedBy",
                                          "extendedLocation",
                                          "managedByExtended"},
                             managed[] = {"apiVersion", "dependsOn", "condition", "copy",
                                          "resources",  "id",        "comments",  "asserts"};
  StringRef name = entry.key.text;
  auto is = [&](StringRef each) { return each.equals_insensitive(name); };
  if (llvm::any_of(managed, is))
    ctx.diags.report(entry.key.range, diag::ResourceUnfit, fmt::format("`{}`", name),
                     "the compiler manages this property");
  else if (llvm::none_of(members, is))
    ctx.diags.report(entry.key.range, diag::ResourceUnfit, fmt::format("`{}`", name),
                     "a resource cannot have this property; most belong in `properties`");
}

static void checkResourceName(const RawResource &other, PassContext &ctx) {
  auto report = [&](const Setting &at, StringRef what, StringRef why) {
    ctx.diags.report(at.place(), diag::ResourceUnfit, what, why);
  };
  size_t kinds = 0;
  if (other.type.known()) {
    StringRef type = other.type.value();
    kinds = type.count('/');
    if (kinds == 0 || !type.contains('.') || type.starts_with("/") || type.ends_with("/"))
      return report(other.type, type,
                    "a type consists of a provider namespace and a resource type, such as "
                    "`Microsoft.Storage/storageAccounts`");
    if (type.equals_insensitive("Microsoft.Resources/deployments"))
      return report(other.type, type, "only the compiler can create deployments");
  }
  for (const Entry &entry : other.entries)
    checkMember(entry, ctx);
  if (other.scope.set() && !mayBeId(*other.scope.expr))
    report(other.scope, "this `scope`", "it must be another resource, or a resource ID");
  if (other.version.known() && !isDate(other.version.value()))
    report(other.version, other.version.value(),
           "an API version must be a date, optionally with `-preview`");
  bool empty = false;
  forEachText(other.name, [&](StringRef name, bool whole) {
    empty |= whole && (name.empty() || name.contains("//"));
  });
  if (empty)
    return report(other.name, "this name", "it is empty, or a part of it is empty");
  if (kinds && other.name.set() && !other.name.poisoned() && partsIn(*other.name.expr) != kinds)
    report(other.name, other.name.known() ? other.name.value() : StringRef("this name"),
           "the number of its parts does not match the resource type");
  if (kinds > 1 && !other.name.set() && !other.incomplete)
    report(other.type, other.type.value(), "a child resource needs a `name`");
}

/// A patch cannot change the properties that the compiler manages, such as type, name, location and
/// dependencies.
static void checkPatch(const One<Patch> &patch, PassContext &ctx) {
  static constexpr StringRef ours[] = {"type",      "apiVersion", "name", "location", "tags",
                                       "dependsOn", "condition",  "copy", "scope",    "resources"};
  if (!patch)
    return;
  for (const Entry &entry : patch->entries) {
    StringRef path = entry.key.text, head = path.split('.').first.split('[').first;
    StringRef why =
        path.empty() || path.starts_with(".") || path.ends_with(".") || path.contains("..")
            ? "it is not a valid path"
        : path.count('.') > 50 ? "it has too many levels"
        : llvm::any_of(ours, [&](StringRef each) { return each.equals_insensitive(head); })
            ? "the compiler manages this property"
        : path.contains_insensitive("loadDistributionPolic")
            ? "Azure rejects it (Azure/azure-rest-api-specs#19784)"
            : "";
    if (!why.empty())
      ctx.diags.report(entry.key.range, diag::PatchUnfit, path, why);
  }
}

/// Rejects a second use of a name that the program chooses in one resource group. Regions can have
/// different ones, which the manifest then demands (lib/Lower).
static void claim(const Setting &name, StringRef group, llvm::StringMap<SourceRange> &owners,
                  PassContext &ctx) {
  if (!name.known())
    return;
  auto [at, isNew] =
      owners.try_emplace((group + "/" + name.expr->text.lower()).str(), name.place());
  if (!isNew)
    ctx.diags.report(name.place(), diag::NameTwice, name.expr->text)
        .label(at->second, note::GivenHere);
}

/// Azure/bicep#6516: "is defined multiple times in a template". Skips conditional resources, of
/// which only one may exist.
static void claimResource(const RawResource &other, llvm::StringMap<SourceRange> &owners,
                          PassContext &ctx) {
  if (!other.type.known() || !other.name.known() || other.when.set() || other.scope.set())
    return; // Link compares conditional and scoped resources
  auto [at, isNew] = owners.try_emplace(
      other.type.value().lower() + "/" + other.name.value().lower(), other.name.place());
  if (!isNew)
    ctx.diags.report(other.name.place(), diag::NameTwice, other.name.value())
        .label(at->second, note::GivenHere);
}

/// The names that the program chooses for load balancers and scale sets, which `resource` blocks
/// cannot use. A tier with a proximity placement group in each zone has several scale sets.
static llvm::StringMap<SourceRange> chosenNames(const Program &program) {
  llvm::StringMap<SourceRange> owners;
  auto add = [&](StringRef type, const Setting &name) {
    if (name.known())
      owners.try_emplace(type.lower() + "/" + name.expr->text.lower(), name.place());
  };
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known() && tier.kind.value() != TierKind::Machines && setsOf(tier) == 1 &&
          !tier.when.set())
        add("Microsoft.Compute/virtualMachineScaleSets", tier.name);
    for (const Balancer &balancer : cluster.balancers)
      if (!balancer.when.set())
        add("Microsoft.Network/loadBalancers", balancer.name);
  }
  return owners;
}

void azcl::checkNames(const Program &program, PassContext &ctx) {
  llvm::StringMap<SourceRange> tiers, balancers, resources = chosenNames(program);
  for (const RegionalApplication &application : program.root->applications) {
    for (const TrafficManager &each : application.trafficManagers)
      checkLabel(each.dns, ctx);
    for (const GlobalBalancer &each : application.globalBalancers)
      checkLabel(each.dns, ctx);
  }
  for (const Cluster &cluster : program.clusters()) {
    std::string group = groupKeyOf(program, cluster);
    if (cluster.naming)
      checkName(cluster.naming->prefix, {"the name prefix", 40, "azclc", true},
                ctx); // shortened where a kind has less
    if (cluster.tags) {
      checkTags(*cluster.tags.get(), ctx);
      countTags(cluster, ctx);
    }
    for (const Subnet &subnet : cluster.network->subnets)
      if (subnet.existing.known() && subnet.existing.value().contains('/'))
        ctx.diags.report(subnet.existing.place(), diag::NameUnfit,
                         fmt::format("the subnet name `{}`", subnet.existing.value()),
                         "must be the name alone, without the ID of the network");
    for (const Tier &tier : cluster.tiers) {
      checkName(
          tier.name,
          {"the name", ctx.catalog.limit(LimitId::MachineName), "Azure", true, suffixOf(tier)},
          ctx);
      claim(tier.name, group, tiers, ctx);
      checkPatch(tier.patch, ctx);
      checkComputerName(tier, ctx);
    }
    for (const Balancer &balancer : cluster.balancers) {
      checkName(balancer.name,
                {"the name", ctx.catalog.limit(LimitId::BalancerName), "Azure", true}, ctx);
      claim(balancer.name, group, balancers, ctx);
      checkPatch(balancer.patch, ctx);
      checkLabel(balancer.dns, ctx);
      for (const Frontend &frontend : balancer.frontends)
        checkLabel(frontend.dns, ctx);
    }
    for (const RawResource &other : cluster.resources) {
      checkResourceName(other, ctx);
      claimResource(other, resources, ctx);
    }
  }
}
