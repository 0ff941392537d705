// Requests to Azure, and the two seams of the deployer to the outside world: the network and the
// clock. Tests and the simulator implement both.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace azcl::deploy {

using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Milliseconds>;

/// The service for which the token of a request is issued.
enum class Audience : uint8_t { Manager, Storage, None };

struct Header {
  std::string name, value;
};

struct Request {
  std::string method, url;
  std::vector<Header> headers; ///< without the token, which the runner adds
  std::string body;
  Audience audience = Audience::Manager;
  /// A storage account and its key, which signs the request when it is sent.
  std::string account, key;
};

struct Response {
  unsigned status = 0;
  std::vector<Header> headers;
  std::string body;
  /// The value of a header, whose name is compared without regard to case; "" if it is absent.
  llvm::StringRef header(llvm::StringRef name) const;
};

/// Why a request has no response.
enum class Loss : uint8_t {
  Unreachable, ///< The service certainly has not received it.
  Interrupted, ///< The connection ended; the service may have processed it.
  TimedOut,    ///< No response in time; the service may have processed it.
  Untrusted,   ///< The certificate of the server is not valid.
};

struct Completion {
  uint64_t id = 0;
  std::optional<Response> response;
  Loss loss = Loss::Unreachable; ///< if there is no response
  std::string detail;            ///< a message of the network library about the loss
};

class Clock {
public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

/// Sends requests concurrently.
class Transport {
public:
  virtual ~Transport() = default;
  virtual void start(uint64_t id, Request request) = 0;
  /// Waits until a request completes, but not longer than `until`. Also returns nullopt early when
  /// a signal arrives.
  virtual std::optional<Completion> wait(Time until) = 0;
};

} // namespace azcl::deploy
