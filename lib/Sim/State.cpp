// Looks up parts of the state; writes and reads snapshots.
#include "State.h"
#include <type_traits>

using namespace azcl::sim;
using llvm::StringRef;

StringRef azcl::sim::nameOf(Phase phase) {
  switch (phase) {
  case Phase::Waiting: return "Waiting";
  case Phase::Running: return "Running";
  case Phase::Succeeded: return "Succeeded";
  case Phase::Failed: return "Failed";
  }
  llvm_unreachable("phase");
}

Run *State::deployment(StringRef id) {
  auto found = deployments.find(id.lower());
  return found == deployments.end() ? nullptr : &runs.at(found->second);
}

Resource *State::resource(StringRef id) {
  auto found = resources.find(id.lower());
  return found == resources.end() ? nullptr : &found->second;
}

Group *State::group(StringRef id) {
  auto found = groups.find(id.lower());
  return found == groups.end() ? nullptr : &found->second;
}

std::string State::groupOf(StringRef id) {
  std::string lower = id.lower();
  size_t at = StringRef(lower).find("/resourcegroups/");
  if (at == StringRef::npos)
    return "";
  size_t end = StringRef(lower).find('/', at + StringRef("/resourcegroups/").size());
  return lower.substr(0, end);
}

namespace {
class Saver {
public:
  Json out = Json::object();
  template <class T> void operator()(const char *name, T &value) { out[name] = save(value); }

private:
  static Json save(Json &value) { return value; }
  static Json save(std::string &value) { return value; }
  static Json save(Time &value) { return value.time_since_epoch().count(); }
  template <class T>
  requires std::is_arithmetic_v<T>
  static Json save(T &value) { return value; }
  template <class T>
  requires std::is_enum_v<T>
  static Json save(T &value) { return unsigned(value); }
  template <class T> static Json save(std::vector<T> &values) {
    Json list = Json::array();
    for (T &value : values)
      list.push_back(save(value));
    return list;
  }
  /// A list of pairs, because the keys of some maps are numbers.
  template <class K, class T> static Json save(std::map<K, T> &values) {
    Json list = Json::array();
    for (auto &[key, value] : values) {
      K copy = key;
      list.push_back({save(copy), save(value)});
    }
    return list;
  }
  template <class T>
  requires requires(T &value, Saver &saver) { value.visit(saver); }
  static Json save(T &value) {
    Saver inner;
    value.visit(inner);
    return std::move(inner.out);
  }
  friend Json azcl::sim::saved(State &);
};

class Loader {
public:
  explicit Loader(const Json &from) : from(from) {}
  template <class T> void operator()(const char *name, T &value) { load(from.at(name), value); }

private:
  static void load(const Json &text, Json &value) { value = text; }
  static void load(const Json &text, std::string &value) { value = text.get<std::string>(); }
  static void load(const Json &text, Time &value) {
    value = Time(Milliseconds(text.get<int64_t>()));
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  static void load(const Json &text, T &value) { value = text.get<T>(); }
  template <class T>
  requires std::is_enum_v<T>
  static void load(const Json &text, T &value) { value = T(text.get<unsigned>()); }
  template <class T> static void load(const Json &text, std::vector<T> &values) {
    for (const Json &item : text)
      load(item, values.emplace_back());
  }
  template <class K, class T> static void load(const Json &text, std::map<K, T> &values) {
    for (const Json &pair : text) {
      K key{};
      load(pair.at(0), key);
      load(pair.at(1), values[key]);
    }
  }
  template <class T>
  requires requires(T &value, Loader &loader) { value.visit(loader); }
  static void load(const Json &text, T &value) {
    Loader inner(text);
    value.visit(inner);
  }
  const Json &from;
  friend llvm::Expected<State> azcl::sim::restored(const Json &);
};
} // namespace

azcl::Json azcl::sim::saved(State &state) {
  return Saver::save(state);
}

llvm::Expected<State> azcl::sim::restored(const Json &text) {
  State state;
  try {
    Loader::load(text, state);
  } catch (const Json::exception &problem) {
    return llvm::createStringError("the snapshot is not valid: %s", problem.what());
  }
  return state;
}
