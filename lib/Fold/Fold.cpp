// Merges the templates, parameter files and manifests of the regions of a program.
#include "azcl/Fold/Fold.h"
#include "ManifestFolder.h"
#include "TemplateFolder.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class Folder {
public:
  Folder(StringRef parameter, llvm::ArrayRef<RegionOutput> outputs, const LinkLimits &limits)
      : outputs(outputs), limits(limits), regions(namesOf(outputs)),
        templates(parameter.str(), regions) {}

  Folded run() {
    std::vector<std::string> paths;
    for (const RegionOutput &each : outputs) {
      size_t at = 0;
      for (const OutputFile &file : each.files)
        if (auto known = llvm::find(paths, file.path); known != paths.end())
          at = known - paths.begin() + 1;
        else
          paths.insert(paths.begin() + at++, file.path);
    }
    std::vector<Json> roots = read("main.json");
    for (const std::string &path : paths)
      if (StringRef(path).starts_with("templates/"))
        templates.addLinked(path, read(path), roots);
    std::vector<OutputFile> result;
    for (const std::string &path : paths)
      if (path == "main.json")
        add(path, templates.root(valuesOf(roots)), result);
      else if (path == "subscription.json")
        add(path, templates.subscription(valuesOf(read(path))), result);
      else if (StringRef(path).starts_with("templates/"))
        add(path, templates.linked(path), result);
      else if (path != manifestPath)
        others(path, result);
    result.push_back(foldManifests(regions, read(manifestPath), result));
    return {std::move(result), templates.problem().empty() ? problem : templates.problem()};
  }

private:
  static constexpr StringRef manifestPath = "manifest.json";

  static std::vector<StringRef> namesOf(llvm::ArrayRef<RegionOutput> outputs) {
    std::vector<StringRef> names;
    for (const RegionOutput &each : outputs)
      names.push_back(each.region);
    return names;
  }

  /// The documents with this path; null in regions that do not have it.
  std::vector<Json> read(StringRef path) const {
    std::vector<Json> documents;
    for (const RegionOutput &each : outputs) {
      auto file = llvm::find_if(each.files, [&](const OutputFile &f) { return f.path == path; });
      documents.push_back(file == each.files.end() ? Json() : Json::parse(file->content));
    }
    return documents;
  }

  void add(const std::string &path, const Json &content, std::vector<OutputFile> &to) {
    OutputFile file{path, ""};
    for (JsonForm form : {JsonForm::Indented, JsonForm::Compact}) {
      file.content.clear();
      JsonWriter json(file.content, form);
      write(content, json, form == JsonForm::Indented);
      file.content += '\n';
      if (file.content.size() <= limits.bytes)
        break;
    }
    checkLimits(path, content, file.content.size());
    to.push_back(std::move(file));
  }

  /// The limits that the templates of one region keep, but those of all regions may not.
  void checkLimits(const std::string &path, const Json &content, size_t bytes) {
    auto check = [&](size_t count, size_t most, StringRef what) {
      if (count > most)
        fail(fmt::format("{} would have {} {}; Azure allows {}", path, count, what, most));
    };
    auto count = [&](const char *member) {
      return content.contains(member) ? content[member].size() : 0;
    };
    check(bytes, limits.bytes, "bytes");
    check(count("resources"), limits.resources, "resources");
    check(count("parameters"), limits.parameters, "parameters");
    check(count("variables"), limits.variables, "variables");
    check(count("outputs"), limits.outputs, "outputs");
    check(longestExpression(content), expressions::maxExpressionLength,
          "characters in one expression");
  }
  static size_t longestExpression(const Json &value) {
    if (value.is_string()) {
      StringRef text = value.get_ref<const std::string &>();
      return expressions::isExpression(text) ? text.size() - 2 : 0;
    }
    size_t longest = 0;
    if (value.is_structured())
      for (const Json &each : value)
        longest = std::max(longest, longestExpression(each));
    return longest;
  }

  void fail(std::string why) {
    if (problem.empty())
      problem = std::move(why);
  }

  /// Parameter files and models. An environment has one region, so its file is that of the region.
  void others(StringRef path, std::vector<OutputFile> &to) const {
    for (const RegionOutput &each : outputs)
      for (const OutputFile &file : each.files) {
        if (file.path != path)
          continue;
        if (path.ends_with(".json")) {
          to.push_back(file);
          return;
        }
        StringRef extension = llvm::sys::path::extension(path);
        to.push_back({(path.drop_back(extension.size()) + "." + each.region + extension).str(),
                      file.content});
      }
  }

  llvm::ArrayRef<RegionOutput> outputs;
  const LinkLimits &limits;
  std::vector<StringRef> regions;
  TemplateFolder templates;
  std::string problem;
};
} // namespace

Folded azcl::foldRegions(StringRef parameter, llvm::ArrayRef<RegionOutput> regions,
                         const LinkLimits &limits) {
  return Folder(parameter, regions, limits).run();
}
