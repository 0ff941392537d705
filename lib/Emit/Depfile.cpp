// Writes the dependency file of -MD.
#include "azcl/Emit/Depfile.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::StringRef;

static std::string forMake(StringRef name) {
  std::string out;
  for (char c : name) {
    if (c == '$')
      out += '$';
    else if (c == ' ' || c == '#')
      out += '\\';
    out += c;
  }
  return out;
}

std::string azcl::depfileText(const Depfile &depfile) {
  std::vector<std::string> targets, inputs;
  for (const std::string &target : depfile.targets)
    targets.push_back(forMake(target));
  for (const std::string &input : depfile.inputs)
    if (std::string name = forMake(input); !llvm::is_contained(inputs, name))
      inputs.push_back(name);
  std::string text = (depfile.target.empty() ? llvm::join(targets, " ") : depfile.target) + ":";
  for (const std::string &input : inputs)
    text += " \\\n  " + input;
  text += "\n";
  if (depfile.phonyTargets)
    for (const std::string &input : llvm::drop_begin(inputs))
      text += "\n" + input + ":\n";
  return text;
}
