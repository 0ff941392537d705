// The shared journal of a run: a copy in the storage account, for other machines.
#pragma once

#include "Account.h"

namespace azcl::deploy {

inline constexpr llvm::StringRef sharedContainer = "azcl-state";

/// A record as one line of a shared journal, and back.
std::string sharedLine(const Record &record);
/// Whole lines only.
std::vector<Record> sharedRecords(llvm::StringRef text);

/// What a run does if another machine works on it: it stops, or it only watches.
enum class IfBusy : uint8_t { Stop, Watch };

/// Stores the version, as sharedVersion() writes it, and the records so far, and keeps the copy up
/// to date from then on. `next` is recorded once no other machine can work on the run.
std::unique_ptr<Stage> makeShareStage(std::string version, llvm::ArrayRef<Record> records,
                                      std::vector<Record> next, IfBusy ifBusy);

} // namespace azcl::deploy
