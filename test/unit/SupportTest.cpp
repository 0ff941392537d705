// Tests of the support library.
#include "azcl/Support/Deflate.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/IpNetwork.h"
#include "azcl/Support/Source.h"
#include "azcl/Support/Units.h"
#include "gtest/gtest.h"

using namespace azcl;

TEST(Units, ReadsAndPrintsEveryUnit) {
  for (const Unit &unit : units()) {
    Quantity one = parseQuantity("3" + unit.name.str());
    EXPECT_EQ(one.fault, Quantity::Fault::None) << unit.name.str();
    EXPECT_EQ(one.value, 3 * unit.factor);
    std::string printed = formatQuantity(one.dimension, one.value);
    EXPECT_EQ(parseQuantity(printed).value, one.value) << printed;
  }
}

TEST(Units, Faults) {
  EXPECT_EQ(parseQuantity("5x").fault, Quantity::Fault::UnknownUnit);
  EXPECT_EQ(parseQuantity("1h3GiB").fault, Quantity::Fault::MixedUnits);
  EXPECT_EQ(parseQuantity("9999999999999999d").fault, Quantity::Fault::TooLarge);
  EXPECT_EQ(parseQuantity("0.5ms").fault, Quantity::Fault::NotWhole);
  EXPECT_EQ(parseQuantity("1h30m").value, 5400000);
  EXPECT_EQ(parseQuantity("1.5h").value, 5400000);
  EXPECT_EQ(parseQuantity("0.5GiB").value, int64_t(1) << 29);
}

TEST(Units, Decimals) {
  EXPECT_EQ(parseScaled("99.95"), 999500);
  EXPECT_EQ(parseScaled("0.00001"), std::nullopt);
  EXPECT_EQ(formatScaled(999500), "99.95");
  EXPECT_EQ(formatScaled(-5000), "-0.5");
  EXPECT_EQ(formatScaled(750000), "75");
}

TEST(IpNetwork, ReadsBothVersions) {
  EXPECT_EQ(IpNetwork::parse("10.1.2.3/8")->base().text(), "10.0.0.0/8");
  EXPECT_EQ(IpNetwork::parse("fd00::1")->text(), "fd00::1");
  EXPECT_EQ(IpNetwork::parse("0:0:1:0:0:0:1:0")->text(), "0:0:1::1:0");
  EXPECT_EQ(IpNetwork::parse("1:0:2:3:4:5:6:7")->text(), "1:0:2:3:4:5:6:7");
  EXPECT_EQ(IpNetwork::parse("::/0")->text(), "::/0");
  EXPECT_EQ(IpNetwork::parse("fd00:db8:1::/48")->part(64, 0x123)->text(), "fd00:db8:1:123::/64");
  EXPECT_EQ(IpNetwork::parse("fd00:db8:1::/63")->part(64, 2), std::nullopt);
  EXPECT_EQ(IpNetwork::parse("fd00::/8")->base().text(), "fd00::/8");
  for (const char *bad : {"10.0.0.256", "10.0.0", "10.0.0.0/33", "01.0.0.0", "1::2::3", "12345::"})
    EXPECT_FALSE(IpNetwork::parse(bad)) << bad;
}

TEST(Nearest, FindsSlipsAndLeavesTheRest) {
  llvm::StringRef words[] = {"region", "zones", "network"};
  EXPECT_EQ(nearest("regoin", words), "region");
  EXPECT_EQ(nearest("Zones", words), "zones");
  EXPECT_EQ(nearest("flavour", words), "");
}

TEST(Source, CountsCodePointsAndLines) {
  SourceManager sources;
  const SourceFile *file =
      sources.add("a.azc", llvm::MemoryBuffer::getMemBufferCopy("a\r\n\xC3\xA9x\n"));
  EXPECT_EQ(file->lineCount(), 3u);
  EXPECT_EQ(file->line(1), "a");
  LineColumn at = file->position(file->base + 5); // the x after the accent
  EXPECT_EQ(at.line, 2u);
  EXPECT_EQ(at.column, 2u);
  const SourceFile *other = sources.add("b.azc", llvm::MemoryBuffer::getMemBufferCopy("b"));
  EXPECT_EQ(sources.find(other->base), other);
  EXPECT_EQ(sources.find(uint32_t(0)), nullptr);
}

/// A literal and a copy of length 9. test/Lower/compute/health-endpoint-linux.test decompresses a
/// program.
TEST(Deflate, UsesTheFixedCodes) {
  EXPECT_EQ(deflate(""), std::string("\x03\x00", 2));
  EXPECT_EQ(deflate("aaaaaaaaaa"), std::string("\x4b\x84\x03\x00", 4));
}
