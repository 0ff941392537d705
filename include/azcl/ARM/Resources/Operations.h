// Diagnostic settings, and raw resources of the program: `resource NAME { type = ... }`.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct LogCategory : Part {
  Value category;
  template <class = void> static constexpr auto layout() {
    return part(field<&LogCategory::category>("category").needed(),
                field<&LogCategory::enabled>("enabled").needed());
  }
  Value enabled = true;
};
/// Sends the logs of a resource to a Log Analytics workspace.
struct DiagnosticSetting : ResourceOf<Kind::DiagnosticSetting> {
  Value scope, workspace;
  std::vector<LogCategory> logs;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/diagnosticSettings", "2021-05-01-preview",
                    field<&DiagnosticSetting::scope>("scope").needed(),
                    field<&DiagnosticSetting::workspace>("properties.workspaceId").needed(),
                    field<&DiagnosticSetting::logs>("properties.logs"))
        .placed();
  }
};

struct OtherResource : ResourceOf<Kind::OtherResource> {
  llvm::StringRef spelledType, spelledVersion;
  Value scope, sku, flavour, properties;
  template <class = void> static constexpr auto layout() {
    return resource("", "", field<&OtherResource::scope>("scope"),
                    field<&OtherResource::sku>("sku"), field<&OtherResource::flavour>("kind"),
                    field<&OtherResource::properties>("properties").guarded())
        .named(1, 260);
  }
};

} // namespace azcl::arm
