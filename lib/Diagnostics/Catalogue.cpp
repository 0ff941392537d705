#include "azcl/Diagnostics/Catalogue.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

static constexpr GroupInfo groupTable[] = {
#define GROUP(ENUM, NAME, DOC) {NAME, DOC},
#include "azcl/Diagnostics/Groups.def"
};

static constexpr DiagInfo table[] = {
#define DIAG(CODE, NAME, SEVERITY, GROUP, PARAMS, TEXT, PROSE)                                     \
  {CODE, #NAME, Severity::SEVERITY, Group::GROUP, TEXT, PROSE},
#define NOTE(NAME, PARAMS, TEXT)
#include "azcl/Diagnostics/Diagnostics.def"
};

// The lookup below and every listing rely on it; a code used twice does not build either.
static constexpr bool inOrder() {
  for (size_t i = 1; i < std::size(table); ++i)
    if (table[i - 1].code >= table[i].code)
      return false;
  return true;
}
static_assert(inOrder(), "diagnostics are listed by ascending code, each code once");

ArrayRef<GroupInfo> azcl::groups() { return groupTable; }
const GroupInfo &azcl::info(Group group) { return groupTable[size_t(group)]; }
ArrayRef<DiagInfo> azcl::catalogue() { return table; }
const DiagInfo &azcl::info(DiagId id) { return table[size_t(id)]; }
std::string azcl::codeText(uint16_t code) { return fmt::format("AZC{:04}", code); }

const DiagInfo *azcl::findDiagnostic(StringRef text) {
  uint16_t code;
  if (!text.consume_front_insensitive("AZC") || text.getAsInteger(10, code))
    return nullptr;
  auto at = llvm::lower_bound(table, code, [](const DiagInfo &d, uint16_t c) { return d.code < c; });
  return at != std::end(table) && at->code == code ? at : nullptr;
}

StringRef azcl::toString(Severity severity) {
  static constexpr StringRef names[] = {"note", "warning", "error"};
  return names[size_t(severity)];
}
