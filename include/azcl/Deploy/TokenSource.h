// Where access tokens come from.
#pragma once

#include "azcl/Deploy/Cloud.h"
#include "azcl/Deploy/Transport.h"
#include <memory>

namespace azcl::deploy {

class TokenSource {
public:
  virtual ~TokenSource() = default;
  /// A token that is valid for at least five more minutes. Blocks while it logs in.
  virtual llvm::Expected<std::string> token(Audience audience) = 0;
  /// Forgets a token that Azure has refused.
  virtual void refuse(Audience audience) = 0;
  /// For example "Azure CLI"; for messages.
  virtual std::string name() const = 0;
};

} // namespace azcl::deploy
