// The rows of lib/Catalog/data/limits.json as an enumeration, so that a misspelled limit does not
// compile.
#pragma once
#include "azcl/Catalog/Catalog.h"

namespace azcl {

enum class LimitId : uint8_t {
#define LIMIT(ID, NAME, MOST) ID,
#include "azcl/Catalog/Limits.def"
};

/// The built-in maximum, for the bounds of the vocabulary, which are constants. Passes call
/// Catalog::limit, which honors `--catalog`.
constexpr int64_t builtinLimit(LimitId limit) {
  constexpr int64_t most[] = {
#define LIMIT(ID, NAME, MOST) MOST,
#include "azcl/Catalog/Limits.def"
  };
  return most[size_t(limit)];
}

} // namespace azcl
