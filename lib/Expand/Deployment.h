// A template on its way through the expansion, and the resources it declares.
#pragma once

#include "Json.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>

namespace azcl::expansion {

struct Deployment;

/// Of what is done when first asked for; whoever meets Running has come in a circle.
enum class Progress { None, Running, Done };

/// A turn of a copy loop.
struct Loop {
  std::string name;
  int64_t index = 0;
  bool ofResource = true; ///< else of a property, a variable or an output
};

/// Where a value stands: a file below the folder, and the steps to it.
struct Place {
  std::string file;
  std::vector<std::string> steps;
  Place operator/(llvm::StringRef step) const;
  std::string text() const; ///< "templates/x.json: /resources/0/name"
};

/// A resource of a template, once for each turn of its loop.
struct Record {
  const Json *source = nullptr;
  Place place;
  std::string symbol; ///< its key, where resources are an object
  std::vector<Loop> loops;
  std::string type, name, id;
  bool wanted = true; ///< its condition holds
  Deployment *nested = nullptr;
  Progress opened = Progress::None; ///< of its template, if it is a deployment
};

struct Variable {
  Progress progress = Progress::None;
  Json value;
};

struct Deployment {
  Deployment *parent = nullptr;
  const Json *root = nullptr; ///< the template
  Place place;                ///< of the template
  std::string uri;            ///< of the template's link; what relative paths start from
  std::string name, subscription;
  std::string group; ///< "" at the scope of a subscription
  unsigned depth = 0;
  /// Whose parameters and variables its expressions see: its own, unless it is nested with the
  /// outer scope.
  Deployment *values = this;
  std::vector<Loop> loops; ///< those around a template of the outer scope

  Json supplied = Json::object(); ///< parameters: name to {"value": ...}
  Place suppliedAt;
  Json parameters = Json::object();
  llvm::StringMap<Progress> binding;   ///< by lower-case name
  llvm::StringMap<Variable> variables; ///< by lower-case name
  std::vector<std::unique_ptr<Record>> records;
  Progress prepared = Progress::None, evaluated = Progress::None;
  Json outputs;

  std::string scope() const; ///< "/subscriptions/x/resourceGroups/y"
};

} // namespace azcl::expansion
