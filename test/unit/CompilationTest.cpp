// Tests of the compiler as a library, with files in memory and the examples of the diagnostics'
// documentation.
#include "azcl/Driver/Compilation.h"
#include "gtest/gtest.h"

using namespace azcl;
using llvm::StringRef;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::unique_ptr<Compilation> compile(const Files &files, const CompileOptions &options = {}) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[path, text] : files)
    memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  auto result = std::make_unique<Compilation>(memory, options);
  EXPECT_FALSE(bool(result->run(files[0].first)));
  return result;
}

std::string codes(const Compilation &compilation) {
  std::string text;
  for (const Diagnostic &diagnostic : compilation.diagnostics())
    text += (text.empty() ? "" : " ") + diagnostic.code();
  return text;
}

/// The examples of one kind in the explanation of a diagnostic.
std::vector<std::string> examples(StringRef prose, StringRef kind) {
  std::vector<std::string> found;
  std::string fence = ("~~~azc " + kind + "\n").str();
  while (true) {
    size_t at = prose.find(fence);
    if (at == StringRef::npos)
      return found;
    prose = prose.drop_front(at + fence.size());
    found.push_back(prose.take_front(prose.find("~~~")).str());
  }
}

TEST(Catalogue, BadExamplesRaiseTheirCodeAndGoodOnesNothing) {
  for (const DiagInfo &about : catalogue()) {
    std::string code = codeText(about.code);
    for (const std::string &bad : examples(about.prose, "bad")) {
      std::string raised = codes(*compile({{"bad.azc", bad}}));
      EXPECT_NE(raised.find(code), std::string::npos) << code << " is not among: " << raised;
      // One mistake produces one diagnostic.
      if (about.code != 1042 && about.code != 2031) {
        EXPECT_EQ(raised, code) << bad;
      }
    }
    for (const std::string &good : examples(about.prose, "good"))
      EXPECT_EQ(codes(*compile({{"good.azc", good}})), "") << code << "\n" << good;
  }
}

TEST(Compilation, ImportsFromMemory) {
  auto it = compile({{"a/main.azc", "import \"../b/common.azc\"\ncluster c { region = let.home }"},
                     {"b/common.azc", "let home = eastus2"}});
  EXPECT_TRUE(it->succeeded()) << codes(*it);
  EXPECT_EQ(it->dependencies().size(), 2u);
  EXPECT_EQ(it->dependencies()[1], "b/common.azc");
}

TEST(Compilation, OneInputSameBytes) {
  Files files = {{"a.azc", "cluster c { region = eastus2 }"}};
  auto one = compile(files), two = compile(files);
  ASSERT_EQ(one->outputs().size(), 5u);
  for (size_t i = 0; i < 5; ++i)
    EXPECT_EQ(one->outputs()[i].content, two->outputs()[i].content);
}

TEST(Compilation, RefusesWithoutOutput) {
  auto it = compile({{"a.azc", "cluster c { }"}});
  EXPECT_FALSE(it->succeeded());
  EXPECT_TRUE(it->outputs().empty());
}

TEST(Compilation, RefusesLargeFilesBeforeReadingThem) {
  auto it = compile({{"a.azc", std::string(100 << 20, ' ')}});
  EXPECT_EQ(codes(*it), "AZC1013");
}

// CI runs this test with ThreadSanitizer.

} // namespace
