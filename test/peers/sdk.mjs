// The script of peers.py for the Azure SDK for JavaScript: sdk.mjs CONFIGURATION. Prints a report as JSON.
import dns from "node:dns";
import fs from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { DeploymentsClient } from "@azure/arm-resourcesdeployments";
import { DeploymentStacksClient } from "@azure/arm-resourcesdeploymentstacks";
import { TemplateSpecsClient } from "@azure/arm-templatespecs";
import {
  BlobSASPermissions, BlobServiceClient, ContainerSASPermissions, SASProtocol, generateBlobSASQueryParameters,
} from "@azure/storage-blob";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { server, subscription, bundle, name } = config;
const location = "westeurope";

// The hosts of storage accounts end with .localhost, which the C library does not resolve.
const lookup = dns.lookup;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".localhost") ? "localhost" : host, ...rest);

const credential = {
  async getToken(scopes) {
    const form = new URLSearchParams({
      grant_type: "client_credentials", client_id: "sdk", client_secret: "secret", scope: [scopes].flat()[0],
    });
    const response = await fetch(`${server}/tenant/oauth2/v2.0/token`, { method: "POST", body: form });
    const body = await response.json();
    return { token: body.access_token, expiresOnTimestamp: Date.now() + body.expires_in * 1000 };
  },
};
const scopes = { endpoint: server, credentialScopes: [`${server}/.default`], credentials: { scopes: [`${server}/.default`] } };
const often = { updateIntervalInMs: 20 };
const client = new DeploymentsClient(credential, subscription, scopes);
const stacks = new DeploymentStacksClient(credential, subscription, scopes);
const specs = new TemplateSpecsClient(credential, subscription, { ...scopes, $host: server });

const read = (file) => JSON.parse(fs.readFileSync(path.join(bundle, file), "utf8"));
const linked = fs.readdirSync(path.join(bundle, "templates")).sort().map((file) => `templates/${file}`);
const parameters = { ...read("main.parameters.json").parameters, admin_key: { value: config.key } };
const report = { thrown: [] };

async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

async function arm(method, url, body) {
  const { token } = await credential.getToken(scopes.credentialScopes);
  const response = await fetch(`${server}${url}`, {
    method, body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  });
  return response.json();
}

async function storeSpec() {
  await arm("PUT", `/subscriptions/${subscription}/resourcegroups/shop?api-version=2021-04-01`, { location });
  await specs.templateSpecs.createOrUpdate("shop", config.project, { location });
  const version = await specs.templateSpecVersions.createOrUpdate("shop", config.project, "1", {
    location, mainTemplate: read("main.json"), linkedTemplates: linked.map((each) => ({ path: each, template: read(each) })),
  });
  report.spec = version.id;
  report.linked = version.linkedTemplates.map((each) => each.path).sort();
  return { mode: "Incremental", templateLink: { id: version.id }, parameters };
}

async function preview(properties) {
  const validated = await client.deployments.validate("shop", name, { properties }, often);
  report.validated = validated.properties.validatedResources.map((each) => each.id);
  const whatIf = await client.deployments.whatIf("shop", name, { properties }, often);
  report.whatIf = whatIf.changes.map((each) => [each.changeType, each.resourceId]);
}

async function deploy(properties) {
  const made = await client.deployments.createOrUpdate("shop", name, { properties }, often);
  report.state = made.properties.provisioningState;
  report.outputs = made.properties.outputs;
  report.resources = made.properties.outputResources.map((each) => each.id);
  report.operations = (await all(client.deploymentOperations.list("shop", name))).map((each) => [
    each.properties.provisioningOperation, each.properties.provisioningState, each.properties.targetResource?.id ?? "",
  ]);
  report.exported = (await client.deployments.exportTemplate("shop", name)).template;
}

async function fail(properties) {
  await client.deployments.createOrUpdate("quota", name, { properties }, often).catch((error) => {
    report.thrown.push(error.message);
  });
  const failed = await client.deployments.get("quota", name);
  report.failed = { state: failed.properties.provisioningState, error: failed.properties.error };
}

async function cancel(properties) {
  const poller = client.deployments.createOrUpdate("busy", name, { properties }, often);
  await poller.submitted();
  await client.deployments.cancel("busy", name);
  await poller.pollUntilDone().catch((error) => { report.thrown.push(error.message); });
  report.canceled = (await client.deployments.get("busy", name)).properties.provisioningState;
}

async function deploySubscription() {
  const made = await client.deployments.createOrUpdateAtSubscriptionScope("platform", {
    location,
    properties: { mode: "Incremental", template: config.subscriptionTemplate, parameters: { name: { value: "platform" } } },
  }, often);
  report.subscription = [made.properties.provisioningState, made.properties.outputs];
}

async function readForeign() {
  const found = (await all(client.deployments.listByResourceGroup("foreign"))).find((each) => each.name === name);
  report.foreign = [found.properties.provisioningState, found.properties.outputs, found.tags];
}

async function deployStack(properties) {
  const settings = { actionOnUnmanage: { resources: "delete" }, denySettings: { mode: "none" } };
  const { mode, ...content } = properties;
  const made = await stacks.deploymentStacks.beginCreateOrUpdateAtResourceGroupAndWait(
    "stack", name, { properties: { ...settings, ...content } }, often);
  report.stack = [made.properties.provisioningState, made.properties.resources.map((each) => each.id), made.properties.outputs];
  await stacks.deploymentStacks.beginDeleteAtResourceGroupAndWait(
    "stack", name, { unmanageActionResources: "delete", ...often });
  report.stackRemains = (await arm(
    "GET", `/subscriptions/${subscription}/resourcegroups/stack/resources?api-version=2021-04-01`)).value.map((each) => each.id);
}

// What azclctl has uploaded, and its signature.
async function readBlobs() {
  const { account, container, signature } = config.blobs;
  const service = new BlobServiceClient(`https://${account}.blob.localhost:${new URL(server).port}`, credential);
  const blobs = service.getContainerClient(container);
  report.blobs = (await all(blobs.listBlobsFlat())).map((each) => each.name).sort();
  const used = new URLSearchParams(signature);
  const date = (field) => new Date(used.get(field));
  // The simulator derives the key from its times. Only the version that it is labeled with differs.
  const key = { ...await service.getUserDelegationKey(date("skt"), date("ske")), signedVersion: used.get("skv") };
  const values = {
    containerName: container, permissions: ContainerSASPermissions.parse(used.get("sp")), protocol: SASProtocol.Https,
    startsOn: date("st"), expiresOn: date("se"), version: used.get("sv"),
  };
  const made = generateBlobSASQueryParameters(values, key, account);
  report.signature = Object.fromEntries(new URLSearchParams(made.toString()));
  const blob = new BlobServiceClient(`${service.url}?${generateBlobSASQueryParameters(
    { ...values, blobName: "main.json", permissions: BlobSASPermissions.parse("r") }, key, account)}`);
  const main = await blob.getContainerClient(container).getBlobClient("main.json").download();
  report.blob = JSON.parse(await text(main.readableStreamBody));
}

const properties = await storeSpec();
await preview(properties);
await deploy(properties);
await fail(properties);
await cancel(properties);
await deploySubscription();
await readForeign();
await readBlobs();
await deployStack(properties);
// azclctl attaches to this one.
await client.deployments.createOrUpdate("attach", name, { properties, tags: config.tags }, often).submitted();
console.log(JSON.stringify(report, undefined, 1));
