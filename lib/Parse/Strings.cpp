// Parses strings: resolves escapes and splits interpolations.
#include "Builder.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

static std::optional<char> escaped(char c) {
  switch (c) {
  case 'n': return '\n';
  case 't': return '\t';
  case 'r': return '\r';
  case '"':
  case '\\':
  case '$': return c;
  default: return std::nullopt;
  }
}

static bool isName(StringRef text) {
  auto letter = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  if (text.empty() || llvm::isDigit(text.front()) || !letter(text.front()))
    return false;
  bool separator = false;
  for (char c : text) {
    bool is = c == '.' || c == '-';
    if ((!is && !letter(c)) || (is && separator))
      return false;
    separator = is;
  }
  return !separator;
}

/// The replacement for a bad string lacks one or both quotes.
bool Builder::isQuoted(StringRef text) {
  if (text.size() < 2 || !text.starts_with("\"") || !text.ends_with("\""))
    return false;
  size_t slashes = text.drop_back().size() - text.drop_back().rtrim('\\').size();
  return slashes % 2 == 0; // otherwise the final quote is escaped
}

std::optional<char> Builder::escapedAt(StringRef inner, size_t slash, uint32_t base) {
  std::optional<char> c = escaped(inner[slash + 1]);
  if (!c) {
    uint32_t at = base + slash;
    failures = true;
    diags.report({at, at + 2}, diag::UnknownEscape, inner.substr(slash + 1, 1))
        .idea({at, at + 1}, "\\\\", note::DoubleBackslash);
  }
  return c;
}

Name Builder::fixedText(Name written, StringRef what) {
  if (!written.text.starts_with("\""))
    return written;
  if (!isQuoted(written.text)) { // already reported
    written.text = written.text.drop_front();
    return written;
  }
  StringRef inner = written.text.drop_front().drop_back();
  written.text = inner;
  if (inner.find_first_of("\\$") == StringRef::npos)
    return written;
  std::string plain;
  uint32_t base = written.range.begin + 1;
  for (size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\') {
      plain += escapedAt(inner, i, base).value_or(inner[i + 1]);
      ++i;
      continue;
    }
    if (inner.substr(i).starts_with("${")) {
      uint32_t at = base + uint32_t(i);
      uint32_t stop = base + uint32_t(std::min(inner.find('}', i), inner.size() - 1) + 1);
      failures = true;
      diags.report({at, stop}, diag::FixedTextInterpolated, what)
          .idea({at, at}, "\\", note::PlainDollar);
    }
    plain += inner[i];
  }
  written.text = arena.copy(StringRef(plain));
  return written;
}

const Value *Builder::stringValue(SourceRange range) {
  StringRef whole = text(range);
  if (!isQuoted(whole))
    return missing(range); // already reported
  StringRef inner = whole.drop_front().drop_back();
  uint32_t base = range.begin + 1;
  if (inner.find_first_of("\\$") == StringRef::npos) {
    StringPart only{false, {inner, {base, uint32_t(base + inner.size())}}};
    return arena.make<String>(range, arena.copy<StringPart>(only));
  }

  llvm::SmallVector<StringPart, 4> parts;
  std::string plain;
  uint32_t plainStart = base;
  auto flush = [&](uint32_t end) {
    if (!plain.empty())
      parts.push_back({false, {arena.copy(StringRef(plain)), {plainStart, end}}});
    plain.clear();
  };
  for (size_t i = 0; i < inner.size(); ++i) {
    uint32_t at = base + i;
    if (inner[i] == '\\') {
      plain += escapedAt(inner, i, base).value_or(inner[i + 1]);
      ++i;
    } else if (inner.substr(i).starts_with("${")) {
      flush(at);
      size_t end = inner.find('}', i);
      StringRef name = inner.slice(i + 2, end);
      uint32_t stop = base + (end == StringRef::npos ? inner.size() : end + 1);
      if (end == StringRef::npos || !isName(name)) {
        failures = true;
        diags.report({at, stop}, diag::BadInterpolation).idea({at, at}, "\\", note::PlainDollar);
      } else {
        parts.push_back({true, {name, {at + 2, stop - 1}}});
      }
      i = stop - base - 1;
      plainStart = stop;
    } else {
      plain += inner[i];
    }
  }
  flush(base + inner.size());
  return arena.make<String>(range, arena.copy<StringPart>(parts));
}
