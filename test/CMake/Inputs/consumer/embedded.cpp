// Embeds the compiler in another program, as a library.
#include "azcl/Driver/Compilation.h"

int main() {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile("a.azc", 0, llvm::MemoryBuffer::getMemBuffer("cluster c { region = nowhere }"));
  azcl::Compilation compilation(files, {});
  if (llvm::Error error = compilation.run("a.azc"))
    return 2;
  for (const azcl::Diagnostic &diagnostic : compilation.diagnostics())
    llvm::outs() << diagnostic.code() << ": " << diagnostic.message << "\n";
}
