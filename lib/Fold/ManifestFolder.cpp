// Implements the merging of manifests.
#include "ManifestFolder.h"
#include "ValueFolder.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class ManifestFolder {
public:
  explicit ManifestFolder(llvm::ArrayRef<StringRef> regions) : regions(regions) {}

  Json fold(const Values &manifests) const {
    Json result = Json::object();
    for (const std::string &name : namesIn(manifests)) {
      Values members = membersOf(manifests, name);
      if (name == "components")
        result[name] = components(members);
      else if (name == "preconditions" || name == "releases" || name == "rollouts")
        result[name] = list(members, true);
      else if (name == "environments") // each is in the manifest of its region
        result[name] = list(members, false);
      else
        result[name] = firstOf(members);
    }
    return result;
  }

private:
  static const Json &firstOf(const Values &values) {
    return **llvm::find_if(values, [](const Json *each) { return each; });
  }

  /// The items as members of objects that are named by `key`, so that they can be compared.
  template <class Key> static std::vector<Json> byKey(const Values &arrays, Key key) {
    std::vector<Json> objects;
    for (const Json *array : arrays) {
      Json &object = objects.emplace_back(Json::object());
      if (array)
        for (const Json &item : *array)
          object[key(item)] = item;
    }
    return objects;
  }

  static Values pointers(const std::vector<Json> &objects) {
    Values values;
    for (const Json &each : objects)
      values.push_back(&each);
    return values;
  }

  void addRegions(Json &item, const Values &in) const {
    if (llvm::is_contained(in, nullptr))
      for (auto [each, region] : llvm::zip_equal(in, regions))
        if (each)
          item["regions"].push_back(region.str());
  }

  Json list(const Values &arrays, bool marked) const {
    std::vector<Json> objects = byKey(arrays, [](const Json &item) { return compact(item); });
    Json result = Json::array();
    for (const std::string &key : namesIn(pointers(objects))) {
      Values items = membersOf(pointers(objects), key);
      Json item = firstOf(items);
      if (marked)
        addRegions(item, items);
      result.push_back(std::move(item));
    }
    return result;
  }

  Json components(const Values &arrays) const {
    std::vector<Json> objects =
        byKey(arrays, [](const Json &item) { return item["name"].get<std::string>(); });
    Json result = Json::array();
    for (const std::string &key : namesIn(pointers(objects))) {
      Values items = membersOf(pointers(objects), key);
      Json item = Json::object();
      for (const std::string &name : namesIn(items)) {
        Values members = membersOf(items, name);
        item[name] = name == "resources"           ? resources(members, items)
                     : firstOf(members).is_array() ? list(members, false)
                                                   : firstOf(members);
      }
      addRegions(item, items);
      result.push_back(std::move(item));
    }
    return result;
  }

  /// Says the regions of a resource only if its component is also in others.
  Json resources(const Values &arrays, const Values &components) const {
    Values among;
    std::vector<StringRef> names;
    for (auto [array, component, region] : llvm::zip_equal(arrays, components, regions))
      if (component) {
        among.push_back(array);
        names.push_back(region);
      }
    return ManifestFolder(names).list(among, true);
  }

  llvm::ArrayRef<StringRef> regions;
};
} // namespace

OutputFile azcl::foldManifests(llvm::ArrayRef<StringRef> regions,
                               const std::vector<Json> &manifests,
                               llvm::ArrayRef<OutputFile> outputs) {
  Values values;
  for (const Json &each : manifests)
    values.push_back(&each);
  Json folded = ManifestFolder(regions).fold(values);
  folded["outputs"] = Json::array();
  for (const OutputFile &each : outputs)
    folded["outputs"].push_back({{"path", each.path}, {"sha256", digestOf(each.content)}});
  OutputFile file{"manifest.json", ""};
  JsonWriter json(file.content);
  write(folded, json);
  file.content += '\n';
  return file;
}
