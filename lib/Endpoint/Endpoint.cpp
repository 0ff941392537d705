// Builds the commands that install the health endpoint. The programs are compressed because a
// command of cmd.exe is short. They and the configuration are data in base64.
#include "azcl/Endpoint/Endpoint.h"
#include "azcl/Support/Deflate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using llvm::StringRef;

struct EmbeddedProgram {
  StringRef name, text;
};
static constexpr EmbeddedProgram programs[] = {
#include "Programs.inc"
};

/// The text of a program without comments and empty lines; PowerShell needs no indentation either.
static std::string program(StringRef name) {
  const EmbeddedProgram *found =
      llvm::find_if(programs, [&](const EmbeddedProgram &each) { return each.name == name; });
  assert(found != std::end(programs));
  std::string text;
  for (StringRef line : llvm::split(found->text, '\n')) {
    StringRef bare = line.trim();
    if (!bare.empty() && !bare.starts_with("#"))
      text += (name.ends_with(".py") ? line : bare).str() + "\n";
  }
  return text;
}

static std::string packed(StringRef name) {
  return llvm::encodeBase64(deflate(program(name)));
}

static std::string replaced(StringRef text, StringRef marker, StringRef by) {
  auto [before, after] = text.split(marker);
  return (before + by + after).str();
}

/// One command of cmd.exe. Nothing in it is special to cmd.exe inside quotation marks.
static constexpr llvm::StringLiteral windowsCommand =
    R"(powershell -NoProfile -ExecutionPolicy Bypass -Command "$ErrorActionPreference='Stop';)"
    R"($d=$env:ProgramFiles+'/azcl-health';$null=New-Item $d -Type Directory -Force;)"
    R"($s=New-Object IO.Compression.DeflateStream([IO.MemoryStream][Convert]::FromBase64String()"
    R"('@PROGRAM@'),[IO.Compression.CompressionMode]::Decompress);)"
    R"($f=[IO.File]::Create($d+'/endpoint.ps1');$s.CopyTo($f);$f.Close();)"
    R"([IO.File]::WriteAllBytes($d+'/config.json',[Convert]::FromBase64String('@CONFIG@'));)"
    R"(&($d+'/endpoint.ps1') -Install" || exit 1)";

static EndpointInstaller make(bool windows) {
  std::string whole = windows ? replaced(windowsCommand, "@PROGRAM@", packed("windows.ps1"))
                              : replaced(program("linux.sh"), "@PROGRAM@", packed("linux.py"));
  auto [start, end] = StringRef(whole).rtrim().split("@CONFIG@");
  return {start.str(), end.str(), windows ? " & " : "\n"};
}

const EndpointInstaller &azcl::endpointInstaller(bool windows) {
  if (windows) {
    static const EndpointInstaller installer = make(true);
    return installer;
  }
  static const EndpointInstaller installer = make(false);
  return installer;
}
