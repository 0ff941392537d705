// Compares texts in the order of the invariant culture: the root collation of Unicode, exact for
// ASCII and for Latin letters up to U+017F.
#include "Text.h"
#include "llvm/ADT/StringExtras.h"
#include <vector>

using namespace azcl::expansion;
using llvm::StringRef;

/// ASCII characters before the letters, in their order. Other symbols come after `~`.
static constexpr StringRef beforeDigits = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~";
static constexpr StringRef digits = "$0123456789";
/// The letters from U+00C0 to U+017F without their marks, and the ranks of the marks.
static constexpr char letters[] =
    "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
    "AaAaAaCcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl."
    ".LlNnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz.";
static constexpr char marks[] = "badigf.kbadgbadg.ibadig.nbadga..badigf.kbadgbadg.ibadig.nbadga.g"
                                "mmccllaaddjjeeee..mmccjjlleeddccjjkkdd..iimmccllj...ddkk.aakkee."
                                ".nnaakkee...mmcchh..aakkeeaaddkkeekkee..iimmccffhhllddddgaajjee.";

namespace {
/// What decides first, second and third between two texts.
struct Weights {
  std::vector<uint32_t> base;
  std::vector<uint8_t> mark, form;

  void add(uint32_t weight, uint8_t accent = 0, uint8_t shape = 0) {
    base.push_back(weight);
    mark.push_back(accent);
    form.push_back(shape);
  }
};
constexpr uint32_t symbols = 1000, numbers = 0x200000, latin = 0x200100, others = 0x200200;
} // namespace

static void addLetter(Weights &to, char letter, uint8_t mark = 0, uint8_t form = 0) {
  to.add(latin + llvm::toLower(letter), mark, form + llvm::isUpper(letter));
}

static bool isSymbol(uint32_t unit) {
  return (unit >= 0x80 && unit < 0xc0) || unit == 0xd7 || unit == 0xf7 ||
         (unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040) ||
         (unit >= 0xd83c && unit <= 0xd83e) || (unit >= 0xdc00 && unit < 0xe000) ||
         (unit >= 0xfe00 && unit < 0xfe70);
}

static void add(Weights &to, char16_t unit) {
  if (unit < 0x80) {
    size_t before = beforeDigits.find(char(unit)), digit = digits.find(char(unit));
    if (llvm::isAlpha(unit))
      addLetter(to, char(unit));
    else if (before != StringRef::npos)
      to.add(1 + before);
    else if (digit != StringRef::npos)
      to.add(numbers + digit);
    return; // control characters have no weight
  }
  if (unit >= 0xc0 && unit < 0x180 && letters[unit - 0xc0] != '.')
    return addLetter(to, letters[unit - 0xc0], marks[unit - 0xc0]);
  if (unit == 0xdf) { // sharp s
    addLetter(to, 's', 0, 2);
    return addLetter(to, 's', 0, 2);
  }
  if (unit == 0xc6 || unit == 0xe6) { // ae
    addLetter(to, unit == 0xc6 ? 'A' : 'a', 'z');
    return addLetter(to, unit == 0xc6 ? 'E' : 'e');
  }
  to.add((isSymbol(unit) ? symbols : others) + unit);
}

static Weights weightsOf(StringRef text) {
  Weights result;
  for (char16_t unit : units(text))
    add(result, unit);
  return result;
}

int azcl::expansion::compareByCulture(StringRef a, StringRef b) {
  Weights x = weightsOf(a), y = weightsOf(b);
  if (x.base != y.base)
    return x.base < y.base ? -1 : 1;
  if (x.mark != y.mark)
    return x.mark < y.mark ? -1 : 1;
  return x.form < y.form ? -1 : x.form > y.form;
}
