// Checks the URIs of Key Vault secrets.
#include "azcl/Analysis/SecretUris.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

static bool isSecretName(StringRef text, const Catalog &catalog) {
  return !text.empty() && text.size() <= catalog.limit(LimitId::VaultObjectName) &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '-'; });
}

/// https://VAULT.DOMAIN/secrets/NAME[/VERSION] (Azure/azure-cli#28835)
std::string azcl::faultOfSecretUri(StringRef uri, const Catalog &catalog) {
  StringRef rest = uri;
  if (!rest.consume_front_insensitive("https://"))
    return "it does not start with `https://`";
  auto [host, path] = rest.split('/');
  if (!host.contains('.') || host.starts_with(".") || host.ends_with("."))
    return "it has no `VAULT.DOMAIN` after `https://`";
  llvm::SmallVector<StringRef, 4> parts;
  path.split(parts, '/');
  if (parts[0].equals_insensitive("certificates"))
    return "it is the URI of a certificate; use the URI of the secret with the same name";
  if (!parts[0].equals_insensitive("secrets"))
    return "its path does not start with `/secrets/`";
  if (parts.size() < 2 || parts[1].empty())
    return "it has no name after `/secrets/`";
  if (!isSecretName(parts[1], catalog))
    return "a secret name can contain only letters, digits and hyphens";
  if (parts.size() > 3 || (parts.size() == 3 && !isSecretName(parts[2], catalog)))
    return "only a version can follow the name";
  return "";
}

StringRef azcl::vaultOf(StringRef uri) {
  return uri.split("://").second.split('/').first.split('.').first;
}

bool azcl::hasVersion(StringRef uri) {
  return uri.count('/') > 4;
}
