// Tests of the simulated engine: order, failures, snapshots and determinism.
#include "../../lib/Sim/Text.h"
#include "SimClient.h"

using namespace azcl;
using namespace azcl::sim;

namespace {
const std::string chain = R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {"secret": {"type": "securestring", "defaultValue": "x"}},
  "resources": [
    {"type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-05-01", "name": "ip",
     "location": "[resourceGroup().location]", "properties": {"publicIPAllocationMethod": "Static"}},
    {"type": "Microsoft.Network/loadBalancers", "apiVersion": "2024-05-01", "name": "lb",
     "location": "[resourceGroup().location]", "properties": {},
     "dependsOn": ["[resourceId('Microsoft.Network/publicIPAddresses', 'ip')]"]},
    {"type": "Microsoft.Resources/deployments", "apiVersion": "2024-03-01", "name": "child",
     "dependsOn": ["lb"],
     "properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "inner"},
       "template": {
         "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
         "contentVersion": "1.0.0.0",
         "resources": [{"type": "Microsoft.Compute/availabilitySets", "apiVersion": "2024-03-01",
                        "name": "set", "location": "westeurope"}],
         "outputs": {"ID": {"type": "string",
                     "value": "[resourceId('Microsoft.Compute/availabilitySets', 'set')]"}}}}}],
  "outputs": {
    "ADDRESS": {"type": "string", "value": "[reference('ip').ipAddress]"},
    "set": {"type": "string", "value": "[reference('child').outputs.ID.value]"}}})";

const StepReport &step(const std::vector<StepReport> &steps, llvm::StringRef end) {
  for (const StepReport &each : steps)
    if (llvm::StringRef(each.id).ends_with(end))
      return each;
  static const StepReport none;
  ADD_FAILURE() << "no step " << end.str();
  return none;
}
} // namespace

TEST(SimEngine, deploysInOrder) {
  Client client;
  client.makeGroup();
  Json result = client.deploy("main", chain);
  ASSERT_EQ(result["properties"]["provisioningState"], "Succeeded") << compact(result);
  EXPECT_EQ(result["properties"]["outputs"]["set"]["type"], "String");
  EXPECT_TRUE(
      llvm::StringRef(expansion::textOf(result["properties"]["outputs"]["address"]["value"]))
          .starts_with("20."))
      << compact(result);
  EXPECT_FALSE(result["properties"]["parameters"]["secret"].contains("value"));
  auto steps = client.simulator->steps();
  EXPECT_LE(step(steps, "/ip").ended, step(steps, "/lb").started);
  EXPECT_LE(step(steps, "/lb").ended, step(steps, "/child").started);
  EXPECT_LE(step(steps, "/child").started, step(steps, "/set").started);
  EXPECT_LE(step(steps, "/set").ended, step(steps, "/child").ended);
  EXPECT_EQ(client
                .send("GET", std::string(Client::group) +
                                 "/providers/Microsoft.Compute/availabilitySets/set")
                .status,
            200u);
  Json operations =
      Client::json(client.send("GET", std::string(Client::group) + "/deployments/main/operations"));
  ASSERT_EQ(operations["value"].size(), 4u);
  EXPECT_EQ(operations["value"][0]["properties"]["provisioningOperation"],
            "EvaluateDeploymentOutput");
}

TEST(SimEngine, failureStopsDependents) {
  Client client(R"({"failures": [{"match": {"type": "loadBalancers"}, "code": "QuotaExceeded"}]})");
  client.makeGroup();
  Json result = client.deploy("main", chain);
  EXPECT_EQ(result["properties"]["provisioningState"], "Failed");
  EXPECT_EQ(result["properties"]["error"]["code"], "DeploymentFailed");
  EXPECT_EQ(result["properties"]["error"]["details"][0]["code"], "QuotaExceeded");
  EXPECT_EQ(step(client.simulator->steps(), "/child").state, "Waiting");
  EXPECT_EQ(client.simulator->faults()[0].fired, 1u);
}

