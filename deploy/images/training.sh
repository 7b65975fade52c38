# shellcheck shell=bash
# The start-up caches (JEP 514): part of ./build. Each image, as it will run, draws a picture with the demo model and writes down which
# classes that took; then it makes a cache of them, which becomes its last layer. In two steps, because the one-step form starts a
# shell, and there is none in the images. Files travel by `docker cp`, so that the engine may be on another machine.

label=io.latentmesh.image-build=$$
recorded=/tmp/start.aotconf
cache=/tmp/start.aot
training=()

train_images() {
  local service
  trap end_training EXIT
  docker network create --label "$label" "latentmesh-train-$$" >/dev/null
  for service in text-encoder-svc unet-svc vae-svc; do
    record "$service" --network-alias "$service"
  done
  record orchestrator --network-alias orchestrator --publish 127.0.0.1::50051 \
    --env LATENTMESH_PEERS_TEXT_ENCODER_TARGET=dns:///text-encoder-svc:50051 --env LATENTMESH_PEERS_TEXT_ENCODER_PLAINTEXT=true \
    --env LATENTMESH_PEERS_UNET_TARGET=dns:///unet-svc:50051 --env LATENTMESH_PEERS_UNET_PLAINTEXT=true \
    --env LATENTMESH_PEERS_VAE_TARGET=dns:///vae-svc:50051 --env LATENTMESH_PEERS_VAE_PLAINTEXT=true
  draw orchestrator
  for service in orchestrator text-encoder-svc unet-svc vae-svc; do stop_recording "$service"; done
  record standalone --publish 127.0.0.1::50051
  draw standalone
  stop_recording standalone
  for service in "${services[@]}"; do
    make_cache "$service"
  done
  end_training
  trap - EXIT
}

end_training() {
  docker ps --all --quiet --filter "label=$label" | xargs --no-run-if-empty docker rm --force --volumes >/dev/null
  docker network ls --quiet --filter "label=$label" | xargs --no-run-if-empty docker network rm >/dev/null
}

container() {
  printf 'latentmesh-train-%s-%s' "$$" "$1"
}

# A container of service $1 whose JVM takes notes; the rest are arguments of docker create.
record() {
  local service=$1
  shift
  docker create --name "$(container "$service")" --label "$label" --network "latentmesh-train-$$" "$@" \
    --env LATENTMESH_SERVER_PLAINTEXT=true --entrypoint /opt/jre/bin/java "$(image "$service" -untrained)" \
    -XX:AOTMode=record -XX:AOTConfiguration="$recorded" @/app/java.args >/dev/null
  if [ "$service" != orchestrator ]; then
    docker cp "$root/deploy/demo-model/model/." "$(container "$service"):/models"
  fi
  docker start "$(container "$service")" >/dev/null
}

# Two pictures: the second goes the ways that only a warm mesh goes.
draw() {
  local address seed
  address=$(docker port "$(container "$1")" 50051/tcp | head -n 1)
  for seed in 1 2; do
    patiently latentmesh generate 'a red heart' --server "$address" --seed "$seed" -o "$target/training.png" || {
      docker logs --tail 20 "$(container "$1")" >&2
      fail "$1 drew nothing while it was trained"
    }
  done
}

# The command line, as Maven has just built it.
latentmesh() {
  local cli=$root/deploy/cli/target
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$cli/latentmesh-cli-$version.jar:$(cat "$cli/runtime.classpath")" io.latentmesh.cli.Main "$@"
}

patiently() {
  local until=$((SECONDS + 300))
  while [ $SECONDS -lt $until ]; do
    if "$@" >"$target/training.log" 2>&1 </dev/null; then return; fi
    sleep 2
  done
  cat "$target/training.log" >&2
  return 1
}

stop_recording() {
  docker stop --time 120 "$(container "$1")" >/dev/null
}

make_cache() {
  local service=$1 folder=$target/trained maker
  rm -rf "$folder"
  mkdir -p "$folder/app"
  docker cp "$(container "$service"):$recorded" "$folder/recorded" || fail "$service: its JVM left no notes"
  maker=$(docker create --label "$label" --entrypoint /opt/jre/bin/java "$(image "$service" -untrained)" \
    -XX:AOTMode=create -XX:AOTConfiguration="$recorded" -XX:AOTCache="$cache" @/app/java.args)
  docker cp "$folder/recorded" "$maker:$recorded"
  rm "$folder/recorded"
  docker start --attach "$maker" >"$target/cache.log" 2>&1 || true
  docker cp "$maker:$cache" "$folder/app/start.aot" || fail "$service: no cache was made; see $target/cache.log"
  add_to_image trained "$service" "$(image "$service")" "$(image "$service" -untrained)" "$folder"
  check_cache "$service"
  rm -rf "$folder"
}

# The JVM goes on silently without a cache that does not fit, and with this flag it does not.
check_cache() {
  docker run --rm --label "$label" --entrypoint /opt/jre/bin/java "$(image "$1")" \
    -XX:AOTMode=on -XX:AOTCache=/app/start.aot @/app/java.args /no/settings >"$target/cache.log" 2>&1 || true
  ! grep -q 'AOT cache' "$target/cache.log" || fail "$1: the cache does not fit its own image: $(cat "$target/cache.log")"
}
