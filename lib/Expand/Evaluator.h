// Evaluates the values of a template at one location.
#pragma once

#include "Expression.h"
#include "Session.h"

namespace azcl::expansion {

class Evaluator {
public:
  /// `deployment` provides the parameters and variables that expressions refer to.
  Evaluator(Session &session, Deployment &deployment, Place place, std::vector<Loop> loops = {})
      : session(session), deployment(*deployment.values), place(std::move(place)),
        loops(std::move(loops)) {}

  /// Evaluates any template value: expressions in strings and keys, and copy loops.
  Json evaluate(const Json &value);
  Json evaluate(const Expression &expression);
  /// A member of an object or an item of an array.
  Json step(const Json &value, const Json &key);
  /// The evaluated member `key` of `object`; null if there is none.
  Json member(const Json &object, llvm::StringRef key);
  /// Like `member`, but fails if the value has another type. Returns `absent` if there is no such
  /// member, and `<spelling>` for a value that only Azure knows.
  std::string stringMember(const Json &object, llvm::StringRef key, llvm::StringRef absent = "");
  bool boolMember(const Json &object, llvm::StringRef key, bool absent);
  /// The count of a copy object, checked against Azure's limit.
  size_t countOf(const Json &copy);

  Json fail(const std::string &what);
  /// Returns null and reports an error if the name is not declared.
  const Json &parameter(llvm::StringRef name);
  const Json &variable(llvm::StringRef name);

  Session &session;
  Deployment &deployment;
  Place place;
  std::vector<Loop> loops;
  bool inDefault = false; ///< inside the default of a parameter, where utcNow is allowed
  /// Azure evaluates this before it deploys resources, so reference() cannot be used.
  bool beforeDeployment = false;
  /// The arguments of the functions that a template defines; null outside of them.
  const Json *argumentsOfFunction = nullptr;
  /// The parameters of the lambdas around the expression, innermost last.
  std::vector<std::pair<std::string, Json>> lambdaVariables;

private:
  Json string(const std::string &text);
  Json object(const Json &value);
  void copies(const Json &value, Json &into);
  Json call(const Expression &expression);
  Json access(const Json &value, const Access &access);
  const Json *stored(const Expression &expression);

  bool inCopy = false; ///< inside the input of a copy loop of properties
};

/// Calls a function that the template defines, such as `contoso.name('x')`; nullopt if it does not
/// define one with this name.
std::optional<Json> callDefined(Evaluator &from, const Expression &call);
/// Checks a value against the declaration of a parameter or an output. `subject` is what has the
/// value, for example "parameter `x`".
/// `root` is the template with the definitions that `declared` can refer to.
void checkDeclared(Session &session, const Json &root, const Json &declared,
                   llvm::StringRef subject, const Place &place, const Json &value);
/// The type of a declaration in lowercase, through references to definitions; "" for none.
std::string typeOf(const Json &root, const Json &declared);
/// Whether a declaration, or a definition that it refers to, accepts null.
bool isNullable(const Json &root, const Json &declared);

} // namespace azcl::expansion
