// Loads templates and limits the work of an expansion.
#include "Session.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;
namespace path = llvm::sys::path;

char TemplateError::ID;

static constexpr uint64_t maxWork = 256u << 20;
static constexpr size_t maxDeployments = 2000;
static constexpr uint64_t maxFileSize = 4 << 20; // Azure's limit

Place Place::operator/(StringRef step) const {
  Place below = *this;
  below.steps.push_back(pointerStep(step));
  return below;
}

std::string Place::text() const {
  std::string out = file;
  for (size_t i = 0; i < steps.size(); ++i)
    out += (i == 0 ? ": /" : "/") + steps[i];
  return out;
}

std::string Deployment::scope() const {
  if (!subscription.empty())
    return "/subscriptions/" + subscription + (group.empty() ? "" : "/resourceGroups/" + group);
  return managementGroup.empty()
             ? ""
             : "/providers/Microsoft.Management/managementGroups/" + managementGroup;
}

void Session::fail(const Place &place, const std::string &what, TemplateError::Kind of) {
  if (failure)
    return;
  failure = place.text() + ": " + what;
  kind = of;
}

bool Session::succeeds(llvm::function_ref<void()> part) {
  if (failed())
    return false;
  part();
  bool good = !failed();
  if (work <= maxWork) // otherwise there is no use in going on
    failure.reset();
  return good;
}

bool Session::spend(size_t weight, const Place &place) {
  work += weight;
  if (work > maxWork)
    fail(place, "the expansion is too large");
  return !failed();
}

Deployment &Session::make(Deployment *parent) {
  deployments.push_back(std::make_unique<Deployment>());
  Deployment &made = *deployments.back();
  if (parent) {
    made.parent = parent;
    made.depth = parent->depth + 1;
    made.subscription = parent->subscription;
    made.group = parent->group;
    made.managementGroup = parent->managementGroup;
    made.location = parent->location;
    if (deployments.size() > maxDeployments)
      fail(parent->place,
           fmt::format("the expansion has more than {} deployments", maxDeployments));
  }
  return made;
}

/// Whether a file is inside the folder, following symbolic links. If the paths cannot be resolved,
/// the file is accepted.
static bool isWithin(llvm::vfs::FileSystem &files, StringRef folder, StringRef file) {
  llvm::SmallString<256> realFolder, realFile;
  if (files.getRealPath(folder, realFolder) || files.getRealPath(file, realFile))
    return true;
  StringRef rest = realFile;
  return rest.consume_front(realFolder) && (realFolder.ends_with("/") || rest.starts_with("/"));
}

const Json *Session::load(StringRef name, const Place &askedFrom) {
  if (auto found = templates.find(name); found != templates.end())
    return found->second.get();
  llvm::SmallString<256> full(folder);
  path::append(full, path::Style::posix, name);
  if (!isWithin(files, folder, full)) {
    fail(askedFrom, fmt::format("`{}` is outside the template folder", name),
         TemplateError::Kind::Link);
    return nullptr;
  }
  auto buffer = files.getBufferForFile(full);
  if (!buffer) {
    fail(askedFrom, fmt::format("cannot read `{}`: {}", name, buffer.getError().message()),
         TemplateError::Kind::Link);
    return nullptr;
  }
  if ((*buffer)->getBufferSize() > maxFileSize) {
    fail({name.str(), {}}, "the template exceeds Azure's limit of 4 MB");
    return nullptr;
  }
  llvm::Expected<Json> parsed = parseJson((*buffer)->getBuffer());
  if (!parsed) {
    fail({name.str(), {}}, llvm::toString(parsed.takeError()));
    return nullptr;
  }
  auto &kept = templates[name];
  kept = std::make_unique<Json>(std::move(*parsed));
  return kept.get();
}
