// Decides checks and controls, and reports unmet ones.
#include "azcl/Compliance/Compliance.h"
#include "Facts.h"
#include "azcl/Diagnostics/Security.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

size_t FrameworkResult::count(ControlState state) const {
  return llvm::count_if(controls,
                        [&](const ControlResult &control) { return control.state == state; });
}

StringRef azcl::dayOf(const Catalog &catalog) {
  StringRef newest;
  for (const CatalogFile &file : catalog.files())
    newest = std::max(newest, file.asOf);
  return newest;
}

/// The row of a framework; both levels of CIS have one row.
static StringRef rowOf(Framework framework) {
  return framework == Framework::CisLevel1 || framework == Framework::CisLevel2
             ? "cis"
             : Words<Framework>::words[size_t(framework)].name;
}

static CheckResult decide(const ComplianceCheck &check, const ClusterFacts &facts) {
  CheckResult result;
  result.check = &check;
  if (ComplianceTest test = testOf(check.name))
    test(facts, result);
  if (result.state != CheckState::Live)
    result.state = !result.unmet.empty() ? CheckState::Unmet
                   : !result.met.empty() ? CheckState::Met
                                         : CheckState::Absent;
  return result;
}

namespace {
struct Judge {
  const ClusterCompliance &cluster;

  const CheckResult &result(StringRef name) const {
    return *llvm::find_if(cluster.checks,
                          [&](const CheckResult &each) { return each.check->name == name; });
  }
  /// Whether the check or one of its alternatives is met.
  bool holds(const CheckResult &result) const {
    return result.holds() || llvm::any_of(result.check->alternatives.words(), [&](StringRef other) {
             return this->result(other).state == CheckState::Met;
           });
  }

  ControlResult control(const ComplianceControl &control) const {
    ControlResult made{&control, ControlState::Absent, {}, nullptr};
    std::vector<const CheckResult *> unmet, met;
    bool needsAll = !control.required.empty();
    for (StringRef name : (needsAll ? control.required : control.supporting).words()) {
      const CheckResult &each = result(name);
      if (!holds(each))
        unmet.push_back(&each);
      else if (each.state != CheckState::Absent)
        met.push_back(&each);
    }
    bool fails = needsAll ? !unmet.empty() : met.empty() && !unmet.empty();
    bool isLive =
        llvm::all_of(met, [](const CheckResult *each) { return each->state == CheckState::Live; });
    made.state = fails         ? ControlState::Unmet
                 : met.empty() ? ControlState::Absent
                 : isLive      ? ControlState::Outside
                               : ControlState::Met;
    made.checks = fails ? unmet : met;
    return made;
  }
};
} // namespace

/// "7.9" is before "7.10".
static bool isBefore(const ControlResult &a, const ControlResult &b) {
  return a.control->id.compare_numeric(b.control->id) < 0;
}

static void judge(const Compliance &block, ClusterCompliance &cluster, const Catalog &catalog) {
  Judge judge{cluster};
  for (size_t i = 0; i < block.frameworks.size(); ++i) {
    Framework framework = block.frameworks[i];
    FrameworkResult made{framework, catalog.complianceFramework(rowOf(framework)), {}};
    for (const ComplianceControl &control : catalog.complianceControls()) {
      if (control.framework != rowOf(framework) ||
          (framework == Framework::CisLevel1 && control.level > 1))
        continue;
      ControlResult result = judge.control(control);
      for (const ComplianceException &exception : block.exceptions)
        if (exception.control.known() && exception.control.value() == control.id)
          result.exception = &exception;
      if (result.exception && result.state == ControlState::Unmet)
        result.state = ControlState::Excepted;
      made.controls.push_back(std::move(result));
    }
    llvm::stable_sort(made.controls, isBefore);
    cluster.frameworks.push_back(std::move(made));
  }
}

std::vector<ClusterCompliance> azcl::complianceOf(const Program &program, const arm::Module &module,
                                                  const Catalog &catalog) {
  std::vector<ClusterCompliance> all;
  for (const Cluster &cluster : program.clusters()) {
    const Compliance *block = cluster.compliance.get();
    if (!block || !block->frameworks.known())
      continue;
    Arena arena;
    ClusterFacts facts(program, cluster, module, catalog, arena);
    all.push_back({&cluster, {}, {}});
    for (const ComplianceCheck &check : catalog.complianceChecks())
      all.back().checks.push_back(decide(check, facts));
    judge(*block, all.back(), catalog);
  }
  return all;
}

static void reportUnmet(const ClusterCompliance &cluster, const Compliance &block,
                        DiagnosticEngine &diags) {
  bool isError = block.level.value() == ComplianceLevel::Error;
  llvm::StringSet<> reported;
  for (const FrameworkResult &framework : cluster.frameworks)
    for (const ControlResult &control : framework.controls) {
      if (control.state != ControlState::Unmet)
        continue;
      for (const CheckResult *check : control.checks) {
        if (!reported.insert(check->check->name).second)
          continue;
        StringRef name = check->check->name, title = framework.facts->title,
                  id = control.control->id;
        SourceRange place = block.frameworks.place();
        auto report = isError ? diags.report(place, diag::ControlUnmet, title, id,
                                             control.control->title, name)
                              : diags.report(place, diag::ControlUnmetWarning, title, id,
                                             control.control->title, name);
        if (!check->unmet.empty())
          report.label(check->unmet.front()->origin, note::UnmetHere, name);
        report.note({}, note::ComplianceRepair, check->check->repair);
      }
    }
}

static void checkException(const ClusterCompliance &cluster, const ComplianceException &exception,
                           const Catalog &catalog, DiagnosticEngine &diags) {
  if (!exception.control.known())
    return;
  StringRef id = exception.control.value();
  bool known = false, needed = false;
  for (const FrameworkResult &framework : cluster.frameworks)
    for (const ControlResult &control : framework.controls)
      if (control.exception == &exception) {
        known = true;
        needed |= control.state == ControlState::Excepted;
      }
  if (!known)
    diags.report(exception.control.place(), diag::ExceptionUnknown, id);
  else if (exception.until.known() && exception.until.value() < dayOf(catalog))
    diags.report(exception.until.place(), diag::ExceptionExpired, id, exception.until.value());
  else if (!needed)
    diags.report(exception.head, diag::ExceptionUnneeded, id);
}

void azcl::checkCompliance(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                           DiagnosticEngine &diags) {
  for (const ClusterCompliance &each : results) {
    const Compliance &block = *each.cluster->compliance.get();
    if (block.level.known() && block.level.value() != ComplianceLevel::Report)
      reportUnmet(each, block, diags);
    for (const ComplianceException &exception : block.exceptions)
      checkException(each, exception, catalog, diags);
  }
}
