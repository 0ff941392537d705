// Tests of the simulated services around deployments: storage and links, stacks, scale sets,
// what-if, faults.
#include "../../lib/Sim/Sas.h"
#include "SimClient.h"

using namespace azcl;
using namespace azcl::sim;

namespace {
constexpr const char *account = "/providers/Microsoft.Storage/storageAccounts/templates1";
constexpr const char *blobs = "https://templates1.blob.core.windows.net";

std::string addressTemplate(llvm::StringRef name, llvm::StringRef allocation = "Static") {
  return R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Network/publicIPAddresses",
    "apiVersion": "2024-05-01", "name": ")" +
         name.str() +
         R"(", "location": "westeurope", "properties": {"publicIPAllocationMethod": ")" +
         allocation.str() + R"("}}]})";
}

/// A template that deploys another one after a slow resource.
const std::string linking = R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {"type": "Microsoft.Compute/disks", "apiVersion": "2024-03-02", "name": "slow",
     "location": "westeurope", "properties": {}},
    {"type": "Microsoft.Resources/deployments", "apiVersion": "2024-03-01", "name": "child",
     "dependsOn": ["slow"],
     "properties": {"mode": "Incremental", "templateLink": {"relativePath": "parts/child.json"}}}]})";

void makeAccount(Client &client) {
  client.makeGroup();
  deploy::Response made = client.send("PUT", std::string(Client::group) + account,
                                      R"({"location": "westeurope", "kind": "StorageV2",
                                          "sku": {"name": "Standard_LRS"}, "properties": {}})");
  ASSERT_EQ(made.status, 202u) << made.body;
  ASSERT_NE(made.header("Retry-After"), "");
  std::string poll = made.header("Location").str();
  EXPECT_EQ(client.send("GET", poll).status, 202u);
  client.sleep(200);
  EXPECT_EQ(client.send("GET", poll).status, 200u);
}

unsigned upload(Client &client, llvm::StringRef path, llvm::StringRef text) {
  return client
      .send("PUT", blobs + path.str() + "?x=", text,
            {{"x-ms-blob-type", "BlockBlob"}, {"If-None-Match", "*"}})
      .status;
}

/// A service SAS for reading a container.
std::string containerSas(const Client &client, double seconds) {
  Time end = client.simulator->now() + Milliseconds(int64_t(seconds * 1000));
  std::string expiry = secondsOf(end);
  std::string text = "r\n\n" + expiry + "\n/blob/templates1/bundle\n\n\nhttps\n2021-12-02\nc" +
                     std::string(7, '\n');
  std::string signature = base64Of(hmacSha256(fromBase64(accountKey("templates1", 1)), text));
  return "sp=r&se=" + percentEncoded(expiry) +
         "&spr=https&sv=2021-12-02&sr=c&sig=" + percentEncoded(signature);
}

Json deployLinked(Client &client, const std::string &sas) {
  Json body = {{"properties",
                {{"mode", "Incremental"},
                 {"templateLink",
                  {{"uri", std::string(blobs) + "/bundle/main.json"}, {"queryString", sas}}}}}};
  deploy::Response response = client.send("PUT", Client::deployment("linked"), compact(body));
  if (response.status != 201 && response.status != 200)
    return Client::json(response);
  return client.finish("linked", response.header("Azure-AsyncOperation").str());
}
} // namespace

