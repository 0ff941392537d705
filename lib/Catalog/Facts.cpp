#include "azcl/Catalog/Facts.h"
using namespace azcl;

#define ENUMERATOR(Name, Spelling) llvm::StringLiteral(Spelling),
#define ENUMERATION(Type, ...)                                                                     \
  llvm::StringRef azcl::toString(Type value) {                                                     \
    static constexpr llvm::StringLiteral spellings[] = {__VA_ARGS__};                              \
    static_assert(std::size(spellings) <= 8, "an EnumSet has eight bits");                         \
    return spellings[size_t(value)];                                                               \
  }
#include "azcl/Catalog/Enumerations.def"
