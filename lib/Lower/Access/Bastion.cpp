// Lowers a bastion: its public address and its host resource.
#include "../Cluster.h"
#include "azcl/Analysis/Subnets.h"

using namespace azcl;

/// The bastion finds the storage account for recordings through a SAS URL that is set on the
/// bastion itself (MicrosoftDocs/azure-docs, bastion/session-recording.md).
static void needRecordings(ClusterLowering &ctx, const arm::BastionHost &host,
                           const Bastion &bastion) {
  ctx.module.preconditions.push_back({"storage", host.name().text(),
                                      "session recording needs a blob container without versioning "
                                      "and immutability, and its SAS URL set on the bastion",
                                      bastion.recording.place()});
}

void azcl::lowerBastion(ClusterLowering &ctx) {
  const Bastion *bastion = ctx.cluster.network->bastion.get();
  if (!bastion)
    return;
  BastionSku sku = bastion->sku.value();
  if (sku == BastionSku::Developer) { // shared, without its own address and subnet
    auto &host = ctx.add<arm::BastionHost>("bastion", *bastion, ctx.networks);
    host.sku = wireName(sku);
    host.network = ctx.values.idOf(*ctx.network);
    sendLogs(ctx, host, "bastion", *bastion, bastion->logs);
    return;
  }
  auto &address = ctx.add<arm::PublicIPAddress>("bastion-ip", *bastion, ctx.networks);
  address.sku = "Standard";
  address.zones = ctx.zones();
  ctx.setOrigin(address, bastion->addressPrefix, bastion->ddosProtection);
  auto &host = ctx.add<arm::BastionHost>("bastion", *bastion, ctx.networks);
  host.sku = wireName(sku);
  sendLogs(ctx, host, "bastion", *bastion, bastion->logs);
  if (hasBastionZones(ctx.cluster, ctx.program.catalog))
    host.zones = ctx.zones();
  bool recording = bastion->recording.value();
  if (sku >= BastionSku::Standard) {
    host.units = 2;
    host.tunneling = !recording; // native client sessions cannot be recorded
    host.fileCopy = !recording;
  }
  if (recording) {
    host.recording = true;
    needRecordings(ctx, host, *bastion);
  }
  arm::BastionAddress config;
  config.name = "address";
  config.subnet = ctx.subnetId(*findSubnet(*ctx.cluster.network.get(), ReservedSubnet::Bastion));
  config.address = ctx.values.idOf(address);
  host.addresses.push_back(config);
}
