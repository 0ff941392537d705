// What went wrong in Azure, and what to do about it.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace azcl::deploy {

/// The exit codes of azclctl. docs/deploy.md lists them.
enum class ExitCode : uint8_t {
  Done = 0,
  Changes = 2,        ///< `plan --detailed-exitcode`: something would change
  Usage = 64,         ///< the command line is wrong
  Invalid = 65,       ///< the bundle, a parameter or the template is wrong
  Unavailable = 69,   ///< Azure did not answer, although all retries were made
  Internal = 70,      ///< a defect of azclctl, or the journal cannot be written
  Running = 75,       ///< interrupted or timed out; the deployment goes on and can be resumed
  Access = 77,        ///< the login, a role, a policy or a lock
  Configuration = 78, ///< the cloud, the subscription or the login is not set up
  Failed = 80,        ///< the deployment failed and nothing was rolled back
  RolledBack = 81,    ///< the deployment failed; the previous version is deployed again
  NotRolledBack = 82, ///< the deployment failed, and so did the rollback
  Quota = 83,         ///< a quota or the capacity of Azure
};

enum class ErrorClass : uint8_t { Retry, Attach, Wait, Fix, Template };

/// A row of Errors.def.
struct ErrorRule {
  llvm::StringRef code;
  ErrorClass kind;
  ExitCode exit;
  llvm::StringRef advice;
};

/// The rule for a code. The message decides where one code has several meanings. Unknown codes need
/// a person.
const ErrorRule &ruleFor(llvm::StringRef code, llvm::StringRef message);
llvm::StringRef nameOf(ErrorClass kind);
/// Prints the table of docs/reference/deployment-errors.md.
std::string errorReference();

/// A failure as it is shown and recorded.
struct Failure {
  std::string code, message;
  ErrorClass kind = ErrorClass::Fix;
  ExitCode exit = ExitCode::Failed;
  std::string advice;
  std::string resource;    ///< type and name; "" if it is not about one resource
  std::string source;      ///< the line in the program, for example "shop.azc:12:3"
  std::string correlation; ///< the ID that Azure support asks for
};

Failure failureOf(llvm::StringRef code, llvm::StringRef message);

} // namespace azcl::deploy
