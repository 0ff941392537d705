// Describes the health endpoint of a tier.
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Endpoint/Endpoint.h"
#include "azcl/Support/JsonWriter.h"

using namespace azcl;
using llvm::StringRef;

const HealthEndpoint *azcl::endpointOf(const Tier &tier) {
  return tier.health ? tier.health->endpoint.get() : nullptr;
}

llvm::SmallVector<const Block *, 2> azcl::customScriptsOf(const Tier &tier) {
  llvm::SmallVector<const Block *, 2> all;
  for (const Extend &each : tier.extensions)
    if (each.extension() == ExtensionKind::CustomScript)
      all.push_back(&each);
  return all;
}

bool azcl::needsEndpointExtension(const Tier &tier) {
  return endpointOf(tier) &&
         proveSomeOf(customScriptsOf(tier), &tier).answer != Proof::Answer::Holds;
}

bool azcl::dependsOnParameters(const Health &health) {
  const HealthEndpoint &endpoint = *health.endpoint.get();
  const Setting *all[] = {&health.port,    &health.path,   &endpoint.services,
                          &endpoint.ports, &endpoint.urls, &endpoint.timeout};
  return llvm::any_of(all, [](const Setting *each) { return each->set() && each->expr->open; });
}

static std::string longestText(const Expr &expr) {
  std::string longest;
  forEachText(expr, [&](const PossibleText &possible) {
    if (possible.text.size() > longest.size())
      longest = possible.text.str();
  });
  return longest;
}

/// The elements of the list that is the longest one.
static std::vector<std::string> elementsOf(const Setting &list) {
  std::vector<std::string> most;
  size_t longest = 0;
  for (const ListChoice &choice : listsOf(list)) {
    std::vector<std::string> elements;
    size_t length = 0;
    for (const Expr *each : choice.list->operands) {
      if (each->type->isNumeric())
        elements.push_back(each->open ? "65535" : std::to_string(each->number));
      else
        elements.push_back(longestText(*each));
      length += elements.back().size() + 3;
    }
    if (length > longest) {
      longest = length;
      most = std::move(elements);
    }
  }
  return most;
}

std::string azcl::endpointConfiguration(const Health &health) {
  const HealthEndpoint &endpoint = *health.endpoint.get();
  std::string text;
  JsonWriter json(text, JsonForm::Compact);
  auto list = [&](StringRef name, const Setting &setting, bool numbers) {
    json.array(name, [&] {
      for (const std::string &each : elementsOf(setting))
        if (json.item(); numbers)
          json.word(each);
        else
          json.text(each);
    });
  };
  json.object([&] {
    json.attribute("port", health.port.known() ? health.port.value() : 65535);
    json.attribute("path", health.path.set() ? longestText(*health.path.expr) : "");
    json.attribute("timeout", endpoint.timeout.known()
                                  ? endpoint.timeout.value().milliseconds / 1000
                                  : int64_t(20));
    list("services", endpoint.services, false);
    list("ports", endpoint.ports, true);
    list("urls", endpoint.urls, false);
  });
  return text;
}

size_t azcl::endpointInstallerLength(const Tier &tier) {
  const EndpointInstaller &installer = endpointInstaller(isWindows(tier));
  size_t encoded = (endpointConfiguration(*tier.health.get()).size() + 2) / 3 * 4;
  return installer.start.size() + encoded + installer.end.size() + installer.then.size();
}
