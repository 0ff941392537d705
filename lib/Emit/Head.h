// What all templates begin with.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Version.h"

namespace azcl {

inline void writeHead(llvm::StringRef schema, JsonWriter &json) {
  json.attribute("$schema", schema);
  json.attribute("contentVersion", "1.0.0.0");
  json.object("metadata", [&] {
    json.object("_generator", [&] {
      json.attribute("name", "azclc");
      json.attribute("version", version().compiler);
    });
  });
}

/// The API version of deployments and resource groups.
inline llvm::StringRef deploymentsVersion(const arm::Module &module) {
  return module.sovereign ? "2024-11-01" : "2025-04-01";
}

} // namespace azcl
