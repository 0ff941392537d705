// The rule sets of Front Door, and its certificates.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// The members that the kinds of action have together; `name` says which of them apply.
struct EdgeAction : Part {
  Value name, type, change, header, value, prefix, path, keepRest, status, protocol, host,
      targetPath, query, fragment;
  template <class = void> static constexpr auto layout() {
    return part(field<&EdgeAction::name>("name").needed(),
                field<&EdgeAction::type>("parameters.typeName").needed(),
                field<&EdgeAction::change>("parameters.headerAction"),
                field<&EdgeAction::header>("parameters.headerName"),
                field<&EdgeAction::value>("parameters.value"),
                field<&EdgeAction::prefix>("parameters.sourcePattern"),
                field<&EdgeAction::path>("parameters.destination"),
                field<&EdgeAction::keepRest>("parameters.preserveUnmatchedPath"),
                field<&EdgeAction::status>("parameters.redirectType"),
                field<&EdgeAction::protocol>("parameters.destinationProtocol"),
                field<&EdgeAction::host>("parameters.customHostname"),
                field<&EdgeAction::targetPath>("parameters.customPath"),
                field<&EdgeAction::query>("parameters.customQueryString"),
                field<&EdgeAction::fragment>("parameters.customFragment"));
  }
};
struct EdgeMatch : Part {
  Value name, type, selector, comparison, negate, values, transforms;
  template <class = void> static constexpr auto layout() {
    return part(field<&EdgeMatch::name>("name").needed(),
                field<&EdgeMatch::type>("parameters.typeName").needed(),
                field<&EdgeMatch::selector>("parameters.selector"),
                field<&EdgeMatch::comparison>("parameters.operator").needed(),
                field<&EdgeMatch::negate>("parameters.negateCondition"),
                field<&EdgeMatch::values>("parameters.matchValues"),
                field<&EdgeMatch::transforms>("parameters.transforms"));
  }
};
struct EdgeRuleSet : ResourceOf<Kind::EdgeRuleSet> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/ruleSets", "2025-12-01")
        .placed()
        .named(1, 60, false, false)
        .sovereign("2024-09-01");
  }
};
struct EdgeSetRule : ResourceOf<Kind::EdgeSetRule> {
  Value order, then;
  std::vector<EdgeMatch> conditions;
  std::vector<EdgeAction> actions;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/ruleSets/rules", "2025-12-01",
                    field<&EdgeSetRule::order>("properties.order").needed(),
                    field<&EdgeSetRule::then>("properties.matchProcessingBehavior"),
                    field<&EdgeSetRule::conditions>("properties.conditions"),
                    field<&EdgeSetRule::actions>("properties.actions").needed())
        .placed()
        .named(1, 260, false, false)
        .sovereign("2024-09-01");
  }
};
struct FrontDoorSecret : ResourceOf<Kind::FrontDoorSecret> {
  Value source, newest, version;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Cdn/profiles/secrets", "2025-12-01",
               field<&FrontDoorSecret::type>("properties.parameters.type").needed(),
               field<&FrontDoorSecret::source>("properties.parameters.secretSource.id").needed(),
               field<&FrontDoorSecret::newest>("properties.parameters.useLatestVersion"),
               field<&FrontDoorSecret::version>("properties.parameters.secretVersion"))
        .placed()
        .named(2, 260, false, false)
        .sovereign("2024-09-01");
  }
  Value type = "CustomerCertificate";
};

} // namespace azcl::arm
