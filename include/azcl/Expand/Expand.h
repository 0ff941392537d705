// Expands a folder of ARM templates to the resources that Azure would deploy. Evaluates all
// expressions offline, as Azure Resource Manager would.
#pragma once

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
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
};

/// An error in the templates or in the parameters: "templates/x.json: /resources/0/name: ...".
class TemplateError : public llvm::ErrorInfo<TemplateError> {
public:
  static char ID;
  explicit TemplateError(std::string message) : message(std::move(message)) {}
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
