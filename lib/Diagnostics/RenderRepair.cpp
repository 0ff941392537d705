// Renders a suggestion as the lines that it changes.
#include "RenderParts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

// The limits of the output: groups of lines, removed and added lines in each group, and bytes of
// each group (enough for lines that are too wide to be shown whole).
static constexpr size_t mostGroups = 8, mostLines = 6, mostBytes = 4096;
static constexpr uint32_t mostContext = 1024;

namespace {

struct PlacedEdit {
  Place place;
  StringRef text;
};

/// Lines of a file before and after their edits.
struct Change {
  std::string before, after;
  struct Inserted {
    size_t begin, end; // in `after`
    bool replaces;
  };
  llvm::SmallVector<Inserted, 2> inserted;
  size_t focus; // where the first edit is, in both
  bool removes = false;
};

} // namespace

/// The edits that are in files, in source order, without overlapping ones.
static std::vector<PlacedEdit> placeEdits(Locator &places, const Suggestion &suggestion) {
  std::vector<PlacedEdit> edits;
  for (const Edit &edit : suggestion.edits)
    if (Place place = places.find(edit.range); place.file)
      edits.push_back({place, edit.text});
  llvm::stable_sort(edits, [](const PlacedEdit &a, const PlacedEdit &b) {
    return a.place.file->base + a.place.begin < b.place.file->base + b.place.begin;
  });
  const Place *previous = nullptr;
  llvm::erase_if(edits, [&](const PlacedEdit &edit) {
    bool overlaps =
        previous && previous->file == edit.place.file && edit.place.begin < previous->end;
    if (!overlaps)
      previous = &edit.place;
    return overlaps;
  });
  return edits;
}

static Change change(ArrayRef<PlacedEdit> edits) {
  const Place &first = edits.front().place, &last = edits.back().place;
  StringRef text = first.file->text;
  uint32_t start = lineBounds(*first.file, first.first.line).first;
  uint32_t end = std::max(last.end, lineBounds(*last.file, last.last.line).second);
  uint32_t from = first.begin - start > mostContext ? first.begin - mostContext : start;
  Change result;
  result.before = text.slice(from, std::min<uint32_t>(end, from + mostBytes)).str();
  result.focus = first.begin - from;
  uint32_t at = from;
  for (const PlacedEdit &edit : edits) {
    if (result.after.size() + (edit.place.begin - at) > mostBytes)
      break;
    result.after += text.slice(at, edit.place.begin);
    size_t begin = result.after.size();
    result.after += edit.text.take_front(mostBytes);
    bool replaces = edit.place.begin != edit.place.end;
    result.removes |= replaces && edit.text.empty();
    if (!edit.text.empty())
      result.inserted.push_back({begin, result.after.size(), replaces});
    at = edit.place.end;
  }
  result.after += text.slice(at, std::min(end, at + mostContext));
  return result;
}

/// A changed line, with marks under the inserted text.
static RepairRow markedRow(const SourceFile &file, unsigned number, const Change &change) {
  ShownLine shown(change.after, change.focus);
  std::string marks;
  for (const Change::Inserted &each : change.inserted) {
    unsigned begin = shown.column(each.begin), end = shown.column(each.end);
    marks.resize(std::max<size_t>(marks.size(), end), ' ');
    std::fill(marks.begin() + begin, marks.begin() + end, each.replaces ? '~' : '+');
  }
  return {&file, number, '|', shown.text, marks};
}

/// Removed and added lines, with the adjacent lines.
static void differentRows(const SourceFile &file, unsigned number, const Change &change,
                          std::vector<RepairRow> &rows) {
  llvm::SmallVector<StringRef> before, after;
  StringRef(change.before).split(before, '\n');
  StringRef(change.after).split(after, '\n');
  size_t head = 0, tail = 0, shorter = std::min(before.size(), after.size());
  while (head < shorter && before[head] == after[head])
    ++head;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  auto add = [&](ArrayRef<StringRef> lines, size_t index, char sign) {
    ShownLine shown(lines[index].rtrim('\r'), index ? 0 : change.focus);
    rows.push_back({&file, unsigned(number + index), sign, shown.text, ""});
  };
  auto addAll = [&](ArrayRef<StringRef> lines, char sign) {
    size_t end = lines.size() - tail;
    for (size_t i = head; i < std::min(end, head + mostLines); ++i)
      add(lines, i, sign);
    if (end > head + mostLines)
      rows.push_back({&file, 0, sign, "", ""});
  };
  if (head)
    add(after, head - 1, '|');
  addAll(before, '-');
  // The blank rest of a line that is removed completely is not shown.
  bool blank =
      after.size() == head + tail + 1 && after[head].trim().empty() && before.size() > head + tail;
  if (!blank)
    addAll(after, '+');
  if (tail)
    add(after, after.size() - tail, '|');
}

std::vector<RepairRow> azcl::showRepair(Locator &places, const Suggestion &suggestion) {
  std::vector<PlacedEdit> edits = placeEdits(places, suggestion);
  std::vector<RepairRow> rows;
  ArrayRef<PlacedEdit> rest = edits;
  for (size_t groups = 0; !rest.empty(); ++groups) {
    if (groups == mostGroups) {
      rows.push_back({rest.front().place.file, 0, '|', "", ""});
      break;
    }
    size_t count = 1; // edits on the same line are shown together
    while (count < rest.size() && rest[count].place.file == rest.front().place.file &&
           rest[count].place.first.line <= rest[count - 1].place.last.line)
      ++count;
    const Place &first = rest.front().place;
    unsigned number = first.first.line;
    if (!rows.empty() && rows.back().file == first.file && rows.back().number &&
        number > rows.back().number + 1)
      rows.push_back({first.file, 0, '|', "", ""});
    Change made = change(rest.take_front(count));
    bool oneLine = !llvm::is_contained(made.before, '\n') && !llvm::is_contained(made.after, '\n');
    if (oneLine && !made.removes)
      rows.push_back(markedRow(*first.file, number, made));
    else
      differentRows(*first.file, number, made, rows);
    rest = rest.drop_front(count);
  }
  return rows;
}

void azcl::drawRepair(Pen &pen, ArrayRef<RepairRow> rows) {
  pen.row(0, '|', "");
  for (const RepairRow &row : rows) {
    if (!row.number) {
      pen.skipped();
      continue;
    }
    pen.row(row.number, row.sign, row.text);
    if (row.marks.empty())
      continue;
    pen.gutter(0, '|', false);
    pen.write(Style::Good, row.marks);
    pen.out << '\n';
  }
}
