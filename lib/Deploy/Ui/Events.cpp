// Views for programs: events as JSON lines, and annotations of CI systems.
#include "../../Support/Json.h"
#include "../Sas.h"
#include "Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

StringRef azcl::deploy::nameOf(Notice::Kind kind) {
  switch (kind) {
  case Notice::RunStart: return "run.start";
  case Notice::Phase: return "phase";
  case Notice::Upload: return "upload";
  case Notice::DeploymentState: return "deployment.state";
  case Notice::ResourceState: return "resource.state";
  case Notice::Retry: return "retry";
  case Notice::Throttle: return "throttle";
  case Notice::Warning: return "warning";
  case Notice::Error: return "error";
  case Notice::Output: return "output";
  case Notice::RunEnd: return "run.end";
  }
  llvm_unreachable("unknown notice");
}

namespace {
class EventUi : public Ui {
public:
  EventUi(llvm::raw_ostream &out, StringRef run) : out(out), run(run.str()) {}

  void show(const Notice &notice, const Progress &progress, Time now) override {
    if (notice.kind == Notice::RunStart)
      run = notice.subject;
    Json event = {{"v", 1},
                  {"seq", ++number},
                  {"ts", isoTime(now)},
                  {"run", run},
                  {"type", nameOf(notice.kind)}};
    auto set = [&](const char *key, const std::string &value) {
      if (!value.empty())
        event[key] = value;
    };
    set("subject", notice.subject);
    set("resourceType", notice.type);
    set("state", notice.state);
    set("text", notice.text);
    set("source", notice.source);
    if (notice.duration.count())
      event["seconds"] = double(notice.duration.count()) / 1000;
    if (notice.kind == Notice::Error)
      event["error"] = error(notice.failure);
    if (notice.kind == Notice::RunEnd)
      event["exit"] = int(notice.exit);
    event["progress"] = {{"total", progress.total},
                         {"done", progress.done},
                         {"running", progress.active.size()},
                         {"failed", progress.failed}};
    if (progress.rest)
      event["progress"]["rest"] = double(progress.rest->count()) / 1000;
    out << compact(event) << "\n";
    out.flush();
  }

private:
  llvm::raw_ostream &out;
  std::string run;
  uint64_t number = 0;

  static Json error(const Failure &failure) {
    Json json = {{"code", failure.code},
                 {"class", nameOf(failure.kind)},
                 {"message", failure.message},
                 {"advice", failure.advice}};
    if (!failure.resource.empty())
      json["resource"] = failure.resource;
    if (!failure.source.empty())
      json["source"] = failure.source;
    if (!failure.correlation.empty())
      json["correlation"] = failure.correlation;
    return json;
  }
};

/// A place such as "shop.azc:12:3".
struct Place {
  StringRef file;
  std::string line = "1", column = "1";
  explicit Place(StringRef source) {
    auto [rest, last] = source.rsplit(':');
    auto [name, middle] = rest.rsplit(':');
    file = name;
    if (!middle.empty())
      line = middle.str();
    if (!last.empty())
      column = last.str();
  }
};

class GitHubUi : public Ui {
public:
  explicit GitHubUi(llvm::raw_ostream &out) : out(out) {}
  void show(const Notice &notice, const Progress &, Time) override {
    if (notice.kind == Notice::Warning)
      out << "::warning::" << escaped(notice.text) << "\n";
    if (notice.kind != Notice::Error)
      return;
    const Failure &failure = notice.failure;
    out << "::error ";
    if (Place place(failure.source); !place.file.empty())
      out << fmt::format("file={},line={},col={},", place.file, place.line, place.column);
    out << fmt::format("title={}::{}\n", failure.code,
                       escaped(failure.message + "\nadvice: " + failure.advice));
    out.flush();
  }

private:
  llvm::raw_ostream &out;
  /// Line breaks would end the command.
  static std::string escaped(StringRef text) {
    std::string result;
    for (char c : text)
      result += c == '%' ? "%25" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
    return result;
  }
};

class PipelinesUi : public Ui {
public:
  explicit PipelinesUi(llvm::raw_ostream &out) : out(out) {}
  void show(const Notice &notice, const Progress &, Time) override {
    if (notice.kind == Notice::Warning)
      out << "##vso[task.logissue type=warning]" << oneLine(notice.text) << "\n";
    if (notice.kind != Notice::Error)
      return;
    const Failure &failure = notice.failure;
    out << "##vso[task.logissue type=error;";
    if (Place place(failure.source); !place.file.empty())
      out << fmt::format("sourcepath={};linenumber={};columnnumber={};", place.file, place.line,
                         place.column);
    out << fmt::format("code={}]{} Advice: {}\n", failure.code, oneLine(failure.message),
                       oneLine(failure.advice));
    out.flush();
  }

private:
  llvm::raw_ostream &out;
  static std::string oneLine(StringRef text) {
    std::string result = text.str();
    for (char &c : result)
      if (c == '\n' || c == '\r')
        c = ' ';
    return result;
  }
};
} // namespace

std::unique_ptr<Ui> azcl::deploy::makeEventUi(llvm::raw_ostream &out, StringRef run) {
  return std::make_unique<EventUi>(out, run);
}
std::unique_ptr<Ui> azcl::deploy::makeGitHubUi(llvm::raw_ostream &out) {
  return std::make_unique<GitHubUi>(out);
}
std::unique_ptr<Ui> azcl::deploy::makePipelinesUi(llvm::raw_ostream &out) {
  return std::make_unique<PipelinesUi>(out);
}
