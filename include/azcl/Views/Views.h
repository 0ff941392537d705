// What people look at: graphs of what will exist, and a summary of it.
#pragma once

#include "azcl/Link/Link.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class GraphOf : uint8_t { Resources, Components, Tiers };
enum class GraphFormat : uint8_t { Dot, Mermaid };

/// Arrows lead to what has to be there first.
void printGraph(const TemplateSet &set, GraphOf what, GraphFormat format, llvm::raw_ostream &out);

/// What will exist, how many, where; and how it is deployed.
void printSummary(const Program &program, const TemplateSet &set, LinkMode link,
                  llvm::raw_ostream &out);

/// What is promised to callers, what remains when a zone is lost, and how that is counted.
void printAvailability(const Program &program, const Catalog &catalog, llvm::raw_ostream &out);

} // namespace azcl
