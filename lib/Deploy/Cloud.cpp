// The hosts of Azure's clouds, as `az cloud list` of Azure CLI 2.45 prints them.
#include "azcl/Deploy/Cloud.h"
#include "../Support/Json.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static const Cloud clouds[] = {
    {"AzureCloud", "https://login.microsoftonline.com", "https://management.azure.com",
     "core.windows.net", "https://portal.azure.com"},
    {"AzureUSGovernment", "https://login.microsoftonline.us",
     "https://management.usgovcloudapi.net", "core.usgovcloudapi.net", "https://portal.azure.us"},
    {"AzureChinaCloud", "https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn",
     "core.chinacloudapi.cn", "https://portal.azure.cn"},
};

const Cloud *azcl::deploy::findCloud(StringRef name) {
  for (const Cloud &cloud : clouds)
    if (name.equals_insensitive(cloud.name))
      return &cloud;
  return nullptr;
}

llvm::Expected<Cloud> azcl::deploy::readCloud(StringRef file) {
  auto invalid = [&](const std::string &why) {
    return llvm::createStringError(std::errc::invalid_argument, "%s: %s", file.str().c_str(),
                                   why.c_str());
  };
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return invalid(buffer.getError().message());
  Json json = Json::parse((*buffer)->getBuffer(), nullptr, false);
  if (!json.is_object())
    return invalid("not a JSON object");
  Cloud cloud;
  const std::pair<const char *, std::string *> members[] = {{"name", &cloud.name},
                                                            {"login", &cloud.login},
                                                            {"manager", &cloud.manager},
                                                            {"storageSuffix", &cloud.storageSuffix},
                                                            {"portal", &cloud.portal}};
  for (auto [name, to] : members) {
    auto found = json.find(name);
    if (found == json.end() || !found->is_string())
      return invalid(std::string("`") + name + "` must be a string");
    *to = found->get<std::string>();
  }
  return cloud;
}
