// Expands a folder of ARM templates to the resources that Azure would deploy. Evaluates all
// expressions offline, as Azure Resource Manager would.
#pragma once

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <memory>
#include <string>

namespace azcl {

/// The deployment settings that Azure knows but the folder does not contain. The defaults are the
/// placeholders of docs/expand.md.
struct ExpandContext {
  std::string parametersFile; ///< "" for none
  std::string location = "westeurope";
  std::string resourceGroup = "example-group";
  std::string subscription = "00000000-0000-0000-0000-000000000000";
  std::string managementGroup = "example-management-group";
  std::string tenant = "11111111-1111-1111-1111-111111111111";
  std::string deployment = "main";
  std::string mainFile = "main.json"; ///< relative to the folder
  /// The URI of the folder; "" for the value of the parameter `_artifactsLocation`.
  std::string artifacts;
  /// Whether the schema of the main template chooses the scope. Otherwise the scope is the resource
  /// group, or the subscription if `resourceGroup` is empty.
  bool scopeOfSchema = true;
  /// The locations of other resource groups that exist, by lowercase ID.
  std::map<std::string, std::string> groupLocations;
};

/// An error in the templates or in the parameters: "templates/x.json: /resources/0/name: ...".
class TemplateError : public llvm::ErrorInfo<TemplateError> {
public:
  static char ID;
  enum class Kind : uint8_t {
    Invalid,
    Link,        ///< a linked template cannot be read
    Unsupported, ///< Azure may accept it, but this library does not support it
  };
  explicit TemplateError(std::string message, Kind kind = Kind::Invalid)
      : kind(kind), message(std::move(message)) {}
  const Kind kind;
  void log(llvm::raw_ostream &out) const override { out << message; }
  std::error_code convertToErrorCode() const override {
    return std::make_error_code(std::errc::invalid_argument);
  }

private:
  std::string message;
};

/// The expanded resources, sorted by type and name.
class Expansion {
public:
  struct Data;
  explicit Expansion(std::shared_ptr<const Data> data) : data(std::move(data)) {}
  /// Prints a JSON array of objects: id, type, apiVersion, name, location, the other properties of
  /// the template, and the IDs of dependencies.
  void print(llvm::raw_ostream &out) const;
  const Data &contents() const { return *data; }

private:
  std::shared_ptr<const Data> data;
};

/// Expands main.json of `folder` and the templates that it links to. Fails with a TemplateError if
/// Azure would reject them, and with another error if main.json or the parameters cannot be read.
llvm::Expected<Expansion> expand(llvm::vfs::FileSystem &files, llvm::StringRef folder,
                                 const ExpandContext &context);

} // namespace azcl
