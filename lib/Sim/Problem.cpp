// Errors in the form of Azure's responses.
#include "Problem.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

Json azcl::sim::errorOf(StringRef code, StringRef message, StringRef target) {
  Json error = {{"code", code.str()}};
  if (!target.empty())
    error["target"] = target.str();
  error["message"] = message.str();
  return error;
}

Problem azcl::sim::problem(unsigned status, StringRef code, StringRef message) {
  return {status, errorOf(code, message)};
}

Problem azcl::sim::notSimulated(StringRef what) {
  return problem(501, "NotSimulated", ("the simulator does not support " + what).str());
}

Json azcl::sim::deploymentFailed(StringRef id, Json details) {
  Json error = errorOf("DeploymentFailed",
                       "At least one resource deployment operation failed. Please list deployment "
                       "operations for details. Please see "
                       "https://aka.ms/arm-deployment-operations for usage details.",
                       id);
  error["details"] = std::move(details);
  return error;
}

std::string azcl::sim::messageOf(const Json &value) {
  std::string text, out;
  JsonWriter json(text);
  write(value, json);
  for (char c : text)
    out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}
