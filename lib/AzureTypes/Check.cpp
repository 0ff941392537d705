// Compares values with types of Azure.
#include "azcl/AzureTypes/Check.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"
#include <regex>

using namespace azcl;
using namespace azcl::azure;
using llvm::StringRef;

/// The literals of a type, and whether other texts are allowed too.
static void collectWords(const Shape &shape, llvm::SmallVectorImpl<StringRef> &words, bool &open) {
  if (shape.kind == Kind::Literal)
    words.push_back(shape.text);
  else if (shape.kind == Kind::Text || shape.kind == Kind::Any)
    open = true;
  else if (shape.kind == Kind::Union)
    for (Type each : shape.elements)
      collectWords(Shape(each), words, open);
}

/// "`"Basic"` or `"Premium"`"
static std::string wordList(llvm::ArrayRef<StringRef> words) {
  std::vector<std::string> quoted;
  for (StringRef each : words)
    quoted.push_back(fmt::format("\"{}\"", each));
  llvm::SmallVector<StringRef, 16> views(quoted.begin(), quoted.end());
  return orList(views, 12);
}

static StringRef kindName(Given::Kind kind) {
  switch (kind) {
  case Given::Kind::Null: return "null";
  case Given::Kind::Bool: return "`yes` or `no`";
  case Given::Kind::Int: return "a whole number";
  case Given::Kind::Decimal: return "a decimal";
  case Given::Kind::Text: return "a string";
  case Given::Kind::List: return "a list";
  case Given::Kind::Object: return "an object";
  default: return "any value";
  }
}

Given::Kind azcl::azure::kindOf(Type type) {
  Shape shape(type);
  switch (shape.kind) {
  case Kind::Bool: return Given::Kind::Bool;
  case Kind::Int: return Given::Kind::Int;
  case Kind::Text:
  case Kind::Literal: return Given::Kind::Text;
  case Kind::List: return Given::Kind::List;
  case Kind::Object:
  case Kind::Variant: return Given::Kind::Object;
  case Kind::Any: return Given::Kind::Unknown;
  case Kind::Union: break;
  }
  Given::Kind kind = kindOf(shape.elements.front());
  bool same = llvm::all_of(shape.elements, [&](Type each) { return kindOf(each) == kind; });
  return same ? kind : Given::Kind::Unknown;
}

std::string azcl::azure::describe(Type type) {
  Shape shape(type);
  llvm::SmallVector<StringRef, 8> words;
  bool open = false;
  collectWords(shape, words, open);
  if (!open && !words.empty())
    return wordList(words);
  if (Given::Kind kind = kindOf(type); kind != Given::Kind::Unknown || shape.kind == Kind::Any)
    return kindName(kind).str();
  std::vector<std::string> kinds;
  for (Type each : shape.elements)
    if (std::string text = describe(each); !llvm::is_contained(kinds, text))
      kinds.push_back(text);
  return llvm::join(kinds, " or ");
}

std::string azcl::azure::describe(const Fault &fault) {
  switch (fault.kind) {
  case FaultKind::Unknown: return fmt::format("there is no property `{}`", fault.path);
  case FaultKind::Missing: return fmt::format("`{}` is missing", fault.path);
  case FaultKind::Kind:
    return fmt::format("`{}` must be {}, but this is {}", fault.path, fault.wanted, fault.given);
  case FaultKind::Word:
    return fmt::format("`{}` cannot be `\"{}\"`; it can be {}", fault.path, fault.given,
                       fault.wanted);
  case FaultKind::ReadOnly: return fmt::format("`{}` is read-only", fault.path);
  case FaultKind::Length:
  case FaultKind::Number:
    return fmt::format("`{}` has {}; Azure allows {}", fault.path, fault.given, fault.wanted);
  case FaultKind::Pattern:
    return fmt::format("`{}` is \"{}\", which does not match {}", fault.path, fault.given,
                       fault.wanted);
  case FaultKind::SecretShown: return fmt::format("`{}` shows a secret", fault.path);
  case FaultKind::SecretKnown: return fmt::format("`{}` must be a secret parameter", fault.path);
  }
  return "";
}

/// The names of the properties that a program can set.
static llvm::SmallVector<StringRef, 32> settable(llvm::ArrayRef<Property> properties) {
  llvm::SmallVector<StringRef, 32> names;
  for (const Property &each : properties)
    if (!each.readOnly())
      names.push_back(each.name);
  return names;
}

namespace {
std::string within(StringRef path, StringRef name) {
  return path.empty() ? name.str() : fmt::format("{}.{}", path, name);
}

struct Checker {
  std::vector<Fault> faults;

