// One row for each action that reads or changes what is deployed.
#include "Actions.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::ctl;
using namespace azcl::deploy;
using llvm::StringRef;

/// The options of an action that names a tier.
static OperateOptions of(const CommandLine &command) {
  return {command.run, command.subject, command.json};
}
/// The options of an action that names a region.
static OperateOptions ofAll(const CommandLine &command) {
  return {command.run, "", command.json};
}

#define RUN(...) [](const CommandLine &command, World &world) { return __VA_ARGS__; }
// clang-format off
static constexpr Action actions[] = {
    {Verb::Scale, "list", false, RUN(scaleList(of(command), world))},
    {Verb::Scale, "show", true, RUN(scaleShow(of(command), world))},
    {Verb::Scale, "instances", false, RUN(scaleInstances(of(command), world))},
    {Verb::Scale, "set", true, RUN(scaleSet(of(command), command.count, world))},
    {Verb::Scale, "update", true, RUN(scaleUpdate(of(command), command.instances, world))},
    {Verb::Autoscale, "list", false, RUN(autoscaleList(of(command), world))},
    {Verb::Autoscale, "show", true, RUN(autoscaleShow(of(command), world))},
    {Verb::Autoscale, "enable", true, RUN(autoscaleEnable(of(command), true, world))},
    {Verb::Autoscale, "disable", true, RUN(autoscaleEnable(of(command), false, world))},
    {Verb::Autoscale, "history", false, RUN(autoscaleHistory(of(command), command.since, world))},
    {Verb::Region, "list", false, RUN(regionList(ofAll(command), world))},
    {Verb::Region, "status", false, RUN(regionStatus(ofAll(command), command.subject, world))},
    {Verb::Region, "failover", true,
     RUN(regionSwitch(ofAll(command), command.subject, false, command.force, world))},
    {Verb::Region, "restore", true,
     RUN(regionSwitch(ofAll(command), command.subject, true, command.force, world))},
};
// clang-format on
#undef RUN

const Action *azcl::ctl::findAction(Verb verb, StringRef name) {
  for (const Action &action : actions)
    if (action.verb == verb && action.name == name)
      return &action;
  return nullptr;
}

std::string azcl::ctl::actionsOf(Verb verb) {
  std::vector<StringRef> names;
  for (const Action &action : actions)
    if (action.verb == verb)
      names.push_back(action.name);
  return llvm::join(names, ", ");
}
