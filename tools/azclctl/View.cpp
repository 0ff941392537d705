// A live view in a terminal, lines elsewhere, and what CI systems and programs read.
#include "View.h"
#include "llvm/Support/Process.h"
#include <sys/ioctl.h>
#include <unistd.h>

using namespace azcl;
using namespace azcl::ctl;
using namespace azcl::deploy;

static unsigned terminalWidth() {
  winsize size = {};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

View::View(const CommandLine &command) {
  const char *terminal = std::getenv("TERM");
  bool capable = terminal && llvm::StringRef(terminal) != "dumb";
  bool color = capable && !std::getenv("NO_COLOR") && llvm::sys::Process::StandardErrIsDisplayed();
  live = capable && llvm::sys::Process::StandardErrIsDisplayed() && !command.plain;
  std::vector<std::unique_ptr<Ui>> all;
  all.push_back(live ? makeTerminalUi(llvm::errs(), terminalWidth(), color)
                     : makeLineUi(llvm::errs(), color));
  if (std::getenv("GITHUB_ACTIONS"))
    all.push_back(makeGitHubUi(llvm::outs()));
  if (std::getenv("TF_BUILD"))
    all.push_back(makePipelinesUi(llvm::outs()));
  if (command.events == "-") {
    all.push_back(makeEventUi(llvm::outs(), ""));
  } else if (!command.events.empty()) {
    std::error_code error;
    file = std::make_unique<llvm::raw_fd_ostream>(command.events, error);
    if (error) {
      llvm::errs() << "azclctl: error: " << command.events << ": " << error.message() << "\n";
      return;
    }
    all.push_back(makeEventUi(*file, ""));
  }
  ui = makeUiOf(std::move(all));
}
