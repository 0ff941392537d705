// The licenses of the operating system of a tier.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class License : uint8_t {
  Included,
  WindowsServer,
  WindowsClient,
  Rhel,
  Sles,
  RhelBase,
  RhelEus,
  RhelSapApps,
  RhelSapHa,
  RhelBaseSapApps,
  RhelBaseSapHa,
  SlesStandard,
  SlesSap,
  SlesHpc
};
template <> struct Words<License> {
  static constexpr WordInfo words[] = {
      {"included", "the license is included in the price of the VM"},
      {"windows-server", "your own Windows Server license", "Windows_Server"},
      {"windows-client", "your own Windows client license", "Windows_Client"},
      {"rhel", "your own Red Hat subscription", "RHEL_BYOS"},
      {"sles", "your own SUSE subscription", "SLES_BYOS"},
      {"rhel-base", "a Red Hat subscription that Azure bills, for an image of your own",
       "RHEL_BASE"},
      {"rhel-eus", "the same, with Extended Update Support", "RHEL_EUS"},
      {"rhel-sap-apps", "the same, for SAP applications", "RHEL_SAPAPPS"},
      {"rhel-sap-ha", "the same, for SAP with high availability", "RHEL_SAPHA"},
      {"rhel-base-sap-apps", "the regular repositories and those for SAP applications",
       "RHEL_BASESAPAPPS"},
      {"rhel-base-sap-ha", "the regular repositories and those for SAP with high availability",
       "RHEL_BASESAPHA"},
      {"sles-standard", "a SUSE subscription that Azure bills, for an image of your own", "SLES"},
      {"sles-sap", "the same, for SAP", "SLES_SAP"},
      {"sles-hpc", "the same, for high-performance computing", "SLES_HPC"}};
  static constexpr Type type{TypeKind::Word, "license", "a license type such as `windows-server`",
                             words};
};

} // namespace azcl
