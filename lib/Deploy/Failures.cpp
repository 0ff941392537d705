// Finds the cause in an error of Azure.
#include "Machine.h"
#include "Wire.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr unsigned deepest = 20;

/// Codes that only say that something else has failed.
static bool isWrapper(StringRef code) {
  static constexpr StringRef wrappers[] = {"DeploymentFailed",
                                           "ResourceDeploymentFailure",
                                           "InvalidTemplateDeployment",
                                           "MultipleErrorsOccurred",
                                           "Conflict",
                                           "BadRequest",
                                           "BadGateway",
                                           "DeploymentStackUpdateFailed",
                                           "DeploymentStackDeploymentFailed"};
  return llvm::is_contained(wrappers, code);
}

/// A policy is named only in the additional information.
static std::string withPolicies(const Json &error, std::string message) {
  const Json &list = at(error, "additionalInfo");
  if (!list.is_array())
    return message;
  for (const Json &each : list) {
    std::string policy = textAt(each, "info.policyDefinitionDisplayName");
    std::string assignment = textAt(each, "info.policyAssignmentDisplayName");
    if (!policy.empty())
      message += fmt::format(" Policy: `{}`; assignment: `{}`.", policy, assignment);
  }
  return message;
}

static void collect(const Json &error, std::vector<Failure> &leaves, unsigned depth) {
  if (!error.is_object() || depth > deepest)
    return;
  size_t before = leaves.size();
  for (const char *inner : {"error", "statusMessage"})
    if (auto found = error.find(inner); found != error.end()) {
      if (found->is_string())
        collect(Json::parse(found->get<std::string>(), nullptr, false), leaves, depth + 1);
      else
        collect(*found, leaves, depth + 1);
    }
  std::string code = textAt(error, "code"), message = textAt(error, "message");
  if (const Json &details = at(error, "details"); details.is_array())
    for (const Json &detail : details)
      collect(detail, leaves, depth + 1);
  if (leaves.size() == before && StringRef(message).ltrim().starts_with("{"))
    collect(Json::parse(message, nullptr, false), leaves, depth + 1);
  // A wrapper without details is all that there is to show.
  if (leaves.size() == before && !code.empty())
    leaves.push_back(failureOf(code, withPolicies(error, message)));
}

std::vector<Failure> azcl::deploy::leavesOf(const Json &error) {
  std::vector<Failure> leaves;
  collect(error, leaves, 0);
  // Details can repeat a cause, and can contain a wrapper beside it.
  if (llvm::any_of(leaves, [](const Failure &each) { return !isWrapper(each.code); }))
    llvm::erase_if(leaves, [](const Failure &each) {
      return isWrapper(each.code) && each.kind == ErrorClass::Fix && each.code != "Conflict";
    });
  std::vector<Failure> unique;
  for (Failure &each : leaves)
    if (llvm::none_of(unique, [&](const Failure &other) {
          return other.code == each.code && other.message == each.message;
        }))
      unique.push_back(std::move(each));
  return unique;
}

static StringRef codeOf(unsigned status) {
  switch (status) {
  case 401: return "InvalidAuthenticationToken";
  case 403: return "Forbidden";
  case 404: return "ResourceNotFound";
  case 408: return "ServerTimeout";
  case 409: return "Conflict";
  case 429: return "TooManyRequests";
  case 500: return "InternalServerError";
  case 502:
  case 503: return "ServiceUnavailable";
  case 504: return "GatewayTimeout";
  default: return "UnexpectedStatus";
  }
}

Failure azcl::deploy::failureOf(const Reply &reply) {
  if (reply.status == 0 || reply.lost) {
    Failure failure = failureOf("NoAnswer", reply.detail);
    failure.exit = ExitCode::Unavailable;
    failure.kind = ErrorClass::Retry;
    failure.advice = reply.lost ? "check the network, then run `azclctl resume`"
                                : "the certificate of the server is not valid; check proxies and "
                                  "the certificates of this machine";
    return failure;
  }
  std::vector<Failure> leaves = leavesOf(reply.body);
  Failure failure =
      leaves.empty() ? failureOf(codeOf(reply.status), fmt::format("HTTP status {}", reply.status))
                     : worstOf(leaves);
  failure.correlation = reply.response.header("x-ms-correlation-request-id").str();
  return failure;
}

/// Retries help only if nothing else is wrong.
static unsigned severity(ErrorClass kind) {
  switch (kind) {
  case ErrorClass::Retry: return 0;
  case ErrorClass::Attach: return 1;
  case ErrorClass::Wait: return 2;
  case ErrorClass::Fix: return 3;
  case ErrorClass::Template: return 4;
  }
  llvm_unreachable("unknown class");
}

const Failure &azcl::deploy::worstOf(const std::vector<Failure> &failures) {
  return *std::max_element(
      failures.begin(), failures.end(),
      [](const Failure &a, const Failure &b) { return severity(a.kind) < severity(b.kind); });
}
