// Compares the lexer table of azcl-lexgen with the lexer that ANTLR generates from the same
// grammar.
#include "AzclLexer.h"
#include "azcl/Parse/Token.h"
#include "gtest/gtest.h"
#include <filesystem>
#include <fstream>
#include <random>

using namespace azcl;

namespace {

std::string byAntlr(const std::string &text) {
  antlr4::ANTLRInputStream input(text);
  AzclLexer lexer(&input);
  lexer.removeErrorListeners();
  std::string out;
  for (const auto &token : lexer.getAllTokens())
    if (token->getChannel() != 1)
      out += std::to_string(token->getType()) + "@" + std::to_string(token->getStartIndex()) + "-" +
             std::to_string(token->getStopIndex() + 1) + " ";
  return out;
}

std::string byTable(const std::string &text) {
  SourceManager sources;
  const SourceFile *file = sources.add("a.azc", llvm::MemoryBuffer::getMemBufferCopy(text));
  std::string out;
  for (const Token &token : lex(*file))
    if (token.kind != TokenKind::EndOfFile)
      out += std::to_string(unsigned(token.kind)) + "@" +
             std::to_string(token.range.begin - file->base) + "-" +
             std::to_string(token.range.end - file->base) + " ";
  return out;
}

TEST(Lexer, AgreesWithAntlrOnExamples) {
  unsigned seen = 0;
  for (const char *folder : {"/examples", "/test/Parse", "/test/Sema"})
    for (const auto &entry :
         std::filesystem::recursive_directory_iterator(std::string(AZCL_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".azc")
        continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string text((std::istreambuf_iterator<char>(in)), {});
      if (llvm::any_of(text, [](char c) { return c < 0; }))
        continue; // ANTLR counts code points, azclc counts bytes
      EXPECT_EQ(byTable(text), byAntlr(text)) << entry.path();
      ++seen;
    }
  EXPECT_GE(seen, 4u);
}

TEST(Lexer, AgreesWithAntlrOnRandomText) {
  std::mt19937 random(1);
  const std::string alphabet = "ab1.09:-/*\"\\ \n%{}[]()=<>!,Th_'#$mGiBs";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (unsigned i = random() % 40; i; --i)
      text += alphabet[random() % alphabet.size()];
    ASSERT_EQ(byTable(text), byAntlr(text)) << text;
  }
}

} // namespace
