// The parameters and variables of a template. Each variable is evaluated when it is first used.
#include "Evaluator.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static const Json nothing;

const Json &Evaluator::parameter(StringRef name) {
  if (argumentsOfFunction) {
    if (const Json *value = findMember(*argumentsOfFunction, name))
      return *value;
    fail(fmt::format("the function has no parameter `{}`; a function cannot use parameters of the "
                     "template",
                     name));
    return nothing;
  }
  bool declared = !inDefault || bindParameter(session, deployment, name);
  const Json *value = declared ? findMember(deployment.parameters, name) : nullptr;
  if (!value)
    fail(fmt::format("unknown parameter `{}`", name));
  return value ? *value : nothing;
}

/// The copy loop that defines the variable; nullptr if there is none.
static const Json *loopOf(const Json &variables, StringRef name) {
  const Json *loops = findMember(variables, "copy");
  if (loops && loops->is_array())
    for (const Json &loop : *loops)
      if (const std::string *made = findString(loop, "name");
          made && name.equals_insensitive(*made))
        return &loop;
  return nullptr;
}

static Evaluator evaluatorOf(Session &session, Deployment &deployment, Place place) {
  Evaluator evaluator(session, deployment, std::move(place));
  evaluator.beforeDeployment = true;
  return evaluator;
}

const Json &Evaluator::variable(StringRef name) {
  Variable &variable = deployment.variables[name.lower()];
  if (variable.progress == Progress::Done)
    return variable.value;
  if (variable.progress == Progress::Running) {
    fail(fmt::format("variable `{}` depends on itself", name));
    return nothing;
  }
  const Json *all = findMember(*deployment.root, "variables");
  Place where = deployment.place / "variables";
  variable.progress = Progress::Running;
  if (const Json *source = all ? findMember(*all, name) : nullptr) {
    variable.value = evaluatorOf(session, deployment, where / name).evaluate(*source);
  } else if (const Json *loop = all ? loopOf(*all, name) : nullptr) {
    Json object = {{"copy", Json::array({*loop})}};
    Json result = evaluatorOf(session, deployment, where).evaluate(object);
    if (!session.failed())
      variable.value = *result.begin();
  } else {
    fail(fmt::format("unknown variable `{}`", name));
  }
  variable.progress = Progress::Done;
  return variable.value;
}

void azcl::expansion::evaluateVariables(Session &session, Deployment &deployment) {
  const Json *all = findMember(*deployment.root, "variables");
  if (!all || !all->is_object())
    return;
  Evaluator evaluator(session, deployment, deployment.place / "variables");
  for (auto &[name, source] : all->get_ref<const Json::object_t &>())
    if (name != "copy" || !source.is_array())
      evaluator.variable(name);
  if (const Json *loops = findMember(*all, "copy"); loops && loops->is_array())
    for (const Json &loop : *loops)
      if (const std::string *made = findString(loop, "name"))
        evaluator.variable(*made);
}
