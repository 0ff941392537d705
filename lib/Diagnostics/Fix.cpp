// Applies certain fixes to source files, and prints unified diffs.
#include "azcl/Diagnostics/Fix.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <map>

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

// ---------------------------------------------------------------------------------------- fixes

namespace {

/// The edits to apply, sorted by position; no two overlap.
class EditPlan {
public:
  explicit EditPlan(const SourceManager &sources) : sources(sources) {}
  /// Takes all edits of a fix, or none if one overlaps an earlier edit or is not in a file.
  void take(const Suggestion &suggestion);
  std::vector<FixedFile> apply() const;

private:
  using Key = std::pair<uint32_t, uint32_t>; // an insertion sorts before an edit that begins there
  bool takeEdit(const Edit &edit);

  const SourceManager &sources;
  std::map<Key, StringRef> edits;
  std::map<const SourceFile *, unsigned> applied;
};

} // namespace

bool EditPlan::takeEdit(const Edit &edit) {
  auto [begin, end] = edit.range;
  const SourceFile *file = edit.range.valid() ? sources.find(edit.range) : nullptr;
  if (!file || end < begin || end - file->base > file->text.size())
    return false;
  // The taken edits do not overlap, so only the neighbors can overlap this one.
  auto next = edits.lower_bound({begin, end});
  if (next != edits.end() && (next->first.first < end || next->first == Key(begin, end)))
    return false;
  if (next != edits.begin() && std::prev(next)->first.second > begin)
    return false;
  edits.insert(next, {{begin, end}, edit.text});
  return true;
}

void EditPlan::take(const Suggestion &suggestion) {
  for (const Edit &edit : suggestion.edits)
    if (!takeEdit(edit)) {
      for (const Edit &taken : llvm::make_range(suggestion.edits.begin(), &edit))
        edits.erase({taken.range.begin, taken.range.end});
      return;
    }
  llvm::SmallVector<const SourceFile *, 1> files;
  for (const Edit &edit : suggestion.edits)
    if (const SourceFile *file = sources.find(edit.range); !llvm::is_contained(files, file)) {
      files.push_back(file);
      ++applied[file];
    }
}

std::vector<FixedFile> EditPlan::apply() const {
  std::vector<FixedFile> result;
  auto edit = edits.begin();
  for (const auto &file : sources.files()) {
    FixedFile fixed{file.get(), "", 0};
    uint32_t at = 0, size = file->text.size();
    for (; edit != edits.end() && edit->first.first - file->base <= size; ++edit) {
      fixed.text += file->text.slice(at, edit->first.first - file->base);
      fixed.text += edit->second;
      at = edit->first.second - file->base;
    }
    fixed.text += file->text.substr(at);
    if (fixed.text == file->text)
      continue;
    fixed.applied = applied.at(file.get());
    result.push_back(std::move(fixed));
  }
  return result;
}

std::vector<FixedFile> azcl::applyFixes(const SourceManager &sources,
                                        ArrayRef<Diagnostic> diagnostics) {
  EditPlan plan(sources);
  for (const Diagnostic &diagnostic : diagnostics)
    for (const Suggestion &suggestion : diagnostic.suggestions)
      if (suggestion.certain)
        plan.take(suggestion);
  return plan.apply();
}

// ----------------------------------------------------------------------------------------- diff

namespace {

/// The lines of each text that have no counterpart in the other.
struct Difference {
  std::vector<bool> removed, added;
};

/// Lines as numbers: equal lines have equal numbers.
using Lines = ArrayRef<unsigned>;

} // namespace

// Beyond this number of different lines, the shortest difference is not computed: time and memory
// grow with the square of the number.
static constexpr int mostDifferences = 1000;

/// Myers' algorithm: the furthest position on each diagonal with 0, 1, 2, ... differences. The
/// result has one row for each number d, for the diagonals -d to d; it is empty beyond the limit.
static std::vector<std::vector<int>> furthestReaches(Lines a, Lines b) {
  int n = a.size(), m = b.size();
  std::vector<std::vector<int>> rows;
  std::vector<int> reach(2 * mostDifferences + 3);
  int *at = reach.data() + mostDifferences + 1;
  for (int d = 0; d <= std::min(n + m, mostDifferences); ++d) {
    for (int k = -d; k <= d; k += 2) {
      bool down = k == -d || (k != d && at[k - 1] < at[k + 1]);
      int x = down ? at[k + 1] : at[k - 1] + 1;
      while (x < n && x - k < m && x - k >= 0 && a[x] == b[x - k])
        ++x;
      at[k] = x;
      if (x >= n && x - k >= m) {
        rows.emplace_back(at - d, at + d + 1);
        return rows;
      }
    }
    rows.emplace_back(at - d, at + d + 1);
  }
  return {};
}

