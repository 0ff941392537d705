// From a folder of ARM templates to the resources that Azure would be sent: everything evaluated,
// offline, as Azure Resource Manager would.
#pragma once

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <string>

namespace azcl {

/// What Azure would know and a folder does not. The defaults are the placeholders of
/// docs/expand.md.
struct ExpandContext {
  std::string parametersFile; ///< "" for none
  std::string location = "westeurope";
  std::string resourceGroup = "example-group";
  std::string subscription = "00000000-0000-0000-0000-000000000000";
  std::string tenant = "11111111-1111-1111-1111-111111111111";
  std::string deployment = "main";
};

/// The templates or the parameters are wrong: "templates/x.json: /resources/0/name: ...".
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

/// The resources, sorted by type and name.
class Expansion {
public:
  struct Data;
  explicit Expansion(std::shared_ptr<const Data> data) : data(std::move(data)) {}
  /// As a JSON array of objects: id, type, apiVersion, name, location, what the template says, and
  /// the ids it depends on.
  void print(llvm::raw_ostream &out) const;
  const Data &contents() const { return *data; }

private:
  std::shared_ptr<const Data> data;
};

/// Expands main.json of `folder` and the templates it links to. Fails with a TemplateError if Azure
/// would refuse them, with another if main.json or the parameters cannot be read.
llvm::Expected<Expansion> expand(llvm::vfs::FileSystem &files, llvm::StringRef folder,
                                 const ExpandContext &context);

} // namespace azcl
