// The sentences that all views share.
#include "Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

std::string azcl::deploy::shortTime(Milliseconds duration) {
  int64_t seconds = (duration.count() + 500) / 1000;
  if (seconds < 60)
    return fmt::format("{}s", seconds);
  if (seconds < 3600)
    return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h{:02}m", seconds / 3600, seconds / 60 % 60);
}

std::string azcl::deploy::shortResource(StringRef type, StringRef name) {
  StringRef rest = type.split('/').second;
  return fmt::format("{} {}", rest.empty() ? type : rest, name);
}

std::vector<std::string> azcl::deploy::linesOf(const Failure &failure) {
  std::vector<std::string> lines;
  std::string place = failure.source.empty() ? "" : failure.source + ": ";
  lines.push_back(fmt::format("{}error: {}: {}", place, failure.code, failure.message));
  if (!failure.resource.empty())
    lines.push_back("  resource: " + failure.resource);
  if (!failure.advice.empty())
    lines.push_back("  advice: " + failure.advice);
  if (!failure.correlation.empty())
    lines.push_back("  correlation ID: " + failure.correlation);
  return lines;
}

std::string azcl::deploy::countsOf(const Progress &progress) {
  if (!progress.task.empty())
    return progress.task;
  std::string text = fmt::format("{} of {} done, {} running, {} waiting", progress.done,
                                 progress.total, progress.active.size(), progress.waiting());
  if (progress.failed)
    text += fmt::format(", {} failed", progress.failed);
  return text;
}

/// What the exit code of a run means.
static StringRef meaningOf(ExitCode exit) {
  switch (exit) {
  case ExitCode::Done: return "done";
  case ExitCode::Changes: return "there are changes";
  case ExitCode::Running: return "stopped watching";
  case ExitCode::RolledBack: return "failed; the last good version is deployed again";
  case ExitCode::NotRolledBack: return "failed, and could not return to the last good version";
  case ExitCode::Invalid: return "rejected; nothing was changed";
  case ExitCode::Usage:
  case ExitCode::Unavailable:
  case ExitCode::Internal:
  case ExitCode::Access:
  case ExitCode::Configuration:
  case ExitCode::Failed:
  case ExitCode::Quota: return "failed";
  }
  llvm_unreachable("unknown exit code");
}

std::string azcl::deploy::summaryOf(const Notice &end, const Progress &progress) {
  std::string text = fmt::format("{} after {}", meaningOf(end.exit), shortTime(end.duration));
  if (end.exit == ExitCode::Done && !end.text.empty())
    text = end.text;
  else if (!end.text.empty())
    text += ": " + end.text;
  if (progress.total && (progress.done || progress.failed))
    text += fmt::format(" ({})", countsOf(progress));
  if (end.exit == ExitCode::Running)
    text += "\nto watch it again: azclctl attach; to cancel it: azclctl cancel";
  else if (end.exit == ExitCode::Failed || end.exit == ExitCode::Quota ||
           end.exit == ExitCode::Access || end.exit == ExitCode::Unavailable)
    text += "\nto continue when the cause is removed: azclctl resume; to return to the last good "
            "version: azclctl rollback";
  return text;
}

std::string azcl::deploy::lineOf(const Notice &notice) {
  std::string place = notice.source.empty() ? "" : "  " + notice.source;
  switch (notice.kind) {
  case Notice::RunStart: return fmt::format("run {}: {}", notice.subject, notice.text);
  case Notice::Phase: return notice.text;
  case Notice::Upload: return "uploaded " + notice.subject;
  case Notice::ResourceState:
    if (notice.state == "Running")
      return "";
    return fmt::format("{} {} ({}){}", notice.state == "Succeeded" ? "+" : "!",
                       shortResource(notice.type, notice.subject), shortTime(notice.duration),
                       place);
  case Notice::DeploymentState: return "";
  case Notice::Retry:
    return fmt::format("retrying {} in {}: {}", notice.subject, shortTime(notice.duration),
                       notice.text);
  case Notice::Throttle:
    return fmt::format("Azure limits the rate of requests; waiting {}", shortTime(notice.duration));
  case Notice::Warning: return "warning: " + notice.text;
  case Notice::Error: return llvm::join(linesOf(notice.failure), "\n");
  case Notice::Output: return fmt::format("{} = {}", notice.subject, notice.text);
  case Notice::RunEnd: return "";
  }
  llvm_unreachable("unknown notice");
}

Colors azcl::deploy::colorsFor(bool color) {
  if (!color)
    return {};
  return {"\033[31m", "\033[32m", "\033[33m", "\033[1m", "\033[2m", "\033[0m"};
}

StringRef azcl::deploy::colorOf(const Notice &notice, const Colors &colors) {
  switch (notice.kind) {
  case Notice::Error: return colors.red;
  case Notice::Warning:
  case Notice::Retry:
  case Notice::Throttle: return colors.yellow;
  case Notice::Phase: return colors.bold;
  case Notice::ResourceState: return notice.state == "Succeeded" ? colors.green : colors.red;
  default: return "";
  }
}
