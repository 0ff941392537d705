// Explains a counterexample with a note for each parameter value in it.
#include "azcl/Passes/Explain.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Support/Format.h"

using namespace azcl;

void azcl::explain(Report report, const Assignment &witness) {
  for (const auto &[param, value] : witness) {
    std::string shown = print(value, *param->type);
    bool known = false;
    for (const KnownValue &each : param->known)
      if (each.value == value && !known) {
        known = true;
        if (each.environment.empty())
          report.note(each.written->range, note::ValueIsDefault, shown, param->name.text);
        else
          report.note(each.written->range, note::ValueOfEnvironment, each.environment,
                      param->name.text, shown);
      }
    if (!known && param->declaration && param->declaration->domain)
      report.note(param->declaration->domain->range(), note::ValueInDomain, param->name.text,
                  shown);
  }
}
