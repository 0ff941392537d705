// Prints types of Azure.
#include "azcl/AzureTypes/PrintType.h"
#include "azcl/AzureTypes/Check.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/JsonWriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::azure;
using llvm::StringRef;

std::string azcl::azure::scopeNames(uint8_t scopes) {
  static constexpr std::pair<Scope, const char *> names[] = {
      {ResourceGroupScope, "a resource group"},
      {SubscriptionScope, "a subscription"},
      {ManagementGroupScope, "a management group"},
      {TenantScope, "a tenant"},
      {ExtensionScope, "another resource"}};
  std::string list;
  for (auto [scope, name] : names)
    if (scopes & scope)
      list += (list.empty() ? "" : " or ") + std::string(name);
  return list.empty() ? "nothing: it can only be read" : list;
}

/// The part of a description that explains the property: its first sentence, on one line.
static std::string firstSentence(StringRef text) {
  std::string line;
  for (char c : text.trim()) {
    bool ends = StringRef(line).ends_with(".") && !StringRef(line).ends_with("e.g.") &&
                !StringRef(line).ends_with("i.e.");
    if (ends && llvm::isSpace(c))
      break;
    if (!llvm::isSpace(c))
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

static std::string bounds(const Shape &shape, StringRef unit) {
  if (!shape.least && !shape.most)
    return "";
  std::string range = !shape.most    ? fmt::format("at least {}", *shape.least)
                      : !shape.least ? fmt::format("at most {}", *shape.most)
                      : shape.least == shape.most
                          ? fmt::format("exactly {}", *shape.least)
                          : fmt::format("{} to {}", *shape.least, *shape.most);
  return unit.empty() ? fmt::format(", {}", range) : fmt::format(", {} {}", range, unit);
}

/// The type on one line; `inner` is set to the objects that need lines of their own.
static std::string summary(Type type, std::optional<Type> &inner) {
  Shape shape(type);
  switch (shape.kind) {
  case Kind::Int: return "whole number" + bounds(shape, "");
  case Kind::Bool: return "yes or no";
  case Kind::Any: return "any value";
  case Kind::Text:
    return (shape.sensitive ? "secret string" : "string") + bounds(shape, "characters") +
           (shape.text.empty() ? "" : fmt::format(", matches {}", shape.text));
  case Kind::List: {
    std::string of = summary(shape.elements[0], inner);
    return "list of " + (inner ? "objects" : of) + bounds(shape, "elements");
  }
  case Kind::Object:
    if (shape.properties.empty() && shape.others) {
      std::string of = summary(*shape.others, inner);
      return fmt::format("object with any keys, of {}", inner ? "objects" : of);
    }
    if (!shape.properties.empty())
      inner = type;
    return "object";
  case Kind::Variant: inner = type; return "object";
  case Kind::Literal:
  case Kind::Union: break;
  }
  bool isOpen = llvm::any_of(shape.elements, [](Type each) {
    return Shape(each).kind == Kind::Text || Shape(each).kind == Kind::Any;
  });
  std::vector<std::string> words;
  if (shape.kind == Kind::Literal)
    words.push_back(fmt::format("\"{}\"", shape.text));
  for (Type each : shape.elements)
    if (Shape element(each); element.kind == Kind::Literal)
      words.push_back(fmt::format("\"{}\"", element.text));
    else if (element.kind != Kind::Text)
      words.push_back(summary(each, inner));
  return llvm::join(words, " | ") + (isOpen ? " | other strings" : "");
}

namespace {
class TypePrinter {
public:
  explicit TypePrinter(llvm::raw_ostream &out) : out(out) {}

  void object(Type type, unsigned depth) {
    Shape shape(type);
    if (llvm::is_contained(open, type) || depth > deepest)
      return void(out.indent(depth * 2) << "...\n");
    open.push_back(type);
    properties(shape, type, depth);
    for (const auto &[word, variant] : shape.variants) {
      out.indent(depth * 2) << "with " << shape.text << " = \"" << word << "\":\n";
      properties(Shape(variant), variant, depth + 1);
    }
    open.pop_back();
  }

private:
  void properties(const Shape &shape, Type type, unsigned depth) {
    llvm::SmallVector<StringRef, 16> readable;
    for (unsigned i = 0; i < shape.properties.size(); ++i) {
      const Property &each = shape.properties[i];
      if (each.readOnly() && !each.required()) {
        readable.push_back(each.name);
        continue;
      }
      std::optional<Type> inner;
      std::string line = summary(each.type, inner);
      out.indent(depth * 2) << each.name << ": " << line << (each.required() ? ", required" : "")
                            << "\n";
      if (std::string text = firstSentence(description(type, i)); !text.empty())
        out.indent(depth * 2 + 4) << text << "\n";
      if (inner)
        object(*inner, depth + 1);
    }
    if (!readable.empty())
      out.indent(depth * 2) << "read-only: " << llvm::join(readable, ", ") << "\n";
  }

  static constexpr unsigned deepest = 12;
  llvm::raw_ostream &out;
  llvm::SmallVector<Type, 16> open; ///< being printed: types can contain themselves
};

class JsonPrinter {
public:
  std::string print(Type body) {
    number(body);
    std::string text;
    JsonWriter json(text, JsonForm::Compact);
    json.array([&] {
      for (size_t i = 0; i < nodes.size(); ++i) // grows
        json.element([&] { node(json, Shape(Type(nodes[i]))); });
    });
    return text;
  }

private:
  int64_t number(Type type) {
    auto found = llvm::find(nodes, type);
    if (found != nodes.end())
      return found - nodes.begin();
    nodes.push_back(type);
    return int64_t(nodes.size()) - 1;
  }

  void node(JsonWriter &json, const Shape &shape) {
    static constexpr const char *kinds[] = {"any",  "bool",  "int",    "text",   "literal",
                                            "list", "union", "object", "variant"};
    json.attribute("kind", StringRef(kinds[size_t(shape.kind)]));
    if (shape.sensitive)
      json.attribute("sensitive", true);
    if (shape.least)
      json.attribute("least", *shape.least);
    if (shape.most)
      json.attribute("most", *shape.most);
    if (!shape.text.empty())
      json.attribute(shape.kind == Kind::Text      ? "pattern"
                     : shape.kind == Kind::Literal ? "value"
                                                   : "discriminator",
                     shape.text);
    if (shape.others)
      json.attribute("others", number(*shape.others));
    if (!shape.elements.empty())
      json.array("elements", [&] {
        for (Type each : shape.elements)
          json.value(number(each));
      });
    if (!shape.properties.empty())
      json.array("properties", [&] {
        for (const Property &each : shape.properties)
          json.element([&] {
            json.attribute("name", each.name);
            json.attribute("type", number(each.type));
            json.attribute("flags", unsigned(each.flags));
          });
      });
    if (!shape.variants.empty())
      json.array("variants", [&] {
        for (const auto &[word, variant] : shape.variants)
          json.element([&] {
            json.attribute("value", word);
            json.attribute("type", number(variant));
          });
      });
  }

  std::vector<Type> nodes;
};
} // namespace

void azcl::azure::printType(const ResourceType &type, llvm::raw_ostream &out) {
  std::vector<StringRef> versions = TypeLibrary::builtin().versions(type.name);
  out << type.name << ", API version " << type.version << "\n"
      << "It is deployed to " << scopeNames(type.writable) << ".\n";
  if (versions.size() > 1) {
    size_t most = std::min<size_t>(versions.size(), 12);
    out << "API versions: " << llvm::join(llvm::ArrayRef(versions).take_front(most), ", ");
    if (most < versions.size())
      out << fmt::format(", and {} older ones", versions.size() - most);
    out << "\n";
  }
  if (!type.functions.empty()) {
    out << "Functions: ";
    llvm::interleaveComma(type.functions, out,
                          [&](const ResourceFunction &each) { out << each.name; });
    out << "\n";
  }
  out << "\n";
  TypePrinter(out).object(type.body, 0);
}

void azcl::azure::printTypeJson(const ResourceType &type, llvm::raw_ostream &out) {
  std::string text;
  JsonWriter json(text, JsonForm::Compact);
  json.object([&] {
    json.attribute("type", type.name);
    json.attribute("version", type.version);
    json.attribute("writableScopes", unsigned(type.writable));
    json.array("functions", [&] {
      for (const ResourceFunction &each : type.functions)
        json.value(each.name);
    });
    json.key("nodes");
    json.word(JsonPrinter().print(type.body));
  });
  out << text << "\n";
}
