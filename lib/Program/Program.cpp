// Finds parameters and visits the blocks of a program.
#include "azcl/Program/Program.h"

using namespace azcl;

const Param *Program::param(llvm::StringRef name) const {
  for (const Param *param : params)
    if (param->name.text == name)
      return param;
  return nullptr;
}

void Program::collectClusters() {
  llvm::SmallVector<Block *, 4> all(root->clusters.blocks);
  for (const RegionalApplication &application : root->applications)
    for (const RegionBlock &region : application.regions)
      all.append(region.clusters.blocks.begin(), region.clusters.blocks.end());
  allClusters.blocks = arena.copy<Block *>(all);
}

void azcl::walk(Block &block, llvm::function_ref<void(Block &)> visit) {
  visit(block);
  for (const Row &row : info(block.kind).rows)
    if (!row.isAttribute())
      for (Block *child : row.slot(block).blocks)
        walk(*child, visit);
}
