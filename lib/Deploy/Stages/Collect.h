// A stage that asks several questions and gives all answers to a function.
#pragma once

#include "Stages.h"
#include <functional>

namespace azcl::deploy {

struct Question {
  std::string subject;
  Request request;
  bool mayMiss = false; ///< 404 is an answer
  bool mayFail = false; ///< any answer is one
};
using Answers = std::map<std::string, Reply>;

/// Waits for the end of long operations, so that an answer is a final one. `then` can insert other
/// stages.
std::unique_ptr<Stage> makeCollectStage(std::function<std::vector<Question>(Machine &)> questions,
                                        std::function<void(Machine &, Answers &)> then);

} // namespace azcl::deploy
