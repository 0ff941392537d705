// Reports faults as diagnostics.
#include "azcl/AzureTypes/Report.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::azure;
using llvm::StringRef;

static void suggest(Report report, const Fault &fault, const FaultPlace &place, bool quoted) {
  if (fault.repair.empty())
    return;
  std::string text = quoted ? fmt::format("\"{}\"", fault.repair) : fault.repair;
  if (place.replaceable)
    report.idea(place.range, text, note::DidYouMean, fault.repair);
}

void azcl::azure::reportFault(DiagnosticEngine &diags, StringRef type, const Fault &fault,
                              const FaultPlace &place) {
  SourceRange range = place.range;
  auto say = [&](const auto &diag, auto... args) {
    return place.certain ? diags.reportAsError(range, diag, args...)
                         : diags.report(range, diag, args...);
  };
  switch (fault.kind) {
  case FaultKind::Unknown: {
    auto report = say(diag::AzurePropertyUnknown, type, fault.path);
    suggest(report, fault, place, false);
    if ((fault.repair.empty() || !place.replaceable) && !fault.wanted.empty())
      report.note({}, note::AzureProperties, fault.wanted);
    return;
  }
  case FaultKind::Missing: say(diag::AzurePropertyMissing, type, fault.path, fault.wanted); return;
  case FaultKind::Kind:
    say(diag::AzureValueKind, fault.path, fault.wanted, fault.given, place.when);
    return;
  case FaultKind::Word:
    return suggest(say(diag::AzureValueUnknown, fault.path, fault.given, fault.wanted, place.when),
                   fault, place, true);
  case FaultKind::ReadOnly: say(diag::AzurePropertyReadOnly, fault.path); return;
  case FaultKind::Length:
  case FaultKind::Number:
    say(diag::AzureValueBounds, fault.path, fault.given, fault.wanted, place.when);
    return;
  case FaultKind::Pattern:
    say(diag::AzureValueBounds, fault.path, fmt::format("the value \"{}\"", fault.given),
        fmt::format("strings that match `{}`", fault.wanted), place.when);
    return;
  case FaultKind::SecretShown:
    diags.reportAsError(range, diag::AzureSecretShown, fault.path);
    return;
  case FaultKind::SecretKnown:
    diags.report(range, diag::SecretInSource, fmt::format("`{}`", fault.path));
    return;
  }
}

void azcl::azure::reportUnknownType(DiagnosticEngine &diags, StringRef type, SourceRange place) {
  auto report = diags.report(place, diag::AzureTypeUnknown, type);
  if (StringRef near = TypeLibrary::builtin().similar(type); !near.empty())
    report.idea(place, fmt::format("\"{}\"", near), note::DidYouMean, near);
}

void azcl::azure::reportUnknownVersion(DiagnosticEngine &diags, StringRef type, StringRef version,
                                       SourceRange place) {
  StringRef newest = TypeLibrary::builtin().newest(type)->version;
  diags.report(place, diag::AzureVersionUnknown, type, version, newest)
      .idea(place, fmt::format("\"{}\"", newest), note::DidYouMean, newest);
}
