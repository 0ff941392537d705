// The block `release`: how a new version of a tier replaces the old one.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class ReleaseKind : uint8_t { BlueGreen };
template <> struct Words<ReleaseKind> {
  static constexpr WordInfo words[] = {
      {"blue-green", "two scale sets, of which one serves clients while the other gets the new "
                     "version"}};
};

struct Release : BlockOf<BlockKind::Release> {
  Fixed<int64_t> idle;
  Fixed<Duration> warm, share, keep;
  Open<Text> preview;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "release",
               "How a new version replaces the old one: the tier has two scale sets, blue and "
               "green. The parameter `live` says which of them serves clients, and `leave` which "
               "ones a deployment does not touch.",
               optional<&Release::idle>(
                   "idle", "The number of instances of the scale set that does not serve clients.")
                   .defaultsTo("0")
                   .between(0, builtinLimit(LimitId::SetInstances)),
               optional<&Release::warm>("warm",
                                        "How long the new version must be healthy before it "
                                        "gets clients.")
                   .defaultsTo("5m")
                   .between(0, hours(24)),
               optional<&Release::share>("share", "How long both versions then serve clients, each "
                                                  "with its share of the instances.")
                   .defaultsTo("0s")
                   .between(0, days(7)),
               optional<&Release::keep>(
                   "keep", "How long the old version keeps running, so that one deployment can "
                           "return to it.")
                   .defaultsTo("1h")
                   .between(0, days(30)),
               optional<&Release::preview>(
                   "preview", "A host name by which the application gateway in front of the tier "
                              "shows the scale set that does not serve clients."))
        .oneOf<ReleaseKind>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
