// The parser that ANTLR generates. It expects its base class to be declared.
#pragma once

#include "ParserBase.h"

#include "AzclParser.h"
