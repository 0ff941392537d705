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
    variable.value = Evaluator(session, deployment, where / name).evaluate(*source);
  } else if (const Json *loop = all ? loopOf(*all, name) : nullptr) {
    Json object = {{"copy", Json::array({*loop})}};
    Json result = Evaluator(session, deployment, where).evaluate(object);
    if (!session.failed())
      variable.value = *result.begin();
  } else {
    fail(fmt::format("unknown variable `{}`", name));
  }
  variable.progress = Progress::Done;
  return variable.value;
}
