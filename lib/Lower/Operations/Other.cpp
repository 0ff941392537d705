// A resource that the program spells out.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void azcl::lowerOther(ClusterLowering &it, const Other &other) {
  unsigned component = it.component(it.name("other-", other.label.text), "what the program spells out");
  auto &made = it.add<arm::OtherResource>(other.label.text, other, component);
  made.spelledType = it.name(other.type.value());
  made.spelledVersion = it.name(other.version.value());
  if (other.name.known()) {
    llvm::SmallVector<StringRef, 4> parts;
    other.name.value().split(parts, '/');
    made.names.clear();
    for (StringRef part : parts)
      made.names.push_back(it.values.text(part));
  }
  if (!other.located.value()) {
    made.location = {};
    made.tags = {};
  }
  auto raw = [&](const Setting &setting) { return setting.set() ? it.translate.raw(*setting.expr) : Value(); };
  made.sku = raw(other.sku);
  made.flavour = raw(other.kind);
  made.properties = raw(other.properties);
}
