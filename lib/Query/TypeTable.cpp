// The resource types of Azure as a table: `azclc --query types`.
#include "azcl/AzureTypes/TypeLibrary.h"
#include "azcl/Query/Query.h"

using namespace azcl;
using llvm::StringRef;

RowTable azcl::typeTable() {
  const auto &library = azure::TypeLibrary::builtin();
  auto rows = std::make_shared<std::vector<azure::ResourceType>>();
  for (StringRef provider : library.providers())
    for (StringRef type : library.types(provider))
      rows->push_back(*library.newest(type));
  RowTable::Source source;
  source.name = "types";
  source.otherNames = {"azure-types"};
  source.size = rows->size();
  source.cell = [rows](size_t row, size_t column) {
    const azure::ResourceType &type = (*rows)[row];
    Cell cell;
    switch (column) {
    case 0: cell.text = type.name; break;
    case 1: cell.text = type.version; break;
    case 2: cell.number = double(azure::TypeLibrary::builtin().versions(type.name).size()); break;
    case 3:
      for (auto [scope, word] :
           {std::pair(azure::ResourceGroupScope, "group"),
            std::pair(azure::SubscriptionScope, "subscription"),
            std::pair(azure::ManagementGroupScope, "management-group"),
            std::pair(azure::TenantScope, "tenant"), std::pair(azure::ExtensionScope, "resource")})
        if (type.writable & scope)
          cell.texts.push_back(word);
      break;
    default:
      for (const azure::ResourceFunction &each : type.functions)
        cell.texts.push_back(each.name);
    }
    return cell;
  };
  return RowTable(std::move(source),
                  {{"name", CellType::Text, false, {}},
                   {"newest", CellType::Text, false, {}},
                   {"versions", CellType::Number, false, {}},
                   {"scopes",
                    CellType::Words,
                    false,
                    {"group", "subscription", "management-group", "tenant", "resource"}},
                   {"functions", CellType::Texts, false, {}}},
                  {1, 2, 3, 4});
}
