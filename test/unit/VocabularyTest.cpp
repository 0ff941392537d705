// Compares table 1 with the structs that it describes.
#include "azcl/Program/Program.h"
#include "gtest/gtest.h"

using namespace azcl;

/// Every byte of a block after its base class belongs to a row or is padding.
TEST(Vocabulary, RowsCoverTheirStructs) {
  for (const BlockInfo &about : vocabulary()) {
    Arena arena;
    Block *block = about.make(arena);
    auto *begin = reinterpret_cast<std::byte *>(block);
    std::vector<bool> covered(about.size, false);
    std::fill(covered.begin(), covered.begin() + about.baseSize, true);
    for (const Row &row : about.rows) {
      auto *field = row.isAttribute() ? reinterpret_cast<std::byte *>(&row.setting(*block))
                                      : reinterpret_cast<std::byte *>(&row.slot(*block));
      size_t size = row.isAttribute() ? sizeof(Setting) : sizeof(ChildSlot);
      ASSERT_LE(size_t(field - begin) + size, about.size);
      for (size_t i = 0; i < size; ++i) {
        EXPECT_FALSE(covered[field - begin + i]) << about.keyword.str() << "." << row.name.str();
        covered[field - begin + i] = true;
      }
    }
    size_t gap = 0;
    for (bool byte : covered) {
      gap = byte ? 0 : gap + 1;
      EXPECT_LT(gap, alignof(void *)) << about.keyword.str() << " has a member without a row";
    }
  }
}

TEST(Vocabulary, RowsAreComplete) {
  for (const BlockInfo &about : vocabulary()) {
    EXPECT_FALSE(about.doc.empty());
    std::set<std::string> names;
    for (const Row &row : about.rows) {
      EXPECT_TRUE(names.insert(row.name.str()).second) << row.name.str();
      if (!row.isAttribute())
        continue;
      EXPECT_FALSE(row.doc.empty()) << about.keyword.str() << "." << row.name.str();
      EXPECT_TRUE(row.need == Need::Optional || (row.initial.empty() && row.derived.empty()));
    }
  }
}
