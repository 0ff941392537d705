// The applications that each instance of a tier installs.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Application : BlockOf<BlockKind::Application> {
  Open<Text> id, version, configuration;
  Fixed<int64_t> order;
  Fixed<bool> mandatory;

  template <class = void> static constexpr auto vocabulary() {
    return block("application",
                 "A VM application: a package in an Azure compute gallery, which Azure installs on "
                 "each instance.",
                 required<&Application::id>(
                     "id", "The resource ID of the application in the compute gallery."),
                 optional<&Application::version>("version", "The version, or `latest`.")
                     .defaultsTo("\"latest\""),
                 optional<&Application::configuration>(
                     "configuration",
                     "The URL of a blob with the configuration, instead of the default one."),
                 optional<&Application::order>(
                     "order",
                     "The position in the order of installation. Applications with a lower number "
                     "are installed first.")
                     .derivedFrom("the position of the block in the tier")
                     .between(0, 2147483647),
                 optional<&Application::mandatory>(
                     "required",
                     "Whether the deployment fails if Azure cannot install the application.")
                     .defaultsTo("yes"))
        .named();
  }
};

} // namespace azcl
