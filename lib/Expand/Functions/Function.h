// The functions of template expressions, in one table for each family.
#pragma once

#include "../Evaluator.h"

namespace azcl::expansion {

/// A call during evaluation. Accessors report an argument of the wrong type and return an empty
/// value.
class Call {
public:
  Call(Evaluator &in, llvm::StringRef name, std::vector<Json> arguments)
      : in(in), name(name), arguments(std::move(arguments)) {}

  size_t size() const { return arguments.size(); }
  const Json &operator[](size_t at) const { return arguments[at]; }
  bool has(size_t at) const { return at < arguments.size(); }

  const std::string &string(size_t at);
  int64_t integer(size_t at);
  int64_t integer(size_t at, int64_t absent) { return has(at) ? integer(at) : absent; }
  bool boolean(size_t at);
  const Json &array(size_t at);
  const Json &object(size_t at);
  /// The only argument if it is an array; otherwise all arguments.
  std::vector<Json> list() const;
  Json fail(const std::string &what);
  bool failed() const { return in.session.failed(); }

  Evaluator &in;
  llvm::StringRef name;

private:
  const Json &expect(size_t at, bool good, llvm::StringRef kind);
  std::vector<Json> arguments;
};

/// How a function handles arguments that only Azure knows.
enum class Unknowns {
  Spread, ///< the result is unknown too
  Kept,   ///< the result can contain unknown values
};

struct Function {
  llvm::StringRef name;
  unsigned least, most;
  Json (*run)(Call &call);
  Unknowns unknowns = Unknowns::Spread;
};

constexpr unsigned any = ~0u;

llvm::ArrayRef<Function> stringFunctions();
llvm::ArrayRef<Function> encodingFunctions();
llvm::ArrayRef<Function> arrayFunctions();
llvm::ArrayRef<Function> objectFunctions();
llvm::ArrayRef<Function> logicFunctions();
llvm::ArrayRef<Function> numberFunctions();
llvm::ArrayRef<Function> networkFunctions();
llvm::ArrayRef<Function> resourceFunctions();
llvm::ArrayRef<Function> deploymentFunctions();

/// The function with this name, ignoring case; nullptr if there is none.
const Function *findFunction(llvm::StringRef name);
/// The function with the most similar name; "" if none is similar enough.
llvm::StringRef nearestFunction(llvm::StringRef name);

} // namespace azcl::expansion
