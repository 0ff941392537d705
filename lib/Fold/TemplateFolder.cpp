// Implements the merging of templates.
#include "TemplateFolder.h"
#include "azcl/ARM/Resources.h"

using namespace azcl;
using llvm::StringRef;

static constexpr const char *deploymentType = "Microsoft.Resources/deployments";

Values azcl::valuesOf(const std::vector<Json> &documents) {
  Values values;
  for (const Json &each : documents)
    values.push_back(each.is_null() ? nullptr : &each);
  return values;
}

/// The deployment of a linked template; null if there is none.
static const Json *deploymentOf(const Json &root, const std::string &path) {
  for (const Json &each : root["resources"])
    if (each["properties"].contains("templateLink") &&
        compact(each["properties"]["templateLink"]).find(path) != std::string::npos)
      return &each;
  return nullptr;
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

/// Declarations of all regions: those of one do no harm in others.
static Json united(const Values &objects, ValueFolder &folder) {
  Json result = Json::object();
  for (const std::string &name : namesIn(objects))
    result[name] = folder.fold(completed(membersOf(objects, name)), name);
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

static Json emptyOf(const Json &declaration) {
  std::string type = declaration.value("type", "string");
  return type == "int"      ? Json(0)
         : type == "bool"   ? Json(false)
         : type == "object" ? Json::object()
         : type == "array"  ? Json::array()
                            : Json("");
}

void TemplateFolder::addLinked(const std::string &path, const std::vector<Json> &documents,
                               const std::vector<Json> &roots) {
  Values deployments;
  for (const Json &root : roots)
    deployments.push_back(deploymentOf(root, path));
  templates[path] = nested(completed(valuesOf(documents)), deployments);
}

/// The parameter of a nested template that has the name of the region.
std::string TemplateFolder::keyIn(const Values &documents, const Values &deployments) const {
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
Json TemplateFolder::nested(const Values &documents, const Values &deployments) {
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
Json TemplateFolder::root(const Values &documents) {
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
Json TemplateFolder::subscription(const Values &documents) {
  rootKey = "parameters('" + parameter + "')";
  aroundRoot = true;
  ValueFolder folder(regions, rootKey);
  return body(documents, folder);
}

Json TemplateFolder::body(const Values &documents, ValueFolder &folder) {
  Json result = Json::object();
  for (const std::string &name : namesIn(documents)) {
    Values members = membersOf(documents, name);
    if (name == "resources")
      result[name] = resources(members, folder);
    else if (name == "outputs")
      result[name] = outputs(members, folder);
    else if (name == "parameters")
      result[name] = declarations(members);
    else if (name == "variables")
      result[name] = united(members, folder);
    else
      result[name] = folder.fold(members, name);
  }
  if (!folder.byRegion().is_null())
    addVariable(result, std::string(ValueFolder::variableName), folder.byRegion());
  return result;
}

/// A parameter of one region does no harm in others. Its bounds are the strictest ones.
Json TemplateFolder::declarations(const Values &objects) const {
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

Json TemplateFolder::outputs(const Values &objects, ValueFolder &folder) {
  Json result = Json::object();
  for (const std::string &name : namesIn(objects)) {
    Values members = membersOf(objects, name), whole = completed(members);
    for (const Json *each : whole)
      if ((*each)["type"] != (*whole[0])["type"])
        why = fmt::format("the output `{}` has different types in the regions", name);
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

Json TemplateFolder::resources(const Values &arrays, ValueFolder &folder) {
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
bool TemplateFolder::isOpaque(const Values &resources) const {
  Values values = completed(resources);
  if (llvm::all_of(values, [&](const Json *each) { return *each == *values[0]; }))
    return false;
  const std::string type = (*values[0])["type"].get<std::string>();
  if (type == deploymentType)
    return rootKey.empty();
  // Azure reads the version before it evaluates any expression.
  if (llvm::any_of(membersOf(values, "apiVersion"),
                   [&](const Json *each) { return *each != (*values[0])["apiVersion"]; }))
    return true;
  auto isType = [&](const arm::Layout *each) { return each->type.equals_insensitive(type); };
  return llvm::none_of(arm::allLayouts(), isType) ||
         llvm::any_of(values, [](const Json *each) { return hasMember(*each, "copy"); });
}

Json TemplateFolder::resource(const Values &given, ValueFolder &folder) {
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

Json TemplateFolder::deployment(const Values &members, const Values &deployments,
                                ValueFolder &folder) {
  Json result = Json::object(), declared;
  for (const std::string &name : namesIn(members)) {
    Values values = membersOf(members, name);
    if (name == "template")
      result[name] = std::exchange(aroundRoot, false) ? root(values) : nested(values, deployments);
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
Json TemplateFolder::arguments(const Values &given, const Json &declared, ValueFolder &folder) {
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
