// Helpers shared by the lowering of what belongs to a whole application: tags and outputs.
#include "Application.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void ApplicationLowering::finish(arm::Resource &made, const Block &origin) {
  made.condition = translate.condition(origin);
  if (!made.layout().located)
    return;
  made.location = made.layout().global ? Value("global") : Value();
  llvm::SmallVector<std::pair<StringRef, Value>, 8> tags;
  if (application.tags)
    for (const Entry &tag : application.tags->entries)
      tags.push_back({text(tag.key.text), translate.value(tag.value)});
  tags.push_back({"azcl-application", values.text(application.label.text)});
  made.tags = values.object(tags);
}

void ApplicationLowering::output(const Block &origin, Value address) {
  std::string name = (application.label.text + "-" + origin.label.text).str(), unique = name;
  for (unsigned i = 2;
       llvm::any_of(module.outputs,
                    [&](const arm::Output &each) { return each.name.equals_insensitive(unique); });
       ++i)
    unique = fmt::format("{}-{}", name, i);
  module.outputs.push_back({text(unique), address, translate.condition(origin)});
}
