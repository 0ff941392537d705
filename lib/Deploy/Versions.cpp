// Reads versions: a bundle with the values of its parameters.
#include "Runs.h"
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
namespace path = llvm::sys::path;

static llvm::Error invalid(const std::string &text) {
  return llvm::createStringError(std::errc::invalid_argument, "%s", text.c_str());
}

static llvm::Expected<std::string> readFile(StringRef file) {
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return invalid(fmt::format("{}: {}", file, buffer.getError().message()));
  return (*buffer)->getBuffer().str();
}

/// The parameters that the root template declares.
static const Json &declarations(const Json &root) {
  return at(root, "parameters");
}

static bool isSecret(const Json &declared) {
  return StringRef(textAt(declared, "type")).starts_with_insensitive("secure");
}

/// The value of a parameter from the command line, in the type that the template declares.
static llvm::Expected<Json> valueOf(const Json &declared, StringRef name, StringRef text) {
  std::string type = StringRef(textAt(declared, "type")).lower();
  if (type == "string" || type == "securestring")
    return Json(text.str());
  Json value = Json::parse(text, nullptr, false);
  bool fits = type == "int"                                ? value.is_number_integer()
              : type == "bool"                             ? value.is_boolean()
              : type == "array"                            ? value.is_array()
              : type == "object" || type == "secureobject" ? value.is_object()
                                                           : !value.is_discarded();
  if (!fits)
    return invalid(fmt::format("parameter `{}`: `{}` is not a value of type {}", name,
                               isSecret(declared) ? "..." : text, type));
  return value;
}

/// Adds the parameters of a parameter file.
static llvm::Error addFile(Version &version, const Json &declared, StringRef name, StringRef text) {
  Json json = Json::parse(text, nullptr, false, /*ignore_comments=*/true);
  const Json &parameters = at(json, "parameters");
  if (!parameters.is_object())
    return invalid(fmt::format("{}: a parameter file must be an object with `parameters`", name));
  for (auto &[key, value] : parameters.items()) {
    if (!declared.contains(key))
      return invalid(fmt::format("{}: the program has no parameter `{}`", name, key));
    version.parameters[key] = value;
  }
  return llvm::Error::success();
}

