// A group of identical machines.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Network.h"
#include "azcl/Program/Blocks/Scaling.h"

namespace azcl {

/// Who may log in.
struct Admin : BlockOf<BlockKind::Admin> {
  Open<Text> user;
  Open<SshKey> key;
  Open<Secret> password;

  template <class = void> static constexpr auto vocabulary() {
    return block("admin", "The first user of each machine: a key on Linux, a password on Windows.",
                 required<&Admin::user>("user", "The user's name."),
                 optional<&Admin::key>("key", "The public SSH key, for Linux."),
                 optional<&Admin::password>("password", "The password, a secret parameter, for Windows."))
        .conditional(WhenRule::Never);
  }
};

enum class Proximity : uint8_t { Tier, Zone };
template <> struct Words<Proximity> {
  static constexpr WordInfo words[] = {{"tier", "one group for all instances, in one zone"},
                                       {"zone", "one group, and one set of instances, in each zone"}};
  static constexpr Type type{TypeKind::Word, "proximity", "`tier` or `zone`", words};
};
inline constexpr WordInfo placementWords[] = {{"proximity", "as near to each other as Azure can"}};

struct Placement : BlockOf<BlockKind::Placement> {
  Fixed<Proximity> per;
  Fixed<bool> fallback;

  template <class = void> static constexpr auto vocabulary() {
    return block("placement", "Where the instances stand to each other.",
                 optional<&Placement::per>("per", "What shares a group.").defaultsTo("tier"),
                 optional<&Placement::fallback>("fallback", "Spread over zones, without a group, where a group is not possible.")
                     .defaultsTo("no"))
        .oneOf(placementWords)
        .conditional(WhenRule::Never);
  }
};

enum class Protocol : uint8_t { Http, Https, Tcp };
inline constexpr WordInfo protocolWords[] = {{"http", "a request that is answered with 200"},
                                             {"https", "the same over TLS"},
                                             {"tcp", "a connection that is accepted"}};

struct Health : BlockOf<BlockKind::Health> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every;
  Open<int64_t> failures;

  template <class = void> static constexpr auto vocabulary() {
    return block("health", "How an instance shows that it is well. Roll-outs and repairs go by it.",
                 required<&Health::port>("port", "The port that answers.").between(1, 65535),
                 optional<&Health::path>("path", "What is asked for.").defaultsTo("\"/\"")
                     .only(Protocol::Http, Protocol::Https),
                 optional<&Health::every>("every", "The time between two questions.")
                     .defaultsTo("5s").between(seconds(5), seconds(60)),
                 optional<&Health::failures>("failures", "How many answers in a row change its state.")
                     .defaultsTo("2").between(1, 24))
        .oneOf(protocolWords)
        .conditional(WhenRule::Never);
  }
};

enum class DiskRole : uint8_t { Os, Data };
inline constexpr WordInfo diskWords[] = {{"os", "the disk that the machine starts from"},
                                         {"data", "a further disk"}};
enum class DiskType : uint8_t { Standard, StandardSsd, Premium, PremiumV2, Ultra };
template <> struct Words<DiskType> {
  static constexpr WordInfo words[] = {{"standard", "magnetic, for what is rarely read"},
                                       {"standard-ssd", "solid state, for light work"},
                                       {"premium", "solid state with a guaranteed rate, by size"},
                                       {"premium-v2", "a rate that is chosen apart from the size; data only"},
                                       {"ultra", "the highest rates; data only"}};
  static constexpr Type type{TypeKind::Word, "disk-type", "a type of disk such as `premium`", words};
};

struct Disk : BlockOf<BlockKind::Disk> {
  DiskRole role() const { return DiskRole(variant); }
  Fixed<DiskType> type;
  Open<Size> size;
  Fixed<int64_t> count;

  template <class = void> static constexpr auto vocabulary() {
    return block("disk", "A managed disk of each instance.",
                 optional<&Disk::type>("type", "What it is made of.").defaultsTo("premium"),
                 optional<&Disk::size>("size", "How much it holds, in whole GiB; left out for `os`: as the image says.")
                     .between(gib(1), gib(65536)),
                 optional<&Disk::count>("count", "How many of its kind.")
                     .defaultsTo("1").between(1, 64).only(DiskRole::Data))
        .oneOf(diskWords)
        .conditional(WhenRule::Never);
  }
};

struct Tier : BlockOf<BlockKind::Tier> {
  static constexpr llvm::StringRef referenceName = "tier";
  static constexpr llvm::StringRef referenceForm = "a tier such as `tier.web`";
  Fixed<Image> image;
  Open<VmSize> size;
  Open<CountRange> instances;
  Fixed<Ref<Subnet>> subnet;
  One<Admin> admin;
  Many<Allow> allows;
  Many<Deny> denies;
  One<Placement> placement;
  One<Health> health;
  Many<Disk> disks;
  One<Autoscale> autoscale;
  One<Upgrade> upgrade;
  One<Repair> repair;
  One<Shutdown> shutdown;

  template <class = void> static constexpr auto vocabulary() {
    return block("tier", "A group of identical machines.",
                 required<&Tier::image>("image", "What the machines run."),
                 required<&Tier::size>("size", "The size of each machine."),
                 required<&Tier::instances>("instances", "How many; with a range: how many at least and at most.")
                     .between(0, 1000),
                 record<&Tier::admin>("admin", Need::Required),
                 optional<&Tier::subnet>("subnet", "The subnet that they stand in.")
                     .derivedFrom("one of its own, placed by the compiler"),
                 child<&Tier::allows>("allow"), child<&Tier::denies>("deny"),
                 child<&Tier::placement>("placement"), child<&Tier::health>("health"),
                 child<&Tier::disks>("disk"), child<&Tier::autoscale>("autoscale"),
                 child<&Tier::upgrade>("upgrade"), child<&Tier::repair>("repair"),
                 child<&Tier::shutdown>("shutdown"))
        .named();
  }
};

} // namespace azcl
