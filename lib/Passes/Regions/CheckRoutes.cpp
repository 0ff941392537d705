// Checks the routes of Front Door and their caches: paths, domains, origins, and which requests
// reach which route.
#include "Targets.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct RouteChecker {
  const FrontDoor &door;
  PassContext &ctx;
  llvm::SmallVector<EdgeRoute, 4> routes = routesOf(door);

  void run() {
    for (const FrontDoorRoute &route : door.routes) {
      paths(route);
      domains(route);
      backendPath(route);
      probe(route);
      if (const FrontDoorCache *each = route.cache.get())
        cache(*each);
    }
    if (const FrontDoorCache *each = door.cache.get())
      cache(*each);
    overlaps();
    unused();
    limits();
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::RouteSetting, std::move(setting), std::move(why));
  }
  void needSlash(SourceRange place, StringRef path) {
    auto report =
        ctx.diags.report(place, diag::RouteSetting, path.str(), "does not start with `/`");
    offerSlash(report, place, ctx);
  }

  /// A pattern is a whole path, or the beginning of paths before `/*` (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/front-door-route-matching.md).
  void paths(const FrontDoorRoute &route) {
    if (!route.paths.known())
      return;
    if (route.paths.size() == 0)
      fault(route.paths.place(), "paths", "is empty; add a pattern such as `\"/api/*\"`");
    for (size_t i = 0; i < route.paths.size(); ++i) {
      StringRef path = route.paths[i];
      SourceRange place = route.paths.expr->operands[i]->range;
      size_t star = path.find('*');
      if (!path.starts_with("/"))
        needSlash(place, path);
      else if (star != StringRef::npos && (star + 1 != path.size() || !path.ends_with("/*")))
        fault(place, path.str(), "has a wildcard in another place than at the end, after `/`");
      else if (path.find_first_of("?#{") != StringRef::npos)
        fault(place, path.str(), "is not a path; leave out the query string and variables");
    }
  }

  void domains(const FrontDoorRoute &route) {
    if (!route.domains.known() || (door.domains.set() && !door.domains.known()))
      return;
    if (route.domains.size() == 0)
      fault(route.domains.place(), "domains", "is empty; leave it out for all domains");
    for (size_t i = 0; i < route.domains.size(); ++i) {
      StringRef name = route.domains[i];
      bool known = false;
      if (door.domains.set())
        for (size_t j = 0; j < door.domains.size(); ++j)
          known |= door.domains[j].equals_insensitive(name);
      if (!known)
        fault(route.domains.expr->operands[i]->range, name.str(),
              fmt::format("is not one of the `domains` of `front-door {}`; add it there",
                          door.label.text.str()));
    }
  }

  void backendPath(const FrontDoorRoute &route) {
    forEachText(route.backendPath, [&](StringRef text, bool whole) {
      if (!text.starts_with("/"))
        needSlash(route.backendPath.place(), text);
      else if (whole && text.contains('*'))
        fault(route.backendPath.place(), text.str(),
              "contains `*`; Front Door appends what the `*` of the path matched");
    });
  }

  /// Routes to one entry share its origins, and these have one probe.
  void probe(const FrontDoorRoute &route) {
    const FrontDoorProbe *own = route.probe.get();
    if (!own || own->origin == Origin::Derived)
      return;
    if (own->every.known() && own->every.value().milliseconds % seconds(1))
      fault(own->every.place(), print(*own->every.expr), "is not a whole number of seconds");
    forEachText(own->path, [&](StringRef text, bool) {
      if (!text.starts_with("/"))
        needSlash(own->path.place(), text);
    });
    for (const EdgeGroup &group : groupsOf(door))
      if (group.entry == blockOf(route.to) && &group.routes.front().block() != &route)
        ctx.diags
            .report(own->head, diag::RouteUnused, "probe",
                    fmt::format("the probe of {} already checks `{}`", nameOf(group.routes.front()),
                                azcl::nameOf(*group.entry)))
            .label(group.routes.front().block().head, note::GivenHere);
  }

  static std::string nameOf(const EdgeRoute &route) {
    return route.own ? fmt::format("route `{}`", route.label().str())
                     : fmt::format("`front-door {}`", route.door->label.text.str());
  }

  /// Names in `names` become a comma-separated list.
  void cache(const FrontDoorCache &cache) {
    auto report = [&](SourceRange place, std::string setting, std::string why) {
      ctx.diags.report(place, diag::CacheSetting, std::move(setting), std::move(why));
    };
    if (cache.query.known()) {
      bool named =
          cache.query.value() == CacheQuery::Only || cache.query.value() == CacheQuery::Except;
      StringRef word = Words<CacheQuery>::words[size_t(cache.query.value())].name;
      if (named && (!cache.names.set() || (cache.names.known() && cache.names.size() == 0)))
        report(cache.query.place(), fmt::format("query = {}", word.str()),
               "needs the query parameters in `names`");
      if (!named && cache.names.set())
        report(cache.names.range, "names",
               fmt::format("has no effect with `query = {}`; use `only` or `except`", word.str()));
    }
    if (cache.names.known())
      for (size_t i = 0; i < cache.names.size(); ++i)
        if (StringRef name = cache.names[i];
            name.empty() || name.find_first_of(", &=?") != StringRef::npos)
          report(cache.names.expr->operands[i]->range, name.str(),
                 "is not the name of a query parameter");
    if (cache.types.origin != Origin::Derived && cache.types.set() && cache.compress.known() &&
        !cache.compress.value())
      report(cache.types.range, "types", "has no effect with `compress = no`");
    if (!cache.types.known())
      return;
    if (cache.types.size() == 0)
      report(cache.types.place(), "types", "is empty; use `compress = no`");
    for (size_t i = 0; i < cache.types.size(); ++i)
      if (StringRef type = cache.types[i]; type.count('/') != 1 || type.starts_with("/") ||
                                           type.ends_with("/") || type.contains(' ') ||
                                           type.contains('*'))
        report(cache.types.expr->operands[i]->range, type.str(),
               "is not a content type such as `text/html`");
  }

  static llvm::SmallVector<StringRef, 4> pathsOf(const EdgeRoute &route) {
    llvm::SmallVector<StringRef, 4> found;
    if (!route.own)
      found.push_back("/*");
    else if (route.own->paths.known())
      for (size_t i = 0; i < route.own->paths.size(); ++i)
        found.push_back(route.own->paths[i]);
    return found;
  }

  /// A path of a domain can be in one route only. Azure compares without regard to case.
  void overlaps() {
    for (size_t i = 0; i < routes.size(); ++i)
      for (size_t j = 0; j <= i; ++j)
        if (i == j ? repeated(routes[i]) : shared(routes[j], routes[i]))
          break;
  }

  bool repeated(const EdgeRoute &route) {
    llvm::StringSet<> seen;
    if (route.own && route.own->paths.known())
      for (size_t i = 0; i < route.own->paths.size(); ++i)
        if (!seen.insert(route.own->paths[i].lower()).second) {
          fault(route.own->paths.expr->operands[i]->range, route.own->paths[i].str(),
                "is in `paths` twice");
          return true;
        }
    return false;
  }

  bool shared(const EdgeRoute &earlier, const EdgeRoute &later) {
    std::optional<StringRef> domain;
    if (earlier.domains.empty() && later.domains.empty())
      domain = "";
    for (StringRef each : later.domains)
      if (!domain && llvm::any_of(earlier.domains,
                                  [&](StringRef other) { return other.equals_insensitive(each); }))
        domain = each;
    if (!domain)
      return false;
    for (StringRef path : pathsOf(later))
      if (llvm::any_of(pathsOf(earlier),
                       [&](StringRef other) { return other.equals_insensitive(path); }))
        if (std::optional<Assignment> when = whenTogether(earlier.block(), later.block())) {
          if (!earlier.own) // it would change its domains with the condition
            ctx.diags.report(later.own->head, diag::RouteSetting, later.own->label.text.str(),
                             "has a condition, but serves all paths, as the `front-door` itself; "
                             "remove `when`, or use other `paths`");
          else
            ctx.diags
                .report(later.own->head, diag::EdgeRouteTwice, earlier.label(), later.label(),
                        domain->empty() ? fmt::format("`{}`", path.str())
                                        : fmt::format("`{}` of `{}`", path.str(), domain->str()),
                        whenSuffix(*when))
                .label(earlier.block().head, note::GivenHere);
          return true;
        }
    return false;
  }

  /// Without a route of its own, these settings of the `front-door` would change nothing.
  void unused() {
    if (!routes.empty() && !routes.front().own)
      return;
    auto report = [&](SourceRange place, StringRef setting) {
      ctx.diags.report(place, diag::RouteUnused, setting,
                       "the `route` blocks serve all paths of all domains");
    };
    if (door.cache)
      report(door.cache->head, "cache");
    bool inherited = llvm::any_of(
        routes, [&](const EdgeRoute &each) { return each.own->to.origin == Origin::Derived; });
    if (door.to.origin == Origin::Written && !inherited)
      report(door.to.range, "to");
  }

  void limits() {
    bool premium = door.tier.known() && door.tier.value() == FrontDoorTier::Premium;
    int64_t most = ctx.catalog.limit(premium ? LimitId::FrontDoorPartsPremium
                                             : LimitId::FrontDoorPartsStandard);
    std::string owner = fmt::format("`front-door {}`", door.label.text.str());
    auto check = [&](size_t count, StringRef what, SourceRange place) {
      if (count > size_t(most))
        ctx.diags.report(place, diag::FrontDoorLimit, owner, count, what, most);
    };
    check(routes.size(), "routes", door.head);
    check(groupsOf(door).size(), "origin groups", door.head);
    check(door.sets.size(), "rule sets", door.head);
    check(door.certificates.size(), "certificates", door.head);
    check(door.domains.known() ? door.domains.size() : 0, "domains", door.domains.range);
    size_t combined = 0;
    for (const EdgeRoute &each : routes) // for HTTP and for HTTPS
      combined += 2 * std::max<size_t>(each.domains.size(), 1) * pathsOf(each).size();
    int64_t all = ctx.catalog.limit(LimitId::FrontDoorCompositeRoutes);
    if (combined > size_t(all))
      ctx.diags.report(door.head, diag::FrontDoorLimit, owner, combined,
                       "combinations of protocol, domain and path in its routes", all);
  }
};
} // namespace

void azcl::checkFrontDoorRoutes(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    for (const FrontDoor &door : application.frontDoors)
      RouteChecker{door, ctx}.run();
}