  Fault &fault(FaultKind kind, const void *place, StringRef path, std::string given,
               std::string wanted) {
    return faults.emplace_back(
        Fault{kind, place, path.str(), std::move(given), std::move(wanted), ""});
  }

  void value(Type type, const Given &given, const std::string &path) {
    if (given.kind == Given::Kind::Unknown || given.kind == Given::Kind::Null)
      return;
    if (given.kind == Given::Kind::OneOf) {
      for (const Given &each : given.items)
        value(type, each, path);
      return;
    }
    Shape shape(type);
    switch (shape.kind) {
    case Kind::Any: return;
    case Kind::Bool: return void(isKind(type, given, Given::Kind::Bool, path));
    case Kind::Int: // the published types also have whole numbers where Azure takes decimals
      if (given.kind != Given::Kind::Decimal && isKind(type, given, Given::Kind::Int, path))
        number(shape, given, path);
      return;
    case Kind::Text:
      if (isKind(type, given, Given::Kind::Text, path))
        text(shape, given, path);
      return;
    case Kind::Literal:
    case Kind::Union: return oneOf(type, shape, given, path);
    case Kind::List:
      if (!isKind(type, given, Given::Kind::List, path))
        return;
      length(shape, given, given.items.size(), given.exact, "element", path);
      for (size_t i = 0; i < given.items.size(); ++i)
        value(shape.elements[0], given.items[i], fmt::format("{}[{}]", path, i));
      return;
    case Kind::Object:
    case Kind::Variant:
      if (isKind(type, given, Given::Kind::Object, path))
        object(shape, given, path);
      return;
    }
  }

  bool isKind(Type type, const Given &given, Given::Kind wanted, StringRef path) {
    if (given.kind == wanted)
      return true;
    wrongKind(type, given, path);
    return false;
  }

  /// Where a property has another kind, a secret in the value is readable all the same.
  void wrongKind(Type type, const Given &given, StringRef path) {
    if (holdsSecret(given))
      fault(FaultKind::SecretShown, given.place, path, "", "");
    fault(FaultKind::Kind, given.place, path, kindName(given.kind).str(), describe(type));
  }

  void number(const Shape &shape, const Given &given, StringRef path) {
    auto report = [&](int64_t value, std::string wanted) {
      fault(FaultKind::Number, given.place, path, fmt::format("the value {}", value),
            std::move(wanted));
    };
    if (shape.least && given.least && *given.least < *shape.least)
      report(*given.least, fmt::format("at least {}", *shape.least));
    else if (shape.most && given.most && *given.most > *shape.most)
      report(*given.most, fmt::format("at most {}", *shape.most));
  }

  void length(const Shape &shape, const Given &given, size_t size, bool exact, StringRef unit,
              StringRef path) {
    auto report = [&](StringRef side, int64_t bound) {
      fault(FaultKind::Length, given.place, path,
            fmt::format("{} {}{}", size, unit, size == 1 ? "" : "s"),
            fmt::format("{} {}", side, bound));
    };
    if (shape.most && int64_t(size) > *shape.most)
      report("at most", *shape.most);
    else if (exact && shape.least && int64_t(size) < *shape.least)
      report("at least", *shape.least);
  }

  void text(const Shape &shape, const Given &given, StringRef path) {
    if (shape.sensitive && given.exact && !given.text.empty()) {
      fault(FaultKind::SecretKnown, given.place, path, "", "");
      return;
    }
    if (given.secret && !shape.sensitive)
      fault(FaultKind::SecretShown, given.place, path, "", "");
    if (!given.exact)
      return;
    length(shape, given, given.text.size(), true, "character", path);
    if (!shape.text.empty() && given.text.size() <= longestMatched && !matches(shape, given.text))
      fault(FaultKind::Pattern, given.place, path, given.text, shape.text.str());
  }

  static constexpr size_t longestMatched = 512; ///< longer texts are not compared
  /// Also true for patterns that are not valid here. The time is polynomial, because a published
  /// pattern with nested repetitions must not hang the compiler.
  static bool matches(const Shape &shape, const std::string &text) {
    constexpr auto flags = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;
    try {
      return std::regex_search(text, std::regex(shape.text.str(), flags));
    } catch (const std::regex_error &) {
      return true;
    }
  }

