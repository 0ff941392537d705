// What the records of a journal mean.
#include "Machine.h"
#include "Wire.h"

using namespace azcl;
using namespace azcl::deploy;

void Facts::apply(const Record &record) {
  Json data = Json::parse(record.data, nullptr, false);
  const std::string &kind = record.kind;
  auto text = [&](const char *key) { return textAt(data, key); };
  if (kind == "submit.intent") {
    submission = Submission{text("name"), text("label")};
    (void)llvm::StringRef(submission->name)
        .rsplit('-')
        .second.getAsInteger(10, submission->attempt);
  } else if (kind == "submit.accepted" && submission) {
    submission->accepted = changed = true;
    submission->statusUrl = text("statusUrl");
  } else if (kind == "submit.ended" && submission) {
    submission->ended = true;
    submission->succeeded = at(data, "succeeded") == true;
  } else if (kind == "staged") {
    staged.insert(text("digest"));
  } else if (kind == "step") {
    steps.insert(text("name"));
  } else if (kind == "release") {
    release = std::move(data);
  } else if (kind == "rollback") {
    rollingBack = true;
    if (submission && !submission->ended)
      submission->superseded = true;
    failure = failureOf(text("code"), text("message"));
  } else if (kind == "run.end") {
    ended = true;
    exit = ExitCode(numberAt(data, "exit"));
  } else if (kind == "run.resume") {
    ended = false;
  }
}
