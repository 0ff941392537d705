// Memory that lives as long as a compilation. Objects in it are never destroyed, only released.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include <memory>
#include <type_traits>

namespace azcl {

class Arena {
public:
  template <class T, class... Args> T *make(Args &&...args) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
    return new (memory.Allocate<T>()) T(std::forward<Args>(args)...);
  }
  template <class T> llvm::MutableArrayRef<T> makeArray(size_t size) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
    T *to = memory.Allocate<T>(size);
    std::uninitialized_value_construct_n(to, size);
    return {to, size};
  }
  template <class T> llvm::MutableArrayRef<T> copy(llvm::ArrayRef<T> items) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
    if (items.empty())
      return {};
    T *to = memory.Allocate<T>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), to);
    return {to, items.size()};
  }
  llvm::StringRef copy(llvm::StringRef text) { return text.copy(memory); }
  size_t bytes() const { return memory.getBytesAllocated(); }

private:
  llvm::BumpPtrAllocator memory;
};

} // namespace azcl
