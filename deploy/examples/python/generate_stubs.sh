#!/usr/bin/env bash
# Generates the Python stubs of the wire contract into ./latentmesh with plain protoc (from grpcio-tools).
# Takes the Python interpreter to use; default python3.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
protos=$here/../../../proto/src/main/proto

"${1:-python3}" -m grpc_tools.protoc --proto_path "$protos" \
  --python_out "$here" --pyi_out "$here" --grpc_python_out "$here" \
  "$protos"/latentmesh/v1/*.proto
