// Experiments of Azure Chaos Studio.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct ExperimentTarget : Part {
  Value id;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentTarget::type>("type").needed(),
                field<&ExperimentTarget::id>("id").needed());
  }
  Value type = "ChaosTarget";
};
struct ExperimentSelector : Part {
  Value id, filter, zones;
  std::vector<ExperimentTarget> targets;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentSelector::type>("type").needed(),
                field<&ExperimentSelector::id>("id").needed(),
                field<&ExperimentSelector::targets>("targets").needed(),
                field<&ExperimentSelector::filter>("filter.type"),
                field<&ExperimentSelector::zones>("filter.parameters.zones"));
  }
  Value type = "List";
};

struct ExperimentParameter : Part {
  Value key, value;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentParameter::key>("key").needed(),
                field<&ExperimentParameter::value>("value").needed());
  }
};
struct ExperimentAction : Part {
  Value name, duration, selector;
  std::vector<ExperimentParameter> parameters;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentAction::type>("type").needed(),
                field<&ExperimentAction::name>("name").needed(),
                field<&ExperimentAction::duration>("duration").needed(),
                field<&ExperimentAction::selector>("selectorId").needed(),
                field<&ExperimentAction::parameters>("parameters").needed());
  }
  Value type = "continuous";
};
/// Its actions run one after the other. The branches of a step run at the same time.
struct ExperimentBranch : Part {
  Value name;
  std::vector<ExperimentAction> actions;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentBranch::name>("name").needed(),
                field<&ExperimentBranch::actions>("actions").needed());
  }
};
struct ExperimentStep : Part {
  Value name;
  std::vector<ExperimentBranch> branches;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExperimentStep::name>("name").needed(),
                field<&ExperimentStep::branches>("branches").needed());
  }
};
struct Experiment : ResourceOf<Kind::Experiment> {
  std::vector<ExperimentSelector> selectors;
  std::vector<ExperimentStep> steps;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Chaos/experiments", "2025-01-01",
                    field<&Experiment::identity>("identity.type").needed(),
                    field<&Experiment::selectors>("properties.selectors").needed(),
                    field<&Experiment::steps>("properties.steps").needed());
  }
  Value identity = "SystemAssigned";
};

} // namespace azcl::arm
