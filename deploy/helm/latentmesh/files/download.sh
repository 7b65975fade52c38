#!/bin/sh
# Downloads the files that a list names and checks their SHA-256. A file that is there already and right is kept, so that
# a container that begins again does not begin from nothing; one that is wrong never gets its name.
# Use: download.sh LIST FOLDER; each line of the list is "sha256 path url". DOWNLOAD_HEADER, if set, goes with each request.
set -eu

list=$1
folder=$2

is_right() { # file, sha256
  [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]
}

fetch() { # url, file
  set -- --fail --silent --show-error --location --retry 5 --retry-connrefused --continue-at - --output "$2" "$1"
  if [ -n "${DOWNLOAD_HEADER:-}" ]; then
    set -- --header "$DOWNLOAD_HEADER" "$@"
  fi
  curl "$@"
}

while read -r sum path url; do
  file=$folder/$path
  if is_right "$file" "$sum"; then
    echo "kept $path"
    continue
  fi
  mkdir -p "$(dirname "$file")"
  is_right "$file.part" "$sum" || fetch "$url" "$file.part" </dev/null
  if ! is_right "$file.part" "$sum"; then
    echo "models.download.files: sha256 of $path must be $sum, got $(sha256sum "$file.part" | cut -d ' ' -f 1)" >&2
    rm -f "$file.part"
    exit 1
  fi
  mv "$file.part" "$file"
  echo "fetched $path"
done < "$list"
