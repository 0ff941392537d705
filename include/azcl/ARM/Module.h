// All resources of a program, before they are split into templates.
#pragma once

#include "azcl/ARM/Layout.h"
#include "azcl/Support/Source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace azcl::arm {

enum class Kind : uint8_t {
#define RESOURCE(CLASS) CLASS,
#include "azcl/ARM/Resources.def"
};

/// A property path and value from a `patch` block of the program.
struct Patched {
  llvm::StringRef path;
  Value value;
  SourceRange pathRange, valueRange;
};

/// The fields that every resource has. Each kind adds its own; layout() maps them to JSON paths.
struct Resource {
  const Kind kind;
  llvm::StringRef symbol;   ///< unique in the module; --emit=ir uses it
  std::vector<Value> names; ///< the names of its parents, then its own
  Value location;           ///< a region; unset for resources without a location
  Value condition;          ///< unset: the resource always exists
  Value tags;
  Value kept;             ///< if this is true, the deployment leaves the existing resource as it is
  SourceRange origin;     ///< the block that produced it
  unsigned component = 0; ///< index into Module::components
  /// If the program is compiled for each region that a parameter can be: that parameter and the
  /// region of this compilation.
  const Parameter *regionParameter = nullptr;
  llvm::StringRef oneOfRegions;
  /// The key of the parameter `instances` that sets the number of instances; empty for others.
  llvm::StringRef instancesKey;
  bool sovereign = false;              ///< deployed to Azure Government or Azure China
  std::vector<const Resource *> after; ///< dependencies besides its references
  std::vector<Patched> patches;

  virtual ~Resource() = default;
  const Layout &layout() const;
  llvm::StringRef type() const;
  llvm::StringRef apiVersion() const;
  Value name() const { return names.back(); }

protected:
  explicit Resource(Kind kind) : kind(kind) {}
};

template <Kind K> struct ResourceOf : Resource {
  static constexpr Kind resourceKind = K;
  ResourceOf() : Resource(K) {}
  static bool classof(const Resource *resource) { return resource->kind == K; }
};

/// A set of resources that is deployed and updated together.
struct Component {
  llvm::StringRef name;
  llvm::StringRef doc;
  llvm::StringRef cluster = {};
  llvm::StringRef group = {}; ///< a key of the parameter `groups`; empty: the root's resource group
};

/// An output of the deployment.
struct Output {
  llvm::StringRef name;
  Value value;
  Value condition;
  llvm::StringRef type = {}; ///< "string"; empty: an address of a load balancer or a gateway
  llvm::StringRef doc = {};
};

/// A step of a release: a deployment, or a time during which something must hold. In a blue-green
/// release, `live` and `idle` are the scale sets at its start.
struct ReleaseStep {
  llvm::StringRef name;
  bool deploys = true;
  // A deployment:
  llvm::StringRef live; ///< the value of the parameter: "live", "idle", "both", or empty
  llvm::ArrayRef<llvm::StringRef> leave;   ///< the scale sets that it does not touch
  llvm::ArrayRef<llvm::StringRef> cancel;  ///< those whose rolling upgrade is canceled first
  llvm::ArrayRef<llvm::StringRef> present; ///< those whose number of instances it passes, which
                                           ///< would otherwise be the minimum
  llvm::StringRef instances;               ///< how many the idle or canary scale set gets, or empty
  llvm::StringRef weight; ///< the share of all instances that these are, such as "10%", or empty
  // A time:
  int64_t seconds = 0;
  llvm::StringRef until;
  llvm::ArrayRef<llvm::StringRef> healthy; ///< the scale sets whose instances all are
  llvm::ArrayRef<llvm::StringRef> latest;  ///< those whose instances all have the latest model
  int64_t timeout = 0;  ///< how long the deployer waits for it before it gives up; 0: for ever
  int64_t requests = 0; ///< that the new version must have served
  bool guarded = false; ///< the guards of the release are watched
};

/// A limit beyond which a release returns to the old version.
struct ReleaseGuard {
  llvm::StringRef metric; ///< "errors", "latency" or "unhealthy"
  llvm::StringRef above;  ///< the limit as AZCL writes it
  int64_t seconds;
};

/// A metric; with a dimension, only its values for this value of the dimension.
struct ReleaseMetric {
  llvm::StringRef name, dimension, value;
};
/// The metrics of a resource that tell how the new version behaves.
struct ReleaseMetrics {
  llvm::StringRef type; ///< of the resource
  Value name;
  llvm::StringRef instance = {}; ///< the dimension that tells instances apart
  ReleaseMetric requests = {}, errors = {}, latency = {};
};

/// How a new version of a tier replaces the old one.
struct Release {
  llvm::StringRef tier; ///< the key of the tier in the parameters `live` and `instances`
  llvm::StringRef kind; ///< "blue-green" or "rolling"
  std::vector<std::pair<llvm::StringRef, Value>> sets; ///< the names of the scale sets
  llvm::StringRef group;                               ///< the key of their resource group
  Value preview;
  SourceRange origin;
  std::vector<ReleaseMetrics> measured{};
  std::vector<ReleaseStep> steps{};
  std::vector<ReleaseGuard> guards{};
  ReleaseStep abort{};   ///< returns to the old version before the step `until`
  llvm::StringRef until; ///< the first step from which on `abort` does not return
  ReleaseStep cleanup{}; ///< after `abort`, if it has a name
  ReleaseStep revert{};  ///< returns from then on, with the old templates, if it has a name
};

