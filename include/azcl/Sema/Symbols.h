// The names that a program declares, and where it uses them: what an editor asks about a place.
#pragma once

#include "azcl/Parse/Parse.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class SymbolKind : uint8_t { Param, Let, Preset, Block };

struct Symbol {
  SymbolKind kind;
  llvm::StringRef name;              ///< without the `param.` of its uses
  SourceRange definition;            ///< of the name, where it is declared
  const ast::Statement *declaration; ///< the whole statement
  llvm::SmallVector<SourceRange, 2>
      uses; ///< of the name alone, in the order of the files and their text
};

/// A snapshot: valid as long as the trees and the program that it was made of.
class Symbols {
public:
  /// `program` may be null. References to blocks are then followed only if one block has the label.
  Symbols(llvm::ArrayRef<ParsedFile> files, const Program *program);

  /// In the order of their definitions.
  llvm::ArrayRef<Symbol> all() const { return symbols; }
  /// The symbol that the name at `offset` declares or uses; null if there is none. An offset just
  /// behind a name belongs to it. Offsets are those of SourceRange: `file.base` plus the byte in
  /// the file.
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
