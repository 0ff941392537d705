// The block `release`: how a new version of a tier replaces the old one.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class ReleaseKind : uint8_t { BlueGreen, Rolling };
template <> struct Words<ReleaseKind> {
  static constexpr WordInfo words[] = {
      {"blue-green", "two scale sets, of which one serves clients while the other gets the new "
                     "version"},
      {"rolling", "a few instances of a second scale set get the new version first, then those of "
                  "the first one in batches"}};
};

struct Canary : BlockOf<BlockKind::Canary> {
  Fixed<List<Percent>> weight;
  Fixed<Duration> hold;
  Fixed<int64_t> atLeast;

  template <class = void> static constexpr auto vocabulary() {
    return block("canary",
                 "The shares of the requests that the new version serves before it serves all. A "
                 "share is a number of instances beside those of the old version.",
                 required<&Canary::weight>(
                     "weight",
                     "The shares in ascending order, such as `[10%, 50%]`: at most 50%, because "
                     "the new version then has as many instances as the old one."),
                 optional<&Canary::hold>("hold", "How long each share is kept.")
                     .defaultsTo("10m")
                     .between(minutes(1), days(7)),
                 optional<&Canary::atLeast>(
                     "at-least", "The number of requests that the new version must have served "
                                 "before the next step.")
                     .between(1, 1000000000))
        .conditional(WhenRule::Never);
  }
};

struct Rollback : BlockOf<BlockKind::Rollback> {
  Fixed<Percent> errors, unhealthy;
  Fixed<Duration> latency, duration;

  template <class = void> static constexpr auto vocabulary() {
    return block("rollback",
                 "When a release returns to the old version by itself: one of these limits is "
                 "exceeded by the new version while it serves clients.",
                 optional<&Rollback::errors>(
                     "errors", "The share of its responses with a status of 500 to 599.")
                     .between(0, percent(100)),
                 optional<&Rollback::latency>("latency", "The average time of its responses.")
                     .between(1, minutes(10)),
                 optional<&Rollback::unhealthy>("unhealthy", "The share of its instances that are "
                                                             "not healthy.")
                     .between(0, percent(99)),
                 optional<&Rollback::duration>("for", "How long a limit must be exceeded.")
                     .defaultsTo("5m")
                     .between(minutes(1), hours(1)))
        .conditional(WhenRule::Never);
  }
};

struct Release : BlockOf<BlockKind::Release> {
  ReleaseKind strategy() const { return ReleaseKind(variant); }
  Fixed<int64_t> idle;
  Fixed<Duration> warm, share, keep;
  Open<Text> preview;
  One<Canary> canary;
  One<Rollback> rollback;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "release",
               "How a new version replaces the old one: the tier has two scale sets. The parameter "
               "`leave` says which ones a deployment does not touch, and `live` which one of blue "
               "and green serves clients.",
               optional<&Release::idle>(
                   "idle", "The number of instances of the scale set that does not serve clients.")
                   .defaultsTo("0")
                   .between(0, builtinLimit(LimitId::SetInstances))
                   .only(ReleaseKind::BlueGreen),
               optional<&Release::warm>("warm",
                                        "How long the new version must be healthy before it "
                                        "gets clients.")
                   .defaultsTo("5m")
                   .between(0, hours(24))
                   .only(ReleaseKind::BlueGreen),
               optional<&Release::share>("share", "How long both versions then serve clients, each "
                                                  "with its share of the instances.")
                   .defaultsTo("0s")
                   .between(0, days(7))
                   .only(ReleaseKind::BlueGreen),
               optional<&Release::keep>(
                   "keep", "How long the old version keeps running, so that one deployment can "
                           "return to it.")
                   .defaultsTo("1h")
                   .between(0, days(30))
                   .only(ReleaseKind::BlueGreen),
               optional<&Release::preview>(
                   "preview", "A host name by which the application gateway in front of the tier "
                              "shows the scale set that does not serve clients.")
                   .only(ReleaseKind::BlueGreen),
               child<&Release::canary>("canary"), child<&Release::rollback>("rollback"))
        .oneOf<ReleaseKind>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
