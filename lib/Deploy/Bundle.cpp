// Reads, verifies and copies bundles.
#include "Bundle.h"
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

std::string azcl::deploy::digestOf(StringRef text) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(text)), true);
}

static llvm::Error invalidFile(StringRef file, StringRef why) {
  return llvm::createStringError(std::errc::invalid_argument, "%s: %s", file.str().c_str(),
                                 why.str().c_str());
}

static llvm::Expected<std::string> readPart(StringRef folder, StringRef name) {
  llvm::SmallString<256> file(folder);
  path::append(file, name);
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false, false);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", file.c_str(),
                                   buffer.getError().message().c_str());
  return (*buffer)->getBuffer().str();
}

bool azcl::deploy::isInside(StringRef file) {
  return !file.empty() && !path::is_absolute(file) && !file.contains("..") && !file.contains('\\');
}

static bool isTemplate(StringRef file, StringRef root) {
  return file == root || file == "main.json" || file.starts_with("templates/");
}

llvm::Expected<Bundle> azcl::deploy::readBundle(StringRef folder, StringRef root) {
  Bundle bundle;
  bundle.root = root.str();
  bundle.folder = folder.str();
  std::string shown = (folder + "/manifest.json").str();
  llvm::Expected<std::string> text = readPart(folder, "manifest.json");
  if (!text)
    return text.takeError();
  bundle.manifest = Json::parse(*text, nullptr, false);
  bundle.files["manifest.json"] = std::move(*text);
  const Json &manifest = bundle.manifest;
  if (!manifest.is_object() || numberAt(manifest, "format") != 1 || !manifest.contains("outputs") ||
      !manifest["outputs"].is_array())
    return invalidFile(shown, "not a manifest of azclc; compile the program with `-o`");
  std::string digests;
  for (const Json &output : manifest["outputs"]) {
    std::string name = textAt(output, "path"), expected = textAt(output, "sha256");
    if (!isInside(name))
      return invalidFile(shown, "the path `" + name + "` is not inside the folder");
    llvm::Expected<std::string> content = readPart(folder, name);
    if (!content)
      return content.takeError();
    if (digestOf(*content) != expected)
      return invalidFile((folder + "/" + name).str(),
                         "has changed since azclc wrote it; compile the program again");
    if (isTemplate(name, root))
      digests += name + " " + expected + "\n";
    bundle.files[name] = std::move(*content);
  }
  if (!bundle.files.count("main.json"))
    return invalidFile(shown, "does not contain main.json");
  if (!bundle.files.count(bundle.root))
    return invalidFile(shown, "does not contain " + bundle.root +
                                  "; compile the program with `--scope=subscription`");
  bundle.digest = digestOf(digests);
  return bundle;
}

llvm::Error azcl::deploy::storeBundle(const Bundle &bundle, StringRef folder) {
  for (const auto &[name, content] : bundle.files) {
    llvm::SmallString<256> file(folder);
    path::append(file, name);
    if (std::error_code error = fs::create_directories(path::parent_path(file)))
      return invalidFile(file, error.message());
    if (llvm::Error error = llvm::writeToOutput(file, [&](llvm::raw_ostream &out) {
          out << content;
          return llvm::Error::success();
        }))
      return error;
  }
  return llvm::Error::success();
}

std::vector<std::string> Bundle::templates() const {
  std::vector<std::string> paths;
  for (const auto &[name, content] : files)
    if (isTemplate(name, root))
      paths.push_back(name);
  return paths;
}

/// Replaces the links of nested deployments by the templates.
static llvm::Error inlineLinks(const Bundle &bundle, Json &templ) {
  for (Json &resource : templ["resources"]) {
    if (textAt(resource, "type") != "Microsoft.Resources/deployments")
      continue;
    Json &properties = resource["properties"];
    auto link = properties.find("templateLink");
    if (link == properties.end())
      continue;
    std::string file = textAt(*link, "relativePath");
    auto found = bundle.files.find(file);
    if (found == bundle.files.end())
      return invalidFile(
          bundle.folder,
          "a template links to `" + file +
              "`, which is not part of the bundle; compile without `--link=artifacts`");
    Json nested = Json::parse(found->second, nullptr, false);
    if (!nested.is_object())
      return invalidFile(bundle.folder + "/" + file, "not a template");
    if (nested.contains("resources"))
      if (llvm::Error error = inlineLinks(bundle, nested))
        return error;
    properties.erase(link);
    properties["expressionEvaluationOptions"] = {{"scope", "inner"}};
    properties["template"] = std::move(nested);
  }
  return llvm::Error::success();
}

llvm::Expected<Json> Bundle::inlined() const {
  Json whole = rootTemplate();
  if (!whole.is_object() || !whole.contains("resources"))
    return invalidFile(folder + "/" + root, "not a template");
  if (llvm::Error error = inlineLinks(*this, whole))
    return error;
  return whole;
}
