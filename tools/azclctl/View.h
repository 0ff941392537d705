// Chooses how a run is shown.
#pragma once

#include "Options.h"

namespace azcl::ctl {

struct View {
  explicit View(const CommandLine &command);
  std::unique_ptr<deploy::Ui> ui; ///< null if the file for events cannot be written
  bool live = false;              ///< a terminal shows the run while it happens

private:
  std::unique_ptr<llvm::raw_fd_ostream> file;
};

} // namespace azcl::ctl
