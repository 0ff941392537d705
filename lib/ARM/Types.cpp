// Compares values and layouts with the types of Azure.
#include "azcl/ARM/Types.h"
#include "azcl/ARM/Tree.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::arm;
using azure::Given;
using llvm::StringRef;

static Given of(Given::Kind kind) {
  Given given;
  given.kind = kind;
  return given;
}

static Given exactText(StringRef text) {
  Given given = of(Given::Kind::Text);
  given.exact = true;
  given.text = text.str();
  return given;
}

static Given viewOf(const Parameter &parameter) {
  if (!parameter.allowed.empty()) {
    Given either = of(Given::Kind::OneOf);
    for (const Value &each : parameter.allowed)
      either.items.push_back(viewOf(each));
    return either;
  }
  switch (parameter.type) {
  case ParameterType::Bool: return of(Given::Kind::Bool);
  case ParameterType::Int: {
    Given number = of(Given::Kind::Int);
    number.least = parameter.least;
    number.most = parameter.most;
    return number;
  }
  case ParameterType::Text: return of(Given::Kind::Text);
  case ParameterType::SecureText: {
    Given secret = of(Given::Kind::Text);
    secret.secret = true;
    return secret;
  }
  default: return {};
  }
}

/// A list of lists or of choices between lists is one list; otherwise, `concat` makes a text.
static Given concatenation(llvm::ArrayRef<Value> items) {
  Given list = of(Given::Kind::List);
  for (const Value &each : items) {
    Given part = viewOf(each);
    llvm::SmallVector<Given, 2> choices = {part};
    if (part.kind == Given::Kind::OneOf)
      choices.assign(part.items.begin(), part.items.end());
    for (Given &choice : choices)
      if (choice.kind == Given::Kind::List)
        llvm::append_range(list.items, choice.items);
      else
        return choice.kind == Given::Kind::Unknown ? Given() : of(Given::Kind::Text);
  }
  return list;
}

static Given viewOfCall(const Value &value) {
  switch (value.function()) {
  case Function::If: {
    Given either = of(Given::Kind::OneOf);
    for (const Value &each : value.items().drop_front())
      either.items.push_back(viewOf(each));
    return either;
  }
  case Function::Concat: return concatenation(value.items());
  case Function::Variable: return viewOf(value.items()[1]);
  case Function::Add:
  case Function::DateTimeToEpoch:
  case Function::Div:
  case Function::Length:
  case Function::Mod:
  case Function::Mul:
  case Function::Sub: return of(Given::Kind::Int);
  case Function::And:
  case Function::Contains:
  case Function::Equals:
  case Function::Greater:
  case Function::GreaterOrEquals:
  case Function::Less:
  case Function::LessOrEquals:
  case Function::Not:
  case Function::Or: return of(Given::Kind::Bool);
  case Function::Base64:
  case Function::CidrHost:
  case Function::CidrSubnet:
  case Function::DateTimeAdd:
  case Function::PadLeft:
  case Function::Guid:
  case Function::ResourceGroupId:
  case Function::ResourceGroupLocation:
  case Function::StorageSuffix:
  case Function::String:
  case Function::SubscriptionResourceId:
  case Function::Substring:
  case Function::TenantId:
  case Function::ToLower:
  case Function::UniqueString: return of(Given::Kind::Text);
  default: return {};
  }
}

Given azcl::arm::viewOf(const Value &value) {
  switch (value.kind()) {
  case ValueKind::Null: return of(Given::Kind::Null);
  case ValueKind::Bool: return of(Given::Kind::Bool);
  case ValueKind::Decimal: return of(Given::Kind::Decimal);
  case ValueKind::Text: return exactText(value.text());
  case ValueKind::Id: return of(Given::Kind::Text);
  case ValueKind::Param: return ::viewOf(value.parameter());
  case ValueKind::Call: return viewOfCall(value);
  case ValueKind::Int: {
    Given number = of(Given::Kind::Int);
    number.least = number.most = value.number();
    return number;
  }
  case ValueKind::List: {
    Given list = of(Given::Kind::List);
    list.exact = true;
    for (const Value &each : value.items())
      list.items.push_back(viewOf(each));
    return list;
  }
  case ValueKind::Object: {
    Given object = of(Given::Kind::Object);
    object.exact = true;
    for (size_t i = 0; i + 1 < value.items().size(); i += 2) {
      const Value &key = value.items()[i];
      if (key.is(ValueKind::Text))
        object.members.push_back({key.text().str(), viewOf(value.items()[i + 1]), nullptr});
      else
        object.exact = false;
    }
    return object;
  }
  default: return {};
  }
}

std::vector<azure::Fault> azcl::arm::typeFaults(const Resource &resource, Arena &arena) {
  std::optional<azure::ResourceType> type =
      azure::TypeLibrary::builtin().find(resource.type(), resource.apiVersion());
  if (!type)
    return {};
  Given body = viewOf(treeOf(object(resource), resource.layout(), arena));
  auto add = [&](const char *name, const Value &value) {
    if (value.set())
      body.members.push_back({name, viewOf(value), nullptr});
  };
  llvm::erase_if(body.members, [](const auto &each) { // of the template language
    return each.name == "scope" || each.name == "subscriptionId" || each.name == "resourceGroup";
  });
  add("name", resource.names.back());
  add("location", resource.location);
  if (resource.layout().located)
    add("tags", resource.tags);
  return azure::check(type->body, body);
}

static void checkFields(azure::Type type, const Layout &layout, const std::string &path,
                        LayoutFaults &result) {
  for (const Field &field : layout.fields) {
    std::string at = path + field.path.str();
    if (field.path == "scope") // of all extension resources
      continue;
    std::optional<azure::Found> found = azure::typeAt(type, field.path);
    if (!found) {
      result.missing[&field] = at;
      continue;
    }
    result.known.insert(&field);
    if (found->readOnly)
      result.faults.push_back(fmt::format("{} is read-only", at));
    if (field.shape == Shape::Scalar)
      continue;
    azure::Shape shape(found->type);
    bool list = field.shape == Shape::Parts;
    if ((shape.kind == azure::Kind::List) != list)
      result.faults.push_back(fmt::format("{} is {} list", at, list ? "no" : "a"));
    else
      checkFields(list ? shape.elements[0] : found->type, field.parts(), at + ".", result);
  }
}

void azcl::arm::checkLayout(const Layout &layout, StringRef version, LayoutFaults &result) {
  std::optional<azure::ResourceType> type =
      azure::TypeLibrary::builtin().find(layout.type, version);
  std::string name = fmt::format("{}@{}: ", layout.type, version);
  if (!type)
    return result.faults.push_back(name + "there is no such version");
  std::optional<azure::Found> location = azure::typeAt(type->body, "location");
  if (layout.located != (location && !location->readOnly))
    result.faults.push_back(name + "`located` is wrong");
  checkFields(type->body, layout, name, result);
}
