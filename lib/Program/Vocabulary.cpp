// Builds the vocabulary from the descriptions in the headers of blocks.
#include "azcl/Program/Blocks/Regions/Root.h"

using namespace azcl;
using llvm::StringRef;

#define BLOCK(CLASS) static constexpr auto table##CLASS = CLASS::vocabulary();
#include "azcl/Program/Blocks.def"

template <class T, size_t N> static constexpr BlockInfo blockInfo(const BlockTable<N> &table) {
  return {T::blockKind,
          table.keyword,
          table.doc,
          table.label,
          table.when,
          table.variants,
          table.rows,
          [](Arena &arena) -> Block * { return arena.make<T>(); },
          table.keys,
          sizeof(T),
          sizeof(typename T::Base)};
}

static constexpr BlockInfo blocks[] = {
#define BLOCK(CLASS) blockInfo<CLASS>(table##CLASS),
#include "azcl/Program/Blocks.def"
};

llvm::ArrayRef<BlockInfo> azcl::vocabulary() {
  return blocks;
}
const BlockInfo &azcl::info(BlockKind kind) {
  return blocks[size_t(kind)];
}

const Row *BlockInfo::find(StringRef name) const {
  for (const Row &row : rows)
    if (row.name == name)
      return &row;
  return nullptr;
}

static constexpr const Type *parameterTypes[] = {
    &types::integer, &types::boolean, &types::text,    &types::percent,  &types::duration,
    &types::size,    &types::time,    &types::address, &types::network,  &types::region,
    &types::vmSize,  &types::secret,  &types::sshKey,  &types::secretUri};

llvm::ArrayRef<const Type *> types::ofParameters() {
  return parameterTypes;
}
const Type *types::find(StringRef name) {
  for (const Type *type : parameterTypes)
    if (type->name == name)
      return type;
  return nullptr;
}
