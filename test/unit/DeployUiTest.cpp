// What the live view shows, as a terminal would draw it.
#include "azcl/Deploy/Ui.h"
#include "azcl/Support/Format.h"
#include "gtest/gtest.h"

using namespace azcl;
using namespace azcl::deploy;
using std::chrono::seconds;

namespace {

/// A terminal that knows the few sequences that the view uses.
class Screen {
public:
  explicit Screen(unsigned width) : width(width) {}

  void write(llvm::StringRef text) {
    while (!text.empty()) {
      if (text.consume_front("\033[")) {
        size_t end = text.find_if(llvm::isAlpha);
        llvm::StringRef number = text.take_front(end);
        char command = text[end];
        text = text.drop_front(end + 1);
        unsigned count = 0;
        (void)number.getAsInteger(10, count);
        if (command == 'A')
          row -= std::min(row, count);
        else if (command == 'J')
          lines.resize(row + 1), lines[row].resize(std::min(lines[row].size(), column));
        else if (command == 'K')
          lines[row].resize(std::min(lines[row].size(), column));
        continue;
      }
      char c = text.front();
      text = text.drop_front();
      if (c == '\n') {
        ++row;
        column = 0;
      } else {
        lines.resize(std::max<size_t>(lines.size(), row + 1));
        lines[row].resize(column);
        lines[row] += c;
        ++column;
      }
      lines.resize(std::max<size_t>(lines.size(), row + 1));
    }
  }

  std::string text() const {
    std::string all;
    for (const std::string &line : lines)
      if (!line.empty())
        all += line + "\n";
    return all;
  }
  /// Whether no line is wider than the terminal.
  bool fits() const {
    return llvm::all_of(lines, [&](const std::string &line) { return line.size() < width; });
  }

private:
  unsigned width, row = 0;
  size_t column = 0;
  std::vector<std::string> lines{""};
};

class View {
public:
  explicit View(unsigned width) : screen(width), stream(text) {
    ui = makeTerminalUi(stream, width, false);
    progress.started = Time(seconds(0));
    progress.total = 30;
  }
  void show(Notice notice, unsigned at) {
    ui->show(notice, progress, Time(seconds(at)));
    flush();
  }
  void refresh(unsigned at) {
    ui->refresh(progress, Time(seconds(at)));
    flush();
  }
  void flush() {
    stream.flush();
    screen.write(text);
    text.clear();
  }
  Screen screen;
  Progress progress;

private:
  std::string text;
  llvm::raw_string_ostream stream;
  std::unique_ptr<Ui> ui;
};

Notice ended(const char *name, unsigned duration) {
  Notice notice{Notice::ResourceState};
  notice.type = "Microsoft.Network/virtualNetworks";
  notice.subject = name;
  notice.state = "Succeeded";
  notice.source = "shop.azc:3:1";
  notice.duration = seconds(duration);
  return notice;
}

} // namespace

TEST(TerminalUi, KeepsRunningResourcesAtTheBottom) {
  View view(80);
  view.progress.active = {
      {"Microsoft.Network/natGateways", "shop-nat", "shop.azc:3:1", Time(seconds(2))},
      {"Microsoft.Compute/virtualMachineScaleSets", "shop-web", "shop.azc:5:3", Time(seconds(5))}};
  view.progress.done = 1;
  view.show(ended("shop-network", 4), 10);
  EXPECT_EQ(view.screen.text(), "+ virtualNetworks shop-network (4s)  shop.azc:3:1\n"
                                "[..........] 10s  1 of 30 done, 2 running, 27 waiting\n"
                                "      8s  natGateways shop-nat  shop.azc:3:1\n"
                                "      5s  virtualMachineScaleSets shop-web  shop.azc:5:3\n");
  view.progress.active.pop_back();
  view.progress.done = 15;
  view.progress.rest = seconds(95);
  view.show(ended("shop-hub", 1), 20);
  EXPECT_EQ(view.screen.text(),
            "+ virtualNetworks shop-network (4s)  shop.azc:3:1\n"
            "+ virtualNetworks shop-hub (1s)  shop.azc:3:1\n"
            "[#####.....] 20s, about 1m35s left  15 of 30 done, 1 running, 14 waiting\n"
            "     18s  natGateways shop-nat  shop.azc:3:1\n");
}

TEST(TerminalUi, HasAtMostTwelveLiveLinesThatFit) {
  for (unsigned width : {80u, 200u}) {
    View view(width);
    for (unsigned i = 0; i < 25; ++i)
      view.progress.active.push_back({"Microsoft.Compute/virtualMachineScaleSets",
                                      fmt::format("a-scale-set-with-a-long-name-{:060}", i),
                                      "shop.azc:5:3", Time(seconds(1))});
    for (unsigned at = 1; at < 20; ++at)
      view.refresh(at);
    std::string text = view.screen.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 12) << text;
    EXPECT_TRUE(llvm::StringRef(text).contains("and 15 more")) << text;
    // The mark of a cut line has three bytes, so bytes are not columns here.
    if (width == 200) {
      EXPECT_TRUE(view.screen.fits()) << text;
    } else {
      EXPECT_TRUE(llvm::StringRef(text).contains("…")) << text;
    }
  }
}

TEST(TerminalUi, DrawsAtMostFourTimesPerSecond) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  std::unique_ptr<Ui> ui = makeTerminalUi(stream, 80, false);
  Progress progress;
  progress.total = 800;
  unsigned drawn = 0;
  for (unsigned i = 0; i < 1000; ++i) { // a thousand events in a second
    progress.done = i * 8 / 10;
    Notice notice{Notice::DeploymentState};
    ui->show(notice, progress, Time(Milliseconds(1000 + i)));
    stream.flush();
    drawn += !text.empty();
    text.clear();
  }
  EXPECT_LE(drawn, 5u);
}

TEST(TerminalUi, TheEndLeavesNoLiveLines) {
  View view(80);
  view.progress.active = {{"Microsoft.Network/natGateways", "shop-nat", "", Time(seconds(2))}};
  view.refresh(3);
  view.progress.active.clear();
  view.progress.done = 30;
  Notice end{Notice::RunEnd};
  end.duration = seconds(125);
  view.show(end, 125);
  EXPECT_EQ(view.screen.text(), "done after 2m05s (30 of 30 done, 0 running, 0 waiting)\n");
}
