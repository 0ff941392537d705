// Checks resource names against Azure's naming rules, and derives valid names.
#include "azcl/Catalog/NameRule.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace azcl;
using llvm::StringRef;

static bool isAmong(char c, EnumSet<NameCharacter> allowed) {
  using enum NameCharacter;
  return (allowed.contains(Lower) && c >= 'a' && c <= 'z') ||
         (allowed.contains(Upper) && c >= 'A' && c <= 'Z') ||
         (allowed.contains(Digit) && llvm::isDigit(c)) || (allowed.contains(Hyphen) && c == '-') ||
         (allowed.contains(Underscore) && c == '_') || (allowed.contains(Period) && c == '.');
}

/// Formats the characters: "letters, digits and hyphens", or "a letter or a digit" if `plural` is
/// false.
static std::string spell(EnumSet<NameCharacter> characters, bool plural) {
  using enum NameCharacter;
  std::vector<std::string> words;
  auto add = [&](bool is, const char *many, const char *one) {
    if (is)
      words.push_back(plural ? many : one);
  };
  bool lower = characters.contains(Lower), upper = characters.contains(Upper);
  add(lower && upper, "letters", "a letter");
  add(lower && !upper, "lowercase letters", "a lowercase letter");
  add(upper && !lower, "uppercase letters", "an uppercase letter");
  add(characters.contains(Digit), "digits", "a digit");
  add(characters.contains(Hyphen), "hyphens", "a hyphen");
  add(characters.contains(Underscore), "underscores", "an underscore");
  add(characters.contains(Period), "periods", "a period");
  std::string text;
  for (size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 < words.size() ? ", " : plural ? " and " : " or ") + words[i];
  return text;
}

std::string azcl::nameFault(const NameRule &rule, StringRef text, bool whole) {
  if (!rule.only.empty())
    return (whole ? text == rule.only : rule.only.starts_with(text))
               ? ""
               : fmt::format("it must be `{}`", rule.only);
  if (text.size() > rule.most || (whole && text.size() < rule.least))
    return fmt::format("it has {}{} {}, and {} to {} are allowed", whole ? "" : "at least ",
                       text.size(), text.size() == 1 ? "character" : "characters", rule.least,
                       rule.most);
  for (char c : text)
    if (!isAmong(c, rule.characters))
      return fmt::format("only {} are allowed", spell(rule.characters, true));
  if (!text.empty() && !rule.first.empty() && !isAmong(text.front(), rule.first))
    return fmt::format("it must start with {}", spell(rule.first, false));
  if (whole && !text.empty() && !rule.last.empty() && !isAmong(text.back(), rule.last))
    return fmt::format("it must end with {}", spell(rule.last, false));
  if (rule.singleHyphens && text.contains("--"))
    return "two hyphens in a row are not allowed";
  return "";
}

/// The replacement for `c` that the rule allows; 0 if there is none.
static char replacement(const NameRule &rule, char c) {
  if (isAmong(c, rule.characters))
    return c;
  if (char lower = llvm::toLower(c); isAmong(lower, rule.characters))
    return lower;
  return rule.characters.contains(NameCharacter::Hyphen) ? '-' : 0;
}

std::string azcl::fittedName(const NameRule &rule, StringRef wanted) {
  if (!rule.only.empty())
    return rule.only.str();
  std::string name;
  for (char c : wanted)
    if (char fit = replacement(rule, c);
        fit && !(fit == '-' && rule.singleHyphens && StringRef(name).ends_with("-")))
      name += fit;
  if (name.size() > rule.most) { // a hash of the full name keeps truncated names distinct
    std::string hash = llvm::utohexstr(uint32_t(llvm::xxh3_64bits(wanted)), true);
    name = name.substr(0, rule.most - hash.size()) + hash;
  }
  auto fits = [&](char c, EnumSet<NameCharacter> allowed) {
    return allowed.empty() || isAmong(c, allowed);
  };
  if (!name.empty() && !fits(name.front(), rule.first))
    name.front() = 'x';
  if (!name.empty() && !fits(name.back(), rule.last))
    name.back() = 'x';
  return name.append(name.size() < rule.least ? rule.least - name.size() : 0, 'x');
}
