// A template during expansion, and the resources that it declares.
#pragma once

#include "Json.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>

namespace azcl::expansion {

struct Deployment;

/// The state of a lazy evaluation. A request in state Running is a cycle.
enum class Progress { None, Running, Done };

/// One iteration of a copy loop.
struct Loop {
  std::string name;
  int64_t index = 0;
  bool ofResource = true; ///< otherwise the loop of a property, a variable or an output
};

/// The location of a value: a file relative to the folder, and the path inside the file.
struct Place {
  std::string file;
  std::vector<std::string> steps;
  Place operator/(llvm::StringRef step) const;
  std::string text() const; ///< for example "templates/x.json: /resources/0/name"
};

/// A resource of a template; loops produce one record for each iteration.
struct Record {
  const Json *source = nullptr;
  Place place;
  std::string symbol; ///< the symbolic name, if resources are an object
  std::vector<Loop> loops;
  Deployment *owner = nullptr; ///< whose template declares it
  std::string type, name, id;
  std::string written;          ///< the name as the template writes it; without the parent's
  bool wanted = true;           ///< its condition is true or unknown
  bool existing = false;        ///< only refers to a resource
  std::string unknownCondition; ///< the condition, if only Azure knows it
  Deployment *nested = nullptr;
  Progress opened = Progress::None; ///< state of loading its template, if it is a deployment
  Progress collected = Progress::None;
  Progress evaluated = Progress::None; ///< state of `properties`
  Json properties;
  /// The resources that the body reads with reference(); Azure waits for those of this template.
  std::vector<Record *> read;
  std::optional<size_t> collectedAt; ///< in Session::resources
};

/// A loop of resources without iterations, which `dependsOn` can name.
struct EmptyLoop {
  std::string name, symbol, type;
};

struct Variable {
  Progress progress = Progress::None;
  Json value;
};

struct Deployment {
  Deployment *parent = nullptr;
  Record *record = nullptr;   ///< of the parent, which opens this deployment
  std::string link;           ///< the file of a linked template; "" for an inline template
  const Json *root = nullptr; ///< the template
  Json computed;              ///< the template, if an expression computes it
  Place place;                ///< of the template
  std::string uri;            ///< the URI of the template, which relative paths start from
  std::string name;
  std::string location; ///< of the deployment itself, above the scope of a resource group
  /// The scope: the first that is not empty of group, subscription and management group; otherwise
  /// the tenant. A group has a subscription.
  std::string group, subscription, managementGroup;
  unsigned depth = 0;
  /// The deployment whose parameters and variables the expressions use: this one, or the parent if
  /// the nested template has outer scope.
  Deployment *values = this;
  std::vector<Loop> loops; ///< loops around a nested template with outer scope

  Json supplied = Json::object(); ///< parameter values: name to {"value": ...}
  Place suppliedAt;
  Json parameters = Json::object();
  llvm::StringMap<Progress> binding;   ///< by lowercase name
  llvm::StringMap<Variable> variables; ///< by lowercase name
  std::vector<std::unique_ptr<Record>> records;
  std::vector<EmptyLoop> emptyLoops;
  Progress prepared = Progress::None, evaluated = Progress::None;
  Json outputs;

  std::string scope() const; ///< for example "/subscriptions/x/resourceGroups/y"; "" for the tenant
};

} // namespace azcl::expansion
