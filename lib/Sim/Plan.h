// Expands the template of a deployment request.
#pragma once

#include "../Expand/Tree.h"
#include "Problem.h"
#include "ScenarioData.h"
#include <variant>

namespace azcl::sim {

/// A deployment that can start.
struct Plan {
  std::vector<expansion::Branch> tree; ///< the main deployment is first
  Json properties;                     ///< of the request
  Json contents;                       ///< the main template
  Json templateLink;                   ///< as responses contain it; null for an inline template
  std::string base;                    ///< the URI of the folder of linked templates; "" for none
  std::string query;                   ///< the query string of linked templates, without `?`
  std::string templateHash;
};

/// What a request says about a deployment.
struct Wanted {
  std::string scope, name, location;
  Json properties;
};

std::variant<Plan, Problem> planDeployment(State &state, const Scenario::Data &scenario,
                                           const Wanted &wanted);
std::string templateHashOf(const Json &contents);

} // namespace azcl::sim
