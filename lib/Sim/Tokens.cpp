// Tokens of Microsoft Entra ID and of managed identities.
#include "Service.h"

using namespace azcl::sim;

std::optional<Response> azcl::sim::tokenService(Call &) {
  return std::nullopt;
}
