// Tests of concurrent compilations, each with its own threads. .ci/run builds only this file with
// ThreadSanitizer.
#include "azcl/Driver/Compilation.h"
#include "gtest/gtest.h"
#include <thread>

using namespace azcl;
using llvm::StringRef;

namespace {

/// The complete result of a compilation: its diagnostic codes and templates.
std::string outcome(StringRef text) {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile("a.azc", 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  CompileOptions options;
  options.emit = EmitKind::Files;
  options.output.threads = 3;
  Compilation compilation(files, options);
  EXPECT_FALSE(bool(compilation.run("a.azc")));
  std::string said;
  for (const Diagnostic &diagnostic : compilation.diagnostics())
    said += diagnostic.code() + " ";
  for (const auto &file : compilation.outputs())
    said += file.path + "\n" + file.content;
  return said;
}

void compileAtOnce(StringRef text) {
  std::string expected = outcome(text);
  EXPECT_FALSE(expected.empty());
  std::vector<std::thread> threads;
  std::vector<std::string> results(6);
  for (std::string &result : results)
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i)
        result = outcome(text);
    });
  for (std::thread &thread : threads)
    thread.join();
  for (const std::string &result : results)
    EXPECT_EQ(result, expected);
}

TEST(Threads, RejectTheSameAtOnce) {
  compileAtOnce("cluster c { region = eastus2  zones = [1, 2, 4]  tier t { image = debian-12 } }");
}

TEST(Threads, EmitTheSameAtOnce) {
  for (const char *name : {"smallest", "vmss-autoscale", "hub-spoke"}) {
    auto text =
        llvm::MemoryBuffer::getFile(std::string(AZCL_SOURCE_DIR "/examples/") + name + ".azc");
    ASSERT_TRUE(bool(text)) << name;
    compileAtOnce((*text)->getBuffer());
  }
}

} // namespace
