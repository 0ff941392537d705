// A resource that the program spells out itself: `resource NAME { type = ... }`.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct OtherResource : ResourceOf<Kind::OtherResource> {
  llvm::StringRef spelledType, spelledVersion;
  Value scope, sku, flavour, properties;
  template <class = void> static constexpr auto layout() {
    return resource("", "", field<&OtherResource::scope>("scope"), field<&OtherResource::sku>("sku"), field<&OtherResource::flavour>("kind"),
                    field<&OtherResource::properties>("properties"))
        .named(1, 260);
  }
};

} // namespace azcl::arm
