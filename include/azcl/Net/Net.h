// The real network, the real clock and the ways to sign in. Nothing else in AZCL opens a
// connection.
#pragma once

#include "azcl/Deploy/TokenSource.h"
#include <atomic>
#include <functional>

namespace azcl::net {

class SystemClock : public deploy::Clock {
public:
  deploy::Time now() const override;
};

/// HTTPS by libcurl, in one thread. `interrupted` ends a wait early; it is set by a signal handler.
std::unique_ptr<deploy::Transport> makeTransport(const std::atomic<bool> &interrupted);

/// Sends one request and waits for the response.
deploy::Completion fetch(const deploy::Request &request);

enum class Login : uint8_t { Auto, Cli, Environment, Identity };

/// Access tokens: of the environment of a pipeline, of a managed identity or of Azure CLI.
/// `variable` reads the environment.
std::unique_ptr<deploy::TokenSource>
makeTokenSource(Login login, const deploy::Cloud &cloud, deploy::Clock &clock,
                std::function<std::optional<std::string>(llvm::StringRef)> variable);

} // namespace azcl::net
