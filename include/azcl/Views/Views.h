// Listings for people: graphs and a summary of the resources, and availability.
#pragma once

#include "azcl/Link/Link.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class GraphOf : uint8_t { Resources, Components, Tiers };
enum class GraphFormat : uint8_t { Dot, Mermaid };

/// Arrows point to dependencies, which are deployed first.
void printGraph(const TemplateSet &set, GraphOf what, GraphFormat format, llvm::raw_ostream &out);

/// What is deployed, how many of each, where and how.
void printSummary(const Program &program, const TemplateSet &set, LinkMode link,
                  llvm::raw_ostream &out);

/// The availability of each tier: its SLA, what remains after the loss of one zone, and how both
/// are calculated.
void printAvailability(const Program &program, const Catalog &catalog, llvm::raw_ostream &out);

} // namespace azcl
