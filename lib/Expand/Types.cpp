// Checks values against the declarations of parameters and outputs, which can refer to definitions.
#include "Evaluator.h"
#include "Functions/Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static constexpr unsigned maxReferences = 64;

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

/// Checks one value against its declaration, and the parts of the value against theirs.
class Checker {
public:
  /// `subject` is what has the value, for example "parameter `x`".
  Checker(Session &session, const Json &root, StringRef subject, const Place &place)
      : session(session), root(root), subject(subject), place(place) {}

  void check(const Json &declared, const Json &value, const std::string &path);

private:
  /// A failure of the part of the value at `path`.
  void fail(const std::string &path, const std::string &what) {
    session.fail(place, path.empty() ? fmt::format("{} {}", subject, what)
                                     : fmt::format("`{}` of {} {}", path, subject, what));
  }
  Json resolved(const Json &declared, const std::string &path);
  bool checkType(const Json &declared, const Json &value, const std::string &path);
  void checkAllowed(const Json &declared, const Json &value, const std::string &path);
  void checkRange(const Json &declared, int64_t number, const std::string &path, StringRef least,
                  StringRef most, const char *is);
  void checkObject(const Json &declared, const Json &value, const std::string &path);
  void checkVariant(const Json &discriminator, const Json &value, const std::string &path);
  void checkArray(const Json &declared, const Json &value, const std::string &path);

  Session &session;
  const Json &root;
  StringRef subject;
  const Place &place;
};
} // namespace

/// The definition that a declaration refers to; nullptr if it refers to none, or to an unknown one.
static const Json *definitionOf(const Json &root, const Json &declared) {
  const std::string *reference = findString(declared, "$ref");
  StringRef name = reference ? *reference : StringRef();
  const Json *definitions = findMember(root, "definitions");
  if (!definitions || !name.consume_front("#/definitions/"))
    return nullptr;
  return findMember(*definitions, name);
}

std::string azcl::expansion::typeOf(const Json &root, const Json &declared) {
  const Json *at = &declared;
  for (unsigned i = 0; at && i < maxReferences; ++i, at = definitionOf(root, *at))
    if (const std::string *type = findString(*at, "type"))
      return StringRef(*type).lower();
  return "";
}

bool azcl::expansion::isNullable(const Json &root, const Json &declared) {
  const Json *at = &declared;
  for (unsigned i = 0; at && i < maxReferences; ++i, at = definitionOf(root, *at))
    if (const Json *nullable = findMember(*at, "nullable"); nullable && *nullable == Json(true))
      return true;
  return false;
}

/// A declaration with the members of the definitions that it refers to and does not override. Fails
/// if a definition does not exist.
Json Checker::resolved(const Json &declared, const std::string &path) {
  Json result = declared;
  for (unsigned i = 0; findMember(result, "$ref"); ++i) {
    const Json *definition = definitionOf(root, result);
    if (!definition || i == maxReferences) {
      fail(path, definition ? "has a type that refers to itself"
                            : fmt::format("refers to `{}`, which the template does not define",
                                          textOf(*findMember(result, "$ref"))));
      return nullptr;
    }
    result.erase("$ref");
    for (auto &[key, value] : definition->get_ref<const Json::object_t &>())
      if (!findMember(result, key))
        result[key] = value;
  }
  return result;
}

void Checker::check(const Json &written, const Json &value, const std::string &path) {
  if (session.failed() || isUnknown(value) || (value.is_null() && isNullable(root, written)) ||
      !session.spend(64, place))
    return;
  Json merged;
  if (findMember(written, "$ref"))
    merged = resolved(written, path);
  const Json &declared = merged.is_null() ? written : merged;
  if (session.failed() || !checkType(declared, value, path))
    return;
  checkAllowed(declared, value, path);
  if (value.is_number_integer()) {
    checkRange(declared, value.get<int64_t>(), path, "minValue", "maxValue", "is {}");
  } else if (value.is_string()) {
    checkRange(declared, units(value.get_ref<const std::string &>()).size(), path, "minLength",
               "maxLength", "has a length of {}");
  } else if (value.is_array()) {
    checkRange(declared, value.size(), path, "minLength", "maxLength", "has a length of {}");
    checkArray(declared, value, path);
  } else if (value.is_object()) {
    checkObject(declared, value, path);
  }
}

bool Checker::checkType(const Json &declared, const Json &value, const std::string &path) {
  const std::string *wanted = findString(declared, "type");
  if (!wanted) { // any type
    if (value.is_null())
      fail(path, "must have a value, but it is null");
    return !session.failed();
  }
  const Type *type =
      llvm::find_if(types, [&](const Type &row) { return row.name.equals_insensitive(*wanted); });
  if (type == std::end(types))
    fail(path, fmt::format("has the unknown type `{}`", *wanted));
  else if (!type->holds(value))
    fail(path, fmt::format("must be {}, but its value is {}", type->article, kindOf(value)));
  return !session.failed();
}

