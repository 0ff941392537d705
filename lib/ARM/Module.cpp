#include "azcl/ARM/Module.h"

using namespace azcl::arm;
using llvm::StringRef;

StringRef Module::uniqueSymbol(StringRef wanted) {
  unsigned &used = symbols[wanted];
  if (used++ == 0)
    return arena.copy(wanted);
  std::string next;
  do
    next = wanted.str() + "-" + std::to_string(++used - 1);
  while (symbols.contains(next));
  symbols[next] = 1;
  return arena.copy(StringRef(next));
}
