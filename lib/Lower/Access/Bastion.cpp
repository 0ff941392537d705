// The way in for people.
#include "../Cluster.h"

using namespace azcl;

void azcl::lowerBastion(ClusterLowering &it) {
  const Bastion *bastion = it.cluster.network->bastion.get();
  if (!bastion)
    return;
  static constexpr llvm::StringRef skus[] = {"Developer", "Basic", "Standard", "Premium"};
  BastionSku sku = bastion->sku.value();
  if (sku == BastionSku::Developer) { // shared: it has neither address nor subnet
    auto &host = it.add<arm::BastionHost>("bastion", *bastion, it.networks);
    host.sku = skus[size_t(sku)];
    host.network = it.values.idOf(*it.network);
    return;
  }
  auto &address = it.add<arm::PublicIPAddress>("bastion-ip", *bastion, it.networks);
  address.sku = "Standard";
  address.zones = it.zones();
  auto &host = it.add<arm::BastionHost>("bastion", *bastion, it.networks);
  host.sku = skus[size_t(sku)];
  if (hasBastionZones(it.cluster, it.program.catalog))
    host.zones = it.zones();
  if (sku >= BastionSku::Standard) {
    host.units = 2;
    host.tunneling = true;
    host.fileCopy = true;
  }
  if (sku == BastionSku::Premium)
    host.recording = true;
  arm::BastionAddress config;
  config.name = "address";
  config.subnet = it.values.partOf(*it.network, "subnets", "AzureBastionSubnet");
  config.address = it.values.idOf(address);
  host.addresses.push_back(config);
}
