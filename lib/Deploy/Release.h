// The releases of a manifest: how the new version of a tier replaces the old one.
#pragma once

#include "Stages/Stages.h"

namespace azcl::deploy {

/// One tier that is released. Its scale sets have roles: `live` and `idle`, which are `blue` and
/// `green` or the other way round, or `main` and `canary`.
class Release {
public:
  explicit Release(const Json &plan) : plan(plan) {}

  std::string tier() const { return textAt(plan, "tier"); }
  bool blueGreen() const { return textAt(plan, "kind") == "blue-green"; }
  const Json &steps() const { return at(plan, "steps"); }
  const Json &guards() const { return at(plan, "guards"); }
  const Json &measured() const { return at(plan, "measured"); }
  const Json &abort() const { return at(plan, "abort"); }
  const Json &cleanup() const { return at(plan, "cleanup"); }
  const Json &revert() const { return at(plan, "revert"); }
  /// Until the step with this name, `abort` returns to the old version.
  std::string until() const { return textAt(plan, "abort.until"); }

  /// The name of the scale set with a role. `live` is the color that serves clients at the start.
  std::string setOf(llvm::StringRef role, llvm::StringRef live) const;
  /// Its key in the parameters `leave` and `instances`, such as "web.green".
  std::string keyOf(llvm::StringRef role, llvm::StringRef live) const;
  std::vector<std::string> allKeys() const;
  /// The role that has the new version.
  llvm::StringRef newRole() const { return blueGreen() ? "idle" : "canary"; }
  llvm::StringRef oldRole() const { return blueGreen() ? "live" : "main"; }
  /// The value of `live` for a word of the plan: a color, or both.
  std::string liveValue(llvm::StringRef word, llvm::StringRef live) const;

private:
  Json plan;
  static std::string colorOf(llvm::StringRef role, llvm::StringRef live);
};

/// The releases of a version, in the order of the program.
std::vector<Release> releasesOf(const Version &version);
/// How many instances give a share such as "10%" beside `others`: others * share / (1 - share),
/// rounded down.
unsigned instancesFor(llvm::StringRef share, unsigned others);

/// All stages of the releases of a version. `old` is the version to which a rolling release
/// returns; null if it is not known.
StageList releaseStages(const Job &job, std::shared_ptr<const Version> version,
                        std::shared_ptr<const Version> old);
/// The way back from a release that was interrupted.
StageList abortStages(const Job &job, std::shared_ptr<const Version> version,
                      std::shared_ptr<const Version> old, const Facts &facts);

} // namespace azcl::deploy