TEST(SimEngine, nestedFailureIsText) {
  Client client(
      R"({"failures": [{"match": {"id": "/set$", "to": 1}, "code": "AllocationFailed"}]})");
  client.makeGroup();
  Json result = client.deploy("main", chain);
  Json detail = result["properties"]["error"]["details"][0];
  EXPECT_EQ(detail["code"], "Conflict");
  auto inner = expansion::parseJson(detail["message"].get<std::string>());
  ASSERT_TRUE(bool(inner));
  EXPECT_EQ((*inner)["error"]["details"][0]["code"], "ResourceDeploymentFailure");
  EXPECT_EQ((*inner)["error"]["details"][0]["details"][0]["code"], "AllocationFailed");
  // The second attempt succeeds, and leaves what is unchanged.
  result = client.deploy("main", chain);
  EXPECT_EQ(result["properties"]["provisioningState"], "Succeeded");
}

TEST(SimEngine, rejectsBadTemplates) {
  Client client;
  client.makeGroup();
  auto put = [&](const std::string &contents) {
    return client.send("PUT", Client::deployment("bad"),
                       R"({"properties": {"mode": "Incremental", template: )" + contents + "}}");
  };
  deploy::Response response = put(R"({"contentVersion": "1.0.0.0", "resources": [{}]})");
  EXPECT_EQ(response.status, 400u);
  EXPECT_EQ(Client::json(response)["error"]["code"], "InvalidTemplate");
  response = put(R"({"contentVersion": "1.0.0.0", "resources": [
    {"type": "A.B/c", "apiVersion": "1", "name": "x", "dependsOn": ["y"]},
    {"type": "A.B/c", "apiVersion": "1", "name": "y", "dependsOn": ["x"]}]})");
  EXPECT_EQ(Client::json(response)["error"]["code"], "InvalidTemplateCircularDependency");
  EXPECT_EQ(client.send("GET", Client::deployment("bad")).status, 404u);
}

TEST(SimEngine, isDeterministicAndSurvivesSnapshots) {
  auto run = [](bool interrupted) {
    Client client(R"({"seed": 7})");
    client.makeGroup();
    deploy::Response response =
        client.send("PUT", Client::deployment("main"),
                    R"({"properties": {"mode": "Incremental", "template": )" + chain + "}}");
    client.sleep(10);
    Time end = client.simulator->now();
    if (interrupted) {
      auto restored = Simulator::restore(client.simulator->snapshot());
      EXPECT_TRUE(bool(restored));
      client.simulator = std::move(*restored);
    }
    client.finish("main", response.header("Azure-AsyncOperation").str());
    std::string log = client.simulator->snapshot();
    for (const Exchange &exchange : client.simulator->log())
      if (exchange.sent >= end) // a snapshot has no log
        log += timestampOf(exchange.done) + " " + exchange.request.url + " " +
               exchange.response->body + "\n";
    return log;
  };
  std::string first = run(false);
  EXPECT_EQ(first, run(false));
  EXPECT_EQ(first, run(true));
}

TEST(SimEngine, activeDeploymentCannotBeReplaced) {
  Client client;
  client.makeGroup();
  std::string body = R"({"properties": {"mode": "Incremental", "template": )" + chain + "}}";
  deploy::Response response = client.send("PUT", Client::deployment("main"), body);
  EXPECT_EQ(response.status, 201u);
  EXPECT_GE(response.header("Azure-AsyncOperation").size(), 3000u);
  EXPECT_EQ(response.header("Retry-After"), "");
  EXPECT_EQ(client.send("PUT", Client::deployment("main"), body).status, 409u);
  EXPECT_EQ(client.send("POST", Client::deployment("main") + "/cancel").status, 204u);
  Json result = client.finish("main", response.header("Azure-AsyncOperation").str());
  EXPECT_EQ(result["properties"]["provisioningState"], "Canceled");
  EXPECT_EQ(client.send("POST", Client::deployment("main") + "/cancel").status, 409u);
}

TEST(SimEngine, requiresTokens) {
  Client client;
  deploy::Request request;
  request.method = "GET";
  request.url = "https://management.azure.com/subscriptions/x/locations?api-version=2022-12-01";
  deploy::Completion completion = client.simulator->handle(request);
  EXPECT_EQ(completion.response->status, 401u);
  EXPECT_NE(completion.response->header("WWW-Authenticate"), "");
}

namespace {
std::string diskTemplate(llvm::StringRef name, llvm::StringRef more) {
  return R"({"contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Compute/disks",
    "apiVersion": "2024-03-02", "name": ")" +
         name.str() + "\", " + more.str() + "}]}";
}

std::string codeOf(const Json &result) {
  const Json &properties = result["properties"];
  return properties.contains("error") ? properties["error"]["details"][0]["code"].get<std::string>()
                                      : properties["provisioningState"].get<std::string>();
}
} // namespace

