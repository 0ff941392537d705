// The way in for people.
#include "../Cluster.h"
#include "azcl/Analysis/Subnets.h"

using namespace azcl;

/// The storage account is set on the bastion itself, by a URL with a signature (MicrosoftDocs/azure-docs,
/// bastion/session-recording.md).
static void needRecordings(ClusterLowering &it, const arm::BastionHost &host, const Bastion &bastion) {
  it.module.preconditions.push_back(
      {"storage", host.name().text(),
       "the recordings need a blob container without versioning and immutability, whose SAS URL is set on the bastion",
       bastion.recording.place()});
}

void azcl::lowerBastion(ClusterLowering &it) {
  const Bastion *bastion = it.cluster.network->bastion.get();
  if (!bastion)
    return;
  BastionSku sku = bastion->sku.value();
  if (sku == BastionSku::Developer) { // shared: it has neither address nor subnet
    auto &host = it.add<arm::BastionHost>("bastion", *bastion, it.networks);
    host.sku = wireName(sku);
    host.network = it.values.idOf(*it.network);
    return;
  }
  auto &address = it.add<arm::PublicIPAddress>("bastion-ip", *bastion, it.networks);
  address.sku = "Standard";
  address.zones = it.zones();
  auto &host = it.add<arm::BastionHost>("bastion", *bastion, it.networks);
  host.sku = wireName(sku);
  if (hasBastionZones(it.cluster, it.program.catalog))
    host.zones = it.zones();
  bool recording = bastion->recording.value();
  if (sku >= BastionSku::Standard) {
    host.units = 2;
    host.tunneling = !recording; // sessions of native clients cannot be recorded
    host.fileCopy = !recording;
  }
  if (recording) {
    host.recording = true;
    needRecordings(it, host, *bastion);
  }
  arm::BastionAddress config;
  config.name = "address";
  config.subnet = it.subnetId(*findSubnet(*it.cluster.network.get(), ReservedSubnet::Bastion));
  config.address = it.values.idOf(address);
  host.addresses.push_back(config);
}
