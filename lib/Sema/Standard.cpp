// The standard presets. They are read when the program uses them, so that they cost nothing
// otherwise. Each `use` reads its own copy: the positions in a copy belong to that `use`, so that
// diagnostics can show it. Within one block, all uses of a name share a copy.
#include "Binder.h"
#include "azcl/Std/Std.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// Limits memory for programs with very many uses. Further ones share a copy.
static constexpr size_t mostCopies = 2000;

/// All presets with this name, for any kind of block. Those of the program replace the standard
/// ones, but a standard preset uses only standard presets.
llvm::ArrayRef<const ast::Preset *> Binder::presetsNamed(const Name &used, const ast::Preset *user,
                                                         StandardUses &standard) {
  StringRef name = used.text;
  if (!ctx.ofStandard.contains(user))
    if (auto own = ctx.presets.find(name); own != ctx.presets.end())
      return own->second;
  const StandardPreset *preset = findStandardPreset(name);
  if (!preset)
    return {};
  auto [at, isNew] = standard.try_emplace(name, used.range.begin);
  uint32_t &known = ctx.standardUses[name];
  if (isNew && known && ctx.standard.size() >= mostCopies)
    at->second = known;
  auto [copy, isFirst] = ctx.standard.try_emplace(at->second);
  if (!isFirst)
    return copy->second;
  const SourceFile *file =
      ctx.sources.add(fmt::format("<std>/{}.azc", name),
                      llvm::MemoryBuffer::getMemBuffer(preset->text), used.range);
  if (!file)
    return {};
  known = at->second;
  for (const Statement *each : parse(*file, ctx.arena, ctx.diags).statements) {
    copy->second.push_back(llvm::cast<ast::Preset>(each));
    ctx.ofStandard.insert(copy->second.back());
  }
  return copy->second;
}
