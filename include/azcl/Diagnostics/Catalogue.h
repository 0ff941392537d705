// The catalogue of diagnostics. An entry of <Area>.def makes a typed constant for report() in
// <Area>.h and a row of catalogue(); docs/diagnostics/AZCnnnn.md is its explanation.
#pragma once

#include "azcl/Support/Format.h"
#include "llvm/ADT/ArrayRef.h"
#include <cstdint>

namespace azcl {

enum class Severity : uint8_t { Note, Warning, Error };
llvm::StringRef toString(Severity severity);

enum class Group : uint8_t {
#define GROUP(ENUM, NAME, DOC) ENUM,
#include "azcl/Diagnostics/Groups.def"
};

struct GroupInfo {
  llvm::StringRef name, doc;
};
llvm::ArrayRef<GroupInfo> groups();
const GroupInfo &info(Group group);

/// The number of a code. The constants of an area (azcl/Diagnostics/<Area>.h) are the only source
/// of them.
enum class DiagId : uint16_t {};

struct DiagInfo {
  uint16_t code;
  llvm::StringRef name;
  Severity severity;
  Group group;
  llvm::StringRef text;  ///< with holes {0}, {1}
  llvm::StringRef prose; ///< Markdown, with `~~~azc bad` and `~~~azc good` examples
};
/// In the order of the codes.
llvm::ArrayRef<DiagInfo> catalogue();
const DiagInfo &info(DiagId id);
/// By "AZC2001"; null if there is none.
const DiagInfo *findDiagnostic(llvm::StringRef code);
/// "AZC2001"
std::string codeText(uint16_t code);

/// A diagnostic that takes arguments of these types; a wrong one, or a hole without one, does not
/// compile.
template <class... Args> struct Diag {
  DiagId id;
  fmt::format_string<Args...> text;
};
/// A text that accompanies a diagnostic: a label, a note or the title of a repair.
template <class... Args> struct Note { fmt::format_string<Args...> text; };

namespace detail {
template <class... Args> Diag<Args...> diagOf(void (*)(Args...));
template <class... Args> Note<Args...> noteOf(void (*)(Args...));
} // namespace detail

// What the parameter lists of the entries name.
namespace diag {
using llvm::StringRef;
}
namespace note {
using llvm::StringRef;
}

} // namespace azcl
