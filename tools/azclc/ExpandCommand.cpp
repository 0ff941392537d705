// --expand and --diff: print the resources that templates would deploy, and the changes between two
// versions.
#include "ExpandCommand.h"
#include "azcl/Expand/Diff.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// Prints the error. Returns 1 if the templates are at fault, otherwise 2.
ExitCode complain(llvm::Error error) {
  ExitCode code = error.isA<TemplateError>() ? ExitCode::Refused : ExitCode::Usage;
  llvm::errs() << "azclc: error: " << llvm::toString(std::move(error)) << "\n";
  return code;
}

llvm::Expected<Expansion> expandFolder(StringRef folder, const ExpandCommand &command) {
  ExpandContext context;
  context.parametersFile = command.parametersFile;
  if (!command.location.empty())
    context.location = command.location;
  return expand(*llvm::vfs::getRealFileSystem(), folder, context);
}
} // namespace

ExitCode azcl::runExpandCommand(const ExpandCommand &command, llvm::ArrayRef<std::string> folders) {
  if (folders.size() != (command.diff ? 2 : 1)) {
    llvm::errs() << "azclc: error: "
                 << (command.diff ? "--diff needs two folders: the old and the new templates"
                                  : "--expand needs exactly one folder of templates")
                 << "\n";
    return ExitCode::Usage;
  }
  llvm::Expected<Expansion> first = expandFolder(folders[0], command);
  if (!first) {
    ExitCode code = complain(first.takeError());
    return command.diff ? ExitCode::Usage : code;
  }
  if (!command.diff) {
    first->print(llvm::outs());
    return ExitCode::Clean;
  }
  llvm::Expected<Expansion> second = expandFolder(folders[1], command);
  if (!second) {
    complain(second.takeError());
    return ExitCode::Usage;
  }
  return diff(*first, *second, llvm::outs()).any() ? ExitCode::Refused : ExitCode::Clean;
}
