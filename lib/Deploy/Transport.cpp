// Headers of responses.
#include "azcl/Deploy/Transport.h"

using namespace azcl::deploy;
using llvm::StringRef;

StringRef Response::header(StringRef name) const {
  for (const Header &header : headers)
    if (name.equals_insensitive(header.name))
      return header.value;
  return "";
}
