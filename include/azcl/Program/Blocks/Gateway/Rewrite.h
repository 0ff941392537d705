// Rewrite sets of application gateways.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class HeaderSide : uint8_t { Request, Response };
template <> struct Words<HeaderSide> {
  static constexpr WordInfo words[] = {{"request", "a header of requests to the instances"},
                                       {"response", "a header of responses to clients"}};
};

struct HeaderChange : BlockOf<BlockKind::HeaderChange> {
  HeaderSide side() const { return HeaderSide(variant); }
  Open<Text> name, value;

  template <class = void> static constexpr auto vocabulary() {
    return block("header", "Sets or removes an HTTP header.",
                 required<&HeaderChange::name>("name", "The name of the header."),
                 optional<&HeaderChange::value>(
                     "value", "The new value. If omitted, the header is removed."))
        .oneOf<HeaderSide>();
  }
};

struct Rewrite : BlockOf<BlockKind::Rewrite> {
  Many<HeaderChange> headers;

  template <class = void> static constexpr auto vocabulary() {
    return block("rewrite",
                 "A rewrite set: changes to HTTP headers, for the listeners and paths that refer "
                 "to it.",
                 child<&Rewrite::headers>("header", Need::Required))
        .named();
  }
};

} // namespace azcl
