// --examples: lists the example programs, or prints one.
#include "Options.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using llvm::StringRef;

struct Example {
  StringRef name, shows, text;
};
static constexpr Example examples[] = {
#include "Examples.inc"
};

bool azcl::printExamples(StringRef name, llvm::raw_ostream &out) {
  for (const Example &example : examples) {
    if (name.empty())
      out << fmt::format("{:18} {}\n", example.name, example.shows);
    else if (example.name == name)
      return out << example.text, true;
  }
  return name.empty();
}
