#!/bin/sh
# Makes dist/ anew: the packages of package-lock.json, the types, the bundle.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts
npm run typecheck
npm run bundle
ls -l dist
