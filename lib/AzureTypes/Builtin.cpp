// Embeds the data file of the types in the compiler.
#include "azcl/AzureTypes/TypeLibrary.h"

__asm__(".section .rodata\n"
        ".balign 16\n"
        "azclTypesBegin: .incbin \"" AZCL_TYPES_FILE "\"\n"
        "azclTypesEnd: .byte 0\n"
        ".previous\n");
extern "C" const char azclTypesBegin[], azclTypesEnd[];

const azcl::azure::TypeLibrary &azcl::azure::TypeLibrary::builtin() {
  static const std::unique_ptr<TypeLibrary> library =
      read(llvm::StringRef(azclTypesBegin, azclTypesEnd - azclTypesBegin));
  return *library;
}
