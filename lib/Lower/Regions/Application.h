// Helpers shared by the lowering of what belongs to a whole application.
#pragma once

#include "../Cluster.h"
#include "azcl/Analysis/Regions.h"

namespace azcl {

/// The clusters of the program, with the addresses of their load balancers and gateways.
using ClustersLowered = llvm::DenseMap<const Cluster *, ClusterLowering *>;
/// The public address of a load balancer or a gateway.
arm::PublicIPAddress &addressOf(const ClustersLowered &clusters, const Block &entry);

struct ApplicationLowering {
  const RegionalApplication &application;
  arm::Module &module;
  Translate &translate;
  arm::ValueFactory &values = module.values;

  llvm::StringRef text(llvm::StringRef text) { return module.arena.copy(text); }

  static const arm::Layout &layoutOf(const arm::Resource &resource) { return resource.layout(); }

  unsigned component(llvm::StringRef suffix, llvm::StringRef doc) {
    return module.addComponent(
        {text((application.label.text + "-" + suffix).str()), doc, {}, globalGroup});
  }

  /// Adds a resource named APPLICATION-suffix, which exists under the condition of `origin`.
  template <class T> T &add(llvm::StringRef suffix, const Block &origin, unsigned component) {
    std::string whole = (application.label.text + "-" + suffix).str();
    T &made = module.add<T>(text(whole), origin.head, component);
    made.names.push_back(resourceName(module, whole, layoutOf(made)));
    finish(made, origin);
    return made;
  }
  /// Adds a child resource. Labels that differ in other characters only get different names.
  template <class T>
  T &child(const arm::Resource &parent, llvm::StringRef name, const Block &origin,
           unsigned component) {
    T &made = module.add<T>(text((parent.symbol + "." + name).str()), origin.head, component);
    made.names = parent.names;
    const arm::Layout &layout = layoutOf(made);
    made.names.push_back(
        values.text(module.uniqueName((layout.type + "/" + parent.symbol).str(),
                                      legalName(name, layout.names), layout.names.most)));
    made.after.push_back(&parent);
    finish(made, origin);
    return made;
  }
  /// The weight of a region; a deployment can choose another one if the application has a rollout
  /// with `weight`.
  arm::Value weightOf(const Program &program, const RegionBlock &region);
  /// Notes that a part of a resource leads clients to a region; "" is the whole resource.
  void leadsTo(const RegionBlock &region, const arm::Resource &resource, llvm::StringRef type,
               llvm::StringRef endpoint = "");
  /// Letters, digits and hyphens between them.
  static std::string legalName(llvm::StringRef label, const arm::NameRule &rule);
  /// A name that no output has yet.
  llvm::StringRef uniqueOutput(std::string name);
  void finish(arm::Resource &made, const Block &origin);
  /// Returns the address that clients connect to.
  void output(const Block &origin, arm::Value address);
};

} // namespace azcl
