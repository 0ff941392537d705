// The block `board`: an Azure Monitor workbook with the golden signals of services.
#pragma once

#include "azcl/Program/Blocks/Operations/Budget.h"

namespace azcl {

template <>
inline constexpr const char *listForm<Ref<Service>> = "a list such as `[gateway.front, tier.web]`";

struct Board : BlockOf<BlockKind::Board> {
  Fixed<List<Ref<Service>>> of;
  Open<Text> title;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block("board",
                 "An Azure Monitor workbook with charts of the golden signals: the traffic, "
                 "errors, latency and saturation of services.",
                 optional<&Board::of>("of", "The services, in the order of the workbook. A service "
                                            "whose condition is false is not in it.")
                     .derivedFrom("the application gateways, load balancers and tiers of the "
                                  "cluster, and its NAT gateway"),
                 optional<&Board::title>("title", "The title of the workbook in the Azure portal.")
                     .derivedFrom("the labels of the cluster and the board"),
                 child<&Board::patch>("patch"))
        .named();
  }
};

} // namespace azcl
