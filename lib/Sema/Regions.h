// Gives each region of an application its clusters.
#pragma once

#include "azcl/AST/Statements.h"

namespace azcl {

/// The statements of an application without its clusters, and with the clusters in each region.
ast::Body withRegions(ast::Body application, Arena &arena);

} // namespace azcl
