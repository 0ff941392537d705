// Helpers shared by the lowering of all features: names, tags, zones, conditions and parameters.
#include "Cluster.h"
#include "azcl/ARM/Tree.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Regions.h"
#include "azcl/Analysis/Tags.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

ClusterLowering::ClusterLowering(const Program &program, arm::Module &module, Translate &translate,
                                 const Cluster &cluster, Answers &answers)
    : program(program), module(module), values(module.values), translate(translate),
      cluster(cluster), answers(answers), alone(program.clusters().size() == 1),
      nameBase(nameBaseOf(program, cluster)),
      identities(component("identity", "managed identities")),
      networks(component("network", "networks and outbound connectivity")),
      edge(component("edge", "load balancers and gateways")),
      vaults(component("vault", "key vaults and disk encryption sets")),
      roles(component("roles", "role assignments")), access(answers.access(cluster)) {}

unsigned ClusterLowering::component(StringRef suffix, StringRef doc) {
  StringRef whole = alone ? name(suffix) : name(cluster.name, "-", suffix);
  return module.addComponent({whole, doc, name(cluster.name), name(groupKeyOf(program, cluster))});
}

StringRef ClusterLowering::globalGroup() const {
  return program.root->applications.empty() ? StringRef() : azcl::globalGroup;
}

/// Cuts a name that is too long, and appends a hash of the whole name.
static std::string cut(std::string name, size_t most, StringRef whole) {
  if (name.size() <= most)
    return name;
  std::string hash = llvm::utohexstr(uint32_t(llvm::xxh3_64bits(whole)), true);
  return name.substr(0, most - hash.size() - 1) + "-" + hash;
}

StringRef ClusterLowering::madeName(StringRef whole) {
  return name(cut(whole.str(), builtinLimit(LimitId::PartName), whole));
}

Value azcl::resourceName(arm::Module &module, const std::string &whole, const arm::Layout &layout) {
  const arm::NameRule &rule = layout.names;
  std::string legal;
  for (char c : whole) {
    bool good = llvm::isAlnum(c) || c == '-' || (c == '_' && rule.underscore && !legal.empty()) ||
                (c == '.' && rule.period);
    legal += good ? c : '-';
  }
  if (!llvm::isAlnum(legal.front()))
    legal.front() = 'x';
  if (!llvm::isAlnum(legal.back()) && legal.back() != '_')
    legal.back() = 'x';
  return module.values.text(
      module.uniqueName(layout.type, cut(legal, rule.most, whole), rule.most));
}

Value ClusterLowering::resourceName(StringRef suffix, const arm::Layout &layout) {
  return azcl::resourceName(module, derivedName(nameBase, suffix), layout);
}

Value azcl::withHash(arm::Module &module, Value stem) {
  arm::ValueFactory &values = module.values;
  return values.concat({stem, "-",
                        values.call(arm::Function::UniqueString,
                                    {values.call(arm::Function::ResourceGroupId, {})})});
}

Value azcl::uniqueLabel(arm::Module &module, StringRef stem) {
  std::string legal;
  for (char c : stem)
    legal += llvm::isAlnum(c) ? llvm::toLower(c) : '-';
  if (!llvm::isAlpha(legal.front()))
    legal = "x" + legal;
  return withHash(module, module.values.text(cut(legal, longestLabelStem(), stem)));
}

Value ClusterLowering::partName(StringRef label) {
  if (!label.starts_with("_"))
    return values.text(label);
  return values.text(("x" + label).str()); // such a name cannot begin with `_`
}

void ClusterLowering::finish(arm::Resource &resource, const Block &origin) {
  resource.condition = translate.condition(origin);
  if (!resource.layout().located)
    return;
  resource.location =
      resource.layout().global ? Value("global") : Value(cluster.region.value()->name);
  resource.tags = tags(origin);
}

Value ClusterLowering::tags(const Block &origin) {
  const Block *tier = &origin;
  while (tier && tier->kind != BlockKind::Tier)
    tier = tier->parent;
  llvm::SmallVector<std::pair<StringRef, Value>, 8> tags;
  if (cluster.tags)
    for (const Entry &tag : cluster.tags->entries)
      tags.push_back({module.arena.copy(tag.key.text), translate.value(tag.value)});
  tags.push_back({"azcl-cluster", values.text(cluster.name)});
  if (tier)
    tags.push_back({"azcl-tier", values.text(tier->label.text)});
  return values.object(tags);
}

Value ClusterLowering::zoneTags() {
  llvm::SmallVector<std::pair<StringRef, Value>, 8> tags;
  for (const Entry *tag : tagsOfZones(cluster))
    tags.push_back({module.arena.copy(tag->key.text), translate.value(tag->value)});
  tags.push_back({"azcl-cluster", values.text(cluster.name)});
  return values.object(tags);
}

