// Texts as .NET sees them: lengths in UTF-16 units, case without a culture, and the order of the
// invariant culture.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace azcl::expansion {

/// The UTF-16 units of a text. Invalid bytes become U+FFFD.
std::u16string units(llvm::StringRef text);
/// The reverse. A half of a surrogate pair is kept, so that joining halves gives the character.
std::string textOfUnits(std::u16string_view units);
/// Whether a text contains half of a surrogate pair, which no JSON document can contain.
bool hasHalf(llvm::StringRef text);
/// Joins adjacent halves of surrogate pairs.
std::string withWholePairs(std::string text);
/// The text in UTF-8, as .NET encodes and decodes it: invalid bytes and halves of surrogate pairs
/// become U+FFFD.
std::string wellFormed(llvm::StringRef bytes);

/// In upper case, without mappings to ASCII: texts that differ only in case are equal afterwards.
std::string folded(llvm::StringRef text);
std::string upperCase(llvm::StringRef text);
std::string lowerCase(llvm::StringRef text);
/// Without white space at both ends, as Unicode defines it.
llvm::StringRef trimmed(llvm::StringRef text);

/// Compares by code points without regard to case: negative, zero or positive.
int compareIgnoringCase(llvm::StringRef a, llvm::StringRef b);
/// Compares in the order of the invariant culture: punctuation, digits, letters; case and accents
/// decide only between texts that are otherwise equal. Scripts other than Latin are in the order of
/// their code points.
int compareByCulture(llvm::StringRef a, llvm::StringRef b);

} // namespace azcl::expansion
