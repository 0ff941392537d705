// The operations of a deployment.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

static Json operationOf(const Run &run, StringRef operation, Json properties) {
  return {{"id", run.id + "/operations/" + operation.str()},
          {"operationId", operation.str()},
          {"properties", std::move(properties)}};
}

static Json viewOf(const Call &call, const Run &run, const Node &node) {
  bool isRunning = node.phase == Phase::Running;
  Time end = isRunning ? call.state.now : node.ended;
  Json properties = {{"provisioningOperation", "Create"},
                     {"provisioningState", nameOf(node.phase).str()},
                     {"timestamp", timestampOf(end)},
                     {"duration", durationOf(end - node.started)},
                     {"trackingId", guidOf(node.operation)}};
  if (!isRunning) {
    properties["serviceRequestId"] = guidOf(node.operation, 1);
    properties["statusCode"] = node.statusCode;
  }
  if (!node.statusMessage.is_null())
    properties["statusMessage"] = node.statusMessage;
  properties["targetResource"] = {
      {"id", node.id}, {"resourceType", node.type}, {"resourceName", node.name}};
  return operationOf(run, node.operation, std::move(properties));
}

Response azcl::sim::listOperations(Call &call) {
  const Run *run = call.state.deployment(
      call.scope + "/providers/Microsoft.Resources/deployments/" + call["name"]);
  if (!run)
    return failure(404, "DeploymentNotFound",
                   fmt::format("Deployment '{}' could not be found.", call["name"]));
  std::vector<const Node *> nodes;
  for (const Node &node : run->nodes)
    if (node.phase != Phase::Waiting)
      nodes.push_back(&node);
  // the latest first, as Azure lists them
  llvm::stable_sort(nodes, [](const Node *a, const Node *b) { return a->started > b->started; });
  Json items = Json::array();
  if (!run->operation.empty())
    items.push_back(operationOf(*run, run->operation,
                                {{"provisioningOperation", "EvaluateDeploymentOutput"},
                                 {"provisioningState", "Succeeded"},
                                 {"timestamp", timestampOf(run->changed)},
                                 {"duration", "PT0.0812459S"},
                                 {"trackingId", guidOf(run->operation)},
                                 {"statusCode", "OK"}}));
  for (const Node *node : nodes)
    items.push_back(viewOf(call, *run, *node));
  return page(call, items);
}