void ClusterLowering::applyPatches() {
  for (auto [resource, patch] : pendingPatches)
    for (const Entry &entry : patch->entries)
      resource->patches.push_back({module.arena.copy(entry.key.text),
                                   translate.raw(*entry.value.expr), entry.key.range,
                                   entry.value.place()});
}

std::vector<arm::Reference> ClusterLowering::poolsOf(const Tier &tier, arm::Kind kind,
                                                     ReleaseSet set, bool v6) {
  std::vector<arm::Reference> references;
  for (const auto &[resource, pool, ofSet] : (v6 ? ipv6Pools : pools)[&tier]) {
    if (resource->kind != kind || (ofSet != ReleaseSet::All && ofSet != set))
      continue;
    arm::Reference reference =
        arm::referTo(values.partOf(*resource, "backendAddressPools", Value(pool)));
    if (!(resource->condition == translate.condition(tier)))
      reference.when = resource->condition;
    references.push_back(reference);
  }
  return references;
}

Value ClusterLowering::securityGroupsOf(const Tier &tier) {
  auto object = [&](Value id) { return values.object({{"id", id}}); };
  Value own = groupOf.contains(&tier) ? object(values.idOf(*groupOf.at(&tier))) : Value();
  if (!tier.securityGroups.set())
    return own.set() ? values.list({own}) : Value();
  auto objects = [&](auto &self, const Expr &list) -> Value {
    if (list.kind == ExprKind::Conditional)
      return values.choose(translate.value(*list.operands[0]), self(self, *list.operands[1]),
                           self(self, *list.operands[2]));
    llvm::SmallVector<Value, 4> all;
    if (own.set())
      all.push_back(own);
    for (const Expr *each : list.operands) {
      all.push_back(object(translate.value(*each)));
      need("security-group", each->kind == ExprKind::Text ? each->text : print(*each),
           fmt::format("the application security group is in {}, and its members are in this "
                       "virtual network",
                       cluster.region.value()->name),
           each->range);
    }
    return values.list(all);
  };
  return objects(objects, *tier.securityGroups.expr);
}

Value ClusterLowering::texts(llvm::ArrayRef<StringRef> items) {
  llvm::SmallVector<Value, 4> list;
  for (StringRef item : items)
    list.push_back(Value(item));
  return values.list(list);
}

Value ClusterLowering::zones() {
  if (!hasZones())
    return {};
  llvm::SmallVector<Value, 3> list;
  for (size_t i = 0; i < cluster.zones.size(); ++i)
    list.push_back(values.text(std::to_string(cluster.zones[i])));
  return values.list(list);
}

Value ClusterLowering::networkId() {
  return network ? values.idOf(*network) : translate.value(cluster.network->existing);
}

Value ClusterLowering::subnetId(const Subnet &subnet) {
  if (!network)
    return values.concat({networkId(), "/subnets/", translate.value(subnet.existing)});
  return values.partOf(*network, "subnets", partName(subnet.label.text));
}

/// A parameter that the compiler adds. CheckParameters reserves its name.
Value ClusterLowering::ownParameter(StringRef name, arm::ParameterType type, StringRef doc,
                                    Value initial) {
  return declareParameter(module, name, type, doc, initial);
}

Value azcl::declareParameter(arm::Module &module, StringRef name, arm::ParameterType type,
                             StringRef doc, Value initial) {
  for (const auto &each : module.parameters)
    if (each->name == name)
      return *each;
  auto made = std::make_unique<arm::Parameter>();
  made->name = name;
  made->type = type;
  made->doc = doc;
  made->initial = initial;
  module.parameters.push_back(std::move(made));
  return *module.parameters.back();
}

void ClusterLowering::boundLength(const Value &value, int64_t least, std::optional<int64_t> most) {
  if (!value.is(arm::ValueKind::Param))
    return;
  for (const auto &each : module.parameters)
    if (each.get() == &value.parameter()) {
      each->shortest = std::max(each->shortest.value_or(least), least);
      if (most)
        each->longest = std::min(each->longest.value_or(*most), *most);
    }
}

void ClusterLowering::need(StringRef kind, StringRef subject, StringRef why, SourceRange place) {
  for (const arm::Precondition &each : module.preconditions)
    if (each.kind == kind && each.subject == subject && each.why == why)
      return;
  module.preconditions.push_back({kind, name(subject), name(why), place});
}

void ClusterLowering::needPrefix(const Open<Text> &prefix, StringRef sku, Value zones,
                                 StringRef use) {
  std::string where = "no zones";
  if (zones.set()) {
    where = zones.items().size() == 1 ? "zone " : "zones ";
    for (const Value &zone : zones.items())
      where += (&zone == zones.items().data() ? "" : ", ") + zone.text().str();
  }
  need("prefix", shown(prefix),
       fmt::format("the public IP prefix is in {}, with the SKU {} and {}; {}",
                   cluster.region.value()->name, sku, where, use),
       prefix.place());
}

