// The view for logs: one line for each change, and a heartbeat.
#include "Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// While a deployment runs, and while a release waits for hours.
static constexpr Milliseconds heartbeat = std::chrono::minutes(1),
                              slowHeartbeat = std::chrono::minutes(10);

namespace {
class LineUi : public Ui {
public:
  LineUi(llvm::raw_ostream &out, bool color) : out(out), colors(colorsFor(color)) {}

  void show(const Notice &notice, const Progress &progress, Time now) override {
    std::string text = notice.kind == Notice::RunEnd ? summaryOf(notice, progress) : lineOf(notice);
    if (text.empty())
      return;
    StringRef color = colorOf(notice, colors);
    std::string prefix = fmt::format("[{:>6}] ", shortTime(now - progress.started));
    llvm::SmallVector<StringRef> lines;
    StringRef(text).split(lines, '\n');
    for (StringRef line : lines)
      out << prefix << color << line << (color.empty() ? "" : colors.off) << "\n";
    out.flush();
    last = now;
  }

  void refresh(const Progress &progress, Time now) override {
    if (now - last < (progress.task.empty() ? heartbeat : slowHeartbeat) ||
        (!progress.total && progress.task.empty()))
      return;
    out << fmt::format("[{:>6}] {}\n", shortTime(now - progress.started), countsOf(progress));
    out.flush();
    last = now;
  }

private:
  llvm::raw_ostream &out;
  Colors colors;
  Time last;
};

class UiOf : public Ui {
public:
  explicit UiOf(std::vector<std::unique_ptr<Ui>> all) : all(std::move(all)) {}
  void show(const Notice &notice, const Progress &progress, Time now) override {
    for (auto &each : all)
      each->show(notice, progress, now);
  }
  void refresh(const Progress &progress, Time now) override {
    for (auto &each : all)
      each->refresh(progress, now);
  }
  bool interactive() const override {
    return llvm::any_of(all, [](const auto &each) { return each->interactive(); });
  }

private:
  std::vector<std::unique_ptr<Ui>> all;
};
} // namespace

std::unique_ptr<Ui> azcl::deploy::makeLineUi(llvm::raw_ostream &out, bool color) {
  return std::make_unique<LineUi>(out, color);
}

std::unique_ptr<Ui> azcl::deploy::makeUiOf(std::vector<std::unique_ptr<Ui>> all) {
  return std::make_unique<UiOf>(std::move(all));
}
