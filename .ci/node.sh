# need_node: puts Node 20 or later on PATH. If it is not installed, it comes from the npm registry and is kept in build/node.
recent_node() {
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

need_node() {
  recent_node && return
  local package
  package=node-linux-$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
  if [ ! -x "build/node/node_modules/$package/bin/node" ]; then
    echo "installing Node 20"
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null &&
      npm install --silent --no-save --prefix build/node "$package@20" || return
  fi
  PATH=$PWD/build/node/node_modules/$package/bin:$PATH
  recent_node
}
