// The language of templates is read by Support: programs check `arm(...)` with the same parser.
#pragma once

#include "azcl/Support/TemplateExpression.h"

namespace azcl::expansion {
using expressions::Access;
using expressions::Expression;
using expressions::isExpression;
using expressions::literalOf;
using expressions::parseExpression;
} // namespace azcl::expansion