TEST(SimServices, linkedTemplatesComeFromBlobs) {
  Client client(R"({"durations": {"Microsoft.Compute/disks": 60}})");
  makeAccount(client);
  EXPECT_EQ(client.send("PUT", std::string(blobs) + "/bundle?restype=container").status, 201u);
  EXPECT_EQ(client.send("PUT", std::string(blobs) + "/bundle?restype=container").status, 409u);
  EXPECT_EQ(upload(client, "/bundle/main.json", linking), 201u);
  EXPECT_EQ(upload(client, "/bundle/main.json", linking), 409u);
  EXPECT_EQ(upload(client, "/bundle/parts/child.json", addressTemplate("linked")), 201u);

  Json good = deployLinked(client, containerSas(client, 3600));
  EXPECT_EQ(good["properties"]["provisioningState"], "Succeeded") << compact(good);
  EXPECT_FALSE(llvm::StringRef(compact(good)).contains("sig="));
  EXPECT_EQ(client.send("GET", std::string(blobs) + "/bundle/main.json?" + containerSas(client, -1))
                .status,
            200u); // the bearer token of the client counts

  Json expired = deployLinked(client, containerSas(client, -10));
  EXPECT_EQ(expired["error"]["code"], "InvalidContentLink");
  std::string tampered = containerSas(client, 3600);
  EXPECT_EQ(deployLinked(client, tampered + "x")["error"]["code"], "InvalidContentLink");

  // The signature expires before the nested deployment starts.
  client.send("DELETE", std::string(Client::group) + "/providers/Microsoft.Compute/disks/slow");
  client.sleep(600);
  Json late = deployLinked(client, containerSas(client, 30));
  EXPECT_EQ(late["properties"]["provisioningState"], "Failed");
  EXPECT_TRUE(llvm::StringRef(compact(late)).contains("InvalidContentLink")) << compact(late);
}

TEST(SimServices, blobsCanConsistOfBlocks) {
  Client client;
  makeAccount(client);
  client.send("PUT", std::string(blobs) + "/bundle?restype=container");
  std::string blob = std::string(blobs) + "/bundle/large.bin";
  EXPECT_EQ(client.send("PUT", blob + "?comp=block&blockid=MQ%3D%3D", "one,").status, 201u);
  EXPECT_EQ(client.send("PUT", blob + "?comp=block&blockid=Mg%3D%3D", "two").status, 201u);
  EXPECT_EQ(client.send("GET", blob + "?x=").status, 404u);
  auto commit = [&](const char *list) {
    return client.send("PUT", blob + "?comp=blocklist", list).status;
  };
  EXPECT_EQ(commit("<BlockList><Latest>Mw==</Latest></BlockList>"), 400u);
  EXPECT_EQ(commit("<?xml version=\"1.0\"?><BlockList><Latest>MQ==</Latest>"
                   "<Latest>Mg==</Latest></BlockList>"),
            201u);
  EXPECT_EQ(client.send("GET", blob + "?x=").body, "one,two");
}

TEST(SimServices, signaturesAreChecked) {
  Client client;
  makeAccount(client);
  client.send("PUT", std::string(blobs) + "/bundle?restype=container");
  upload(client, "/bundle/a.json", "{}");
  auto get = [&](const std::string &query) {
    deploy::Request request;
    request.method = "GET";
    request.url = std::string(blobs) + "/bundle/a.json?" + query;
    return client.simulator->handle(request).response->status;
  };
  EXPECT_EQ(get(containerSas(client, 60)), 200u);
  EXPECT_EQ(get(containerSas(client, -60)), 403u);
  EXPECT_EQ(get(containerSas(client, 60) + "&st=2030-01-01T00%3A00%3A00Z"), 403u);
  EXPECT_EQ(get("x="), 401u);
}

TEST(SimServices, templateSpecsContainLinkedTemplates) {
  Client client;
  client.makeGroup();
  std::string spec = std::string(Client::group) + "/providers/Microsoft.Resources/templateSpecs/s";
  std::string version = spec + "/versions/1";
  std::string body = R"({"location": "westeurope", "properties": {"mainTemplate": )" + linking +
                     R"(, "linkedTemplates": [{"path": "parts/child.json", "template": )" +
                     addressTemplate("from-spec") + "}]}}";
  EXPECT_EQ(client.send("PUT", version, body).status, 404u);
  EXPECT_EQ(client.send("PUT", spec, R"({"location": "westeurope"})").status, 201u);
  EXPECT_EQ(client.send("PUT", version, body).status, 201u);
  EXPECT_EQ(client.send("PUT", version, body).status, 200u);
  deploy::Response response = client.send(
      "PUT", Client::deployment("spec"),
      R"({"properties": {"mode": "Incremental", "templateLink": {"id": ")" + version + R"("}}})");
  ASSERT_EQ(response.status, 201u) << response.body;
  Json result = client.finish("spec", response.header("Azure-AsyncOperation").str());
  EXPECT_EQ(result["properties"]["provisioningState"], "Succeeded");
  EXPECT_EQ(result["properties"]["outputResources"].size(), 2u);
}