  void oneOf(Type type, const Shape &shape, const Given &given, const std::string &path) {
    llvm::SmallVector<StringRef, 16> words;
    bool open = false;
    collectWords(shape, words, open);
    if (given.kind == Given::Kind::Text && (open || !words.empty())) {
      if (open || !given.exact || llvm::any_of(words, [&](StringRef each) {
            return each.equals_insensitive(given.text);
          })) {
        if (given.secret && !isSensitive(shape))
          fault(FaultKind::SecretShown, given.place, path, "", "");
        return;
      }
      fault(FaultKind::Word, given.place, path, given.text, wordList(words)).repair =
          nearest(given.text, words);
      return;
    }
    // Checks the element of the same kind, if there is one.
    for (Type each : shape.elements) {
      Checker attempt;
      attempt.value(each, given, path);
      if (llvm::none_of(attempt.faults, [&](const Fault &fault) {
            return fault.kind == FaultKind::Kind && fault.place == given.place;
          })) {
        llvm::append_range(faults, attempt.faults);
        return;
      }
    }
    wrongKind(type, given, path);
  }

  static bool isSensitive(const Shape &shape) {
    return shape.sensitive ||
           llvm::any_of(shape.elements, [](Type each) { return Shape(each).sensitive; });
  }

  static const Given::Member *memberOf(const Given &given, StringRef name) {
    auto found = llvm::find_if(given.members, [&](const Given::Member &each) {
      return StringRef(each.name).equals_insensitive(name);
    });
    return found == given.members.end() ? nullptr : &*found;
  }

  void object(const Shape &shape, const Given &given, const std::string &path) {
    if (shape.kind == Kind::Object)
      return properties(shape, given, path);
    std::string name = within(path, shape.text);
    const Given::Member *key = memberOf(given, shape.text);
    llvm::SmallVector<StringRef, 16> words;
    for (const auto &[word, type] : shape.variants)
      words.push_back(word);
    if (!key || key->value.kind == Given::Kind::Null) {
      if (given.exact)
        fault(FaultKind::Missing, given.place, name, "", wordList(words));
      return;
    }
    // The object must be right for each value that the key can have.
    std::vector<Fault> before = std::move(faults), all;
    auto branch = [&](const Given &each) {
      faults.clear();
      selected(shape, words, each, given, path, name);
      for (Fault &fault : faults)
        if (llvm::none_of(all, [&](const Fault &other) {
              return other.kind == fault.kind && other.path == fault.path &&
                     other.place == fault.place;
            }))
          all.push_back(std::move(fault));
    };
    if (key->value.kind == Given::Kind::OneOf)
      llvm::for_each(key->value.items, branch);
    else
      branch(key->value);
    faults = std::move(before);
    llvm::append_range(faults, all);
  }

  void selected(const Shape &shape, llvm::ArrayRef<StringRef> words, const Given &key,
                const Given &given, const std::string &path, StringRef name) {
    if (key.kind != Given::Kind::Text) {
      if (key.kind != Given::Kind::Unknown)
        fault(FaultKind::Kind, key.place, name, kindName(key.kind).str(), wordList(words));
      return;
    }
    if (!key.exact)
      return;
    for (const auto &[word, type] : shape.variants)
      if (word.equals_insensitive(key.text)) {
        Shape merged(type);
        for (const Property &each : shape.properties)
          if (!merged.find(each.name))
            merged.properties.push_back(each);
        return properties(merged, given, path);
      }
    fault(FaultKind::Word, key.place, name, key.text, wordList(words)).repair =
        nearest(key.text, words);
  }

  void properties(const Shape &shape, const Given &given, const std::string &path) {
    for (const Given::Member &member : given.members) {
      std::string at = within(path, member.name);
      const Property *property = shape.find(member.name);
      if (!property && shape.others) {
        value(*shape.others, member.value, at);
        continue;
      }
      if (!property) {
        unknown(shape, member, at);
        continue;
      }
      if (property->readOnly() && !property->required()) {
        fault(FaultKind::ReadOnly, member.place, at, "", "");
        if (holdsSecret(member.value))
          fault(FaultKind::SecretShown, member.value.place, at, "", "");
      } else {
        value(property->type, member.value, at);
      }
    }
    if (!given.exact)
      return;
    for (const Property &each : shape.properties) {
      if (!each.required() || each.readOnly() || Shape(each.type).kind == Kind::Any)
        continue; // any value can also be null
      const Given::Member *member = memberOf(given, each.name);
      if (!member || member->value.kind == Given::Kind::Null)
        fault(FaultKind::Missing, member ? member->place : given.place, within(path, each.name), "",
              describe(each.type));
    }
  }

  static bool holdsSecret(const Given &given) {
    return given.secret || llvm::any_of(given.items, holdsSecret) ||
           llvm::any_of(given.members,
                        [](const Given::Member &each) { return holdsSecret(each.value); });
  }