void Checker::checkAllowed(const Json &declared, const Json &value, const std::string &path) {
  const Json *allowed = findMember(declared, "allowedValues");
  if (!allowed || !allowed->is_array() || hasItem(*allowed, value) || containsUnknown(value))
    return;
  // An array can also be any selection of the allowed items.
  if (value.is_array() &&
      llvm::all_of(value, [&](const Json &item) { return hasItem(*allowed, item); }))
    return;
  std::vector<std::string> texts;
  for (const Json &item : *allowed)
    texts.push_back(textOf(item));
  fail(path,
       fmt::format("is `{}`; the allowed values are {}", textOf(value), llvm::join(texts, ", ")));
}

void Checker::checkRange(const Json &declared, int64_t number, const std::string &path,
                         StringRef least, StringRef most, const char *is) {
  const Json *low = findMember(declared, least), *high = findMember(declared, most);
  std::string how = fmt::format(fmt::runtime(is), number);
  if (low && low->is_number_integer() && number < low->get<int64_t>())
    fail(path, fmt::format("{}; its {} is {}", how, least, low->get<int64_t>()));
  if (high && high->is_number_integer() && number > high->get<int64_t>())
    fail(path, fmt::format("{}; its {} is {}", how, most, high->get<int64_t>()));
}

static std::string below(const std::string &path, StringRef key) {
  return path.empty() ? key.str() : path + "." + key.str();
}

void Checker::checkObject(const Json &declared, const Json &value, const std::string &path) {
  static const Json none = Json::object();
  const Json *stated = findMember(declared, "properties");
  const Json &properties = stated && stated->is_object() ? *stated : none;
  for (auto &[key, property] : properties.get_ref<const Json::object_t &>()) {
    const Json *member = findMember(value, key);
    if (member && !member->is_null())
      check(property, *member, below(path, key));
    else if (!openSpelling(value) && !isNullable(root, property))
      fail(path, fmt::format("must have a property `{}`", key));
  }
  if (const Json *discriminator = findMember(declared, "discriminator"))
    return checkVariant(*discriminator, value, path);
  const Json *others = findMember(declared, "additionalProperties");
  if (!others)
    return;
  for (auto &[key, member] : value.get_ref<const Json::object_t &>())
    if (!findMember(properties, key) && !isMark(key, member) && !member.is_null()) {
      if (others->is_object())
        check(*others, member, below(path, key));
      else if (*others == Json(false))
        fail(path, fmt::format("has a property `{}`, which its type does not have", key));
    }
}

/// Checks an object whose type depends on the value of one of its properties.
void Checker::checkVariant(const Json &discriminator, const Json &value, const std::string &path) {
  const std::string *name = findString(discriminator, "propertyName");
  const Json *mapping = findMember(discriminator, "mapping");
  if (!name || !mapping || !mapping->is_object())
    return fail(path, "has a `discriminator` without `propertyName` and `mapping`");
  const Json *chosen = findMember(value, *name);
  if (openSpelling(value) || (chosen && isUnknown(*chosen)))
    return;
  if (!chosen || !chosen->is_string())
    return fail(path, fmt::format("must have a property `{}` that is a string", *name));
  const std::string &variant = chosen->get_ref<const std::string &>();
  if (auto found = mapping->find(variant); found != mapping->end())
    return check(*found, value, path);
  std::vector<StringRef> variants;
  for (auto &[key, unused] : mapping->get_ref<const Json::object_t &>())
    variants.push_back(key);
  fail(below(path, *name),
       fmt::format("is `{}`; the allowed values are {}", variant, llvm::join(variants, ", ")));
}

void Checker::checkArray(const Json &declared, const Json &value, const std::string &path) {
  const Json *first = findMember(declared, "prefixItems"), *rest = findMember(declared, "items");
  size_t count = first && first->is_array() ? first->size() : 0;
  if (value.size() < count)
    return fail(path,
                fmt::format("must have at least {} items, but it has {}", count, value.size()));
  for (size_t i = 0; i < value.size() && !session.failed(); ++i) {
    std::string at = fmt::format("{}[{}]", path, i);
    if (i < count)
      check((*first)[i], value[i], at);
    else if (rest && rest->is_object())
      check(*rest, value[i], at);
    else if (rest && *rest == Json(false))
      return fail(path, fmt::format("must have {} items, but it has {}", count, value.size()));
  }
}

void azcl::expansion::checkDeclared(Session &session, const Json &root, const Json &declared,
                                    StringRef subject, const Place &place, const Json &value) {
  Checker(session, root, subject, place).check(declared, value, "");
}
