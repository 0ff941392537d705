// The block `private-endpoint`.
#pragma once

#include "azcl/Program/Blocks/Network/Subnet.h"

namespace azcl {

/// The subresources of private endpoints: rows of lib/Catalog/data/private-links.json.
enum class LinkKind : uint8_t {
  Blob,
  File,
  Queue,
  Table,
  Web,
  Dfs,
  Sql,
  Postgresql,
  Mysql,
  Cosmos,
  Vault,
  Configuration,
  Redis,
  Bus,
  App
};
template <> struct Words<LinkKind> {
  static constexpr WordInfo words[] = {
      {"blob", "Blob Storage of a storage account"},
      {"file", "file shares of a storage account"},
      {"queue", "queues of a storage account"},
      {"table", "tables of a storage account"},
      {"web", "the static website of a storage account"},
      {"dfs", "Data Lake Storage of a storage account"},
      {"sql", "a server of Azure SQL Database"},
      {"postgresql", "a server of Azure Database for PostgreSQL"},
      {"mysql", "a server of Azure Database for MySQL"},
      {"cosmos", "an Azure Cosmos DB account, through its SQL API"},
      {"vault", "a key vault"},
      {"configuration", "an App Configuration store"},
      {"redis", "an Azure Cache for Redis instance"},
      {"bus", "a Service Bus or Event Hubs namespace"},
      {"app", "a web app"}};
  static constexpr Type type{TypeKind::Word, "link-kind", "a subresource such as `blob`", words};
};

struct PrivateEndpoint : BlockOf<BlockKind::PrivateEndpoint> {
  Open<Any> to;
  Fixed<LinkKind> kind;
  Fixed<Ref<Subnet>> subnet;
  Fixed<bool> dns;

  template <class = void> static constexpr auto vocabulary() {
    return block("private-endpoint",
                 "A private endpoint: an IP address in the network for an Azure service, so that "
                 "its traffic does not cross the internet.",
                 required<&PrivateEndpoint::to>(
                     "to", "The service: a resource such as `resource.cache`, or a resource ID."),
                 required<&PrivateEndpoint::kind>("kind", "The subresource of the service."),
                 optional<&PrivateEndpoint::subnet>("subnet", "The subnet of the private endpoint.")
                     .derivedFrom("the subnet `endpoints`, which is added if it does not exist"),
                 optional<&PrivateEndpoint::dns>("dns",
                                                 "Whether a private DNS zone resolves the host "
                                                 "name of the service to the private endpoint.")
                     .defaultsTo("yes"))
        .named();
  }
};

} // namespace azcl
