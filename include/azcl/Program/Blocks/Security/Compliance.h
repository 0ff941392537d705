// The block `compliance` of a cluster.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class Framework : uint8_t {
  CisLevel1,
  CisLevel2,
  NistCsf,
  Iso27001,
  Soc2,
  Hipaa,
  FedrampModerate,
  FedrampHigh
};
template <> struct Words<Framework> {
  static constexpr WordInfo words[] = {
      {"cis-level-1", "CIS Microsoft Azure Foundations Benchmark v3.0.0, level 1"},
      {"cis-level-2", "the same benchmark, both levels"},
      {"nist-csf", "NIST Cybersecurity Framework v2.0"},
      {"iso-27001", "ISO/IEC 27001:2022"},
      {"soc-2", "SOC 2 Type 2"},
      {"hipaa", "the HIPAA Security Rule"},
      {"fedramp-moderate", "FedRAMP Moderate"},
      {"fedramp-high", "FedRAMP High"}};
  static constexpr Type type{TypeKind::Word, "framework", "a framework such as `cis-level-1`",
                             words};
};
template <>
inline constexpr const char *listForm<Framework> = "a list such as `[cis-level-1, hipaa]`";

enum class ComplianceLevel : uint8_t { Error, Warning, Report };
template <> struct Words<ComplianceLevel> {
  static constexpr WordInfo words[] = {{"error", "the program is rejected"},
                                       {"warning", "the compiler warns"},
                                       {"report", "only `--emit=compliance` shows it"}};
  static constexpr Type type{TypeKind::Word, "compliance-level", "`error`, `warning` or `report`",
                             words};
};

struct ComplianceException : BlockOf<BlockKind::ComplianceException> {
  Fixed<Text> control, reason;
  Fixed<Date> until;

  template <class = void> static constexpr auto vocabulary() {
    return block("except", "A control that the cluster does not meet for now.",
                 required<&ComplianceException::control>(
                     "control", "The ID of the control, such as `\"7.2\"` or `\"SC-28\"`."),
                 required<&ComplianceException::reason>(
                     "reason", "Why this is acceptable. The report contains it."),
                 required<&ComplianceException::until>(
                     "until", "The last day of the exception. Later, the compiler rejects it."))
        .named()
        .conditional(WhenRule::Never);
  }
};

struct Compliance : BlockOf<BlockKind::Compliance> {
  Fixed<List<Framework>> frameworks;
  Fixed<ComplianceLevel> level;
  Many<ComplianceException> exceptions;

  template <class = void> static constexpr auto vocabulary() {
    return block("compliance",
                 "Checks the resources of the cluster against the controls of security frameworks. "
                 "`--emit=compliance` prints the result for each control.",
                 required<&Compliance::frameworks>("frameworks", "The frameworks.")
                     .stricter(Stricter::Union),
                 optional<&Compliance::level>(
                     "level", "What happens if a control is not met in the template.")
                     .defaultsTo("error"),
                 child<&Compliance::exceptions>("except"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
