// Reports characters and numbers that other languages or word processors use, and suggests the AZCL
// form.
#include "BadTokens.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

static std::string printable(StringRef spelled) {
  unsigned char c = spelled[0];
  return spelled.size() == 1 && (c < 0x20 || c == 0x7F) ? fmt::format("\\x{:02x}", c)
                                                        : spelled.str();
}

/// The closing quote for an opening one; "" if `sign` is not a quote.
static StringRef closingQuote(StringRef sign) {
  if (sign == "\xE2\x80\x9C" || sign == "\xE2\x80\x9D" || sign == "\xE2\x80\x9E") // “ ” „
    return "\xE2\x80\x9D";
  if (sign == "\xE2\x80\x98" || sign == "\xE2\x80\x99") // ‘ ’
    return "\xE2\x80\x99";
  return sign == "'" || sign == "`" ? sign : "";
}

/// Reports a text in foreign quotes, such as `'text'`, as one error and treats it as a string.
static Substitute reportQuote(SourceRange sign, StringRef rest, DiagnosticEngine &diags) {
  StringRef spelled = rest.take_front(sign.end - sign.begin), closing = closingQuote(spelled);
  size_t end = spelled.size(); // stop at the first closing quote: the line can contain more
  while (end < rest.size() && rest[end] != '\n' && !rest.substr(end).starts_with(closing))
    ++end;
  if (!rest.substr(end).starts_with(closing)) {
    diags.report(sign, diag::BadCharacter, spelled).note({}, note::PlainQuotes);
    return {std::nullopt, sign, true};
  }
  StringRef text = rest.slice(spelled.size(), end);
  SourceRange whole{sign.begin, uint32_t(sign.begin + end + closing.size())};
  auto report = diags.report(whole, diag::BadCharacter, spelled);
  if (text.find_first_of("\"\\") == StringRef::npos)
    report.fix(whole, fmt::format("\"{}\"", text), note::PlainQuotes);
  else
    report.note({}, note::PlainQuotes);
  return {TokenKind::STRING, whole};
}

Substitute azcl::reportBadCharacter(SourceRange at, const SourceFile &file,
                                    DiagnosticEngine &diags) {
  StringRef rest = file.text.substr(at.begin - file.base);
  StringRef spelled = rest.take_front(at.end - at.begin);
  if (!closingQuote(spelled).empty())
    return reportQuote(at, rest, diags);
  if (spelled == "&" || spelled == "|") {
    at.end += rest.drop_front().starts_with(spelled); // report `&&` once
    bool both = spelled == "&";
    diags.report(at, diag::BadCharacter, spelled)
        .idea(at, both ? "and" : "or", note::WordOperators);
    return {both ? TokenKind::AND : TokenKind::OR, at};
  }
  auto report = diags.report(at, diag::BadCharacter, printable(spelled));
  if (spelled == "#") {
    report.idea(at, "//", note::CommentSign);
    return {std::nullopt, at, true};
  }
  if (spelled == "!") {
    report.idea(at, "not ", note::WordOperators);
    return {TokenKind::NOT, at};
  }
  if (spelled == "\xE2\x80\x93" || spelled == "\xE2\x88\x92") { // an en dash or a minus sign
    report.idea(at, "-", note::PlainMinus);
    return {TokenKind::MINUS, at};
  }
  bool separates = spelled == ";";
  if (separates)
    report.fix(at, "", note::NoSeparator);
  return {std::nullopt, at, false, !separates};
}

void azcl::reportBadNumber(SourceRange range, StringRef spelled, DiagnosticEngine &diags) {
  auto report = diags.report(range, diag::BadNumber, spelled);
  if (spelled.contains('_'))
    report.idea(range, llvm::join(llvm::split(spelled, '_'), ""), note::NoUnderscore);
  else if (spelled.count('.') > 1)
    report.fix(range, fmt::format("\"{}\"", spelled), note::VersionIsString);
  else
    report.note({}, note::NumberForms);
}
