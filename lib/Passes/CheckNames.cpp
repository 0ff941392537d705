// Names and tags that Azure takes, and resources that are spelled out.
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static bool isPlain(StringRef name) {
  return llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '-'; });
}

/// The strictest rule among what a block becomes is that of scale sets.
static void checkName(const Setting &setting, size_t most, PassContext &ctx) {
  if (!setting.known())
    return;
  StringRef name = setting.expr->text;
  auto report = [&](StringRef why) { ctx.diags.report(setting.place(), diag::NameUnfit, name, why); };
  if (name.empty())
    report("it is empty");
  else if (name.size() > most)
    report("it is too long");
  else if (!isPlain(name))
    report("it has more than letters, digits and hyphens");
  else if (!llvm::isAlnum(name.front()) || name.ends_with("-"))
    report("it begins or ends with a hyphen");
}

static void checkTags(const Tags &tags, PassContext &ctx) {
  for (const Entry &tag : tags.entries) {
    StringRef name = tag.key.text;
    auto report = [&](StringRef why) { ctx.diags.report(tag.key.range, diag::TagUnfit, name, why); };
    if (name.empty() || name.size() > 512)
      report("has no name of 1 to 512 characters");
    else if (name.find_first_of("<>%&\\?/") != StringRef::npos)
      report("has a character that no tag can have");
    else if (name.starts_with_insensitive("azcl-"))
      report("has a name of the compiler's own");
    if (tag.value.known() && tag.value.expr->text.size() > 256)
      report("has a value of more than 256 characters");
  }
}

static bool isDate(StringRef version) {
  StringRef date = version.take_front(10), rest = version.drop_front(date.size());
  bool shaped = date.size() == 10;
  for (size_t i = 0; i < date.size(); ++i)
    shaped &= i == 4 || i == 7 ? date[i] == '-' : llvm::isDigit(date[i]);
  unsigned month = 0, day = 0;
  shaped = shaped && !date.substr(5, 2).getAsInteger(10, month) && !date.substr(8, 2).getAsInteger(10, day) &&
           month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return shaped && (rest.empty() || rest == "-preview");
}

static void checkResource(const Other &other, PassContext &ctx) {
  auto report = [&](const Setting &at, StringRef what, StringRef why) {
    ctx.diags.report(at.place(), diag::ResourceUnfit, what, why);
  };
  size_t kinds = 0;
  if (other.type.known()) {
    StringRef type = other.type.value();
    kinds = type.count('/');
    if (kinds == 0 || !type.contains('.') || type.starts_with("/") || type.ends_with("/"))
      return report(other.type, type, "a type is a namespace and a kind, such as `Microsoft.Storage/storageAccounts`");
    if (type.equals_insensitive("Microsoft.Resources/deployments"))
      return report(other.type, type, "deployments are the compiler's");
  }
  if (other.version.known() && !isDate(other.version.value()))
    report(other.version, other.version.value(), "a version is a date, perhaps with `-preview`");
  if (other.name.known() && (other.name.value().empty() || other.name.value().contains("//")))
    return report(other.name, "a resource", "its name is empty");
  if (kinds && other.name.known() && size_t(other.name.value().count('/')) + 1 != kinds)
    report(other.name, other.name.value(), "it has not as many parts as its type");
  if (kinds > 1 && !other.name.set() && !other.incomplete)
    report(other.type, other.type.value(), "what is part of another resource needs a `name`");
}

/// What a resource is, where, and what it waits for is the compiler's.
static void checkPatch(const One<Patch> &patch, PassContext &ctx) {
  static constexpr StringRef ours[] = {"type", "apiVersion", "name", "location", "tags", "dependsOn", "condition",
                                       "copy", "scope", "resources"};
  if (!patch)
    return;
  for (const Entry &entry : patch->entries) {
    StringRef path = entry.key.text, head = path.split('.').first.split('[').first;
    StringRef why = path.empty() || path.starts_with(".") || path.ends_with(".") || path.contains("..")
                        ? "it is no path"
                    : path.count('.') > 50 ? "it is too deep"
                    : llvm::any_of(ours, [&](StringRef each) { return each.equals_insensitive(head); })
                        ? "that is the compiler's"
                    : path.contains_insensitive("loadDistributionPolic")
                        ? "Azure refuses it (Azure/azure-rest-api-specs#19784)" : "";
    if (!why.empty())
      ctx.diags.report(entry.key.range, diag::PatchUnfit, path, why);
  }
}

/// A name that the program chooses itself, once.
static void claim(const Setting &name, llvm::StringMap<SourceRange> &owners, PassContext &ctx) {
  if (!name.known())
    return;
  auto [at, isNew] = owners.try_emplace(name.expr->text.lower(), name.place());
  if (!isNew)
    ctx.diags.report(name.place(), diag::NameTwice, name.expr->text).label(at->second, note::GivenHere);
}

void azcl::checkNames(const Program &program, PassContext &ctx) {
  llvm::StringMap<SourceRange> tiers, balancers;
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.naming)
      checkName(cluster.naming->prefix, 40, ctx);
    if (cluster.tags)
      checkTags(*cluster.tags.get(), ctx);
    for (const Tier &tier : cluster.tiers) {
      checkName(tier.name, 60, ctx);
      claim(tier.name, tiers, ctx);
      checkPatch(tier.patch, ctx);
      checkName(tier.computerName, tier.os.known() && tier.os.value() == Os::Windows ? 9 : 50, ctx);
    }
    for (const Balancer &balancer : cluster.balancers) {
      checkName(balancer.name, 80, ctx);
      claim(balancer.name, balancers, ctx);
      checkPatch(balancer.patch, ctx);
      if (balancer.dns.known() && llvm::any_of(balancer.dns.value(), llvm::isUpper))
        ctx.diags.report(balancer.dns.place(), diag::NameUnfit, balancer.dns.value(), "it has capital letters");
      else if (balancer.dns.known() && !balancer.dns.value().empty() && llvm::isDigit(balancer.dns.value().front()))
        ctx.diags.report(balancer.dns.place(), diag::NameUnfit, balancer.dns.value(), "it begins with a digit");
      checkName(balancer.dns, 40, ctx);
    }
    for (const Other &other : cluster.resources)
      checkResource(other, ctx);
  }
}
