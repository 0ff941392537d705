// Tests of symbol queries for editors: the name at a position, its declaration and its uses.
#include "azcl/Driver/Compilation.h"
#include "gtest/gtest.h"

using namespace azcl;
using llvm::StringRef;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

class Sample {
public:
  explicit Sample(const Files &files) {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    for (const auto &[path, text] : files)
      memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(text));
    compilation = std::make_unique<Compilation>(memory, CompileOptions());
    EXPECT_FALSE(bool(compilation->run(files[0].first)));
    symbols.emplace(compilation->symbols());
  }

  /// Formats the definition and the uses of the name at the first occurrence of `text`: "1:7 | 3:12
  /// 4:2".
  std::string at(StringRef text, size_t plus = 0, StringRef path = "main.azc") const {
    const SourceFile &file = *compilation->parsedFile(path)->source;
    const Symbol *symbol = symbols->at(uint32_t(file.base + file.text.find(text) + plus));
    if (!symbol)
      return "nothing";
    std::string line = place(symbol->definition) + " |";
    for (SourceRange use : symbol->uses) {
      EXPECT_EQ(compilation->sources().text(use), symbol->name);
      line += " " + place(use);
    }
    return line;
  }

  std::unique_ptr<Compilation> compilation;
  std::optional<Symbols> symbols;

private:
  std::string place(SourceRange range) const {
    const SourceFile &file = *compilation->sources().find(range);
    LineColumn at = file.position(range.begin);
    std::string name = file.path == "main.azc" ? "" : file.path + ":";
    return name + std::to_string(at.line) + ":" + std::to_string(at.column);
  }
};

TEST(Symbols, ParamsAndLets) {
  Sample it(Files{
      {"main.azc",
       "param peak : int in 2..9 = 3\n"
       "let size = param.peak\n"
       "let unused = \"${param.peak}/${let.size}\"\n"
       "environment dev { peak = 4 }\n"
       "cluster c { region = eastus2  tags { a = arm(\"[string(parameters('peak'))]\") } }\n"}});
  std::string peak = "1:7 | 2:18 3:23 4:19 5:67";
  EXPECT_EQ(it.at("peak"), peak);
  EXPECT_EQ(it.at("peak}", 4), peak) << "just behind the name";
  EXPECT_EQ(it.at("peak')"), peak);
  EXPECT_EQ(it.at("let.size", 5), "2:5 | 3:35");
  EXPECT_EQ(it.at("let.size", 1), "nothing");
  EXPECT_EQ(it.at("dev"), "4:13 |");
  EXPECT_EQ(it.at("region"), "nothing");
}

TEST(Symbols, BlocksByTheirScope) {
  Sample it(
      Files{{"main.azc",
             "cluster a {\n"
             "  region = eastus2\n"
             "  network { subnet back { size = 64 } }\n"
             "  tier web { subnet = network.back  allow app { from = tier.web  port = 80 } }\n"
             "}\n"
             "cluster b {\n"
             "  region = eastus2\n"
             "  network { address = 10.1.0.0/16  subnet back { size = 64 } }\n"
             "  tier web { subnet = network.back }\n"
             "}\n"}});
  EXPECT_EQ(it.at("back {"), "3:20 | 4:31");
  EXPECT_EQ(it.at("tier.web", 5), "4:8 | 4:61");
  EXPECT_EQ(it.symbols->all().size(), 7u);
}

TEST(Symbols, PresetsAndImports) {
  Sample it(Files{{"main.azc", "import \"common.azc\"\n"
                               "preset mine : tier { use linux  size = let.small }\n"
                               "cluster c { region = eastus2  tier web { use mine, linux } }\n"},
                  {"common.azc", "let small = Standard_D2s_v5\n"
                                 "preset linux : tier { image = ubuntu-24.04 }\n"}});
  EXPECT_EQ(it.at("linux"), "common.azc:2:8 | 2:26 3:52");
  EXPECT_EQ(it.at("small"), "common.azc:1:5 | 2:44");
  EXPECT_EQ(it.at("linux", 0, "common.azc"), "common.azc:2:8 | 2:26 3:52");
  ASSERT_EQ(it.compilation->parsedFiles().size(), 2u);
  EXPECT_FALSE(it.compilation->parsedFile("common.azc")->tokens.empty());
  EXPECT_EQ(it.compilation->parsedFile("common.azc")->statements.size(), 2u);
  EXPECT_EQ(it.compilation->parsedFile("other.azc"), nullptr);
}

TEST(Symbols, PresetsWithOneName) {
  Sample it(Files{{"main.azc", "preset p : tier { size = Standard_D2s_v5 }\n"
                               "preset p : cluster { region = eastus2 }\n"
                               "preset q : cluster { use p  tier t { use p } }\n"}});
  EXPECT_EQ(it.at("p : tier"), "1:8 | 3:42");
  EXPECT_EQ(it.at("p : cluster"), "2:8 | 3:26");
}

TEST(Symbols, OfBrokenPrograms) {
  Sample it(
      Files{{"main.azc", "let a = 1\n"
                         "let b = let.a +\n"
                         "preset p : tier { subnet = network.back }\n"
                         "cluster c { network { subnet back { } }  tier t { region = let.a } "}});
  EXPECT_EQ(it.at("a = 1"), "1:5 | 2:13 4:64");
  EXPECT_EQ(it.at("back"), "4:30 | 3:36");
  EXPECT_FALSE(it.compilation->succeeded());
}

} // namespace
