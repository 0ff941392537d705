// The standard presets. A file of them is read when the program first uses its name, so that they
// cost nothing otherwise.
#include "Binder.h"
#include "azcl/Std/Std.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// All presets with this name, for any kind of block. Those of the program replace the standard
/// ones, but a standard preset uses only standard presets.
llvm::ArrayRef<const ast::Preset *> Binder::presetsNamed(const Name &used,
                                                         const ast::Preset *user) {
  StringRef name = used.text;
  if (!ctx.ofStandard.contains(user))
    if (auto own = ctx.presets.find(name); own != ctx.presets.end())
      return own->second;
  auto [entry, isNew] = ctx.standard.try_emplace(name);
  const StandardPreset *standard = isNew ? findStandardPreset(name) : nullptr;
  if (!standard)
    return entry->second;
  const SourceFile *file =
      ctx.sources.add(fmt::format("<std>/{}.azc", name),
                      llvm::MemoryBuffer::getMemBuffer(standard->text), used.range);
  if (!file)
    return {};
  for (const Statement *each : parse(*file, ctx.arena, ctx.diags).statements) {
    auto *preset = llvm::cast<ast::Preset>(each);
    entry->second.push_back(preset);
    ctx.ofStandard.insert(preset);
  }
  return entry->second;
}
