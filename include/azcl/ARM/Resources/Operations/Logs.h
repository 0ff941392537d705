// Log Analytics workspaces and what sends logs to them, and the configuration of VMs.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct LogWorkspace : ResourceOf<Kind::LogWorkspace> {
  Value days, keyOff;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.OperationalInsights/workspaces", "2025-02-01",
                    field<&LogWorkspace::sku>("properties.sku.name").needed(),
                    field<&LogWorkspace::days>("properties.retentionInDays").needed(),
                    field<&LogWorkspace::keyOff>("properties.features.disableLocalAuth").needed())
        .named(4, 63, false, false)
        .sovereign("2023-09-01");
  }
  Value sku = "PerGB2018";
};

/// A category of logs, or a group of categories.
struct LogCategory : Part {
  Value category, group;
  template <class = void> static constexpr auto layout() {
    return part(field<&LogCategory::category>("category"),
                field<&LogCategory::group>("categoryGroup"),
                field<&LogCategory::enabled>("enabled").needed());
  }
  Value enabled = true;
};
/// Sends the logs of a resource to a Log Analytics workspace.
struct DiagnosticSetting : ResourceOf<Kind::DiagnosticSetting> {
  Value scope, workspace, tables;
  std::vector<LogCategory> logs;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/diagnosticSettings", "2021-05-01-preview",
                    field<&DiagnosticSetting::scope>("scope").needed(),
                    field<&DiagnosticSetting::workspace>("properties.workspaceId").needed(),
                    field<&DiagnosticSetting::tables>("properties.logAnalyticsDestinationType"),
                    field<&DiagnosticSetting::logs>("properties.logs"))
        .placed();
  }
};

struct CounterSource : Part {
  Value counters;
  template <class = void> static constexpr auto layout() {
    return part(field<&CounterSource::name>("name").needed(),
                field<&CounterSource::streams>("streams").needed(),
                field<&CounterSource::seconds>("samplingFrequencyInSeconds").needed(),
                field<&CounterSource::counters>("counterSpecifiers").needed());
  }
  Value name = "performance", streams, seconds = 60;
};
struct EventLogSource : Part {
  Value streams, queries;
  template <class = void> static constexpr auto layout() {
    return part(field<&EventLogSource::name>("name").needed(),
                field<&EventLogSource::streams>("streams").needed(),
                field<&EventLogSource::queries>("xPathQueries").needed());
  }
  Value name = "events";
};
struct SyslogSource : Part {
  Value name, streams, facilities, levels;
  template <class = void> static constexpr auto layout() {
    return part(field<&SyslogSource::name>("name").needed(),
                field<&SyslogSource::streams>("streams").needed(),
                field<&SyslogSource::facilities>("facilityNames").needed(),
                field<&SyslogSource::levels>("logLevels").needed());
  }
};
/// What another extension gives to the agent.
struct ExtensionSource : Part {
  Value name, streams, extension, settings;
  template <class = void> static constexpr auto layout() {
    return part(field<&ExtensionSource::name>("name").needed(),
                field<&ExtensionSource::streams>("streams").needed(),
                field<&ExtensionSource::extension>("extensionName").needed(),
                field<&ExtensionSource::settings>("extensionSettings").needed());
  }
};
struct RuleDestination : Part {
  Value workspace;
  template <class = void> static constexpr auto layout() {
    return part(field<&RuleDestination::name>("name").needed(),
                field<&RuleDestination::workspace>("workspaceResourceId").needed());
  }
  Value name = "workspace";
};
struct DataFlow : Part {
  Value streams, destinations;
  template <class = void> static constexpr auto layout() {
    return part(field<&DataFlow::streams>("streams").needed(),
                field<&DataFlow::destinations>("destinations").needed());
  }
};
/// What the Azure Monitor agent collects, and where it sends it.
struct CollectionRule : ResourceOf<Kind::CollectionRule> {
  Value system;
  std::vector<CounterSource> counters;
  std::vector<EventLogSource> events;
  std::vector<SyslogSource> syslog;
  std::vector<ExtensionSource> extensions;
  std::vector<RuleDestination> destinations;
  std::vector<DataFlow> flows;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/dataCollectionRules", "2024-03-11",
                    field<&CollectionRule::system>("kind"),
                    field<&CollectionRule::counters>("properties.dataSources.performanceCounters"),
                    field<&CollectionRule::events>("properties.dataSources.windowsEventLogs"),
                    field<&CollectionRule::syslog>("properties.dataSources.syslog"),
                    field<&CollectionRule::extensions>("properties.dataSources.extensions"),
                    field<&CollectionRule::destinations>("properties.destinations.logAnalytics"),
                    field<&CollectionRule::flows>("properties.dataFlows"))
        .named(3, 64, false, false)
        .sovereign("2022-06-01");
  }
};
/// Assigns a data collection rule to the VM or scale set in its scope.
struct RuleAssociation : ResourceOf<Kind::RuleAssociation> {
  Value scope, rule;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/dataCollectionRuleAssociations", "2024-03-11",
                    field<&RuleAssociation::scope>("scope").needed(),
                    field<&RuleAssociation::rule>("properties.dataCollectionRuleId").needed())
        .placed()
        .named(3, 64, false, false)
        .sovereign("2022-06-01");
  }
};

/// A solution of a workspace, which adds its tables.
struct Solution : ResourceOf<Kind::Solution> {
  Value workspace, planName, product;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.OperationsManagement/solutions", "2015-11-01-preview",
                    field<&Solution::planName>("plan.name").needed(),
                    field<&Solution::product>("plan.product").needed(),
                    field<&Solution::promotion>("plan.promotionCode").needed(),
                    field<&Solution::publisher>("plan.publisher").needed(),
                    field<&Solution::workspace>("properties.workspaceResourceId").needed());
  }
  Value promotion = "", publisher = "Microsoft";
};

/// What machine configuration compares with the VM in its scope.
struct ConfigurationAssignment : ResourceOf<Kind::ConfigurationAssignment> {
  Value scope, configuration;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.GuestConfiguration/guestConfigurationAssignments", "2024-04-05",
        field<&ConfigurationAssignment::scope>("scope").needed(),
        field<&ConfigurationAssignment::configuration>("properties.guestConfiguration.name")
            .needed(),
        field<&ConfigurationAssignment::version>("properties.guestConfiguration.version").needed(),
        field<&ConfigurationAssignment::use>("properties.guestConfiguration.assignmentType")
            .needed());
  }
  Value version = "1.*", use = "Audit";
};

} // namespace azcl::arm