  void unknown(const Shape &shape, const Given::Member &member, StringRef at) {
    if (holdsSecret(member.value))
      fault(FaultKind::SecretShown, member.value.place, at, "", "");
    llvm::SmallVector<StringRef, 32> names = settable(shape.properties);
    fault(FaultKind::Unknown, member.place, at, member.name, names.empty() ? "" : orList(names, 12))
        .repair = nearest(member.name, names);
  }
};
} // namespace

std::vector<Fault> azcl::azure::check(Type type, const Given &value, StringRef path) {
  Checker checker;
  checker.value(type, value, path.str());
  return std::move(checker.faults);
}

std::vector<Property> azcl::azure::allProperties(Type type) {
  Shape shape(type);
  std::vector<Property> all(shape.properties.begin(), shape.properties.end());
  auto add = [&](Type more) {
    for (const Property &each : allProperties(more))
      if (llvm::none_of(all, [&](const Property &other) { return other.name == each.name; }))
        all.push_back(each);
  };
  for (const auto &[word, variant] : shape.variants)
    add(variant);
  if (shape.kind == Kind::Union)
    for (Type each : shape.elements)
      add(each);
  return all;
}

std::string azcl::azure::propertyList(Type type) {
  llvm::SmallVector<StringRef, 32> names = settable(allProperties(type));
  return names.empty() ? "" : orList(names, 12);
}

std::string azcl::azure::similarPath(Type type, StringRef path, llvm::ArrayRef<StringRef> more) {
  size_t known = 0;
  if (typeAt(type, path, &known))
    return "";
  std::optional<Found> outer = typeAt(type, path.take_front(known));
  llvm::SmallVector<StringRef, 32> names;
  for (const Property &each : allProperties(outer->type))
    names.push_back(each.name);
  if (!known)
    llvm::append_range(names, more);
  StringRef rest = path.drop_front(known);
  StringRef missing = rest.ltrim('.').take_until([](char c) { return c == '.' || c == '['; });
  StringRef near = nearest(missing, names);
  if (near.empty())
    return "";
  StringRef after = rest.ltrim('.').drop_front(missing.size());
  return (path.take_front(known) + (known ? "." : "") + near + after).str();
}

/// Variants can have properties of one name with different types: the first variant that has the
/// whole path counts, rather one in which it can be set.
static std::optional<Found> inVariants(const Shape &shape, StringRef path) {
  std::optional<Found> best;
  for (const auto &[word, variant] : shape.variants)
    if (std::optional<Found> found = typeAt(variant, path);
        found && (!best || (best->readOnly && !found->readOnly)))
      best = found;
  return best;
}

std::optional<Found> azcl::azure::typeAt(Type type, StringRef path, size_t *at) {
  Found found{type};
  size_t used = 0;
  StringRef rest = path;
  while (!rest.empty()) {
    if (rest.consume_front("[")) {
      size_t close = rest.find(']');
      Shape shape(found.type);
      if (close == StringRef::npos)
        return std::nullopt;
      if (shape.kind == Kind::List)
        found.type = shape.elements[0];
      else if (shape.kind != Kind::Any)
        return std::nullopt;
      rest = rest.drop_front(close + 1);
    } else {
      rest.consume_front(".");
      StringRef name = rest.take_until([](char c) { return c == '.' || c == '['; });
      Shape shape(found.type);
      if (std::optional<Found> inside = inVariants(shape, rest)) {
        inside->readOnly |= found.readOnly;
        if (at)
          *at = path.size();
        return inside;
      }
      if (shape.kind == Kind::List && llvm::all_of(name, llvm::isDigit)) {
        found.type = shape.elements[0];
      } else if (shape.kind != Kind::Any) {
        std::vector<Property> properties = allProperties(found.type);
        auto property = llvm::find_if(
            properties, [&](const Property &each) { return each.name.equals_insensitive(name); });
        if (property == properties.end() && !shape.others)
          return std::nullopt;
        found.flags = property == properties.end() ? 0 : property->flags;
        found.readOnly |= property != properties.end() && property->readOnly();
        found.type = property == properties.end() ? *shape.others : property->type;
      }
      rest = rest.drop_front(name.size());
    }
    used = path.size() - rest.size();
    if (at)
      *at = used;
  }
  return found;
}

std::optional<bool> azcl::azure::takes(StringRef type, StringRef version, StringRef property) {
  std::optional<ResourceType> found = TypeLibrary::builtin().find(type, version);
  if (!found)
    return std::nullopt;
  std::optional<Found> at = typeAt(found->body, property);
  return at && !at->readOnly;
}
