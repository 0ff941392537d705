// The entry point of azclc.
#include "Options.h"

int main(int argc, char **argv) {
  azcl::CommandLine command;
  if (std::optional<azcl::ExitCode> done = azcl::readCommandLine(argc, argv, command))
    return int(*done);
  return int(azcl::compileAll(command));
}
