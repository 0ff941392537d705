// Teaches fmt about LLVM's strings, and texts that messages need everywhere.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <fmt/format.h>

template <> struct fmt::formatter<llvm::StringRef> : formatter<string_view> {
  template <class Context> auto format(llvm::StringRef text, Context &ctx) const {
    return formatter<string_view>::format(string_view(text.data(), text.size()), ctx);
  }
};

namespace azcl {

/// "`a`, `b` or `c`"; at most `limit` of them, then "..."
std::string orList(llvm::ArrayRef<llvm::StringRef> items, size_t limit = 8);
/// The candidate nearest to `name` in spelling, or "" if none is near enough to be what was meant.
llvm::StringRef nearest(llvm::StringRef name, llvm::ArrayRef<llvm::StringRef> candidates);
/// "a" or "an", as the word asks for.
llvm::StringRef article(llvm::StringRef word);

} // namespace azcl
