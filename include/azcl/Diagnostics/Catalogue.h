// The list of all diagnostics. An entry of <Area>.def defines a typed constant for report() in
// <Area>.h and a row of catalogue(); docs/diagnostics/AZCnnnn.md explains it.
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

/// The number of a diagnostic code. Only the constants in azcl/Diagnostics/<Area>.h create values
/// of this type.
enum class DiagId : uint16_t {};

struct DiagInfo {
  uint16_t code;
  llvm::StringRef name;
  Severity severity;
  Group group;
  llvm::StringRef text;  ///< with placeholders {0}, {1}
  llvm::StringRef prose; ///< Markdown, with `~~~azc bad` and `~~~azc good` examples
};
/// Sorted by code.
llvm::ArrayRef<DiagInfo> catalogue();
const DiagInfo &info(DiagId id);
/// Finds a diagnostic by its code, such as "AZC2001"; null if the code is unknown.
const DiagInfo *findDiagnostic(llvm::StringRef code);
/// Formats a code: "AZC2001".
std::string codeText(uint16_t code);

/// A diagnostic with arguments of these types. An argument of another type, or a placeholder
/// without an argument, does not compile.
template <class... Args> struct Diag {
  DiagId id;
  fmt::format_string<Args...> text;
};
/// A text that accompanies a diagnostic: a label, a note or the title of a fix.
template <class... Args> struct Note { fmt::format_string<Args...> text; };

namespace detail {
template <class... Args> Diag<Args...> diagOf(void (*)(Args...));
template <class... Args> Note<Args...> noteOf(void (*)(Args...));
} // namespace detail

// Names that the parameter lists of the entries use.
namespace diag {
using llvm::StringRef;
}
namespace note {
using llvm::StringRef;
}

} // namespace azcl
