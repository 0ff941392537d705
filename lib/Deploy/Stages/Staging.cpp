// Puts the templates where Azure can read them: in the request itself, in a template spec, or in a
// blob container.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// Azure's limit for a request is 4 MB; parameters need some of it, too.
static constexpr size_t largestInline = 3'500'000;

namespace {
class InlineStage : public Stage {
public:
  explicit InlineStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;

  void begin(Machine &machine) override {
    llvm::Expected<Json> root = leg->version->bundle.inlined();
    if (!root) {
      Failure failure = failureOf("InvalidBundle", llvm::toString(root.takeError()));
      failure.exit = ExitCode::Invalid;
      failure.advice = "compile the program again";
      return machine.fail(std::move(failure));
    }
    leg->content = {{"template", std::move(*root)}};
    machine.proceed();
  }
  void answer(Machine &, const Ask &, const Reply &) override {}
};

/// A template spec: no SAS, and it works with locked networks. A version never changes, because its
/// name is the digest of its contents.
class SpecStage : public Stage {
public:
  explicit SpecStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;
  enum Purpose { FindVersion, FindGroup, PutSpec, PutVersion };

  std::string spec(const Machine &machine) const {
    return fmt::format("{}/providers/Microsoft.Resources/templateSpecs/{}", machine.job.scopeId(),
                       machine.job.project);
  }
  std::string version(const Machine &machine) const {
    return spec(machine) + "/versions/" + leg->version->bundle.digest.substr(0, 12);
  }
  static std::string url(const std::string &path) {
    return fmt::format("{}?api-version={}", path, specsVersion);
  }

  void begin(Machine &machine) override {
    leg->content = {{"templateLink", {{"id", version(machine)}}}};
    if (machine.facts.staged.count(leg->version->bundle.digest))
      return machine.proceed();
    machine.ask(FindVersion, "template spec", machine.get(url(version(machine))));
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    if (ask.purpose == FindVersion && reply.status == 404) {
      machine.phase("upload", "storing the templates in template spec " + machine.job.project);
      machine.ask(
          FindGroup, "group",
          machine.get(fmt::format("{}?api-version={}", machine.job.scopeId(), resourcesVersion)));
      return;
    }
    if (!reply.ok())
      return machine.fail(reply);
    if (ask.purpose == FindGroup) {
      location = textAt(reply.body, "location");
      Json body = {{"location", location},
                   {"properties", {{"displayName", machine.job.project}}},
                   {"tags", {{"azcl-project", machine.job.project}}}};
      return machine.ask(PutSpec, "template spec",
                         machine.manager("PUT", url(spec(machine)), &body));
    }
    if (ask.purpose == PutSpec) {
      Json body = contents();
      return machine.ask(PutVersion, "template spec",
                         machine.manager("PUT", url(version(machine)), &body));
    }
    machine.record("staged", {{"digest", leg->version->bundle.digest}});
    machine.proceed();
  }

  std::string location;

  Json contents() const {
    const Bundle &bundle = leg->version->bundle;
    Json linked = Json::array();
    for (const std::string &path : bundle.templates())
      if (path != bundle.root)
        linked.push_back(
            {{"path", path}, {"template", Json::parse(bundle.file(path), nullptr, false)}});
    return {{"location", location},
            {"properties",
             {{"mainTemplate", bundle.rootTemplate()}, {"linkedTemplates", std::move(linked)}}}};
  }
};

/// Chooses the simplest staging that the size allows.
class AutoStage : public Stage {
public:
  explicit AutoStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;

  void begin(Machine &machine) override {
    size_t size = 0;
    for (const std::string &path : leg->version->bundle.templates())
      size += leg->version->bundle.file(path).size();
    StageList chosen;
    // Template specs are in resource groups, which a deployment to a subscription only creates.
    if (size < largestInline || machine.job.isWide())
      chosen.push_back(std::make_unique<InlineStage>(leg));
    else
      chosen.push_back(std::make_unique<SpecStage>(leg));
    machine.insert(std::move(chosen));
    machine.proceed();
  }
  void answer(Machine &, const Ask &, const Reply &) override {}
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeStagingStage(const Job &job, LegPtr leg) {
  switch (job.staging) {
  case Staging::Auto: return std::make_unique<AutoStage>(std::move(leg));
  case Staging::Inline: return std::make_unique<InlineStage>(std::move(leg));
  case Staging::Spec: return std::make_unique<SpecStage>(std::move(leg));
  case Staging::Blob: return makeBlobStage(std::move(leg));
  }
  llvm_unreachable("unknown staging");
}
