// Spellings of the catalog's enumerations, and word lists.
#include "azcl/Catalog/Facts.h"
using namespace azcl;
using llvm::StringRef;

size_t WordList::at(StringRef word) const {
  for (size_t from = 0, found; (found = text.find(word, from)) != StringRef::npos; from = found + 1)
    if (found > 0 && text[found - 1] == ' ' && text[found + word.size()] == ' ')
      return found;
  return StringRef::npos;
}

StringRef WordList::detail(StringRef word) const {
  for (size_t from = 0, found; (found = text.find(word, from)) != StringRef::npos; from = found + 1)
    if (found > 0 && text[found - 1] == ' ' && text[found + word.size()] == '/')
      return text.substr(found + word.size() + 1).take_until([](char c) { return c == ' '; });
  return {};
}

llvm::SmallVector<StringRef, 0> WordList::words() const {
  llvm::SmallVector<StringRef, 0> all;
  text.trim(' ').split(all, ' ', -1, false);
  return all;
}

#define ENUMERATOR(Name, Spelling) llvm::StringLiteral(Spelling),
#define ENUMERATION(Type, ...)                                                                     \
  llvm::StringRef azcl::toString(Type value) {                                                     \
    static constexpr llvm::StringLiteral spellings[] = {__VA_ARGS__};                              \
    static_assert(std::size(spellings) <= 8, "an EnumSet has eight bits");                         \
    return spellings[size_t(value)];                                                               \
  }
#include "azcl/Catalog/Enumerations.def"
