// Functions that a template defines: `functions`, an array of namespaces with members.
#include "Evaluator.h"
#include "Functions/Function.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/ScopeExit.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

/// Counted as work for each call: functions that call others twice take exponential time.
static constexpr size_t workOfCall = 1024;

namespace {
struct Defined {
  const Json *function = nullptr;
  Place place;
};
} // namespace

static Defined find(const Deployment &deployment, StringRef name) {
  auto [space, member] = name.split('.');
  const Json *spaces = findMember(*deployment.root, "functions");
  if (member.empty() || !spaces || !spaces->is_array())
    return {};
  for (size_t i = 0; i < spaces->size(); ++i) {
    const std::string *found = findString((*spaces)[i], "namespace");
    const Json *members = findMember((*spaces)[i], "members");
    if (!found || !members || !space.equals_insensitive(*found))
      continue;
    if (const Json *function = findMember(*members, member))
      return {function, deployment.place / "functions" / std::to_string(i) / "members" / member};
  }
  return {};
}

/// The values of the arguments by the names of the parameters.
static Json bound(Evaluator &from, const Expression &call, const Json &function) {
  Json values = Json::object();
  const Json *declared = findMember(function, "parameters");
  size_t count = declared && declared->is_array() ? declared->size() : 0;
  if (count != call.arguments.size())
    return from.fail(fmt::format("`{}()` takes {}, not {}", call.text, argumentCount(count, count),
                                 call.arguments.size()));
  for (size_t i = 0; i < count && !from.session.failed(); ++i) {
    const std::string *name = findString((*declared)[i], "name");
    if (!name)
      return from.fail(fmt::format("parameter {} of `{}()` has no name", i + 1, call.text));
    Json value = from.evaluate(call.arguments[i]);
    if (!from.session.failed())
      checkDeclared(from.session, *from.deployment.root, (*declared)[i],
                    "parameter `" + *name + "`", from.place, value);
    values[*name] = std::move(value);
  }
  return values;
}

static Json outputOf(Evaluator &from, const Expression &call, const Defined &defined,
                     const Json &arguments) {
  const Json *output = findMember(*defined.function, "output");
  if (!output || !findMember(*output, "value"))
    return from.fail(fmt::format("function `{}()` has no `output` with a `value`", call.text));
  Evaluator inside(from.session, from.deployment, defined.place / "output");
  inside.argumentsOfFunction = &arguments;
  Json value = inside.member(*output, "value");
  if (!from.session.failed())
    checkDeclared(from.session, *from.deployment.root, *output,
                  "the output of function `" + call.text + "()`", inside.place, value);
  return value;
}

std::optional<Json> azcl::expansion::callDefined(Evaluator &from, const Expression &call) {
  Defined defined = find(from.deployment, call.text);
  if (!defined.function)
    return std::nullopt;
  if (!from.session.spend(workOfCall, from.place))
    return Json();
  std::vector<const Json *> &running = from.session.runningFunctions;
  if (llvm::is_contained(running, defined.function))
    return from.fail(fmt::format("function `{}()` calls itself, which Azure does not allow, not "
                                 "even in an argument",
                                 call.text));
  running.push_back(defined.function);
  auto leave = llvm::make_scope_exit([&] { running.pop_back(); });
  Json arguments = bound(from, call, *defined.function);
  return from.session.failed() ? Json() : outputOf(from, call, defined, arguments);
}
