// What a gateway changes in the requests and answers that pass it.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class HeaderSide : uint8_t { Request, Response };
template <> struct Words<HeaderSide> {
  static constexpr WordInfo words[] = {{"request", "on the way to the machines"},
                                       {"response", "on the way to callers"}};
};

struct HeaderChange : BlockOf<BlockKind::HeaderChange> {
  HeaderSide side() const { return HeaderSide(variant); }
  Open<Text> name, value;

  template <class = void> static constexpr auto vocabulary() {
    return block("header", "A header that is set, or taken away.",
                 required<&HeaderChange::name>("name", "Its name."),
                 optional<&HeaderChange::value>("value",
                                                "What it holds then; left out: it is taken away."))
        .oneOf<HeaderSide>();
  }
};

/// Changes that listeners and paths refer to.
struct Rewrite : BlockOf<BlockKind::Rewrite> {
  Many<HeaderChange> headers;

  template <class = void> static constexpr auto vocabulary() {
    return block("rewrite", "Changes to headers, for the listeners and paths that name it.",
                 child<&Rewrite::headers>("header", Need::Required))
        .named();
  }
};

} // namespace azcl
