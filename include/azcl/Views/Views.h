// Reports about a program for people: dependency graph, summary, availability.
#pragma once

#include "azcl/Link/Link.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class GraphOf : uint8_t { Resources, Components, Tiers };
enum class GraphFormat : uint8_t { Dot, Mermaid };

/// An arrow leads from a resource or template to its dependency.
void printGraph(const TemplateSet &set, GraphOf what, GraphFormat format, llvm::raw_ostream &out);

/// Prints tiers, resources, parameters, prerequisites, and the commands that deploy them.
void printSummary(const Program &program, const TemplateSet &set, LinkMode link,
                  llvm::raw_ostream &out);

/// Prints the SLA of each path, what remains after the loss of a zone, and the calculation.
void printAvailability(const Program &program, const Catalog &catalog, llvm::raw_ostream &out);

} // namespace azcl
