// Evaluates the versions of gallery images.
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Texts.h"

using namespace azcl;

bool azcl::canBeLatest(const Expr &version) {
  bool found = false;
  const Expr *only[] = {&version};
  bool all = forEachAssignment(only, [&](const Assignment &values) {
    std::optional<std::string> text = textWith(version, values);
    found |= !text || *text == "latest";
  });
  return found || !all;
}
