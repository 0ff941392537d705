// The fingerprint by which code scanning services recognize a result after its line has moved: the
// hash of the line and the text after it, as computed by the upload action of GitHub.
#include "RenderParts.h"
#include "llvm/Support/ConvertUTF.h"

using namespace azcl;
using llvm::StringRef;

static constexpr size_t window = 100;
static constexpr uint64_t factor = 37;
static constexpr uint16_t endOfFile = 0xFFFF;

static void appendUtf16(StringRef &rest, std::vector<uint16_t> &units) {
  auto *at = rest.bytes_begin();
  llvm::UTF32 value;
  if (llvm::convertUTF8Sequence(&at, rest.bytes_end(), &value, llvm::strictConversion) !=
      llvm::conversionOK) {
    at = rest.bytes_begin() + 1;
    value = 0xFFFD;
  }
  rest = rest.drop_front(at - rest.bytes_begin());
  if (value < 0x10000) {
    units.push_back(value);
    return;
  }
  units.push_back(0xD800 + ((value - 0x10000) >> 10));
  units.push_back(0xDC00 + ((value - 0x10000) & 0x3FF));
}

/// The text without spaces and tabs, with each line break as one unit; `starts` are the line
/// starts.
static std::vector<uint16_t> unitsOf(StringRef text, std::vector<size_t> &starts) {
  std::vector<uint16_t> units;
  starts.push_back(0);
  while (!text.empty()) {
    if (text.consume_front("\n") || text.consume_front("\r\n")) {
      units.push_back('\n');
      starts.push_back(units.size());
    } else if (text.consume_front("\r")) { // not the start of a line here
      units.push_back('\n');
    } else if (!text.consume_front(" ") && !text.consume_front("\t")) {
      appendUtf16(text, units);
    }
  }
  units.push_back(endOfFile);
  return units;
}

LineHashes::LineHashes(StringRef text) {
  std::vector<size_t> starts;
  std::vector<uint16_t> units = unitsOf(text, starts);
  auto unit = [&](size_t at) { return at < units.size() ? units[at] : 0; };
  uint64_t hash = 0, leading = 1; // the factor of the unit that leaves the window
  for (size_t i = 0; i < window; ++i) {
    hash = hash * factor + unit(i);
    leading *= factor;
  }
  llvm::DenseMap<uint64_t, unsigned> seen;
  size_t at = 0;
  for (size_t start : starts) {
    for (; at < start; ++at)
      hash = hash * factor + unit(at + window) - leading * unit(at);
    // DenseMap reserves these two keys.
    unsigned count = hash < UINT64_MAX - 1 ? ++seen[hash] : 1;
    lines.push_back({hash, count});
  }
}

std::string LineHashes::operator[](unsigned line) const {
  auto [hash, count] = lines[line - 1];
  return fmt::format("{:x}:{}", hash, count);
}