TEST(SimServices, stacksDeleteWhatIsNotManaged) {
  Client client;
  client.makeGroup();
  std::string stack =
      std::string(Client::group) + "/providers/Microsoft.Resources/deploymentStacks/s";
  auto put = [&](const std::string &contents) {
    deploy::Response response = client.send(
        "PUT", stack,
        R"({"properties": {"actionOnUnmanage": {"resources": "delete"}, "denySettings": {"mode": "denyDelete"},
            "template": )" +
            contents + "}}");
    EXPECT_TRUE(response.status == 200 || response.status == 201) << response.body;
    client.sleep(600);
    EXPECT_EQ(Client::json(client.send("GET", response.header("Azure-AsyncOperation")))["status"],
              "succeeded");
    return Client::json(client.send("GET", stack));
  };
  Json first = put(addressTemplate("one"));
  EXPECT_EQ(first["properties"]["resources"].size(), 1u);
  std::string address =
      std::string(Client::group) + "/providers/Microsoft.Network/publicIPAddresses/one";
  EXPECT_EQ(client.send("DELETE", address).status, 403u);
  Json second = put(addressTemplate("two"));
  EXPECT_EQ(second["properties"]["deletedResources"].size(), 1u);
  EXPECT_EQ(client.send("GET", address).status, 404u);
  deploy::Response gone =
      client.send("DELETE", stack + "?api-version=2024-03-01&unmanageAction.Resources=delete");
  EXPECT_EQ(gone.status, 202u);
  client.sleep(600);
  EXPECT_EQ(client.send("GET", stack).status, 404u);
}

TEST(SimServices, whatIfComparesWithTheState) {
  Client client;
  client.makeGroup();
  auto whatIf = [&](const std::string &contents, const char *mode) {
    deploy::Response response = client.send("POST", Client::deployment("main") + "/whatIf",
                                            std::string(R"({"properties": {"mode": ")") + mode +
                                                R"(", "template": )" + contents + "}}");
    EXPECT_EQ(response.status, 202u) << response.body;
    client.sleep(60);
    return Client::json(client.send("GET", response.header("Location")))["properties"]["changes"];
  };
  EXPECT_EQ(whatIf(addressTemplate("a"), "Incremental")[0]["changeType"], "Create");
  client.deploy("main", addressTemplate("a"));
  EXPECT_EQ(whatIf(addressTemplate("a"), "Incremental")[0]["changeType"], "NoChange");
  Json modified = whatIf(addressTemplate("a", "Dynamic"), "Incremental")[0];
  EXPECT_EQ(modified["changeType"], "Modify");
  EXPECT_EQ(modified["delta"][0]["path"], "properties.publicIPAllocationMethod");
  EXPECT_EQ(whatIf(addressTemplate("b"), "Incremental")[1]["changeType"], "Ignore");
  EXPECT_EQ(whatIf(addressTemplate("b"), "Complete")[1]["changeType"], "Delete");
}

