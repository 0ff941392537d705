// The command line of azclctl.
#pragma once

#include "azcl/Deploy/Commands.h"
#include "azcl/Net/Net.h"

namespace azcl::ctl {

enum class Verb : uint8_t {
  Plan,
  Up,
  Release,
  Status,
  Attach,
  Resume,
  Cancel,
  Rollback,
  History,
  Pull,
  Scale,
  Autoscale,
  Region,
  Doctor,
  Errors
};

struct CommandLine {
  Verb verb = Verb::Up;
  deploy::PlanOptions options; ///< of plan, and in `up` those of up
  std::string run;             ///< of the commands that continue a run
  std::string to;              ///< the version of rollback
  bool shares = true;          ///< `resume` keeps the copy of a shared journal
  deploy::DoctorOptions doctor;
  deploy::PullOptions pull;
  // Of scale, autoscale and region:
  std::string action;
  std::string subject;                ///< a tier or a region
  unsigned count = 0;                 ///< of `scale set`
  std::vector<std::string> instances; ///< of `scale update`
  deploy::Milliseconds since{0};      ///< of `autoscale history`
  bool force = false;                 ///< of `region failover`
  std::vector<std::string> parameters;
  std::string state = ".azclc";
  net::Login login = net::Login::Auto;
  bool json = false;
  // The simulator.
  bool simulate = false;
  std::string scenario; ///< a file; "" for a cloud without faults
  double speed = 0;     ///< simulated seconds per second; 0 does not wait
  // The view.
  std::string events; ///< a file for events; "-" for standard output
  bool plain = false; ///< no live view
  bool color = true;
};

/// An exit code instead means that there is nothing left to do.
std::optional<deploy::ExitCode> readCommandLine(int argc, char **argv, CommandLine &to);

} // namespace azcl::ctl