TEST(SimEngine, someChangesAreNotAllowed) {
  Client client;
  client.makeGroup();
  auto deploy = [&](const char *more) {
    return codeOf(client.deploy("main", diskTemplate("disk", more)));
  };
  EXPECT_EQ(deploy(R"("location": "westeurope", "properties": {"diskSizeGB": 64})"), "Succeeded");
  EXPECT_EQ(deploy(R"("location": "westeurope", "properties": {"diskSizeGB": 128})"), "Succeeded");
  EXPECT_EQ(deploy(R"("location": "westeurope", "properties": {"diskSizeGB": 32})"),
            "PropertyChangeNotAllowed");
  EXPECT_EQ(deploy(R"("location": "northeurope", "properties": {"diskSizeGB": 128})"),
            "InvalidResourceLocation");
  EXPECT_EQ(codeOf(client.deploy("orphan", R"({"contentVersion": "1.0.0.0", "resources": [
    {"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2024-05-01",
     "name": "none/a", "properties": {}}]})")),
            "ParentResourceNotFound");
}

TEST(SimEngine, modeCompleteDeletesOtherResources) {
  Client client;
  client.makeGroup();
  std::string disk = std::string(Client::group) + "/providers/Microsoft.Compute/disks/";
  client.deploy("one", diskTemplate("first", R"("location": "westeurope")"));
  std::string body = R"({"properties": {"mode": "Complete", "template": )" +
                     diskTemplate("second", R"("location": "westeurope")") + "}}";
  deploy::Response response = client.send("PUT", Client::deployment("two"), body);
  client.finish("two", response.header("Azure-AsyncOperation").str());
  EXPECT_EQ(client.send("GET", disk + "first").status, 404u);
  EXPECT_EQ(client.send("GET", disk + "second").status, 200u);
}

TEST(SimEngine, nestedDeploymentsGoOnAfterACancellation) {
  Client client(R"({"durations": {"*": 60}})");
  client.makeGroup();
  deploy::Response response =
      client.send("PUT", Client::deployment("main"),
                  R"({"properties": {"mode": "Incremental", "template": )" + chain + "}}");
  client.sleep(140); // the nested deployment is running
  EXPECT_EQ(client.send("POST", Client::deployment("main") + "/cancel").status, 204u);
  client.sleep(5);
  EXPECT_EQ(Client::json(
                client.send("GET", Client::deployment("child")))["properties"]["provisioningState"],
            "Running");
  Json active = Client::json(
      client.send("GET", std::string(Client::group) +
                             "/providers/Microsoft.Resources/deployments?api-version=" +
                             "2025-04-01&$filter=provisioningState%20eq%20'Running'"));
  EXPECT_EQ(active["value"].size(), 1u);
  client.sleep(300);
  EXPECT_EQ(Client::json(
                client.send("GET", Client::deployment("child")))["properties"]["provisioningState"],
            "Succeeded");
  EXPECT_EQ(Client::json(
                client.send("GET", Client::deployment("main")))["properties"]["provisioningState"],
            "Canceled");
}

TEST(SimEngine, theHistoryIsPruned) {
  Client client(R"({"history": 60, "pageSize": 7, "durations": {"*": 1}})");
  client.makeGroup();
  for (int i = 0; i < 70; ++i)
    EXPECT_EQ(codeOf(client.deploy("d" + std::to_string(i),
                                   R"({"contentVersion": "1.0.0.0", "resources": []})")),
              "Succeeded");
  size_t count = 0;
  std::string link = std::string(Client::group) + "/providers/Microsoft.Resources/deployments";
  while (!link.empty()) {
    Json page = Client::json(client.send("GET", link));
    EXPECT_LE(page["value"].size(), 7u);
    count += page["value"].size();
    link = page.value("nextLink", "");
  }
  EXPECT_LT(count, 60u);
  EXPECT_GE(count, 10u);
}

TEST(SimEngine, aResourceCanNeverEnd) {
  Client client(R"({"failures": [{"match": {"type": "disks"}, "never": true}]})");
  client.makeGroup();
  client.send("PUT", Client::deployment("main"),
              R"({"properties": {"mode": "Incremental", "template": )" +
                  diskTemplate("disk", R"("location": "westeurope")") + "}}");
  client.sleep(100000);
  EXPECT_EQ(Client::json(
                client.send("GET", Client::deployment("main")))["properties"]["provisioningState"],
            "Running");
}
