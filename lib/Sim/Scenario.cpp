// Reads scenarios.
#include "ScenarioData.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using llvm::StringRef;

namespace {
/// Reads the members of one object. Keeps the first error.
class Reader {
public:
  Reader(const Json &object, std::string place, std::string &error)
      : object(object), place(std::move(place)), error(error) {
    if (!object.is_object())
      fail("must be an object");
  }
  /// Reports members that were not read.
  ~Reader() {
    if (object.is_object())
      for (auto &[key, value] : object.items())
        if (!llvm::is_contained(seen, key))
          fail("has an unknown member `" + key + "`");
  }

  const Json *find(const char *name) {
    seen.push_back(name);
    auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() ? &*found : nullptr;
  }
  template <class T> void read(const char *name, T &value) {
    const Json *found = find(name);
    if (!found)
      return;
    if (!isOf<T>(*found))
      return fail(fmt::format("has a value of the wrong type for `{}`", name));
    if constexpr (std::is_same_v<T, Json>)
      value = *found;
    else
      value = found->get<T>();
  }
  void readSeconds(const char *name, std::optional<Milliseconds> &value) {
    double seconds = -1;
    read(name, seconds);
    if (seconds >= 0)
      value = Milliseconds(int64_t(seconds * 1000));
  }
  void fail(const std::string &what) {
    if (error.empty())
      error = (place.empty() ? "the scenario" : "`" + place + "`") + " " + what;
  }

private:
  template <class T> static bool isOf(const Json &value) {
    if constexpr (std::is_same_v<T, Json>)
      return true;
    else if constexpr (std::is_same_v<T, bool>)
      return value.is_boolean();
    else if constexpr (std::is_floating_point_v<T>)
      return value.is_number();
    else if constexpr (std::is_integral_v<T>)
      return value.is_number_integer();
    else
      return value.is_string();
  }
  const Json &object;
  std::string place, &error;
  std::vector<std::string> seen;
};

struct KindName {
  StringRef word;
  Fault::Kind kind;
};
constexpr KindName kinds[] = {
    {"refuse", Fault::Kind::Refuse},       {"interrupt", Fault::Kind::Interrupt},
    {"timeout", Fault::Kind::Timeout},     {"untrusted", Fault::Kind::Untrusted},
    {"status", Fault::Kind::Status},       {"html", Fault::Kind::Html},
    {"malformed", Fault::Kind::Malformed}, {"stale", Fault::Kind::Stale},
    {"delay", Fault::Kind::Delay},         {"reorder", Fault::Kind::Reorder},
};

void readAction(const Json &action, const std::string &place, std::string &error, Fault &fault) {
  std::string word = action.is_string() ? action.get<std::string>() : "";
  if (!action.is_string()) {
    Reader reader(action, place, error);
    double seconds = 0;
    word = "status";
    reader.read("kind", word);
    reader.read("status", fault.status);
    reader.read("code", fault.code);
    reader.read("message", fault.message);
    reader.read("challenge", fault.challenge);
    reader.read("seconds", seconds);
    fault.length = Milliseconds(int64_t(seconds * 1000));
    if (const Json *wait = reader.find("retryAfter"))
      fault.retryAfter = expansion::textOf(*wait);
  }
  for (const KindName &kind : kinds)
    if (kind.word == word) {
      fault.kind = kind.kind;
      return;
    }
  if (error.empty())
    error = "`" + place + "` has the unknown kind `" + word + "`";
}

void readFault(const Json &item, const std::string &place, std::string &error, Fault &fault) {
  fault.text = compact(item);
  Reader reader(item, place, error);
  std::string when = "before";
  reader.read("when", when);
  fault.processed = when == "after";
  if (when != "before" && when != "after")
    reader.fail("must have `before` or `after` as `when`");
  if (const Json *match = reader.find("match")) {
    Reader inner(*match, place + ".match", error);
    uint64_t nth = 0;
    inner.read("method", fault.match.method);
    inner.read("path", fault.match.path);
    inner.read("nth", nth);
    inner.read("from", fault.match.from);
    inner.read("to", fault.match.to);
    inner.read("probability", fault.match.probability);
    inner.readSeconds("after", fault.match.after);
    inner.readSeconds("until", fault.match.until);
    if (nth)
      fault.match.from = fault.match.to = nth;
  }
  if (const Json *action = reader.find("do"))
    readAction(*action, place + ".do", error, fault);
  else
    reader.fail("must have `do`");
}

void readFailure(const Json &item, const std::string &place, std::string &error, Failure &failure) {
  failure.text = compact(item);
  Reader reader(item, place, error);
  if (const Json *match = reader.find("match")) {
    Reader inner(*match, place + ".match", error);
    uint64_t nth = 0;
    inner.read("id", failure.id);
    inner.read("type", failure.type);
    inner.read("nth", nth);
    inner.read("from", failure.from);
    inner.read("to", failure.to);
    inner.readSeconds("after", failure.after);
    inner.readSeconds("until", failure.until);
    if (nth)
      failure.from = failure.to = nth;
  }
  reader.read("never", failure.never);
  reader.read("code", failure.code);
  reader.read("message", failure.message);
  reader.read("details", failure.details);
  if (reader.find("immediately")) {
    bool value = false;
    reader.read("immediately", value);
    failure.immediately = value;
  }
  if (failure.code.empty() && !failure.never)
    reader.fail("must have a `code`, or `never`");
}

void readDurations(const Json &object, std::string &error, Scenario::Data &data) {
  if (!object.is_object()) {
    error = "`durations` must be an object";
    return;
  }
  for (auto &[key, value] : object.items()) {
    Length &length = data.durations[StringRef(key).lower()];
    if (value.is_number()) {
      length = {value.get<double>(), value.get<double>()};
      continue;
    }
    Reader reader(value, "durations." + key, error);
    reader.read("p50", length.p50);
    length.p95 = length.p50 * 2;
    reader.read("p95", length.p95);
  }
}

template <class T, class Read>
void readList(Reader &reader, const char *name, std::string &error, std::vector<T> &list,
              Read read) {
  const Json *items = reader.find(name);
  if (!items)
    return;
  if (!items->is_array())
    return reader.fail(fmt::format("must have an array for `{}`", name));
  for (size_t i = 0; i < items->size(); ++i)
    read((*items)[i], fmt::format("{}[{}]", name, i), error, list.emplace_back());
}

Time defaultStart() {
  return *parseTime("2026-04-01T08:00:00Z");
}

void readAll(const Json &object, std::string &error, Scenario::Data &data) {
  Reader reader(object, "", error);
  int64_t latency = data.latency.count();
  std::string start;
  reader.read("seed", data.seed);
  reader.read("latency", latency);
  data.latency = Milliseconds(latency);
  double skew = 0;
  reader.read("skew", skew);
  data.skew = Milliseconds(int64_t(skew * 1000));
  reader.read("start", start);
  if (std::optional<Time> time = parseTime(start))
    data.start = *time;
  else if (!start.empty())
    reader.fail("must have a time such as 2026-04-01T08:00:00Z for `start`");
  reader.read("pageSize", data.pageSize);
  reader.read("tenant", data.tenant);
  reader.read("user", data.user);
  reader.read("history", data.history);
  if (const Json *limits = reader.find("limits")) {
    Reader inner(*limits, "limits", error);
    inner.read("reads", data.reads);
    inner.read("writes", data.writes);
    inner.read("deletes", data.deletes);
    inner.read("refill", data.refill);
    inner.read("throttle", data.throttle);
  }
  if (const Json *durations = reader.find("durations"))
    readDurations(*durations, error, data);
  readList(reader, "faults", error, data.faults, readFault);
  readList(reader, "failures", error, data.failures, readFailure);
  for (auto [name, list] : {std::pair{"groups", &data.groups},
                            {"resources", &data.resources},
                            {"denied", &data.denied},
                            {"locations", &data.locations},
                            {"metrics", &data.metrics},
                            {"skus", &data.skus},
                            {"usages", &data.usages},
                            {"autoscale", &data.autoscale},
                            {"unhealthy", &data.unhealthy},
                            {"without", &data.without},
                            {"takenNames", &data.takenNames}})
    if (const Json *found = reader.find(name)) {
      *list = *found;
      bool good = found->is_array();
      for (const Json &item : *found)
        good &= item.is_object() || list == &data.takenNames || list == &data.unhealthy ||
                list == &data.without;
      if (!good)
        reader.fail(fmt::format("must have an array of objects for `{}`", name));
    }
}
} // namespace

Scenario::Scenario() {
  auto made = std::make_shared<Data>();
  made->start = defaultStart();
  data = std::move(made);
}

llvm::Expected<Scenario> Scenario::read(StringRef text, std::optional<Time> start) {
  llvm::Expected<Json> parsed = expansion::parseJson(text);
  if (!parsed)
    return parsed.takeError();
  auto data = std::make_shared<Data>();
  data->start = defaultStart();
  if (start && parsed->is_object() && !parsed->contains("start"))
    (*parsed)["start"] = secondsOf(*start);
  data->text = compact(*parsed);
  std::string error;
  readAll(*parsed, error, *data);
  if (!error.empty())
    return llvm::createStringError(error);
  return Scenario(std::move(data));
}
