// Evaluates values of a template at one place of it.
#pragma once

#include "Expression.h"
#include "Session.h"

namespace azcl::expansion {

class Evaluator {
public:
  /// `deployment` is whose names the value sees.
  Evaluator(Session &session, Deployment &deployment, Place place, std::vector<Loop> loops = {})
      : session(session), deployment(*deployment.values), place(std::move(place)),
        loops(std::move(loops)) {}

  /// Any value of a template: expressions in strings and keys are evaluated, loops expanded.
  Json evaluate(const Json &value);
  Json evaluate(const Expression &expression);
  /// The member `key` of `object`, evaluated at its place; null if there is none.
  Json member(const Json &object, llvm::StringRef key);
  /// As member; fails unless it is of that kind and known. The defaults are for absent ones.
  std::string stringMember(const Json &object, llvm::StringRef key, llvm::StringRef absent = "");
  bool boolMember(const Json &object, llvm::StringRef key, bool absent);
  /// The count of a copy object, held to what Azure allows.
  size_t countOf(const Json &copy);

  Json fail(const std::string &what);
  /// Null, with a failure, if there is none.
  const Json &parameter(llvm::StringRef name);
  const Json &variable(llvm::StringRef name);

  Session &session;
  Deployment &deployment;
  Place place;
  std::vector<Loop> loops;
  bool inDefault = false; ///< within the default of a parameter, where utcNow is allowed

private:
  Json string(const std::string &text);
  Json object(const Json &value);
  void copies(const Json &value, Json &into);
  Json call(const Expression &expression);
  Json select(const Expression &expression);
  Json access(const Json &value, const Access &access);
  const Json *stored(const Expression &expression);
};

} // namespace azcl::expansion
