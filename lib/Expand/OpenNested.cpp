// Finds the template of a nested deployment: inline, at a path relative to the linking template, or
// below _artifactsLocation.
#include "Resources.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static constexpr unsigned maxNesting = 20;

/// Normalizes "a/./b/../c" to "a/c"; nullopt if the path leaves the folder or is not a relative
/// path.
static std::optional<std::string> normalized(StringRef path) {
  if (path.empty() || path.starts_with("/") || path.contains('\\') || path.contains('\0'))
    return std::nullopt;
  llvm::SmallVector<StringRef> parts, kept;
  path.split(parts, '/');
  for (StringRef part : parts) {
    if (part == "..") {
      if (kept.empty())
        return std::nullopt;
      kept.pop_back();
    } else if (!part.empty() && part != ".") {
      kept.push_back(part);
    }
  }
  return kept.empty() ? std::nullopt : std::optional(llvm::join(kept, "/"));
}

/// The file that a templateLink refers to, relative to the folder; "" on failure.
static std::string fileOf(Evaluator &evaluator, const Json &link) {
  Session &session = evaluator.session;
  std::optional<std::string> file;
  std::string shown;
  if (findMember(link, "relativePath")) {
    shown = evaluator.stringMember(link, "relativePath");
    StringRef base = StringRef(evaluator.deployment.place.file);
    size_t slash = base.rfind('/');
    std::string folder = slash == StringRef::npos ? "" : base.take_front(slash + 1).str();
    if (!StringRef(shown).starts_with("/")) // an absolute path would look relative after appending
      file = normalized(folder + shown);
  } else if (findMember(link, "uri")) {
    shown = evaluator.stringMember(link, "uri");
    StringRef rest = StringRef(shown).split('?').first;
    if (rest.consume_front(session.artifacts)) {
      file = normalized(rest);
    } else if (!session.failed()) {
      session.fail(evaluator.place,
                   fmt::format("cannot read `{}` offline: it does not start with the value of "
                               "_artifactsLocation, `{}`",
                               shown, session.artifacts),
                   TemplateError::Kind::Unsupported);
    }
  } else {
    session.fail(
        evaluator.place,
        "`templateLink` must have `relativePath` or `uri`; other links cannot be read offline",
        TemplateError::Kind::Unsupported);
  }
  if (!file)
    evaluator.fail(fmt::format("`{}` is outside the template folder", shown));
  return session.failed() ? "" : *file;
}

static bool isInner(const Json &properties) {
  const Json *options = findMember(properties, "expressionEvaluationOptions");
  const std::string *scope = options ? findString(*options, "scope") : nullptr;
  return scope && StringRef(*scope).equals_insensitive("inner");
}

static void findTemplate(Session &session, Deployment &made, const Record &record,
                         Evaluator &evaluator, const Json &properties) {
  if (const Json *link = findMember(properties, "templateLink")) {
    evaluator.place.steps.push_back("templateLink");
    made.place.file = fileOf(evaluator, *link);
    made.link = made.place.file;
    made.uri = session.artifacts + made.place.file;
    if (!session.failed())
      made.root = session.load(made.place.file, evaluator.place);
    evaluator.place.steps.pop_back();
  } else if ((made.root = findMember(properties, "template"))) {
    made.place = record.place / "properties" / "template";
    made.uri = made.parent->uri;
    bool computed = made.root->is_string(); // a template that a variable contains
    if (computed) {
      made.computed = evaluator.member(properties, "template");
      made.root = &made.computed;
    }
    // Azure evaluates the expressions of an outer scope before the template has its contents.
    if (!computed && !isInner(properties)) {
      made.values = made.parent->values;
      made.loops = record.loops;
    }
  } else {
    evaluator.fail("a deployment must have `template` or `templateLink`");
  }
  if (!session.failed() && !made.root->is_object())
    session.fail(made.place, "a template must be an object");
}

/// Evaluates the parameter values that a deployment passes to its template.
static void supply(Session &session, Deployment &made, Evaluator &evaluator,
                   const Json &properties) {
  made.suppliedAt = evaluator.place / "parameters";
  const Json *supplied = findMember(properties, "parameters");
  if (!supplied || supplied->is_null())
    return;
  Json computed;
  if (supplied->is_string()) {
    computed = evaluator.member(properties, "parameters");
    supplied = &computed;
  }
  if (!supplied->is_object())
    return session.fail(made.suppliedAt, "`parameters` must be an object");
  if (made.values != &made && !supplied->empty())
    return session.fail(made.suppliedAt,
                        "only a template with inner scope can have `parameters`; set the scope in "
                        "`expressionEvaluationOptions` to `inner`");
  made.supplied = evaluator.member(properties, "parameters");
}

/// Reads the scope that the member `scope` names. Azure ignores others.
static void readScope(StringRef scope, Deployment &target) {
  bool aboveSubscriptions = target.subscription.empty();
  if (scope.consume_front_insensitive("/subscriptions/")) {
    auto [subscription, rest] = scope.split('/');
    target.subscription = subscription.str();
    target.group = rest.consume_front_insensitive("resourceGroups/") ? rest.str() : "";
  } else if (scope == "/") {
    target.group = target.subscription = target.managementGroup = "";
  } else if (scope.consume_front("/providers/");
             scope.consume_front_insensitive("Microsoft.Management/managementGroups/") &&
             aboveSubscriptions) {
    target.managementGroup = scope.str();
  }
}

void azcl::expansion::chooseScope(Evaluator &evaluator, const Json &source, Deployment &target) {
  auto text = [&](StringRef key) -> std::string {
    if (evaluator.member(source, key).is_null()) // absent, or null
      return "";
    return evaluator.stringMember(source, key);
  };
  readScope(text("scope"), target);
  std::string subscription = text("subscriptionId"), group = text("resourceGroup");
  if (!subscription.empty()) {
    target.subscription = subscription;
    target.group.clear();
  }
  if (!group.empty())
    target.group = group;
}

void azcl::expansion::openNested(Session &session, Deployment &deployment, Record &record) {
  if (record.opened == Progress::Running)
    return session.fail(record.place,
                        fmt::format("deployment `{}` depends on itself", record.name));
  if (record.opened == Progress::Done)
    return;
  record.opened = Progress::Running;
  llvm::SaveAndRestore reads(session.evaluating, &record);
  const Json *properties = findMember(*record.source, "properties");
  if (!properties || !properties->is_object())
    return session.fail(record.place, "a deployment must have `properties`");
  Deployment &made = session.make(&deployment);
  record.nested = &made;
  made.record = &record;
  if (made.depth > maxNesting)
    return session.fail(record.place,
                        fmt::format("deployments are nested more than {} levels deep", maxNesting));
  made.name = record.name;
  Evaluator evaluator(session, deployment, record.place, record.loops);
  evaluator.beforeDeployment = true;
  chooseScope(evaluator, *record.source, made);
  made.location = evaluator.stringMember(*record.source, "location");
  if (made.group.empty() && made.location.empty())
    session.fail(record.place, "a deployment at the scope of a subscription, a management group or "
                               "the tenant must have a `location`");
  evaluator.beforeDeployment = false;
  evaluator.place = record.place / "properties";
  findTemplate(session, made, record, evaluator, *properties);
  if (!session.failed())
    supply(session, made, evaluator, *properties);
  record.opened = Progress::Done;
}
