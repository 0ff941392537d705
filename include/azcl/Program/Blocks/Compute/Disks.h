// The block `disk`: the OS disk and the data disks of a tier.
#pragma once

#include "azcl/Program/Block.h"

namespace azcl {

enum class DiskRole : uint8_t { Os, Data };
template <> struct Words<DiskRole> {
  static constexpr WordInfo words[] = {{"os", "the OS disk"}, {"data", "a data disk"}};
};
enum class DiskType : uint8_t {
  Standard,
  StandardSsd,
  Premium,
  PremiumV2,
  Ultra,
  StandardSsdZrs,
  PremiumZrs
};
template <> struct Words<DiskType> {
  static constexpr WordInfo words[] = {
      {"standard", "Standard HDD, for infrequently read data", "Standard_LRS"},
      {"standard-ssd", "Standard SSD, for light workloads", "StandardSSD_LRS"},
      {"premium", "Premium SSD, with a guaranteed performance that depends on the size",
       "Premium_LRS"},
      {"premium-v2",
       "Premium SSD v2, with performance that is set independently of the size; data disks only",
       "PremiumV2_LRS"},
      {"ultra", "Ultra Disk, with the highest performance; data disks only", "UltraSSD_LRS"},
      {"standard-ssd-zrs", "as `standard-ssd`, replicated over three availability zones",
       "StandardSSD_ZRS"},
      {"premium-zrs", "as `premium`, replicated over three availability zones", "Premium_ZRS"}};
  static constexpr Type type{TypeKind::Word, "disk-type", "a disk type such as `premium`", words};
};

enum class Caching : uint8_t { None, ReadOnly, ReadWrite };
template <> struct Words<Caching> {
  static constexpr WordInfo words[] = {
      {"none", "no host cache, for logs and for software with its own cache", "None"},
      {"read-only", "the host caches reads", "ReadOnly"},
      {"read-write", "the host caches reads and writes, for the OS disk", "ReadWrite"}};
  static constexpr Type type{TypeKind::Word, "caching", "`none`, `read-only` or `read-write`",
                             words};
};

enum class Ephemeral : uint8_t { No, Cache, Resource, Nvme };
template <> struct Words<Ephemeral> {
  static constexpr WordInfo words[] = {
      {"off", "a managed disk, which is kept when the VM is stopped"},
      {"cache", "an ephemeral disk on the cache disk of the host", "CacheDisk"},
      {"resource", "an ephemeral disk on the local resource disk", "ResourceDisk"},
      {"nvme", "an ephemeral disk on a local NVMe disk", "NvmeDisk"}};
  static constexpr Type type{TypeKind::Word, "ephemeral", "`off`, `cache`, `resource` or `nvme`",
                             words};
};

struct Disk : BlockOf<BlockKind::Disk> {
  DiskRole role() const { return DiskRole(variant); }
  Fixed<DiskType> type;
  Open<Size> size;
  Fixed<int64_t> count;
  Fixed<Caching> caching;
  Fixed<Ephemeral> ephemeral;
  Open<int64_t> iops;
  Open<Throughput> throughput;

  template <class = void> static constexpr auto vocabulary() {
    return block("disk", "A managed disk of each instance.",
                 optional<&Disk::type>("type", "The disk type.")
                     .derivedFrom(
                         "`premium` if the VM size supports premium storage, else `standard-ssd`"),
                 optional<&Disk::size>(
                     "size", "The size in whole GiB. If omitted for `os`, the size in the image.")
                     .between(gib(1), gib(65536)),
                 optional<&Disk::count>("count", "The number of data disks with these settings.")
                     .defaultsTo("1")
                     .between(1, 64)
                     .only(DiskRole::Data),
                 optional<&Disk::caching>("caching", "The host caching mode.")
                     .derivedFrom("`read-write` for `os`, `read-only` for `data`; `none` for "
                                  "`premium-v2` and `ultra`, `read-only` for an ephemeral disk"),
                 optional<&Disk::ephemeral>(
                     "ephemeral", "Places the OS disk on the host of the VM: fast and free, but "
                                  "its data is lost when the VM is stopped or moved.")
                     .defaultsTo("off")
                     .only(DiskRole::Os),
                 optional<&Disk::iops>("iops",
                                       "The provisioned IOPS of a `premium-v2` or `ultra` disk.")
                     .between(100, 400000)
                     .only(DiskRole::Data),
                 optional<&Disk::throughput>(
                     "throughput",
                     "The provisioned throughput of a `premium-v2` or `ultra` disk, in whole MBps.")
                     .between(1000000, 10000000000)
                     .only(DiskRole::Data))
        .oneOf<DiskRole>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