/// A step of a rollout: a deployment, the releases of a region, or a time.
struct RolloutStep {
  enum class By : uint8_t { Template, Releases, Deployer };
  llvm::StringRef name;
  By by;
  llvm::StringRef region;
  llvm::ArrayRef<llvm::StringRef> releases = {}; ///< keys of tiers, for `Releases`
  /// For deployments, also those of releases:
  llvm::ArrayRef<std::pair<llvm::StringRef, int64_t>> weights = {};
  llvm::ArrayRef<llvm::StringRef> leave = {}; ///< keys of scale sets
  // A time:
  int64_t seconds = 0;
  llvm::StringRef until = {};
  bool guarded = false; ///< the guards of the releases are watched
};

/// How a new version reaches the regions of an application.
struct Rollout {
  llvm::StringRef application;
  std::vector<llvm::StringRef> regions; ///< the keys in the parameter `groups`, in order
  bool weighted;                        ///< the parameter `weights` is used
  SourceRange origin;
  std::vector<RolloutStep> steps{};
  /// The scale sets of all releases, which the deployment leaves as they are that ends a rollout.
  llvm::ArrayRef<llvm::StringRef> abort{};
};

/// A region of an application, and what leads clients to it.
struct ApplicationRegion {
  /// A part of a resource that can be disabled: of a Traffic Manager profile or of Front Door.
  struct Entry {
    const Resource *resource;
    llvm::StringRef type, endpoint; ///< of the part; "" if it is the resource itself
  };
  llvm::StringRef application, name;
  llvm::StringRef key; ///< in the parameter `groups`
  llvm::StringRef location;
  bool standby;
  SourceRange origin;
  std::vector<llvm::StringRef> clusters{};
  std::vector<Entry> entries{};
};

/// A condition that must be met before the templates can be deployed.
struct Precondition {
  llvm::StringRef kind;    ///< "feature", "terms", "role", "peering", ...
  llvm::StringRef subject; ///< the name of the feature, image, role, ...
  llvm::StringRef why;
  SourceRange origin;
};

/// A named set of parameter values; each becomes a parameter file.
struct Environment {
  llvm::StringRef name;
  std::vector<std::pair<const Parameter *, Value>> values;
  std::vector<Value> declared; ///< the same values in AZCL syntax
};

struct Module {
  Module() : values(arena) {}
  Module(const Module &) = delete;

  Arena arena;
  ValueFactory values;
  llvm::StringRef name;
  /// If the program is compiled for each region that a parameter can be: that parameter and the
  /// region of this compilation.
  const Parameter *regionParameter = nullptr;
  llvm::StringRef oneOfRegions;
  bool sovereign = false; ///< for Azure Government or Azure China: resources use the API versions
                          ///< available there
  std::vector<std::unique_ptr<Parameter>> parameters;
  std::vector<Environment> environments;
  const Parameter *groups = nullptr; ///< the resource groups of the regions, by their keys
  /// These keys, with the region of each resource group. Without an application, one empty key.
  std::vector<std::pair<llvm::StringRef, llvm::StringRef>> groupRegions;
  std::vector<Component> components;
  std::vector<std::unique_ptr<Resource>> resources; ///< in source order
  std::vector<Output> outputs;
  std::vector<Precondition> preconditions;
  std::vector<Release> releases;
  std::vector<Rollout> rollouts;
  std::vector<ApplicationRegion> regions;

  template <class T> T &add(llvm::StringRef symbol, SourceRange origin, unsigned component) {
    auto made = std::make_unique<T>();
    T &resource = *made;
    resource.symbol = uniqueSymbol(symbol);
    resource.origin = origin;
    resource.component = component;
    resource.sovereign = sovereign;
    resources.push_back(std::move(made));
    return resource;
  }

  unsigned addComponent(Component component) {
    components.push_back(component);
    return components.size() - 1;
  }
  /// The key of the resource group that contains the resource.
  llvm::StringRef groupOf(const Resource &resource) const {
    return components[resource.component].group;
  }

  /// `wanted`, or `wanted` with a numeric suffix if another resource of the type has that name.
  std::string uniqueName(llvm::StringRef type, llvm::StringRef wanted, unsigned most);

private:
  llvm::StringSet<> names;
  llvm::StringRef uniqueSymbol(llvm::StringRef wanted);
  llvm::StringMap<unsigned> symbols;
};

/// Formats a source location: "shop.azc:12:3".
using Place = llvm::function_ref<std::string(SourceRange)>;
/// Prints the module for --emit=ir, one property per line.
void print(const Module &module, Place place, llvm::raw_ostream &out);
/// Prints a value in the notation of --emit=ir.
void print(const Value &value, llvm::raw_ostream &out);

/// The pointer to pass to Field::value and Field::span.
const void *object(const Resource &resource);
/// The scope of an extension resource; unset for all other resources.
Value scopeOf(const Resource &resource);
/// The layouts of all kinds, in the order of Resources.def.
llvm::ArrayRef<const Layout *> allLayouts();

/// Calls `visit` for each value of the resource's fields, condition and patches, without descending
/// into values.
void forEachValue(const Resource &resource,
                  llvm::function_ref<void(const Value &, const Field *)> visit);
/// The condition under which a deployment changes the resource.
Value deployedIf(const Resource &resource, ValueFactory &values);
/// The values inside a value.
llvm::ArrayRef<Value> partsOf(const Value &value);
/// Calls `visit` for `value` and for each value inside it.
void walk(const Value &value, llvm::function_ref<void(const Value &)> visit);
/// The resources that it refers to, without duplicates and in order of first reference. References
/// to its own nested objects are not included.
std::vector<const Resource *> references(const Resource &resource);

/// Returns one line for each fault of the module: an unset required field, a required list that
/// conditions can empty, a secret in an insecure field, a duplicate name, a location of the wrong
/// kind, a reference to a resource that can be absent while the referring resource exists, a cycle.
/// Ignores patches, which the author of the program controls (see Link).
std::vector<std::string> verify(const Module &module);

} // namespace azcl::arm
