// Asks Azure to compare the templates with the existing resources.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {
class WhatIfStage : public Stage {
public:
  WhatIfStage(LegPtr leg, llvm::raw_ostream &out, unsigned &changes)
      : leg(std::move(leg)), out(out), changes(changes) {}

private:
  LegPtr leg;
  llvm::raw_ostream &out;
  unsigned &changes;
  enum Purpose { Start, Poll };

  void begin(Machine &machine) override {
    const Job &job = machine.job;
    Json body = deploymentBody(machine, *leg);
    body["properties"]["whatIfSettings"] = {{"resultFormat", "FullResourcePayloads"}};
    body.erase("tags");
    std::string path =
        fmt::format("{}/providers/Microsoft.Resources/deployments/{}/whatIf?api-version={}",
                    job.scopeId(), attemptName(job, machine.nextAttempt), resourcesVersion);
    machine.ask(Start, "what-if", machine.manager("POST", path, &body));
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    if (reply.status == 202) {
      std::string url = reply.response.header("location").str();
      if (url.empty())
        url = ask.request.url;
      return machine.ask(
          Poll, "what-if", machine.get(url), Repeat::Safe,
          retryAfter(reply.response, machine.now()).value_or(std::chrono::seconds(2)));
    }
    if (!reply.ok())
      return machine.fail(reply);
    if (const Json &error = at(reply.body, "error"); error.is_object())
      if (std::vector<Failure> leaves = leavesOf(error); !leaves.empty())
        return machine.fail(worstOf(leaves));
    print(reply.body);
    machine.proceed();
  }

  static StringRef signOf(StringRef change) {
    return change == "Create" ? "+" : change == "Delete" ? "-" : change == "Modify" ? "~" : "?";
  }

  void print(const Json &body) {
    unsigned same = 0;
    out << "Azure's what-if:\n";
    for (const Json &change : at(body, "properties.changes")) {
      std::string kind = textAt(change, "changeType");
      if (kind == "NoChange" || kind == "Ignore") {
        ++same;
        continue;
      }
      ++changes;
      std::string full = textAt(change, "resourceId");
      StringRef id = full;
      out << signOf(kind) << " " << id.substr(id.rfind("/providers/") + 11) << "\n";
      printDelta(at(change, "delta"), 4);
    }
    out << same << " resources without changes\n";
  }

  void printDelta(const Json &delta, unsigned indent) {
    if (!delta.is_array())
      return;
    for (const Json &each : delta) {
      std::string kind = textAt(each, "propertyChangeType");
      if (kind == "NoEffect")
        continue;
      out.indent(indent) << signOf(kind) << " " << textAt(each, "path");
      const Json &children = at(each, "children");
      if (children.is_array() && !children.empty()) {
        out << "\n";
        printDelta(children, indent + 2);
        continue;
      }
      out << ": " << compact(at(each, "before")) << " -> " << compact(at(each, "after")) << "\n";
    }
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeWhatIfStage(LegPtr leg, llvm::raw_ostream &out,
                                                     unsigned &changes) {
  return std::make_unique<WhatIfStage>(std::move(leg), out, changes);
}
