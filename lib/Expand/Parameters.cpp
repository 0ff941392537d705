// Binds parameter values to the parameters that a template declares.
#include "Evaluator.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
struct Type {
  StringRef name, article;
  bool (*holds)(const Json &value);
};

const Type types[] = {
    {"string", "a string", [](const Json &value) { return value.is_string(); }},
    {"securestring", "a string", [](const Json &value) { return value.is_string(); }},
    {"int", "an integer", [](const Json &value) { return value.is_number_integer(); }},
    {"bool", "a boolean", [](const Json &value) { return value.is_boolean(); }},
    {"object", "an object", [](const Json &value) { return value.is_object(); }},
    {"secureobject", "an object", [](const Json &value) { return value.is_object(); }},
    {"array", "an array", [](const Json &value) { return value.is_array(); }},
};

/// Checks one value against its declaration.
class Checker {
public:
  /// `subject` is what has the value, for example "parameter `x`".
  Checker(Session &session, const Json &declared, StringRef subject, const Place &place)
      : session(session), declared(declared), subject(subject), place(place) {}

  void check(const Json &value) {
    if (containsUnknown(value) || !checkType(value))
      return;
    checkAllowed(value);
    if (value.is_number_integer())
      checkRange(value.get<int64_t>(), "minValue", "maxValue", "is {}");
    else if (value.is_string())
      checkRange(value.get_ref<const std::string &>().size(), "minLength", "maxLength",
                 "has a length of {}");
    else if (value.is_array())
      checkRange(value.size(), "minLength", "maxLength", "has a length of {}");
  }

private:
  void fail(const std::string &what) { session.fail(place, fmt::format("{} {}", subject, what)); }

  bool checkType(const Json &value) {
    const std::string *wanted = findString(declared, "type");
    const Type *type = llvm::find_if(
        types, [&](const Type &row) { return wanted && row.name.equals_insensitive(*wanted); });
    if (type == std::end(types))
      fail(wanted ? fmt::format("has the unknown type `{}`", *wanted) : "has no type");
    else if (!type->holds(value) && !(value.is_null() && findMember(declared, "nullable")))
      fail(fmt::format("must be {}, but its value is {}", type->article, kindOf(value)));
    return !session.failed();
  }

  void checkAllowed(const Json &value) {
    const Json *allowed = findMember(declared, "allowedValues");
    if (!allowed || !allowed->is_array() || hasItem(*allowed, value))
      return;
    // An array can also be any selection of the allowed items.
    if (value.is_array() &&
        llvm::all_of(value, [&](const Json &item) { return hasItem(*allowed, item); }))
      return;
    std::vector<std::string> texts;
    for (const Json &item : *allowed)
      texts.push_back(textOf(item));
    fail(fmt::format("is `{}`; the allowed values are {}", textOf(value), llvm::join(texts, ", ")));
  }

  void checkRange(int64_t number, StringRef least, StringRef most, const char *is) {
    const Json *low = findMember(declared, least), *high = findMember(declared, most);
    std::string how = fmt::format(fmt::runtime(is), number);
    if (low && low->is_number_integer() && number < low->get<int64_t>())
      fail(fmt::format("{}; its {} is {}", how, least, low->get<int64_t>()));
    if (high && high->is_number_integer() && number > high->get<int64_t>())
      fail(fmt::format("{}; its {} is {}", how, most, high->get<int64_t>()));
  }

  Session &session;
  const Json &declared;
  StringRef subject;
  const Place &place;
};

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
  if (const Json *value = findMember(supplied, "value"))
    return *value;
  if (const Json *vault = findMember(supplied, "reference")) {
    const std::string *secret = findString(*vault, "secretName");
    return unknown("secret(" + (secret ? *secret : name.str()) + ")");
  }
  return nullptr;
}

void bind(Session &session, Deployment &deployment, const std::string &name, const Json &declared) {
  Place place = deployment.place / "parameters" / name;
  Json value, keep;
  Progress &progress = deployment.binding[StringRef(name).lower()];
  if (progress == Progress::Running)
    session.fail(place, fmt::format("the default value of parameter `{}` depends on itself", name));
  if (progress != Progress::None)
    return;
  progress = Progress::Running;
  if (const Json *supplied = findMember(deployment.supplied, name)) {
    place = deployment.suppliedAt / name;
    value = valueOf(*supplied, name);
  } else if (findMember(declared, "defaultValue")) {
    Evaluator evaluator(session, deployment, place);
    evaluator.inDefault = true;
    value = evaluator.member(declared, "defaultValue");
  } else if (const Json *known = deployment.parent ? nullptr : assumed(session, name, keep)) {
    value = *known;
  } else if (!findMember(declared, "nullable")) {
    session.fail(place,
                 fmt::format("parameter `{}` has neither a value nor a default value", name));
    return;
  }
  if (!session.failed())
    checkDeclared(session, declared, "parameter `" + name + "`", place, value);
  deployment.parameters[name] = std::move(value);
  progress = Progress::Done;
}
} // namespace

void azcl::expansion::checkDeclared(Session &session, const Json &declared, StringRef subject,
                                    const Place &place, const Json &value) {
  Checker(session, declared, subject, place).check(value);
}

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
  for (auto &[name, value] : declared->items())
    if (!session.failed())
      bind(session, deployment, name, value);
}
