// The examples of the compiler, with values for their parameters.
#pragma once

#include "../../lib/Support/Json.h"
#include "llvm/Support/FileSystem.h"
#include <string>
#include <vector>

namespace azcl {

/// A value for a parameter without a default.
inline Json inventedValue(llvm::StringRef name, const Json &declared) {
  if (name.contains("vault"))
    return "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shared/providers/"
           "Microsoft.KeyVault/vaults/certificates";
  if (name.contains("certificate"))
    return "https://shop.vault.azure.net/secrets/shop";
  if (declared.contains("allowedValues"))
    return declared["allowedValues"][0];
  llvm::StringRef type = declared["type"].get_ref<const std::string &>();
  if (type.equals_insensitive("int"))
    return declared.value("minValue", 1);
  if (type.equals_insensitive("bool"))
    return false;
  if (type.equals_insensitive("array"))
    return Json::array();
  if (type.ends_with_insensitive("object"))
    return Json::object();
  return "Invented-Value-1234";
}

inline std::vector<std::string> examples() {
  std::vector<std::string> files;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator at(std::string(AZCL_SOURCE_DIR) + "/examples", error), end;
       at != end && !error; at.increment(error))
    if (llvm::StringRef(at->path()).ends_with(".azc"))
      files.push_back(at->path());
  llvm::sort(files);
  return files;
}

/// What the examples use without deploying it.
inline constexpr const char *scenarioOfExamples = R"({
  "groups": [{"id": "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shared",
              "location": "westeurope"}],
  "resources": [{"id": "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shared/providers/Microsoft.KeyVault/vaults/certificates",
                 "location": "westeurope"}]})";

} // namespace azcl
