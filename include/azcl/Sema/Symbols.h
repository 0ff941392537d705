// The names that a program declares and the places that use them, for editor features.
#pragma once

#include "azcl/Parse/Parse.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class SymbolKind : uint8_t { Param, Let, Preset, Block };

struct Symbol {
  SymbolKind kind;
  llvm::StringRef name;                   ///< without the `param.` prefix of its uses
  SourceRange definition;                 ///< the range of the name in its declaration
  const ast::Statement *declaration;      ///< the whole statement
  llvm::SmallVector<SourceRange, 2> uses; ///< ranges of the name only, in source order
};

/// A snapshot. It is valid as long as the trees and the program that it was created from.
class Symbols {
public:
  /// `program` can be null. References to blocks are then resolved only if exactly one block has
  /// the label.
  Symbols(llvm::ArrayRef<ParsedFile> files, const Program *program);

  /// In the order of their definitions.
  llvm::ArrayRef<Symbol> all() const { return symbols; }
  /// The symbol that the name at `offset` declares or uses; null if there is none. The offset
  /// directly after a name still belongs to it. Offsets are those of SourceRange: `file.base` plus
  /// the byte in the file.
  const Symbol *at(uint32_t offset) const;

private:
  struct Place {
    SourceRange range;
    size_t symbol;
  };
  std::vector<Symbol> symbols;
  std::vector<Place> places; ///< definitions and uses, sorted
  friend struct SymbolCollector;
};

} // namespace azcl
