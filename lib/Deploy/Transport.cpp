// Reads headers of responses.
#include "azcl/Deploy/Transport.h"

using namespace azcl::deploy;

llvm::StringRef Response::header(llvm::StringRef name) const {
  for (const Header &header : headers)
    if (name.equals_insensitive(header.name))
      return header.value;
  return "";
}
