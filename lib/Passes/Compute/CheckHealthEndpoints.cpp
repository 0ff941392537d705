// Rejects health endpoints that check nothing or themselves, names that no service can have, and
// rich health states, which need a status of 200 from unhealthy instances as well.
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// systemd.unit(5): letters, digits and `:-_.\\`, and `@` in the names of instances; 255
/// characters.
static std::string faultOfUnit(StringRef name) {
  if (name.size() > 255)
    return "the name of a systemd unit has at most 255 characters";
  for (char c : name)
    if (!llvm::isAlnum(c) && !StringRef(":-_.\\@").contains(c))
      return fmt::format("the name of a systemd unit cannot contain `{}`", StringRef(&c, 1));
  return "";
}

/// CreateServiceW (winsvc.h): at most 256 characters without slashes. Get-Service would take the
/// others for a pattern or a control character.
static std::string faultOfWindowsService(StringRef name) {
  if (name.size() > 256)
    return "the name of a Windows service has at most 256 characters";
  for (char c : name)
    if (!llvm::isPrint(c) || StringRef("/\\*?[]`").contains(c))
      return fmt::format("the name of a Windows service cannot contain `{}`", StringRef(&c, 1));
  return "";
}

namespace {
/// An `http` URL: host, port (80 if it has none) and the rest.
struct Url {
  StringRef host;
  unsigned port = 80;
  std::string fault;
};
} // namespace

static Url readUrl(StringRef text) {
  Url url;
  for (char c : text)
    if (!llvm::isPrint(c) || c == ' ') {
      url.fault = "it can only contain printable ASCII characters; encode others with `%`";
      return url;
    }
  if (!text.consume_front("http://")) {
    url.fault = "the endpoint requests `http` URLs only";
    return url;
  }
  StringRef authority = text.take_until([](char c) { return c == '/' || c == '?' || c == '#'; });
  size_t end = authority.rfind(']'), colon = authority.rfind(':');
  bool hasPort = colon != StringRef::npos && (end == StringRef::npos || colon > end);
  url.host = hasPort ? authority.take_front(colon) : authority;
  if (hasPort && (authority.drop_front(colon + 1).getAsInteger(10, url.port) || url.port < 1 ||
                  url.port > 65535))
    url.fault = "its port is not a number between 1 and 65535";
  else if (url.host.empty() || !llvm::all_of(url.host, [](char c) {
             return llvm::isAlnum(c) || StringRef("-._:[]").contains(c);
           }))
    url.fault = "it has no host name that can be requested";
  else if (text.contains('#'))
    url.fault = "a request cannot contain a fragment (`#`)";
  return url;
}

namespace {
struct EndpointChecker {
  const Tier &tier;
  const Health &health;
  const HealthEndpoint &endpoint;
  PassContext &ctx;
  const bool windows = isWindows(tier);

  void run() {
    if (health.rich.known() && health.rich.value())
      ctx.diags.report(health.rich.place(), diag::EndpointRich);
    something();
    services();
    ports();
    urls();
    const size_t length = endpointInstallerLength(tier),
                 most =
                     ctx.catalog.limit(windows ? LimitId::CommandWindows : LimitId::CommandLinux);
    if (length > most)
      ctx.diags.report(endpoint.head, diag::EndpointTooLong, length, most);
  }

private:
  /// Every combination of the lists that `if` can choose has a check.
  void something() {
    if (endpoint.incomplete)
      return;
    llvm::SmallVector<ListChoice, 4> empty = {{}};
    for (const Setting *list :
         {(const Setting *)&endpoint.services, (const Setting *)&endpoint.ports,
          (const Setting *)&endpoint.urls}) {
      if (!list->set())
        continue;
      if (list->poisoned())
        return;
      llvm::SmallVector<ListChoice, 4> next;
      for (const ListChoice &choice : listsOf(*list))
        for (ListChoice whole : empty)
          if (choice.list->operands.empty()) {
            whole.under.append(choice.under.begin(), choice.under.end());
            next.push_back(std::move(whole));
          }
      empty = std::move(next);
    }
    for (const ListChoice &choice : empty)
      if (std::optional<Assignment> when = whenChosen(choice, endpoint)) {
        ctx.diags.report(endpoint.head, diag::EndpointChecksNothing, whenPrefix(*when));
        return;
      }
  }

  void eachElement(const Setting &list, llvm::function_ref<void(const Expr &)> visit) {
    for (const ListChoice &choice : listsOf(list))
      for (const Expr *each : choice.list->operands)
        visit(*each);
  }

  void services() {
    eachElement(endpoint.services, [&](const Expr &each) {
      forEachText(each, [&](const PossibleText &possible) {
        std::string why =
            windows ? faultOfWindowsService(possible.text) : faultOfUnit(possible.text);
        if (possible.whole && possible.text.empty())
          ctx.diags.report(each.range, diag::EndpointServiceEmpty, whenPrefix(possible.witness));
        else if (!why.empty())
          ctx.diags.report(each.range, diag::EndpointName, whenPrefix(possible.witness),
                           possible.text, "service name", why);
      });
    });
  }

  void ports() {
    eachElement(endpoint.ports, [&](const Expr &each) {
      if (!health.port.set() || health.port.poisoned() || each.isError())
        return;
      const Expr *both[] = {&each, health.port.expr};
      Proof proof = proveEach(
          both, [](llvm::ArrayRef<Scalar> all) { return all[0].number != all[1].number; });
      // Two parameters can be equal, but nothing says that they will be.
      if (proof.answer == Proof::Answer::Fails &&
          (!each.open || !health.port.expr->open || print(each) == print(*health.port.expr)))
        itself(each, proof.witness, "this port");
    });
  }

  void urls() {
    eachElement(endpoint.urls, [&](const Expr &each) {
      forEachText(each, [&](const PossibleText &possible) {
        if (!possible.whole && !StringRef("http://").starts_with(possible.text.take_front(7)))
          return;
        Url url = readUrl(possible.text);
        if (possible.whole && !url.fault.empty())
          ctx.diags.report(each.range, diag::EndpointName, whenPrefix(possible.witness),
                           possible.text, "URL", url.fault);
        bool local = url.host == "127.0.0.1" || url.host == "[::1]" ||
                     url.host.equals_insensitive("localhost");
        if (possible.whole && local && health.port.known() && health.port.value() == url.port)
          itself(each, possible.witness, "this URL");
      });
    });
  }

  void itself(const Expr &each, const Assignment &witness, StringRef what) {
    ctx.diags.report(each.range, diag::EndpointItself, whenPrefix(witness), what.str())
        .label(health.port.place(), note::PortOfEndpoint);
  }
};
} // namespace

void azcl::checkHealthEndpoints(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const HealthEndpoint *endpoint = endpointOf(tier); endpoint && tier.image.known())
        EndpointChecker{tier, *tier.health.get(), *endpoint, ctx}.run();
}
