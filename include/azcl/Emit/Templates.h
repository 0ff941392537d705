// Templates as JSON text: the root, those that it links, and parameter files.
#pragma once

#include "azcl/Emit/Emit.h"
#include "azcl/Link/Link.h"

namespace azcl {

/// main.json and templates/NAME.json; with LinkMode::Inline main.json alone.
std::vector<OutputFile> writeTemplates(const TemplateSet &set, LinkMode mode, unsigned threads);

/// main.parameters.json, and main.parameters.NAME.json for each environment.
std::vector<OutputFile> writeParameterFiles(const TemplateSet &set);

} // namespace azcl
