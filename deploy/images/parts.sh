# shellcheck shell=bash
# What goes into the images, as one archive a layer: part of ./build.
#   runtime.tar  Java runtime, the C library's files, users; common.tar  jars of all services; models.tar  jars and native libraries of
#   those with a model; SERVICE.tar  what only that service has, its command line and its bill of materials.

services=(text-encoder-svc unet-svc vae-svc orchestrator standalone)
declare -A module=([text-encoder-svc]=text-encoder-svc [unet-svc]=unet-svc [vae-svc]=vae-svc
  [orchestrator]=orchestrator [standalone]=deploy/standalone)
declare -A main_class=([text-encoder-svc]=io.latentmesh.textencoder.TextEncoderMain
  [unet-svc]=io.latentmesh.unet.UnetMain [vae-svc]=io.latentmesh.vae.VaeMain
  [orchestrator]=io.latentmesh.orchestrator.OrchestratorMain
  [standalone]=io.latentmesh.standalone.StandaloneMain)
# Share of the container's memory for Java's heap. Weights and ONNX Runtime's buffers lie outside of it.
declare -A heap_percent=([text-encoder-svc]=30 [unet-svc]=30 [vae-svc]=30 [orchestrator]=60 [standalone]=40)

# What jdeps finds, with what only reflection finds: TLS, logging, Java's own service tools (jcmd, for thread dumps).
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.sasl
modules+=,java.sql,java.xml,jdk.attach,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.net,jdk.unsupported
# Libraries of windows and loudspeakers, which would need X11 and ALSA.
unwanted=(libawt_xawt.so libsplashscreen.so libjsound.so libjawt.so)

# JAVA_HOME, the usual folders, or the path: as ./latentmesh looks for it.
find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* /usr/local/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$(dirname "$(dirname "$(readlink -f "$(command -v jlink || printf /none/none/none)")")")"; do
    if [ -x "$home/bin/jlink" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
      export JAVA_HOME=$home
      return
    fi
  done
  fail "needs JDK 25: set JAVA_HOME to it"
}

# Every module's jar, and beside it the jars that it needs at run time.
compile() {
  local list
  list=$(IFS=,; printf '%s' "${module[*]}"),deploy/cli
  (cd "$root" && mvn -B -q "${maven_flags[@]}" -DskipTests -Dspotless.check.skip=true -pl "$list" -am \
    package dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/runtime.classpath) >"$target/maven.log" 2>&1 || {
    grep -E '^\[ERROR\]' "$target/maven.log" >&2
    fail "Maven failed; the whole log is $target/maven.log"
  }
}

# The jars of service $1, its own first, one a line.
jars_of() {
  ls "$root/${module[$1]}"/target/latentmesh-*-"$version".jar
  tr ':' '\n' <"$root/${module[$1]}/target/runtime.classpath"
  printf '\n'
}

jars_sorted() {
  jars_of "$1" | grep . | sort
}

# A folder as an archive that depends on nothing but the files' names and content.
archive() {
  tar --create --file "$2" --directory "$1" --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner \
    --format=gnu --mode='u+rwX,go+rX,go-w' --exclude=./tmp .
  if [ -d "$1/tmp" ]; then # writable for all, where a container has no memory disk of its own there
    tar --append --file "$2" --directory "$1" --mtime="$time" --owner=0 --group=0 --numeric-owner --format=gnu --mode=1777 ./tmp
  fi
}

make_layers() {
  make_runtime "$target/runtime"
  local models=(text-encoder-svc unet-svc vae-svc standalone) service
  shared_jars "${services[@]}" >"$target/common.jars"
  shared_jars "${models[@]}" | comm -23 - "$target/common.jars" >"$target/models.jars"
  put_jars "$target/common" <"$target/common.jars"
  put_jars "$target/models" <"$target/models.jars"
  put_netty_natives "$target/common/app/native"
  put_onnxruntime_natives "$target/models/app/native"
  for service in "${services[@]}"; do
    make_service "$service" "$target/$service"
    archive "$target/$service" "$layers/$service.tar"
  done
  archive "$target/runtime" "$layers/runtime.tar"
  archive "$target/common" "$layers/common.tar"
  archive "$target/models" "$layers/models.tar"
}

