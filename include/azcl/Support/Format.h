// Formatting of LLVM strings with fmt, and helpers for message texts.
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

/// For example "`a`, `b` or `c`"; at most `limit` items, then "...".
std::string orList(llvm::ArrayRef<llvm::StringRef> items, size_t limit = 8);
/// The candidate with the most similar spelling; "" if none is similar enough.
llvm::StringRef nearest(llvm::StringRef name, llvm::ArrayRef<llvm::StringRef> candidates);
/// The indefinite article of a word: "a" or "an".
llvm::StringRef article(llvm::StringRef word);

} // namespace azcl
