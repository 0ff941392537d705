// Sends questions, follows long operations and pages, and collects the answers.
#include "Collect.h"

using namespace azcl;
using namespace azcl::deploy;
using std::chrono::seconds;

namespace {
class CollectStage : public Stage {
public:
  CollectStage(std::function<std::vector<Question>(Machine &)> questions,
               std::function<void(Machine &, Answers &)> then)
      : questions(std::move(questions)), then(std::move(then)) {}

private:
  enum Purpose { First, Poll, Page };
  std::function<std::vector<Question>(Machine &)> questions;
  std::function<void(Machine &, Answers &)> then;
  Answers answers;
  std::set<std::string> mayMiss, mayFail;
  size_t open = 0;

  void begin(Machine &machine) override {
    for (Question &question : questions(machine)) {
      ++open;
      if (question.mayMiss || question.mayFail)
        mayMiss.insert(question.subject);
      if (question.mayFail)
        mayFail.insert(question.subject);
      machine.ask(First, question.subject, std::move(question.request));
    }
    if (!open)
      end(machine);
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    if ((reply.status == 404 && mayMiss.count(ask.subject)) ||
        (!reply.ok() && mayFail.count(ask.subject))) {
      answers[ask.subject] = reply;
    } else if (!reply.ok()) {
      return machine.fail(reply);
    } else if (std::string url = pollUrl(ask, reply); !url.empty()) {
      return machine.ask(Poll, ask.subject, machine.get(url), Repeat::Safe,
                         retryAfter(reply.response, machine.now()).value_or(seconds(5)));
    } else if (ask.purpose == Poll &&
               stateOf(textAt(reply.body, "status")) == OperationState::Failed) {
      Reply failed = reply;
      failed.status = 500;
      return machine.fail(failed);
    } else {
      merge(ask, reply);
      if (std::string next = textAt(reply.body, "nextLink"); !next.empty())
        return machine.ask(Page, ask.subject, machine.get(next));
    }
    if (!--open)
      end(machine);
  }

  /// Where to ask for the end of an operation; "" if it is over.
  static std::string pollUrl(const Ask &ask, const Reply &reply) {
    bool isChange = ask.request.method != "GET";
    if (ask.purpose == Poll && reply.status == 200 && !textAt(reply.body, "status").empty())
      return stateOf(textAt(reply.body, "status")) == OperationState::Running ? ask.request.url
                                                                              : "";
    std::string url = reply.response.header("azure-asyncoperation").str();
    // Compute answers changes with 200 and this header while they go on.
    if (isChange && reply.ok() && !url.empty())
      return url;
    if (!(isChange && reply.status == 201) && reply.status != 202)
      return "";
    if (url.empty())
      url = reply.response.header("location").str();
    return url.empty() && ask.purpose == Poll ? ask.request.url : url;
  }

  void merge(const Ask &ask, const Reply &reply) {
    auto [it, isNew] = answers.try_emplace(ask.subject, reply);
    if (isNew)
      return;
    for (const Json &each : at(reply.body, "value"))
      it->second.body["value"].push_back(each);
  }

  void end(Machine &machine) {
    then(machine, answers);
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage>
azcl::deploy::makeCollectStage(std::function<std::vector<Question>(Machine &)> questions,
                               std::function<void(Machine &, Answers &)> then) {
  return std::make_unique<CollectStage>(std::move(questions), std::move(then));
}