TEST(SimServices, tokensExpireAndHaveAnAudience) {
  Client client;
  auto login = [&](llvm::StringRef audience) {
    deploy::Request request;
    request.method = "POST";
    request.url = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token";
    request.body = "grant_type=client_credentials&client_id=a&client_secret=b&scope=" +
                   percentEncoded(audience.str() + "/.default");
    Json answer = Client::json(*client.simulator->handle(request).response);
    return answer["access_token"].get<std::string>();
  };
  auto status = [&](const std::string &token) {
    deploy::Request request;
    request.method = "GET";
    request.url = "https://management.azure.com/subscriptions/x/locations?api-version=2022-12-01";
    request.headers = {{"Authorization", "Bearer " + token}};
    return client.simulator->handle(request).response->status;
  };
  std::string good = login("https://management.azure.com");
  EXPECT_EQ(status(good), 200u);
  EXPECT_EQ(status(login("https://storage.azure.com")), 401u);
  client.sleep(3700);
  EXPECT_EQ(status(good), 401u);
}

TEST(SimServices, factsComeFromTheScenario) {
  Client client(R"({
    "usages": [{"name": "cores", "current": 8, "limit": 10}],
    "metrics": [{"resource": "/web$", "name": "Percentage CPU", "values": [[0, 10], [120, 90]]}]})");
  client.makeGroup();
  std::string subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
  Json usages = Client::json(client.send(
      "GET", subscription + "/providers/Microsoft.Compute/locations/westeurope/usages"));
  EXPECT_EQ(usages["value"][0]["limit"], 10);
  EXPECT_GT(Client::json(client.send(
                "GET", subscription + "/providers/Microsoft.Compute/skus?api-version="
                                      "2021-07-01&$filter=location%20eq%20'westeurope'"))["value"]
                .size(),
            100u);
  std::string set =
      std::string(Client::group) + "/providers/Microsoft.Compute/virtualMachineScaleSets/web";
  client.send("PUT", set, R"({"location": "westeurope", "sku": {"capacity": 1}})");
  client.sleep(300);
  std::string now = secondsOf(client.simulator->now());
  std::string before = secondsOf(client.simulator->now() - std::chrono::minutes(1));
  Json metrics = Client::json(
      client.send("GET", set +
                             "/providers/Microsoft.Insights/metrics?api-version=2018-01-01&"
                             "metricnames=Percentage%20CPU&timespan=" +
                             before + "/" + now));
  EXPECT_EQ(metrics["value"][0]["timeseries"][0]["data"][0]["average"], 90.0) << compact(metrics);
}

TEST(SimServices, scaleSetsHaveInstances) {
  Client client;
  client.makeGroup();
  std::string set =
      std::string(Client::group) + "/providers/Microsoft.Compute/virtualMachineScaleSets/web";
  EXPECT_EQ(
      client
          .send("PUT", set,
                R"({"location": "westeurope", "sku": {"name": "Standard_D2s_v5", "capacity": 3},
                            "properties": {}})")
          .status,
      201u);
  client.sleep(1000);
  EXPECT_EQ(client.send("PATCH", set, R"({"sku": {"capacity": 5}})").status, 200u);
  client.sleep(1000);
  Json list = Client::json(client.send("GET", set + "/virtualMachines"));
  EXPECT_EQ(list["value"].size(), 5u);
  EXPECT_EQ(client.send("GET", set + "/virtualMachines/7/instanceView").status, 404u);
  EXPECT_EQ(client.send("POST", set + "/manualUpgrade", "{}").status, 400u);
  EXPECT_EQ(client.send("POST", set + "/manualUpgrade", R"({"instanceIds": ["*"]})").status, 200u);
  EXPECT_EQ(client.send("POST", set + "/reimage", "{}").status, 501u);
}

