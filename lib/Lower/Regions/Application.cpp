// Helpers shared by the lowering of what belongs to a whole application: tags and outputs.
#include "Application.h"
#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Rollouts.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

arm::PublicIPAddress &azcl::addressOf(const ClustersLowered &clusters, const Block &entry) {
  const Block *frontend = &entry;
  if (auto *balancer = llvm::dyn_cast<Balancer>(&entry))
    frontend = &frontendsOf(*balancer).front().block();
  return *clusters.lookup(llvm::cast<Cluster>(entry.parent))->addresses.lookup(frontend);
}

void ApplicationLowering::finish(arm::Resource &made, const Block &origin) {
  made.condition = translate.condition(origin);
  if (!made.layout().located)
    return;
  made.location = made.layout().global ? Value("global") : Value();
  llvm::SmallVector<std::pair<StringRef, Value>, 8> tags;
  if (application.tags)
    for (const Entry &tag : application.tags->entries)
      tags.push_back({text(tag.key.text), translate.value(tag.value)});
  tags.push_back({"azcl-application", values.text(application.label.text)});
  made.tags = values.object(tags);
}

std::string ApplicationLowering::legalName(StringRef label, const arm::NameRule &rule) {
  std::string name = label.str();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !llvm::isAlnum(c); }, '-');
  StringRef inner = StringRef(name).take_front(rule.most).trim('-');
  return inner.size() < rule.least ? "part-" + inner.str() : inner.str();
}

void ApplicationLowering::output(const Block &origin, Value address) {
  StringRef name = uniqueOutput((application.label.text + "-" + origin.label.text).str());
  module.outputs.push_back({name, address, translate.condition(origin)});
}

Value ApplicationLowering::weightOf(const Program &program, const RegionBlock &region) {
  Value usual = region.weight.value();
  if (!weightsAreOpen(application))
    return usual;
  Value weights =
      declareParameter(module, "weights", arm::ParameterType::Object,
                       "The weights of the regions in Traffic Manager and Front Door, from 1 to "
                       "1000, by the names of the regions. The others have those of the program.",
                       Value::object({}));
  Value key = values.text(groupKeyOf(program, region));
  return values.choose(values.call(arm::Function::Contains, {weights, key}),
                       values.call(arm::Function::Member, {weights, key}), usual);
}

void ApplicationLowering::leadsTo(const RegionBlock &region, const arm::Resource &resource,
                                  StringRef type, StringRef endpoint) {
  for (arm::ApplicationRegion &each : module.regions)
    if (each.application == application.label.text && each.name == region.label.text)
      each.entries.push_back({&resource, text(type), text(endpoint)});
}

StringRef ApplicationLowering::uniqueOutput(std::string name) {
  std::string unique = name;
  auto isTaken = [&] {
    return llvm::any_of(module.outputs, [&](const arm::Output &each) {
      return each.name.equals_insensitive(unique);
    });
  };
  for (unsigned i = 2; isTaken(); ++i)
    unique = fmt::format("{}-{}", name, i);
  return text(unique);
}