/// Adds "name=value" or "name=@file".
static llvm::Error addValue(Version &version, const Json &declared, StringRef given) {
  auto [name, text] = given.split('=');
  auto found = declared.find(name.str());
  if (!given.contains('=') || name.empty())
    return invalid(fmt::format("`{}`: expected `name=value`", given));
  if (found == declared.end()) {
    std::vector<StringRef> names;
    for (auto &[key, value] : declared.items())
      names.push_back(key);
    StringRef near = nearest(name, names);
    return invalid(fmt::format("the program has no parameter `{}`{}", name,
                               near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }
  std::string value = text.str();
  if (text.starts_with("@")) {
    llvm::Expected<std::string> content = readFile(text.drop_front());
    if (!content)
      return content.takeError();
    value = StringRef(*content).rtrim("\r\n").str();
  }
  llvm::Expected<Json> typed = valueOf(*found, name, value);
  if (!typed)
    return typed.takeError();
  version.parameters[name.str()] = {{"value", std::move(*typed)}};
  return llvm::Error::success();
}

/// "AZCL_PARAM_ADMIN_KEY"
static std::string variableOf(StringRef name) {
  return "AZCL_PARAM_" + name.upper();
}

/// What the manifest says about a parameter.
static std::string docOf(const Bundle &bundle, StringRef name) {
  for (const Json &parameter : at(bundle.manifest, "parameters"))
    if (textAt(parameter, "name") == name)
      return textAt(parameter, "doc");
  return "";
}

/// Takes missing values from the environment, and reports those that are still missing.
static llvm::Error complete(Version &version, const Json &declared, const World &world) {
  std::string missing;
  for (auto &[name, parameter] : declared.items()) {
    if (version.parameters.contains(name))
      continue;
    if (std::optional<std::string> value = world.variable(variableOf(name))) {
      llvm::Expected<Json> typed = valueOf(parameter, name, *value);
      if (!typed)
        return typed.takeError();
      version.parameters[name] = {{"value", std::move(*typed)}};
    } else if (!parameter.contains("defaultValue")) {
      std::string doc = docOf(version.bundle, name);
      missing += fmt::format("\n  {}{}", name, doc.empty() ? "" : ": " + doc);
    }
  }
  if (missing.empty())
    return llvm::Error::success();
  return invalid(fmt::format("missing parameters; pass them with `-p name=value`, `-p name=@file`, "
                             "`--parameters FILE` or in the environment as AZCL_PARAM_NAME:{}",
                             missing));
}

static Json withoutSecrets(const Version &version) {
  Json stored = version.parameters;
  for (const std::string &secret : version.secrets)
    stored.erase(secret);
  return stored;
}

static std::string hashOf(const Version &version) {
  // Sorted, so that the order of options makes no difference.
  Json stored = withoutSecrets(version);
  std::map<std::string, std::string> sorted;
  for (auto &[name, value] : stored.items())
    sorted[name] = compact(value);
  std::string text = version.bundle.digest;
  for (const auto &[name, value] : sorted)
    text += name + "=" + value + "\n";
  return digestOf(text).substr(0, 12);
}

std::string azcl::deploy::programName(const Bundle &bundle) {
  const Json &inputs = at(bundle.manifest, "inputs");
  std::string file = inputs.is_array() && !inputs.empty() ? textAt(inputs[0], "path") : "";
  std::string name;
  for (char c : path::stem(file))
    name += llvm::isAlnum(c) || c == '-' ? c : '-';
  return name.empty() ? "cluster" : name;
}

std::string azcl::deploy::projectOf(const Source &source, const Version &version, bool isWide) {
  std::string name = source.project.empty() ? programName(version.bundle) : source.project;
  const Json &groups = at(version.parameters, "groups.value");
  if (!isWide || !groups.is_object())
    return name;
  std::map<std::string, std::string> sorted;
  for (auto &[key, group] : groups.items())
    sorted[key] = StringRef(textOf(group)).lower();
  std::string text;
  for (const auto &[key, group] : sorted)
    text += key + "=" + group + "\n";
  return name + "-" + digestOf(text).substr(0, 6);
}

llvm::Expected<Version> azcl::deploy::readVersion(const Source &source, const World &world) {
  llvm::Expected<Bundle> bundle = readBundle(source.bundle, source.root);
  if (!bundle)
    return bundle.takeError();
  Version version;
  version.bundle = std::move(*bundle);
  Json root = version.bundle.rootTemplate();
  Json declared = declarations(root);
  if (!declared.is_object())
    declared = Json::object();
  for (auto &[name, parameter] : declared.items())
    if (isSecret(parameter))
      version.secrets.push_back(name);
  std::string standard = source.environment.empty()
                             ? "main.parameters.json"
                             : "main.parameters." + source.environment + ".json";
  auto found = version.bundle.files.find(standard);
  if (found != version.bundle.files.end()) {
    if (llvm::Error error = addFile(version, declared, standard, found->second))
      return error;
  } else if (!source.environment.empty()) {
    return invalid(fmt::format("the program has no environment `{}`", source.environment));
  }
  for (const std::string &file : source.parameterFiles) {
    llvm::Expected<std::string> text = readFile(file);
    if (!text)
      return text.takeError();
    if (llvm::Error error = addFile(version, declared, file, *text))
      return error;
  }
  for (const std::string &given : source.parameters)
    if (llvm::Error error = addValue(version, declared, given))
      return error;
  if (llvm::Error error = complete(version, declared, world))
    return error;
  version.hash = hashOf(version);
  return version;
}

static std::string versionFolder(StringRef hash, const World &world) {
  return fmt::format("{}/versions/{}", world.state, hash);
}

/// What is stored of a version, except for its bundle.
static Json storedOf(const Version &version) {
  return {{"parameters", withoutSecrets(version)},
          {"secrets", version.secrets},
          {"root", version.bundle.root}};
}

llvm::Error azcl::deploy::storeVersion(const Version &version, const World &world) {
  std::string folder = versionFolder(version.hash, world);
  if (llvm::Error error = storeBundle(version.bundle, folder + "/bundle"))
    return error;
  Json stored = storedOf(version);
  return llvm::writeToOutput(folder + "/version.json", [&](llvm::raw_ostream &out) {
    out << compact(stored) << "\n";
    return llvm::Error::success();
  });
}

llvm::Expected<Version> azcl::deploy::loadVersion(StringRef hash, const World &world) {
  std::string folder = versionFolder(hash, world);
  llvm::Expected<std::string> text = readFile(folder + "/version.json");
  if (!text) {
    llvm::consumeError(text.takeError());
    return invalid(fmt::format("version `{}` is not stored in {}", hash, world.state));
  }
  Json stored = Json::parse(*text, nullptr, false);
  std::string root = textAt(stored, "root");
  llvm::Expected<Bundle> bundle = readBundle(folder + "/bundle", root.empty() ? "main.json" : root);
  if (!bundle)
    return bundle.takeError();
  Version version;
  version.bundle = std::move(*bundle);
  version.hash = hash.str();
  version.parameters = at(stored, "parameters");
  for (const Json &secret : at(stored, "secrets"))
    version.secrets.push_back(textOf(secret));
  return version;
}

bool azcl::deploy::isStored(StringRef hash, const World &world) {
  return llvm::sys::fs::exists(versionFolder(hash, world) + "/version.json");
}

std::string azcl::deploy::sharedVersion(const Version &version) {
  return compact({{"version", storedOf(version)}, {"files", version.bundle.files}});
}

llvm::Error azcl::deploy::storeShared(StringRef hash, StringRef text, const World &world) {
  auto damaged = [&] { return invalid(fmt::format("the shared version `{}` is damaged", hash)); };
  Json shared = Json::parse(text, nullptr, false);
  if (!at(shared, "files").is_object() || !at(shared, "version.parameters").is_object())
    return damaged();
  Version version;
  for (auto &[name, content] : at(shared, "files").items()) {
    if (!isInside(name) || !content.is_string())
      return damaged();
    version.bundle.files[name] = content.get<std::string>();
  }
  version.bundle.root = textAt(shared, "version.root");
  version.parameters = at(shared, "version.parameters");
  for (const Json &secret : at(shared, "version.secrets"))
    version.secrets.push_back(textOf(secret));
  version.hash = hash.str();
  // Stored aside first: reading it again compares all digests.
  World aside = world;
  aside.state = world.state + "/incoming";
  llvm::sys::fs::remove_directories(aside.state);
  if (llvm::Error error = storeVersion(version, aside))
    return error;
  llvm::Expected<Version> read = loadVersion(hash, aside);
  bool isGood = read && hashOf(*read) == hash;
  if (!read)
    llvm::consumeError(read.takeError());
  std::error_code error;
  if (isGood) {
    error = llvm::sys::fs::create_directories(world.state + "/versions");
    if (!error)
      error = llvm::sys::fs::rename(versionFolder(hash, aside), versionFolder(hash, world));
  }
  llvm::sys::fs::remove_directories(aside.state);
  if (error)
    return llvm::createStringError(error, "version %s cannot be stored", hash.str().c_str());
  return isGood ? llvm::Error::success() : damaged();
}

llvm::Error azcl::deploy::addSecrets(Version &version, llvm::ArrayRef<std::string> given,
                                     const World &world) {
  Json root = version.bundle.rootTemplate();
  Json declared = declarations(root);
  if (!declared.is_object())
    return llvm::Error::success();
  for (const std::string &each : given)
    if (llvm::Error error = addValue(version, declared, each))
      return error;
  return complete(version, declared, world);
}

void azcl::deploy::addPlaceholders(Version &version) {
  Json root = version.bundle.rootTemplate();
  for (const std::string &secret : version.secrets) {
    if (version.parameters.contains(secret))
      continue;
    const Json &declared = at(declarations(root), secret);
    Json value = std::string(size_t(numberAt(declared, "minLength", 1)), '?');
    if (const Json &allowed = at(declared, "allowedValues"); allowed.is_array() && !allowed.empty())
      value = allowed[0];
    else if (StringRef(textAt(declared, "type")).equals_insensitive("secureObject"))
      value = Json::object();
    version.parameters[secret] = {{"value", std::move(value)}};
  }
}