TEST(SimServices, trafficManagerHasEndpoints) {
  Client client;
  client.makeGroup();
  std::string profile =
      std::string(Client::group) + "/providers/Microsoft.Network/trafficManagerProfiles/world";
  client.send("PUT", profile, R"({"location": "global", "properties": {
    "dnsConfig": {"relativeName": "shop", "ttl": 30},
    "endpoints": [{"name": "east", "type": "Microsoft.Network/trafficManagerProfiles/azureEndpoints",
                   "properties": {"endpointStatus": "Enabled", "weight": 5}}]}})");
  Json whole = Client::json(client.send("GET", profile));
  EXPECT_EQ(whole["properties"]["dnsConfig"]["fqdn"], "shop.trafficmanager.net");
  EXPECT_EQ(whole["properties"]["endpoints"][0]["properties"]["endpointMonitorStatus"], "Online");
  std::string endpoint = profile + "/azureEndpoints/east";
  EXPECT_EQ(
      client.send("PATCH", endpoint, R"({"properties": {"endpointStatus": "Disabled"}})").status,
      200u);
  Json part = Client::json(client.send("GET", endpoint));
  EXPECT_EQ(part["properties"]["endpointMonitorStatus"], "Disabled");
  EXPECT_EQ(part["properties"]["weight"], 5);
  EXPECT_EQ(part["id"], endpoint);
  EXPECT_EQ(client.send("GET", profile + "/externalEndpoints/east").status, 404u);
  EXPECT_EQ(client.send("PATCH", profile + "/azureEndpoints/west", "{}").status, 404u);
}

TEST(SimServices, theActivityLogNeedsATimeAndAResource) {
  Client client;
  std::string log =
      "/subscriptions/00000000-0000-0000-0000-000000000000/providers/"
      "Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=";
  EXPECT_EQ(client.send("GET", log + "resourceUri%20eq%20'x'").status, 400u);
  std::string time = "eventTimestamp%20ge%20'2026-04-01T00:00:00Z'";
  EXPECT_EQ(client.send("GET", log + time + "%20and%20resourceUri%20eq%20'x'").status, 200u);
  EXPECT_EQ(client.send("GET", log + time + "%20and%20resourceGroupName%20eq%20'x'").status, 501u);
}

TEST(SimFaults, areInjectedAndReported) {
  Client client(R"({"faults": [
    {"match": {"method": "PUT", "path": "/deployments/", "nth": 1}, "when": "after", "do": "interrupt"},
    {"match": {"method": "GET", "path": "/locations", "from": 1, "to": 2},
     "do": {"status": 429, "retryAfter": "date:7"}},
    {"match": {"method": "HEAD", "nth": 1}, "do": "refuse"},
    {"match": {"path": "/never"}, "do": "html"}]})");
  client.makeGroup();
  deploy::Completion lost = client.complete(
      "PUT", Client::deployment("main"),
      R"({"properties": {"mode": "Incremental", "template": )" + addressTemplate("a") + "}}");
  EXPECT_FALSE(lost.response);
  EXPECT_EQ(lost.loss, deploy::Loss::Interrupted);
  EXPECT_EQ(client.send("GET", Client::deployment("main")).status, 200u);
  std::string locations = "/subscriptions/x/locations";
  deploy::Response limited = client.send("GET", locations);
  EXPECT_EQ(limited.status, 429u);
  EXPECT_TRUE(limited.header("Retry-After").ends_with(" GMT"));
  EXPECT_EQ(client.send("GET", locations).status, 429u);
  EXPECT_EQ(client.send("GET", locations).status, 200u);
  EXPECT_EQ(client.complete("HEAD", Client::group).loss, deploy::Loss::Unreachable);
  auto reports = client.simulator->faults();
  EXPECT_EQ(reports[1].fired, 2u);
  EXPECT_EQ(reports[3].fired, 0u);
}

TEST(SimFaults, scenariosAreChecked) {
  for (const char *bad : {R"({"sed": 1})", R"({"seed": "x"})", R"({"faults": [{"do": "explode"}]})",
                          R"({"failures": [{"match": {}}]})", "{"}) {
    llvm::Expected<Scenario> read = Scenario::read(bad);
    EXPECT_FALSE(bool(read)) << bad;
    llvm::consumeError(read.takeError());
  }
}
