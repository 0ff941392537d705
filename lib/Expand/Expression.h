// Imports the template expression parser from Support, which also checks `arm(...)` in programs.
#pragma once

#include "azcl/Support/TemplateExpression.h"

namespace azcl::expansion {
using expressions::Access;
using expressions::Expression;
using expressions::isExpression;
using expressions::literalOf;
using expressions::parseExpression;
} // namespace azcl::expansion
