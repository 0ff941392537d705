// The table of all diagnostics, sorted by code, with their explanations.
#include "azcl/Diagnostics/Catalogue.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>
#include <array>

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

static constexpr GroupInfo groupTable[] = {
#define GROUP(ENUM, NAME, DOC) {NAME, DOC},
#include "azcl/Diagnostics/Groups.def"
};

namespace {
struct Explanation {
  uint16_t code;
  StringRef text;

  /// Takes the length from the type: to count the characters of all pages at compile time exceeds
  /// a limit of Clang.
  template <size_t N>
  constexpr Explanation(uint16_t code, const char (&text)[N]) : code(code), text(text, N - 1) {}
};
} // namespace

/// The pages of docs/diagnostics, in ascending order of the code.
static constexpr Explanation explanations[] = {
#include "Explanations.inc"
};

/// A missing explanation makes the table non-constant, which fails the build.
static constexpr StringRef explanationOf(uint16_t code) {
  auto at = std::lower_bound(std::begin(explanations), std::end(explanations), code,
                             [](const Explanation &each, uint16_t c) { return each.code < c; });
  if (at == std::end(explanations) || at->code != code)
    llvm_unreachable("a diagnostic has no page in docs/diagnostics");
  return at->text;
}

static constexpr DiagInfo listed[] = {
#define DIAG(CODE, NAME, SEVERITY, GROUP, PARAMS, TEXT)                                            \
  {CODE, #NAME, Severity::SEVERITY, Group::GROUP, TEXT, explanationOf(CODE)},
#define NOTE(NAME, PARAMS, TEXT)
#include "azcl/Diagnostics/Diagnostics.def"
};

static constexpr auto table = [] {
  auto sorted = std::to_array(listed);
  std::sort(sorted.begin(), sorted.end(), [](auto &a, auto &b) { return a.code < b.code; });
  return sorted;
}();

static constexpr bool eachCodeOnce() {
  for (size_t i = 1; i < table.size(); ++i)
    if (table[i - 1].code == table[i].code)
      return false;
  return true;
}
static_assert(eachCodeOnce(), "two diagnostics have the same code");
static_assert(std::size(explanations) == table.size(),
              "a page in docs/diagnostics explains no diagnostic");

ArrayRef<GroupInfo> azcl::groups() {
  return groupTable;
}
const GroupInfo &azcl::info(Group group) {
  return groupTable[size_t(group)];
}
ArrayRef<DiagInfo> azcl::catalogue() {
  return table;
}

static const DiagInfo *find(uint16_t code) {
  auto at =
      llvm::lower_bound(table, code, [](const DiagInfo &d, uint16_t c) { return d.code < c; });
  return at != table.end() && at->code == code ? &*at : nullptr;
}

const DiagInfo &azcl::info(DiagId id) {
  const DiagInfo *found = find(uint16_t(id));
  assert(found && "an id that is not from a constant of the catalogue");
  return *found;
}

std::string azcl::codeText(uint16_t code) {
  return fmt::format("AZC{:04}", code);
}

const DiagInfo *azcl::findDiagnostic(StringRef text) {
  uint16_t code;
  if (!text.consume_front_insensitive("AZC") || text.getAsInteger(10, code))
    return nullptr;
  return find(code);
}

StringRef azcl::toString(Severity severity) {
  static constexpr StringRef names[] = {"note", "warning", "error"};
  return names[size_t(severity)];
}
