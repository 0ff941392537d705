// Storage accounts.
#include "BlobAccess.h"
#include "Durations.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findString;
using llvm::StringRef;

static std::string accountId(const Call &call) {
  return call.scope + "/providers/Microsoft.Storage/storageAccounts/" + call["name"];
}

static bool isValidName(StringRef name) {
  return name.size() >= 3 && name.size() <= 24 &&
         llvm::all_of(name, [](char c) { return llvm::isDigit(c) || (c >= 'a' && c <= 'z'); });
}

static bool isTaken(const Call &call, StringRef name) {
  return llvm::is_contained(call.scenario.takenNames, Json(name.str())) ||
         findAccount(call.state, name);
}

Response azcl::sim::checkNameAvailability(Call &call) {
  const std::string *name = findString(call.body, "name");
  if (!name)
    return failure(400, "InvalidRequestContent", "The name is missing.");
  if (!isValidName(*name))
    return reply(200, {{"nameAvailable", false},
                       {"reason", "AccountNameInvalid"},
                       {"message", fmt::format("{} is not a valid storage account name. Storage "
                                               "account name must be between 3 and 24 characters "
                                               "in length and use numbers and lower-case letters "
                                               "only.",
                                               *name)}});
  if (isTaken(call, *name))
    return reply(
        200, {{"nameAvailable", false},
              {"reason", "AlreadyExists"},
              {"message", fmt::format("The storage account named {} is already taken.", *name)}});
  return reply(200, {{"nameAvailable", true}});
}

Response azcl::sim::putAccount(Call &call) {
  std::string id = accountId(call);
  const std::string &name = call["name"];
  if (!isValidName(name))
    return failure(400, "AccountNameInvalid",
                   fmt::format("{} is not a valid storage account name.", name));
  if (!call.body.is_object())
    return failure(400, "InvalidRequestContent", "The request content was invalid.");
  const Resource *old = call.state.resource(id);
  if (!old && isTaken(call, name))
    return failure(409, "StorageAccountAlreadyTaken",
                   fmt::format("The storage account named {} is already taken.", name));
  Json body = {{"id", id},
               {"type", "Microsoft.Storage/storageAccounts"},
               {"apiVersion", call.apiVersion},
               {"name", name}};
  body.update(call.body);
  Write write{id, "Microsoft.Storage/storageAccounts", name, call.apiVersion, body};
  unsigned attempt = ++call.state.attempts[StringRef(id).lower()];
  if (auto refusal = refusalOf(call.state, call.scenario, write, attempt))
    return reply(statusOf(*refusal), {{"error", refusal->error}});
  if (old)
    return reply(200, resourceView(store(call.state, call.scenario, write, "Succeeded")));
  store(call.state, call.scenario, write, "Creating");
  Job job;
  job.id = guidOf(id, call.state.next++);
  job.kind = "create";
  job.target = id;
  const std::string *location = findString(call.body, "location");
  Response response = empty(202);
  setHeader(response, "Content-Type", "text/plain; charset=utf-8");
  setHeader(response, "Location",
            pollUrl(call, fmt::format("{}/providers/Microsoft.Storage/locations/{}/"
                                      "asyncoperations/{}",
                                      call.subscription(), location ? *location : "any", job.id)));
  setHeader(response, "Retry-After", "17");
  call.engine.startJob(std::move(job), lengthOf(call.scenario, write.type, id, attempt));
  return response;
}

Response azcl::sim::listKeys(Call &call) {
  const Resource *account = call.state.resource(accountId(call));
  if (!account)
    return failure(404, "ResourceNotFound",
                   fmt::format("The Resource 'Microsoft.Storage/storageAccounts/{}' was not found.",
                               call["name"]));
  Json keys = Json::array();
  for (unsigned which : {1, 2})
    keys.push_back({{"creationTime", timestampOf(account->created)},
                    {"keyName", fmt::format("key{}", which)},
                    {"value", accountKey(account->name, which)},
                    {"permissions", "FULL"}});
  return reply(200, {{"keys", keys}});
}
