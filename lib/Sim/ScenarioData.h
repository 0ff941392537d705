// The contents of a scenario.
#pragma once

#include "State.h"
#include "azcl/Sim/Scenario.h"
#include <map>

namespace azcl::sim {

/// Which requests a fault affects.
struct Match {
  std::string method; ///< "" for any
  std::string path;   ///< a regular expression for the path and query; "" for any
  /// The first and the last matching request that is affected, counted from 1.
  uint64_t from = 1, to = UINT64_MAX;
  double probability = 1;
  std::optional<Milliseconds> after, until; ///< since the start of the simulation
};

/// What happens to a request.
struct Fault {
  enum class Kind : uint8_t {
    Refuse,    ///< the connection is refused
    Interrupt, ///< the connection ends without a response
    Timeout,   ///< no response arrives
    Untrusted, ///< the certificate is not valid
    Status,    ///< a response with an error
    Html,      ///< a page of a gateway instead of JSON
    Malformed, ///< a truncated JSON body
    Stale,     ///< a response of some time ago
    Delay,     ///< the response comes late
    Reorder,   ///< the items of a list come in the opposite order
  };
  Match match;
  bool processed = false; ///< the service processes the request before the fault
  Kind kind = Kind::Status;
  unsigned status = 500;
  std::string code, message;
  std::string retryAfter; ///< the value of the header; "date:SECONDS" for an HTTP date; "" for none
  std::string challenge;  ///< the value of WWW-Authenticate
  Milliseconds length{0}; ///< of a delay, a timeout, or the age of a stale response
  std::string text;       ///< the JSON text, for the report
};

/// A resource whose deployment fails or does not end.
struct Failure {
  std::string id, type;               ///< regular expressions; "" for any
  uint64_t from = 1, to = UINT64_MAX; ///< attempts
  std::optional<Milliseconds> after, until;
  bool never = false; ///< the deployment does not end
  std::string code, message;
  Json details;
  std::optional<bool> immediately; ///< the resource provider rejects the request
  std::string text;
};

struct Length {
  double p50 = 0, p95 = 0; ///< seconds
};

struct Scenario::Data {
  std::string text = "{}";
  uint64_t seed = 1;
  Milliseconds latency{20};
  Milliseconds skew{0}; ///< how far the clock of clients is ahead of that of the services
  Time start;
  unsigned pageSize = 100;
  std::string tenant = "11111111-1111-1111-1111-111111111111";
  std::string user = "someone@example.com";
  int64_t reads = 1100, writes = 800, deletes = 800; ///< size of the budgets
  int64_t refill = 20;                               ///< requests each second
  bool throttle = false;                             ///< answers 429 when a budget is empty
  unsigned history = 800;
  std::map<std::string, Length> durations; ///< by lower-case type or ID
  std::vector<Fault> faults;
  std::vector<Failure> failures;
  Json groups = Json::array(), resources = Json::array(), denied = Json::array();
  Json locations, metrics = Json::array(), skus = Json::array(), usages = Json::array();
  Json takenNames = Json::array(), autoscale = Json::array(), unhealthy = Json::array(),
       without = Json::array();
};

} // namespace azcl::sim
