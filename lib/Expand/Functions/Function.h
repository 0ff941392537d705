// The functions of template expressions, in one table for each family.
#pragma once

#include "../Evaluator.h"

namespace azcl::expansion {

/// A call during evaluation. Accessors report an argument of the wrong type and return an empty
/// value.
class Call {
public:
  Call(Evaluator &in, const Expression &written, std::vector<Json> arguments)
      : in(in), name(written.text), written(written), arguments(std::move(arguments)) {}

  size_t size() const { return arguments.size(); }
  const Json &operator[](size_t at) const { return arguments[at]; }
  bool has(size_t at) const { return at < arguments.size(); }

  const std::string &string(size_t at);
  int64_t integer(size_t at);
  int64_t integer(size_t at, int64_t absent) { return has(at) ? integer(at) : absent; }
  /// An integer that fits in 32 bits, as counts and indices must.
  int64_t index(size_t at);
  bool boolean(size_t at);
  const Json &array(size_t at);
  const Json &object(size_t at);
  /// The only argument if it is an array; otherwise all arguments.
  std::vector<Json> list() const;
  /// For functions that evaluate their arguments themselves (Unknowns::Lazy).
  Json evaluate(size_t at) { return in.evaluate(written.arguments[at]); }
  Json fail(const std::string &what);
  /// Reports that an argument has the wrong type, unless an error was reported before.
  Json failType(size_t at, llvm::StringRef kind) { return failType(at, arguments[at], kind); }
  Json failType(size_t at, const Json &value, llvm::StringRef kind);
  bool failed() const { return in.session.failed(); }

  Evaluator &in;
  llvm::StringRef name;
  const Expression &written;

private:
  const Json &expect(size_t at, bool good, llvm::StringRef kind);
  std::vector<Json> arguments;
};

/// How a function handles arguments that only Azure knows.
enum class Unknowns {
  Spread, ///< the result is unknown too
  Kept,   ///< the result can contain unknown values
  Lazy,   ///< the function evaluates its arguments itself; the call has none
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
llvm::ArrayRef<Function> lambdaFunctions();
llvm::ArrayRef<Function> dateFunctions();
llvm::ArrayRef<Function> uriFunctions();
llvm::ArrayRef<Function> resourceFunctions();
llvm::ArrayRef<Function> deploymentFunctions();

/// For example "2 to 3 arguments".
std::string argumentCount(unsigned least, unsigned most);
/// The function with this name, ignoring case; nullptr if there is none.
const Function *findFunction(llvm::StringRef name);
/// The function with the most similar name; "" if none is similar enough.
llvm::StringRef nearestFunction(llvm::StringRef name);

} // namespace azcl::expansion
