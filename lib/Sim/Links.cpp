// Reads templates from blobs and template specs, as Azure Resource Manager does.
#include "Links.h"
#include "BlobAccess.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

namespace {
void add(Files &files, StringRef name, std::string text) {
  files.system->addFile((StringRef(templateFolder) + "/" + name).str(), 0,
                        llvm::MemoryBuffer::getMemBufferCopy(text));
}

std::variant<Files, Problem> fromSpec(State &state, const std::string &id) {
  const Resource *version = state.resource(id);
  if (!version)
    return problem(404, "TemplateSpecVersionNotFound",
                   fmt::format("The template spec version '{}' could not be found.", id));
  Files files;
  files.system = new llvm::vfs::InMemoryFileSystem;
  files.main = "main.json";
  files.templateLink = {{"id", id}};
  const Json *properties = findMember(version->body, "properties");
  const Json *main = properties ? findMember(*properties, "mainTemplate") : nullptr;
  if (!main)
    return problem(400, "InvalidTemplateSpec", "The template spec version has no main template.");
  add(files, files.main, compact(*main));
  if (const Json *linked = findMember(*properties, "linkedTemplates"))
    for (const Json &artifact : *linked)
      if (const std::string *path = findString(artifact, "path"))
        if (const Json *contents = findMember(artifact, "template"))
          add(files, *path, compact(*contents));
  return files;
}

/// The key of a blob in the state; "" if the URI does not name a blob.
std::string blobKeyOf(const Url &url) {
  auto [account, rest] = StringRef(url.host).split('.');
  if (!rest.starts_with("blob.") || url.segments.size() < 2)
    return "";
  std::string key = account.str();
  for (const std::string &segment : url.segments)
    key += "/" + segment;
  return key;
}

Json contentLinkError(StringRef uri, StringRef cause) {
  return errorOf("InvalidContentLink",
                 fmt::format("Unable to download deployment content from '{}'. {} The tracking Id "
                             "is '{}'. Please see https://aka.ms/arm-deploy for usage details.",
                             uri, cause, guidOf(uri)));
}

std::variant<Files, Problem> fromBlob(State &state, const std::string &uri, StringRef query) {
  Url url = parseUrl(uri);
  if (query.empty())
    query = url.query;
  if (std::optional<Json> error = linkProblem(state, uri, query))
    return Problem{400, *error};
  std::string key = blobKeyOf(url);
  std::string container = key.substr(0, key.find('/', key.find('/') + 1) + 1);
  Files files;
  files.system = new llvm::vfs::InMemoryFileSystem;
  files.query = query.str();
  files.main = key.substr(container.size());
  files.base = url.origin + "/" + url.segments[0] + "/";
  for (auto &[name, blob] : state.blobs)
    if (StringRef(name).starts_with(container))
      add(files, name.substr(container.size()), fromBase64(blob.bytes));
  files.templateLink = {{"uri", StringRef(uri).split('?').first.str()}};
  return files;
}
} // namespace

std::optional<Json> azcl::sim::linkProblem(State &state, StringRef uri, StringRef query) {
  Url url = parseUrl(uri.split('?').first.str() + "?" + query.str());
  std::string key = blobKeyOf(url), shown = uri.split('?').first.str();
  if (key.empty())
    return contentLinkError(shown, "The remote name could not be resolved.");
  const Resource *account = findAccount(state, StringRef(key).split('/').first);
  if (!account)
    return contentLinkError(shown, "The remote name could not be resolved.");
  if (isBehindFirewall(*account))
    return contentLinkError(shown, "The server returned status code 'Forbidden'.");
  if (url.parameters.empty())
    return contentLinkError(shown, "The server returned status code 'NotFound'.");
  SasRequest request{key.substr(0, key.find('/')), url.segments[0],
                     key.substr(key.find('/') + url.segments[0].size() + 2), 'r'};
  if (std::optional<SasRefusal> refusal = checkSas(state, url, request))
    return contentLinkError(shown, "The server returned status code 'Forbidden'.");
  if (!state.blobs.contains(key))
    return contentLinkError(shown, "The server returned status code 'NotFound'.");
  return std::nullopt;
}

std::variant<Files, Problem> azcl::sim::readFiles(State &state, const Json &properties) {
  const Json *link = findMember(properties, "templateLink");
  const Json *inlined = findMember(properties, "template");
  if (link && link->is_null())
    link = nullptr;
  if (inlined && inlined->is_null())
    inlined = nullptr;
  if (!link == !inlined)
    return problem(400, "InvalidRequestContent",
                   "The request content was invalid: exactly one of 'template' and 'templateLink' "
                   "must be specified.");
  if (inlined) {
    Files files;
    files.system = new llvm::vfs::InMemoryFileSystem;
    files.main = "main.json";
    add(files, files.main, compact(*inlined));
    return files;
  }
  if (const std::string *id = findString(*link, "id"))
    return fromSpec(state, *id);
  const std::string *uri = findString(*link, "uri");
  if (!uri)
    return notSimulated("a template link without `id` and `uri`");
  const std::string *query = findString(*link, "queryString");
  if (query && StringRef(*query).contains('?'))
    return problem(400, "InvalidRequestContent",
                   "The query string of the template link must not contain '?'.");
  return fromBlob(state, *uri, query ? StringRef(*query) : "");
}
