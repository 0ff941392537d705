// Looks up template functions and reads their arguments.
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static llvm::ArrayRef<Function> (*const families[])() = {
    stringFunctions,     encodingFunctions, arrayFunctions,   objectFunctions,
    logicFunctions,      numberFunctions,   networkFunctions, resourceFunctions,
    deploymentFunctions, lambdaFunctions,   dateFunctions,    uriFunctions,
};

const Function *azcl::expansion::findFunction(StringRef name) {
  static const llvm::StringMap<const Function *> table = [] {
    llvm::StringMap<const Function *> rows;
    for (auto family : families)
      for (const Function &function : family())
        rows[function.name.lower()] = &function;
    return rows;
  }();
  if (auto found = table.find(name.lower()); found != table.end())
    return found->second;
  // Resource providers define their own list functions: listKeys, listSecrets and others.
  if (name.size() >= 4 && name.starts_with_insensitive("list") && !name.contains('.'))
    return table.lookup("list*");
  return nullptr;
}

StringRef azcl::expansion::nearestFunction(StringRef name) {
  std::vector<StringRef> names;
  for (auto family : families)
    for (const Function &function : family())
      names.push_back(function.name);
  return nearest(name, names);
}

std::string azcl::expansion::argumentCount(unsigned least, unsigned most) {
  std::string range = most == any     ? fmt::format("at least {}", least)
                      : least == most ? std::to_string(least)
                                      : fmt::format("{} to {}", least, most);
  return fmt::format("{} argument{}", range, (most == any ? least : most) == 1 ? "" : "s");
}

Json Call::fail(const std::string &what) {
  return in.fail(fmt::format("{}(): {}", name, what));
}

Json Call::failType(size_t at, const Json &value, StringRef kind) {
  return fail(fmt::format("argument {} is {}, not {}", at + 1, kindOf(value), kind));
}

const Json &Call::expect(size_t at, bool good, StringRef kind) {
  if (!good)
    failType(at, kind);
  return arguments[at];
}

const std::string &Call::string(size_t at) {
  static const std::string nothing;
  const Json &value = expect(at, arguments[at].is_string(), "a string");
  return value.is_string() ? value.get_ref<const std::string &>() : nothing;
}

int64_t Call::integer(size_t at) {
  const Json &value = expect(at, arguments[at].is_number_integer(), "an integer");
  return value.is_number_integer() ? value.get<int64_t>() : 0;
}

int64_t Call::index(size_t at) {
  int64_t number = integer(at);
  if (number != int32_t(number))
    fail(fmt::format("argument {} is {}, which does not fit in 32 bits", at + 1, number));
  return failed() ? 0 : number;
}

bool Call::boolean(size_t at) {
  const Json &value = expect(at, arguments[at].is_boolean(), "a boolean");
  return value.is_boolean() && value.get<bool>();
}

const Json &Call::array(size_t at) {
  static const Json nothing = Json::array();
  const Json &value = expect(at, arguments[at].is_array(), "an array");
  return value.is_array() ? value : nothing;
}

const Json &Call::object(size_t at) {
  static const Json nothing = Json::object();
  const Json &value = expect(at, arguments[at].is_object(), "an object");
  return value.is_object() ? value : nothing;
}

std::vector<Json> Call::list() const {
  if (size() == 1 && arguments[0].is_array())
    return std::vector<Json>(arguments[0].begin(), arguments[0].end());
  return arguments;
}
