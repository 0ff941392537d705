// The blob service of storage accounts.
#include "Service.h"

using namespace azcl::sim;

Response azcl::sim::blobService(Call &call) {
  return failure(notSimulated("the blob service: " + call.request.method + " " + call.url.path));
}
