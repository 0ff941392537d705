// The live view: what is over scrolls by, what is running stays in a few lines at the bottom.
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Unicode.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr unsigned maxRows = 10;
/// A terminal needs no more than this to look alive.
static constexpr Milliseconds redrawEvery{250};

/// The text cut to `width` columns.
static std::string fitted(StringRef text, unsigned width) {
  int columns = llvm::sys::unicode::columnWidthUTF8(text);
  if (columns >= 0 && unsigned(columns) <= width)
    return text.str();
  std::string cut;
  unsigned used = 0;
  for (size_t i = 0; i < text.size();) {
    size_t next = i + 1;
    while (next < text.size() && (uint8_t(text[next]) & 0xc0) == 0x80)
      ++next;
    int each = llvm::sys::unicode::columnWidthUTF8(text.slice(i, next));
    if (each < 0)
      each = 1;
    if (used + unsigned(each) > width - 1)
      break;
    cut += text.slice(i, next);
    used += unsigned(each);
    i = next;
  }
  return cut + "…";
}

namespace {
class TerminalUi : public Ui {
public:
  TerminalUi(llvm::raw_ostream &out, unsigned width, bool color)
      : out(out), width(std::max(width, 20u)), colors(colorsFor(color)) {}
  ~TerminalUi() override {
    if (rows)
      clear();
    out << "\033[?25h";
    out.flush();
  }

  void show(const Notice &notice, const Progress &progress, Time now) override {
    std::string text = notice.kind == Notice::RunEnd ? summaryOf(notice, progress) : lineOf(notice);
    if (!text.empty()) {
      clear();
      StringRef color = colorOf(notice, colors);
      out << color << text << (color.empty() ? "" : colors.off) << "\n";
    }
    if (notice.kind == Notice::RunEnd) {
      clear();
      over = true;
      out.flush();
      return;
    }
    if (!text.empty() || now - drawn >= redrawEvery)
      draw(progress, now);
  }

  void refresh(const Progress &progress, Time now) override {
    if (!over && now - drawn >= redrawEvery)
      draw(progress, now);
  }

  bool interactive() const override { return true; }

private:
  llvm::raw_ostream &out;
  unsigned width, rows = 0;
  Colors colors;
  Time drawn;
  bool over = false;

  /// Removes the live lines, so that text can be written where they were.
  void clear() {
    if (rows)
      out << fmt::format("\033[{}A\033[J", rows);
    rows = 0;
  }

  void line(const std::string &text, StringRef color = "") {
    out << color << fitted(text, width - 1) << (color.empty() ? "" : colors.off) << "\033[K\n";
    ++rows;
  }

  void draw(const Progress &progress, Time now) {
    clear();
    out << "\033[?25l";
    drawn = now;
    if (!progress.total && progress.task.empty()) {
      out.flush();
      return;
    }
    line(header(progress, now), colors.bold);
    for (size_t i = 0; i < progress.active.size() && i < maxRows; ++i) {
      const ActiveResource &each = progress.active[i];
      line(fmt::format("  {:>6}  {}  {}", shortTime(now - each.since),
                       shortResource(each.type, each.name), each.source));
    }
    if (progress.active.size() > maxRows)
      line(fmt::format("          and {} more", progress.active.size() - maxRows), colors.dim);
    out.flush();
  }

  std::string header(const Progress &progress, Time now) const {
    if (!progress.task.empty())
      return fmt::format("{}  {}", shortTime(now - progress.started), progress.task);
    static constexpr unsigned cells = 10;
    unsigned full = progress.total ? progress.done * cells / progress.total : 0;
    std::string bar = std::string(full, '#') + std::string(cells - full, '.');
    std::string rest = progress.rest ? ", about " + shortTime(*progress.rest) + " left" : "";
    return fmt::format("[{}] {}{}  {}", bar, shortTime(now - progress.started), rest,
                       countsOf(progress));
  }
};
} // namespace

std::unique_ptr<Ui> azcl::deploy::makeTerminalUi(llvm::raw_ostream &out, unsigned width,
                                                 bool color) {
  return std::make_unique<TerminalUi>(out, width, color);
}
