// Web application firewall policies.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct ManagedRuleSet : Part {
  Value type, version;
  template <class = void> static constexpr auto layout() {
    return part(field<&ManagedRuleSet::type>("ruleSetType").needed(),
                field<&ManagedRuleSet::version>("ruleSetVersion").needed());
  }
};
struct RuleExclusion : Part {
  Value variable, comparison, selector;
  template <class = void> static constexpr auto layout() {
    return part(field<&RuleExclusion::variable>("matchVariable").needed(),
                field<&RuleExclusion::comparison>("selectorMatchOperator").needed(),
                field<&RuleExclusion::selector>("selector").needed());
  }
};
struct FirewallVariable : Part {
  Value name, selector;
  template <class = void> static constexpr auto layout() {
    return part(field<&FirewallVariable::name>("variableName").needed(),
                field<&FirewallVariable::selector>("selector"));
  }
};
struct FirewallCondition : Part {
  std::vector<FirewallVariable> variables;
  Value comparison, negate, values;
  template <class = void> static constexpr auto layout() {
    return part(field<&FirewallCondition::variables>("matchVariables").needed(),
                field<&FirewallCondition::comparison>("operator").needed(),
                field<&FirewallCondition::negate>("negationConditon"), // the API's spelling
                field<&FirewallCondition::values>("matchValues"));     // empty with `Any`
  }
};
struct FirewallGroupVariable : Part {
  Value name = "ClientAddr";
  template <class = void> static constexpr auto layout() {
    return part(field<&FirewallGroupVariable::name>("variableName").needed());
  }
};
/// The requests that are counted together.
struct FirewallGroup : Part {
  std::vector<FirewallGroupVariable> variables = {{}};
  template <class = void> static constexpr auto layout() {
    return part(field<&FirewallGroup::variables>("groupByVariables").needed());
  }
};
struct FirewallRule : Part {
  Value name, priority, kind = "MatchRule", action, window, rate;
  std::vector<FirewallGroup> groups;
  std::vector<FirewallCondition> conditions;
  template <class = void> static constexpr auto layout() {
    return part(field<&FirewallRule::name>("name").needed(),
                field<&FirewallRule::priority>("priority").needed(),
                field<&FirewallRule::kind>("ruleType").needed(),
                field<&FirewallRule::action>("action").needed(),
                field<&FirewallRule::window>("rateLimitDuration"),
                field<&FirewallRule::rate>("rateLimitThreshold"),
                field<&FirewallRule::groups>("groupByUserSession"),
                field<&FirewallRule::conditions>("matchConditions").needed());
  }
};
struct WebFirewallPolicy : ResourceOf<Kind::WebFirewallPolicy> {
  Value mode, bodyCheck = true;
  std::vector<ManagedRuleSet> ruleSets;
  std::vector<RuleExclusion> exclusions;
  std::vector<FirewallRule> rules;
  Value bodyKibibytes, uploadMebibytes;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies", "2025-01-01",
               field<&WebFirewallPolicy::state>("properties.policySettings.state"),
               field<&WebFirewallPolicy::mode>("properties.policySettings.mode").needed(),
               field<&WebFirewallPolicy::bodyCheck>("properties.policySettings.requestBodyCheck"),
               field<&WebFirewallPolicy::bodyKibibytes>(
                   "properties.policySettings.maxRequestBodySizeInKb"),
               field<&WebFirewallPolicy::uploadMebibytes>(
                   "properties.policySettings.fileUploadLimitInMb"),
               field<&WebFirewallPolicy::rules>("properties.customRules"),
               field<&WebFirewallPolicy::ruleSets>("properties.managedRules.managedRuleSets")
                   .needed(),
               field<&WebFirewallPolicy::exclusions>("properties.managedRules.exclusions"))
        .named(1, 128, false, false);
  }
  Value state = "Enabled";
};

} // namespace azcl::arm