/// Marks the differences between texts without a common beginning or end.
static void compareMiddle(Lines a, Lines b, size_t offset, Difference &result) {
  std::vector<std::vector<int>> rows = furthestReaches(a, b);
  if (rows.empty()) {
    std::fill_n(result.removed.begin() + offset, a.size(), true);
    std::fill_n(result.added.begin() + offset, b.size(), true);
    return;
  }
  int x = a.size(), y = b.size();
  for (int d = rows.size() - 1; d > 0; --d) {
    const std::vector<int> &before = rows[d - 1];
    auto reachOf = [&](int k) { return before[k + d - 1]; };
    int k = x - y;
    bool down = k == -d || (k != d && reachOf(k - 1) < reachOf(k + 1));
    int previous = down ? k + 1 : k - 1;
    x = reachOf(previous);
    y = x - previous;
    if (down)
      result.added[offset + y] = true;
    else
      result.removed[offset + x] = true;
  }
}

static Difference compare(Lines a, Lines b) {
  Difference result{std::vector<bool>(a.size()), std::vector<bool>(b.size())};
  size_t head = 0, tail = 0, shorter = std::min(a.size(), b.size());
  while (head < shorter && a[head] == b[head])
    ++head;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  compareMiddle(a.slice(head, a.size() - head - tail), b.slice(head, b.size() - head - tail), head,
                result);
  return result;
}

namespace {

/// A line-by-line comparison of two texts.
class Diff {
public:
  Diff(StringRef before, StringRef after)
      : a(split(before)), b(split(after)), difference(compare(number(a), number(b))) {}
  std::string hunks() const;

private:
  static std::vector<StringRef> split(StringRef text);
  std::vector<unsigned> number(ArrayRef<StringRef> lines);
  bool equalAt(size_t i, size_t j) const {
    return i < a.size() && j < b.size() && !difference.removed[i] && !difference.added[j];
  }
  std::string hunk(size_t &i, size_t &j) const;

  llvm::DenseMap<StringRef, unsigned> numbers;
  std::vector<StringRef> a, b;
  Difference difference;
};

} // namespace

/// Each line includes its line break, so a last line without one differs from the same line with
/// it.
std::vector<StringRef> Diff::split(StringRef text) {
  std::vector<StringRef> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.take_front(end));
    text = text.drop_front(end);
  }
  return lines;
}

std::vector<unsigned> Diff::number(ArrayRef<StringRef> lines) {
  std::vector<unsigned> result;
  for (StringRef line : lines)
    result.push_back(numbers.try_emplace(line, numbers.size()).first->second);
  return result;
}

static void addLine(std::string &out, char sign, StringRef line) {
  out += sign;
  out += line;
  if (!line.ends_with("\n"))
    out += "\n\\ No newline at end of file\n";
}

/// "3,7", or "3" for a single line; an empty span has the number of the line before it.
static std::string span(size_t begin, size_t end) {
  size_t count = end - begin;
  return count == 1 ? fmt::format("{}", begin + 1)
                    : fmt::format("{},{}", count ? begin + 1 : begin, count);
}

/// The hunk whose first difference is at lines `i` and `j`; moves both past its end.
std::string Diff::hunk(size_t &i, size_t &j) const {
  constexpr size_t context = 3;
  std::string lines;
  size_t lead = std::min({context, i, j});
  size_t beginA = i - lead, beginB = j - lead;
  for (size_t k = beginA; k < i; ++k)
    addLine(lines, ' ', a[k]);
  while (i < a.size() || j < b.size()) {
    for (; i < a.size() && difference.removed[i]; ++i)
      addLine(lines, '-', a[i]);
    for (; j < b.size() && difference.added[j]; ++j)
      addLine(lines, '+', b[j]);
    size_t equal = 0;
    while (equal <= 2 * context && equalAt(i + equal, j + equal))
      ++equal;
    bool last = equal > 2 * context || (i + equal == a.size() && j + equal == b.size());
    for (size_t k = 0, shown = last ? std::min(equal, context) : equal; k < shown; ++k, ++i, ++j)
      addLine(lines, ' ', a[i]);
    if (last)
      break;
  }
  return fmt::format("@@ -{} +{} @@\n{}", span(beginA, i), span(beginB, j), lines);
}

std::string Diff::hunks() const {
  std::string result;
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();)
    if (equalAt(i, j))
      ++i, ++j;
    else
      result += hunk(i, j);
  return result;
}

std::string azcl::unifiedDiff(StringRef path, StringRef before, StringRef after) {
  if (before == after)
    return "";
  return fmt::format("--- {0}\n+++ {0}\n{1}", path, Diff(before, after).hunks());
}
