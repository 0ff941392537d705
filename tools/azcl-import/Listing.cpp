// Reads the entries of Azure CLI listings.
#include "Listing.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Path.h"
#include <cmath>

using namespace azcl;
using namespace azcl::import;
using facts::Value;
using llvm::StringRef;

std::string import::lower(StringRef text) {
  return text.lower();
}

std::string Input::name() const {
  return llvm::sys::path::filename(path).str();
}

void Place::problem(std::string what) const {
  findings.problem(where + ": " + std::move(what));
}

Place Place::member(StringRef name) const {
  return {value ? value->find(std::string_view(name.data(), name.size())) : nullptr,
          where + "." + name.str(), findings};
}

std::vector<Place> Place::list(StringRef name) const {
  Place whole = member(name);
  if (!whole)
    return {};
  if (!whole.value->is(Value::Kind::List)) {
    whole.problem("must be a list");
    return {};
  }
  std::vector<Place> out;
  for (size_t i = 0; i < whole.value->items.size(); ++i)
    out.push_back({&whole.value->items[i], fmt::format("{}[{}]", whole.where, i), findings});
  return out;
}

std::string Place::text(StringRef name) const {
  return member(name).text();
}

std::string Place::text() const {
  if (!*this)
    return "";
  if (value->is(Value::Kind::Text))
    return value->text;
  problem("must be a string");
  return "";
}

std::optional<int64_t> Place::whole() const {
  int64_t number = 0;
  if (value && value->is(Value::Kind::Number) && value->number == std::floor(value->number))
    return int64_t(value->number);
  if (value && value->is(Value::Kind::Text) && !StringRef(value->text).getAsInteger(10, number))
    return number;
  problem("must be a whole number");
  return std::nullopt;
}

bool import::readEntries(const Input &input,
                         const std::function<void(const Value &, std::string)> &take,
                         Findings &findings) {
  Value rest;
  std::string problem;
  bool read = facts::readJsonEntries(
      {input.text.data(), input.text.size()},
      [&](const Value &entry, size_t index) {
        if (findings.problems.size() < 20) // limits the number of similar messages
          take(entry, fmt::format("{}: [{}]", input.path, index));
      },
      rest, problem);
  if (!read) {
    findings.problem(input.path + ": " + problem);
    return false;
  }
  const Value *entries = rest.is(Value::Kind::List) ? &rest : rest.find("value");
  if (const Value *error = rest.find("error")) {
    const Value *code = error->find("code");
    findings.problem(fmt::format("{}: this is an Azure error ({}), not a listing", input.path,
                                 code ? code->text : "unnamed"));
  } else if (!entries || !entries->is(Value::Kind::List)) {
    findings.problem(input.path + ": must be a list, or an object with a list in `value`");
  } else if (!entries->items.empty()) { // entries that are not objects were skipped
    findings.problem(input.path + ": every entry must be an object");
  }
  const Value *next = rest.find("nextLink");
  return next && next->is(Value::Kind::Text) && !next->text.empty();
}
