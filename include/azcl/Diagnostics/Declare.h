// Include before <Area>.def: defines a typed constant for each entry. It has no include guard
// because each area includes it.
#include "azcl/Diagnostics/Catalogue.h"

#define DIAG(CODE, NAME, SEVERITY, GROUP, PARAMS, TEXT)                                            \
  namespace azcl::diag {                                                                           \
  inline constexpr decltype(detail::diagOf(static_cast<void(*) PARAMS>(nullptr))) NAME{            \
      DiagId(CODE), TEXT};                                                                         \
  }
#define NOTE(NAME, PARAMS, TEXT)                                                                   \
  namespace azcl::note {                                                                           \
  inline constexpr decltype(detail::noteOf(static_cast<void(*) PARAMS>(nullptr))) NAME{TEXT};      \
  }