shared_jars() {
  local service
  for service in "$@"; do jars_sorted "$service"; done | sort | uniq -c | awk -v all=$# '$1 == all { print $2 }'
}

# Jars, without the native libraries that are beside them as files.
put_jars() {
  local folder=$1/app/lib jar
  mkdir -p "$folder"
  while IFS= read -r jar; do
    case ${jar##*/} in
      onnxruntime_gpu-*) lean "$jar" "$folder" ai/onnxruntime/native/ ;;
      tokenizers-*) lean "$jar" "$folder" native/lib/ ;;
      grpc-netty-shaded-*) lean "$jar" "$folder" META-INF/native/ ;;
      *) cp "$jar" "$folder/" ;;
    esac
  done
}

lean() {
  "$JAVA_HOME/bin/java" "$here/WithoutNatives.java" "$1" "$2/${1##*/}" "$3"
}

# One file of a jar of any service, as a file.
unpack() {
  local jar
  jar=$(jars_of standalone | grep "/$1-[0-9][^/]*\.jar$")
  mkdir -p "$3"
  (cd "$3" && "$JAVA_HOME/bin/jar" --extract --file "$jar" "$2" && mv "$2" . && rm -rf "${2%%/*}")
}

# Loaded from here, and not unpacked into /tmp in every process: /tmp need not be executable, and may be absent.
put_netty_natives() {
  local part
  for part in tcnative_linux_x86_64 transport_native_epoll_x86_64; do
    unpack grpc-netty-shaded "META-INF/native/libio_grpc_netty_shaded_netty_$part.so" "$1"
  done
}

put_onnxruntime_natives() {
  local part parts=(libonnxruntime libonnxruntime4j_jni libonnxruntime_providers_shared)
  [ -z "$cuda" ] || parts+=(libonnxruntime_providers_cuda)
  for part in "${parts[@]}"; do
    unpack onnxruntime_gpu "ai/onnxruntime/native/linux-x64/$part.so" "$1"
  done
}

put_tokenizer_natives() {
  unpack tokenizers native/lib/linux-x86_64/cpu/libtokenizers.so "$1"
}

make_service() {
  local service=$1 folder=$2
  mkdir -p "$folder/app"
  jars_sorted "$service" | comm -23 - <(sort "$target/common.jars" "$target/models.jars") | put_jars "$folder"
  if jars_of "$service" | grep /tokenizers- >/dev/null; then
    put_tokenizer_natives "$folder/app/native"
  fi
  command_line "$service" >"$folder/app/java.args"
  cp "$root/LICENSE" "$folder/app/LICENSE"
  bill_of_materials "$service" >"$folder/app/sbom.cdx.json"
}

# Java's arguments: the same ones train the start-up cache and use it. The collector is named because Java would choose it by the
# container's size, and a cache fits one collector only.
command_line() {
  cat <<TEXT
-XX:+UseSerialGC
-XX:-UsePerfData
-XX:+ExitOnOutOfMemoryError
-XX:MaxRAMPercentage=${heap_percent[$1]}
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Djava.awt.headless=true
-Djava.library.path=/app/native
-Donnxruntime.native.path=/app/native
-DRUST_LIBRARY_PATH=/app/native/libtokenizers.so
-cp $(class_path "$1")
${main_class[$1]}
TEXT
}

class_path() {
  jars_of "$1" | grep . | sed 's#.*/#/app/lib/#' | paste -sd:
}

make_runtime() {
  local folder=$1 library
  mkdir -p "$folder"/{models,opt,tmp}
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
    --output "$folder/opt/jre"
  for library in "${unwanted[@]}"; do rm -f "$folder/opt/jre/lib/$library"; done
  : >"$target/system.libraries"
  if [ -z "$base$cuda" ]; then # with nothing below, the image needs a system of its own
    put_users "$folder/etc"
    put_system_libraries "$folder"
  fi
}

put_users() {
  mkdir -p "$1"
  printf 'root:x:0:0::/:/\nnonroot:x:65532:65532::/tmp:/\n' >"$1/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$1/group"
  printf 'hosts: files dns\n' >"$1/nsswitch.conf"
}

