// Merges the templates, parameter files and manifests of the regions of a program.
#include "azcl/Fold/Fold.h"
#include "ManifestFolder.h"
#include "ValueFolder.h"
#include "azcl/ARM/Resources.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class Folder {
public:
  Folder(StringRef parameter, llvm::ArrayRef<RegionOutput> outputs, const LinkLimits &limits)
      : parameter(parameter.str()), outputs(outputs), limits(limits) {
    for (const RegionOutput &each : outputs)
      regions.push_back(each.region);
    roots = read("main.json");
  }

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
    for (const std::string &path : paths)
      if (StringRef(path).starts_with("templates/"))
        linked(path);
    std::vector<OutputFile> result;
    for (const std::string &path : paths)
      if (path == "main.json")
        add(path, root(valuesOf(roots)), result);
      else if (path == "subscription.json")
        add(path, subscription(read(path)), result);
      else if (StringRef(path).starts_with("templates/"))
        add(path, templates[path], result);
      else if (path != manifestPath)
        others(path, result);
    result.push_back(foldManifests(regions, read(manifestPath), result));
    return {std::move(result), std::move(problem)};
  }

private:
  static constexpr StringRef manifestPath = "manifest.json";
  static constexpr const char *deploymentType = "Microsoft.Resources/deployments";

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

  static Values valuesOf(const std::vector<Json> &documents) {
    Values values;
    for (const Json &each : documents)
      values.push_back(each.is_null() ? nullptr : &each);
    return values;
  }

  void linked(const std::string &path) {
    std::vector<Json> documents = read(path);
    Values deployments;
    for (const Json &root : roots)
      deployments.push_back(deploymentOf(root, path));
    templates[path] = whole(completed(valuesOf(documents)), deployments);
  }

  /// The deployment of a linked template; null if there is none.
  static const Json *deploymentOf(const Json &root, const std::string &path) {
    for (const Json &each : root["resources"])
      if (each["properties"].contains("templateLink") &&
          compact(each["properties"]["templateLink"]).find(path) != std::string::npos)
        return &each;
    return nullptr;
  }

  /// The parameter of a nested template that has the name of the region.
  std::string keyIn(const Values &documents, const Values &deployments) const {
    auto passes = [&](const std::string &name) {
      for (auto [each, region] : llvm::zip_equal(deployments, regions)) {
        if (!each)
          continue;
        const Json &given = (*each)["properties"]["parameters"];
        if (!given.contains(name) || !given[name].contains("value"))
          return false;
        const Json &value = given[name]["value"];
        if (value != region.str() && value != "[parameters('" + parameter + "')]")
          return false;
      }
      return true;
    };
    for (const std::string &name : {parameter, std::string("location")})
      if (passes(name))
        return name;
    std::string name = parameter;
    for (auto taken = [&](const Json *each) { return (*each)["parameters"].contains(name); };
         llvm::any_of(documents, taken);)
      name += "Region";
    return name;
  }

  /// A nested template, which may need a parameter with the name of the region.
  Json whole(const Values &documents, const Values &deployments) {
    std::string name = keyIn(documents, deployments), outer = std::exchange(rootKey, "");
    ValueFolder folder(regions, "parameters('" + name + "')");
    Json result = body(documents, folder);
    rootKey = outer;
    if (folder.usesKey() && !result["parameters"].contains(name))
      result["parameters"][name] = {{"type", "string"}};
    return result;
  }

  /// The root looks the region up in a variable. So another region is an error before anything is
  /// deployed, and upper case is no difference: Azure ignores it in the names of members, but not
  /// in comparisons.
  Json root(const Values &documents) {
    std::string outer =
        std::exchange(rootKey, "variables('regions')[parameters('" + parameter + "')]");
    ValueFolder folder(regions, rootKey);
    Json result = body(documents, folder), names = Json::object();
    for (StringRef region : regions)
      names[region.str()] = region.str();
    addVariable(result, "regions", names);
    rootKey = outer;
    return result;
  }

  /// The template around the root, which creates the resource groups.
  Json subscription(const std::vector<Json> &documents) {
    rootKey = "parameters('" + parameter + "')";
    aroundRoot = true;
    ValueFolder folder(regions, rootKey);
    return body(valuesOf(documents), folder);
  }

  Json body(const Values &documents, ValueFolder &folder) {
    Json result = Json::object();
    for (const std::string &name : namesIn(documents)) {
      Values members = membersOf(documents, name);
      if (name == "resources")
        result[name] = resources(members, folder);
      else if (name == "outputs")
        result[name] = results(members, folder);
      else if (name == "parameters")
        result[name] = declarations(members);
      else if (name == "variables")
        result[name] = union_(members, folder);
      else
        result[name] = folder.fold(members, name);
    }
    if (!folder.byRegion().is_null())
      addVariable(result, std::string(ValueFolder::variableName), folder.byRegion());
    return result;
  }

  static void addVariable(Json &document, const std::string &variable, const Json &value) {
    Json ordered = Json::object();
    for (const auto &[name, member] : document.items()) {
      if (name == "resources" && !document.contains("variables"))
        ordered["variables"] = Json::object();
      ordered[name] = member;
    }
    ordered["variables"][variable] = value;
    document = std::move(ordered);
  }

  /// A parameter of one region does no harm in others. Its bounds are the strictest ones.
  Json declarations(const Values &objects) const {
    ValueFolder folder(regions, "parameters('" + parameter + "')");
    folder.avoidVariables();
    Json result = Json::object();
    for (const std::string &name : namesIn(objects)) {
      Values own = completed(membersOf(objects, name));
      for (const std::string &member : namesIn(own)) {
        Values values = membersOf(own, member);
        bool most = StringRef(member).starts_with("max");
        Json &to = result[name][member];
        if (most || StringRef(member).starts_with("min")) {
          for (const Json *each : values)
            if (each && (to.is_null() || (most ? *each < to : *each > to)))
              to = *each;
        } else {
          to = folder.fold(completed(values), member);
        }
      }
    }
    return result;
  }

  Json union_(const Values &objects, ValueFolder &folder) {
    Json result = Json::object();
    for (const std::string &name : namesIn(objects))
      result[name] = folder.fold(completed(membersOf(objects, name)), name);
    return result;
  }

  Json results(const Values &objects, ValueFolder &folder) {
    Json result = Json::object();
    for (const std::string &name : namesIn(objects)) {
      Values members = membersOf(objects, name), whole = completed(members);
      for (const Json *each : whole)
        if ((*each)["type"] != (*whole[0])["type"])
          fail(fmt::format("the output `{}` has different types in the regions", name));
      Json folded = folder.fold(whole, name);
      Json when =
          folder.condition(members, folded.contains("condition") ? &folded["condition"] : nullptr);
      if (when.is_null()) {
        result[name] = std::move(folded);
        continue;
      }
      folded.erase("condition");
      result[name] = {{"type", folded["type"]}, {"condition", when}};
      result[name].update(folded);
    }
    return result;
  }

  /// Resources are the same in two regions if they have the same type and name, except for the
  /// region in it. If a template has several with the same name, of which only one exists, they are
  /// matched in their order.
  static std::string identityOf(const Json &resource, StringRef region,
                                llvm::StringMap<unsigned> &seen) {
    std::string identity =
        compact(resource["type"]) + withoutRegion(compact(resource["name"]), region);
    return identity + std::to_string(++seen[identity]);
  }

  Json resources(const Values &arrays, ValueFolder &folder) {
    std::vector<Json> byIdentity(arrays.size(), Json::object());
    for (auto [array, object, region] : llvm::zip_equal(arrays, byIdentity, regions)) {
      llvm::StringMap<unsigned> seen;
      if (array)
        for (const Json &resource : *array)
          object[identityOf(resource, region, seen)] = resource;
    }
    Json result = Json::array();
    Values objects = valuesOf(byIdentity);
    for (const std::string &identity : namesIn(objects))
      if (Values given = membersOf(objects, identity); isOpaque(given))
        apart(given, folder, result);
      else
        result.push_back(resource(given, folder));
    return result;
  }

  /// Whether the values of the resources cannot be merged: those of a nested template and of a loop
  /// are evaluated elsewhere or several times, and only the compiler's own resources are known to
  /// have the same meaning with null as without the member.
  bool isOpaque(const Values &resources) const {
    Values values = completed(resources);
    if (llvm::all_of(values, [&](const Json *each) { return *each == *values[0]; }))
      return false;
    const std::string type = (*values[0])["type"].get<std::string>();
    if (type == deploymentType)
      return rootKey.empty();
    auto isType = [&](const arm::Layout *each) { return each->type.equals_insensitive(type); };
    return llvm::none_of(arm::allLayouts(), isType) ||
           llvm::any_of(values, [](const Json *each) { return hasMember(*each, "copy"); });
  }
  static bool hasMember(const Json &value, const std::string &name) {
    return (value.is_object() && value.contains(name)) ||
           (value.is_structured() &&
            llvm::any_of(value, [&](const Json &each) { return hasMember(each, name); }));
  }

  /// The versions of a resource as they are, each with a condition: only one of them exists.
  static void apart(const Values &given, ValueFolder &folder, Json &to) {
    for (size_t i = 0; i < given.size(); ++i) {
      auto same = [&](const Json *each) { return each && given[i] && *each == *given[i]; };
      if (!given[i] || llvm::any_of(llvm::ArrayRef(given).take_front(i), same))
        continue;
      Values own = given;
      for (const Json *&each : own)
        if (!same(each))
          each = nullptr;
      Json version = *given[i];
      Json when =
          folder.condition(own, version.contains("condition") ? &version["condition"] : nullptr);
      Json ordered = when.is_null() ? Json::object() : Json{{"condition", when}};
      version.erase("condition");
      ordered.update(version);
      to.push_back(std::move(ordered));
    }
  }

  Json resource(const Values &given, ValueFolder &folder) {
    Values values = completed(given);
    Json result = Json::object(), own;
    for (const std::string &name : namesIn(values)) {
      Values members = membersOf(values, name);
      if (name == "condition")
        own = condition(members, folder);
      else if (name == "dependsOn")
        result[name] = dependencies(members);
      else if (name == "properties" && !rootKey.empty() && (*values[0])["type"] == deploymentType)
        result[name] = deployment(members, values, folder);
      else
        result[name] = folder.fold(members, name);
    }
    Json when = folder.condition(given, own.is_null() ? nullptr : &own);
    if (when.is_null())
      return result;
    Json ordered = {{"condition", when}};
    ordered.update(result);
    return ordered;
  }

  /// A resource without a condition always exists.
  static Json condition(const Values &members, ValueFolder &folder) {
    static const Json always = true;
    Values values = members;
    for (const Json *&each : values)
      if (!each)
        each = &always;
    return folder.fold(values, "condition");
  }

  /// A resource also waits for those that only other regions have: Azure ignores them.
  static Json dependencies(const Values &arrays) {
    Json result = Json::array();
    for (const Json *each : arrays)
      if (each)
        for (const Json &item : *each)
          if (llvm::find(result, item) == result.end())
            result.push_back(item);
    return result;
  }

  Json deployment(const Values &members, const Values &deployments, ValueFolder &folder) {
    Json result = Json::object(), declared;
    for (const std::string &name : namesIn(members)) {
      Values values = membersOf(members, name);
      if (name == "template")
        result[name] = std::exchange(aroundRoot, false) ? root(values) : whole(values, deployments);
      else if (name != "parameters")
        result[name] = folder.fold(values, name);
    }
    if (result.contains("template"))
      declared = result["template"]["parameters"];
    else if (std::string link = compact(result["templateLink"]); true)
      for (const auto &[path, content] : templates)
        if (link.find(path) != std::string::npos)
          declared = content["parameters"];
    result["parameters"] = arguments(membersOf(members, "parameters"), declared, folder);
    return result;
  }

  /// What the root passes to a template. A value that a region does not pass is empty there.
  Json arguments(const Values &given, const Json &declared, ValueFolder &folder) {
    Json result = Json::object();
    for (const std::string &name : namesIn(given)) {
      Values values = membersOf(given, name);
      Json nothing;
      for (const Json *&each : values)
        if (!each) {
          if (nothing.is_null())
            nothing = {{"value", emptyOf(declared.value(name, Json::object()))}};
          each = &nothing;
        }
      result[name] = folder.fold(values, name);
    }
    for (const auto &[name, declaration] : declared.items())
      if (!result.contains(name) && !declaration.contains("defaultValue"))
        result[name] = {{"value", "[" + rootKey + "]"}};
    return result;
  }

  static Json emptyOf(const Json &declaration) {
    std::string type = declaration.value("type", "string");
    return type == "int"      ? Json(0)
           : type == "bool"   ? Json(false)
           : type == "object" ? Json::object()
           : type == "array"  ? Json::array()
                              : Json("");
  }

  std::string parameter;
  std::string rootKey;     ///< the region, as an expression of the root; empty in other templates
  bool aroundRoot = false; ///< the next nested template is the root
  llvm::ArrayRef<RegionOutput> outputs;
  const LinkLimits &limits;
  std::string problem;
  std::vector<StringRef> regions;
  std::vector<Json> roots;               ///< the root template in each region
  std::map<std::string, Json> templates; ///< the linked ones, by their paths
};
} // namespace

Folded azcl::foldRegions(StringRef parameter, llvm::ArrayRef<RegionOutput> regions,
                         const LinkLimits &limits) {
  return Folder(parameter, regions, limits).run();
}
