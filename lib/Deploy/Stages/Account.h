// A stage that works with the storage account of a project.
#pragma once

#include "Stages.h"

namespace azcl::deploy {

/// How to reach the blobs of a storage account: with a token, or with the account key.
struct BlobAccess {
  std::string account, suffix;
  std::string key; ///< "" for a token
  std::string origin() const;
  /// `path` begins with the container and can have a query.
  Request request(llvm::StringRef method, const std::string &path, std::string body = "",
                  std::vector<Header> headers = {}) const;
};

/// Finds the account, or creates it.
class AccountStage : public Stage {
protected:
  BlobAccess access;
  /// The account exists.
  virtual void found(Machine &machine) = 0;
  /// The account key is known; askForKey() has asked for it.
  virtual void opened(Machine &machine) = 0;
  virtual void answerBlob(Machine &machine, const Ask &ask, const Reply &reply) = 0;
  /// Whether a missing account is created, and a new role is waited for.
  virtual bool creates() const { return true; }
  virtual void failed(Machine &machine, Failure failure) { machine.fail(std::move(failure)); }

  /// For identities without a role for blobs.
  void askForKey(Machine &machine) { askForKey(machine, Milliseconds(0)); }
  static Failure storageFailure(const Reply &reply);

  void begin(Machine &machine) override;
  void answer(Machine &machine, const Ask &ask, const Reply &reply) final;

private:
  enum Purpose { Find = 100, Group, Create, ListKeys };
  unsigned roleWaits = 0;
  void askForKey(Machine &machine, Milliseconds delay);
  void create(Machine &machine, const Reply &group);
  void created(Machine &machine, const Reply &reply);
  void keys(Machine &machine, const Reply &reply);
};

/// The text of an element of a small XML document.
std::string xmlElement(llvm::StringRef xml, llvm::StringRef name);

} // namespace azcl::deploy