# The C library's family, from this machine: what the runtime's and the networks' libraries ask for, and name services, which are
# looked up by name at run time.
put_system_libraries() {
  local folder=$1 library package
  mkdir -p "$folder/lib64" "$folder/lib/x86_64-linux-gnu"
  cp -L /lib64/ld-linux-x86-64.so.2 "$folder/lib64/"
  needed_libraries "$folder" | while IFS= read -r library; do
    cp -L "$library" "$folder/lib/x86_64-linux-gnu/"
    package=$(dpkg-query --search "*/${library##*/}" 2>/dev/null | head -n 1 | cut -d: -f1) || true
    [ -z "$package" ] || printf '%s\n' "$package"
  done | sort -u >"$target/system.libraries"
  while IFS= read -r package; do
    [ -e "/usr/share/doc/$package/copyright" ] || continue
    mkdir -p "$folder/usr/share/doc/$package"
    cp -L "/usr/share/doc/$package/copyright" "$folder/usr/share/doc/$package/"
  done <"$target/system.libraries"
}

needed_libraries() {
  local folder=$1 scan=$target/scan library missing
  rm -rf "$scan"
  mkdir -p "$scan"
  put_netty_natives "$scan"
  put_onnxruntime_natives "$scan"
  put_tokenizer_natives "$scan"
  cp "$folder"/opt/jre/bin/java "$scan/"
  find "$folder/opt/jre/lib" -name '*.so' -exec cp {} "$scan/" \;
  LD_LIBRARY_PATH=$scan ldd "$scan"/* >"$target/ldd.log" 2>/dev/null || true
  # Java has loaded this one when another asks for it by the name inside of it.
  missing=$(grep 'not found' "$target/ldd.log" | grep -v libonnxruntime.so.1 | sort -u) || true
  [ -z "$missing" ] || fail "libraries are missing here: $missing"
  {
    sed -n 's#.* => \(/[^ ]*\) .*#\1#p' "$target/ldd.log" | grep -v "^$scan/"
    for library in libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do
      printf '/lib/x86_64-linux-gnu/%s\n' "$library"
    done
  } | sed 's#^/usr/lib/#/lib/#' | sort -u
  rm -rf "$scan"
}

# What is in the image of service $1: a component a line, and Sbom.java makes CycloneDX of them.
bill_of_materials() {
  { jar_components "$1"; java_component; system_components; } |
    "$JAVA_HOME/bin/java" "$here/Sbom.java" "$repository/$1" "$version" "$time" >"$target/$1.cdx.json"
  cat "$target/$1.cdx.json"
}

jar_components() {
  local jar path name number group fetched
  fetched=$(jars_of "$1" | sed -n 's#/ch/qos/logback/logback-core/.*##p')
  while IFS= read -r jar; do
    case $jar in
      "$root"/*) group=io.latentmesh name=${jar##*/} name=${name%-"$version".jar} number=$version ;;
      *)
        path=${jar%/*} number=${path##*/} path=${path%/*} name=${path##*/} path=${path%/*}
        group=${path#"$fetched"/} group=${group//\//.}
        ;;
    esac
    printf 'library\t%s\t%s\t%s\tpkg:maven/%s/%s@%s\t%s\n' "$group" "$name" "$number" "$group" "$name" "$number" \
      "$(find "$target" -path "*/app/lib/${jar##*/}" | head -n 1)"
  done < <(jars_sorted "$1")
}

java_component() {
  local number
  number=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
  printf 'platform\t\topenjdk\t%s\tpkg:generic/openjdk@%s\t\n' "$number" "${number//+/%2B}"
}

system_components() {
  local package number
  while IFS= read -r package; do
    number=$(dpkg-query --show --showformat '${Version}' "$package" 2>/dev/null) || number=unknown
    printf 'library\tdebian\t%s\t%s\tpkg:deb/debian/%s@%s?arch=amd64\t\n' "$package" "$number" "${package//+/%2B}" "${number//+/%2B}"
  done <"$target/system.libraries"
}