/// The zones of an address must be those of its prefix (MicrosoftDocs/azure-docs,
/// virtual-network/ip-services/public-ip-address-prefix.md).
void ClusterLowering::setOrigin(arm::PublicIPAddress &address, const Open<Text> &prefix,
                                const Open<bool> &ddosProtection) {
  if (prefix.set()) {
    address.prefix = translate.value(prefix);
    needPrefix(prefix, "Standard", address.zones, "it has a free address");
  }
  Value guarded = translate.value(ddosProtection);
  if (guarded.set() && !(guarded == Value(false)))
    address.ddos = values.choose(guarded, "Enabled", "VirtualNetworkInherited");
}

std::string ClusterLowering::shown(const Open<Text> &setting) {
  return setting.known() ? setting.value().str() : print(*setting.expr);
}

Value ClusterLowering::encryptionAtHost() {
  static constexpr StringRef feature = "Microsoft.Compute/EncryptionAtHost";
  need("feature", feature,
       "the subscription has registered this feature, or the parameter encryptionAtHost is false",
       cluster.head);
  return ownParameter("encryptionAtHost", arm::ParameterType::Bool,
                      "Enables encryption at host. The subscription must have registered the "
                      "feature Microsoft.Compute/EncryptionAtHost.",
                      true);
}

std::string ClusterLowering::keyOf(const Tier &tier) const {
  return alone ? tier.label.text.str() : (cluster.name + "." + tier.label.text).str();
}

std::string ClusterLowering::keyOf(const Tier &tier, ReleaseSet set) const {
  return (keyOf(tier) + "." + wordOf(set)).str();
}

Value ClusterLowering::canaryCount(const Tier &tier) {
  return countOf(name(keyOf(tier, ReleaseSet::Canary)), 0);
}

Value ClusterLowering::liveSet(const Tier &tier) {
  Value live = ownParameter("live", arm::ParameterType::Object,
                            "The scale set of each tier that serves clients, by the name of the "
                            "tier: blue, green or both. The default is blue.",
                            Value::object({}));
  Value key = values.text(keyOf(tier));
  return values.choose(values.call(arm::Function::Contains, {live, key}),
                       values.call(arm::Function::Member, {live, key}), "blue");
}

Value ClusterLowering::isLeft(const Tier &tier, ReleaseSet set) {
  Value left = ownParameter("leave", arm::ParameterType::Array,
                            "The scale sets that this deployment leaves as they are, such as "
                            "web.blue or web.main for the tier web.",
                            Value::list({}));
  return values.call(arm::Function::Contains, {left, values.text(keyOf(tier, set))});
}

void ClusterLowering::makePools(const Tier &tier, StringRef name,
                                llvm::function_ref<void(StringRef, ReleaseSet)> make) {
  make(name, ReleaseSet::All);
  if (isBlueGreen(tier))
    for (ReleaseSet set : {ReleaseSet::Blue, ReleaseSet::Green})
      make(this->name(name, ".", wordOf(set)), set);
}

Value ClusterLowering::isLive(const Tier &tier, ReleaseSet set) {
  return values.call(arm::Function::Equals, {liveSet(tier), values.text(wordOf(set))});
}

Value ClusterLowering::livePool(const Tier &tier, const arm::Resource &owner, StringRef name) {
  auto pool = [&](StringRef name) {
    return values.partOf(owner, "backendAddressPools", Value(name));
  };
  if (!isBlueGreen(tier))
    return pool(name);
  return values.choose(
      isLive(tier, ReleaseSet::Blue), pool(this->name(name, ".blue")),
      values.choose(isLive(tier, ReleaseSet::Green), pool(this->name(name, ".green")), pool(name)));
}

Value ClusterLowering::idlePool(const Tier &tier, const arm::Resource &owner, StringRef name) {
  auto pool = [&](StringRef color) {
    return values.partOf(owner, "backendAddressPools", Value(this->name(name, ".", color)));
  };
  return values.choose(isLive(tier, ReleaseSet::Green), pool("blue"), pool("green"));
}

Value ClusterLowering::liveCount(const Tier &tier, Value least) {
  return countOf(keyOf(tier), least);
}

Value ClusterLowering::countOf(StringRef name, Value least) {
  Value counts = ownParameter("instances", arm::ParameterType::Object,
                              "The current number of instances of each tier, by its name. Other "
                              "tiers start with their minimum.",
                              Value::object({}));
  Value key = values.text(name);
  return values.choose(values.call(arm::Function::Contains, {counts, key}),
                       values.call(arm::Function::Member, {counts, key}), least);
}

Value ClusterLowering::nested(const arm::Resource &resource) {
  llvm::SmallVector<Value, 12> pairs = {
      "type", resource.type(), "apiVersion", resource.apiVersion(), "name", resource.name()};
  if (resource.location.set())
    pairs.append({"location", resource.location});
  if (resource.tags.set())
    pairs.append({"tags", resource.tags});
  llvm::append_range(pairs,
                     arm::treeOf(arm::object(resource), resource.layout(), module.arena).items());
  return Value::object(module.arena.copy<Value>(pairs));
}
