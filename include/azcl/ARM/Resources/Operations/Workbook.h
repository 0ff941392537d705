// Azure Monitor workbooks.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// Its name is a GUID.
struct Workbook : ResourceOf<Kind::Workbook> {
  Value title, content;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/workbooks", "2023-06-01",
                    field<&Workbook::kindName>("kind").needed(),
                    field<&Workbook::title>("properties.displayName").needed(),
                    field<&Workbook::category>("properties.category").needed(),
                    field<&Workbook::source>("properties.sourceId").needed(),
                    field<&Workbook::version>("properties.version").needed(),
                    field<&Workbook::content>("properties.serializedData").needed());
  }
  // The gallery of Azure Monitor, in lower case (hashicorp/terraform-provider-azurerm,
  // application_insights_workbook_resource.go).
  Value kindName = "shared", category = "workbook", source = "azure monitor",
        version = "Notebook/1.0";
};

} // namespace azcl::arm
