// Generates unique symbols and resource names in a module.
#include "azcl/ARM/Module.h"

using namespace azcl::arm;
using llvm::StringRef;

std::string Module::uniqueName(StringRef type, StringRef wanted, unsigned most) {
  std::string name = wanted.str();
  // Azure compares names case-insensitively.
  for (unsigned i = 2; !names.insert(type.lower() + "/" + StringRef(name).lower()).second; ++i) {
    std::string number = "-" + std::to_string(i);
    name = wanted.take_front(most - number.size()).str() + number;
  }
  return name;
}

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
