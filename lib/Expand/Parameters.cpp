// Binds parameter values to the parameters that a template declares.
#include "Evaluator.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
/// Placeholders for the location of linked templates if the parameters have no values and defaults.
const Json *assumed(const Session &session, StringRef name, Json &keep) {
  if (name.equals_insensitive("_artifactsLocation"))
    keep = session.artifacts;
  else if (name.equals_insensitive("_artifactsLocationSasToken"))
    keep = "";
  else
    return nullptr;
  return &keep;
}

Json valueOf(const Json &supplied, StringRef name) {
  if (isUnknown(supplied))
    return unknown(spellingOf(supplied) + ".value");
  if (const Json *value = findMember(supplied, "value"))
    return *value;
  if (const Json *vault = findMember(supplied, "reference")) {
    const std::string *secret = findString(*vault, "secretName");
    return unknown("secret(" + (secret ? *secret : name.str()) + ")");
  }
  return nullptr;
}

/// Whether Azure hides the value: that of a secure parameter, unless it has a default or is null.
/// Texts that the parameters of the main template contain are shown as given.
bool isHidden(Session &session, const Deployment &deployment, const Json &declared,
              const Json &value) {
  std::string type = typeOf(*deployment.root, declared);
  if (!StringRef(type).starts_with("secure") || isUnknown(value) || value.is_null())
    return false;
  return !value.is_string() ||
         !llvm::any_of(session.given, [&](const Json &given) { return areEqual(given, value); });
}

/// Checks the declaration itself.
bool isDeclared(Session &session, const Deployment &deployment, const Json &declared,
                const std::string &name, const Place &place) {
  if (!declared.is_object())
    session.fail(place, fmt::format("parameter `{}` must be declared by an object", name));
  else if (findMember(declared, "nullable") && findMember(declared, "defaultValue"))
    session.fail(place, fmt::format("parameter `{}` cannot have both `nullable` and a default "
                                    "value",
                                    name));
  if (!findMember(*deployment.root, "languageVersion"))
    for (StringRef key : {"$ref", "nullable", "properties", "additionalProperties", "items",
                          "prefixItems", "discriminator"})
      if (!session.failed() && findMember(declared, key))
        session.fail(place / key,
                     fmt::format("`{}` requires `languageVersion` 2.0 in the template", key));
  return !session.failed();
}

void bind(Session &session, Deployment &deployment, const std::string &name, const Json &declared) {
  Place place = deployment.place / "parameters" / name;
  Progress &progress = deployment.binding[StringRef(name).lower()];
  if (progress == Progress::Running)
    session.fail(place, fmt::format("the default value of parameter `{}` depends on itself", name));
  if (progress != Progress::None || !isDeclared(session, deployment, declared, name, place))
    return;
  progress = Progress::Running;
  Json value, keep;
  const Json *supplied = findMember(deployment.supplied, name);
  if (supplied)
    value = valueOf(*supplied, name);
  bool isSupplied = supplied && (!value.is_null() || !findMember(declared, "defaultValue"));
  if (isSupplied) {
    place = deployment.suppliedAt / name;
  } else if (findMember(declared, "defaultValue")) {
    Evaluator evaluator(session, deployment, place);
    evaluator.inDefault = evaluator.beforeDeployment = true;
    value = evaluator.member(declared, "defaultValue");
  } else if (const Json *known = deployment.parent ? nullptr : assumed(session, name, keep)) {
    value = *known;
  } else if (!isNullable(*deployment.root, declared)) {
    session.fail(place,
                 fmt::format("parameter `{}` has neither a value nor a default value", name));
    return;
  }
  if (!session.failed())
    checkDeclared(session, *deployment.root, declared, "parameter `" + name + "`", place, value);
  if (isSupplied && !session.failed() && isHidden(session, deployment, declared, value))
    value = unknown("parameters(" + name + ")");
  deployment.parameters[name] = std::move(value);
  progress = Progress::Done;
}
} // namespace

bool azcl::expansion::bindParameter(Session &session, Deployment &deployment, StringRef name) {
  const Json *declared = findMember(*deployment.root, "parameters");
  if (declared && declared->is_object())
    for (auto &[key, value] : declared->get_ref<const Json::object_t &>())
      if (name.equals_insensitive(key)) {
        bind(session, deployment, key, value);
        return true;
      }
  return false;
}

void azcl::expansion::bindParameters(Session &session, Deployment &deployment) {
  static const Json none = Json::object();
  const Json *declared = findMember(*deployment.root, "parameters");
  if (!declared)
    declared = &none;
  for (auto &[name, value] : deployment.supplied.items())
    if (!findMember(*declared, name)) {
      std::vector<StringRef> names;
      if (declared->is_object())
        for (auto &[key, unused] : declared->get_ref<const Json::object_t &>())
          names.push_back(key);
      StringRef meant = nearest(name, names);
      session.fail(deployment.suppliedAt / name,
                   fmt::format("the template has no parameter `{}`{}", name,
                               meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant)));
    }
  if (!declared->is_object())
    session.fail(deployment.place / "parameters", "`parameters` must be an object");
  if (!deployment.parent)
    for (auto &[name, value] : deployment.supplied.items())
      session.given.push_back(valueOf(value, name));
  for (auto &[name, value] : declared->items())
    if (!session.failed())
      bind(session, deployment, name, value);
}
