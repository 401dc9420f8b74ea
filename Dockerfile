# One image per kind of process, from one file: core (scheduler, dashboard, migrate), ml, browser, sandbox, egress.
# Node runs the TypeScript as it is, so an image is dependencies plus source; the dependency layers
# depend on manifests alone and survive a change of the source.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
ENV CI=true
# Its binary comes by an install script. The same version as in package.json and ./fairlead.
RUN npm install --global --ignore-scripts=false pnpm@12.21.0
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/browser-worker/package.json apps/browser-worker/
COPY apps/cli/package.json apps/cli/
COPY apps/dashboard/package.json apps/dashboard/
COPY apps/ml-worker/package.json apps/ml-worker/
COPY apps/sandbox/package.json apps/sandbox/
COPY apps/scheduler/package.json apps/scheduler/
COPY packages/analytics/package.json packages/analytics/
COPY packages/db/package.json packages/db/
COPY packages/judgement/package.json packages/judgement/
COPY packages/kits/package.json packages/kits/
COPY packages/manifests/package.json packages/manifests/
COPY packages/pglite-server/package.json packages/pglite-server/
COPY packages/plan/package.json packages/plan/
COPY packages/prompts/package.json packages/prompts/
COPY packages/qualifier/package.json packages/qualifier/
COPY packages/shared/package.json packages/shared/
COPY packages/testing/package.json packages/testing/

# The runtime of ONNX brings its binaries for every system: those of others are 220 MB.
FROM manifests AS core-dependencies
RUN pnpm install --prod --frozen-lockfile --filter-prod "@fairlead/scheduler..." --filter-prod "@fairlead/dashboard..." --filter-prod "@fairlead/cli..." \
 && cd node_modules/.pnpm/onnxruntime-node@*/node_modules/onnxruntime-node/bin && rm -rf */darwin */win32
FROM manifests AS ml-dependencies
RUN pnpm install --prod --frozen-lockfile --filter-prod "@fairlead/ml-worker..." \
 && cd node_modules/.pnpm/onnxruntime-node@*/node_modules/onnxruntime-node/bin && rm -rf */darwin */win32
FROM manifests AS browser-dependencies
RUN pnpm install --prod --frozen-lockfile --filter-prod "@fairlead/browser-worker..."
FROM manifests AS sandbox-dependencies
RUN pnpm install --prod --frozen-lockfile --filter-prod "@fairlead/sandbox..."

FROM ${NODE_IMAGE} AS runtime
# A new volume takes over the owner of the folder it is mounted on.
RUN install -d -o node -g node /state /clock
ENV NODE_ENV=production FAIRLEAD_STATE_DIR=/state
WORKDIR /app
USER node

FROM runtime AS core
COPY --from=core-dependencies /app ./
COPY packages/shared packages/shared
COPY packages/db packages/db
COPY packages/plan packages/plan
COPY packages/prompts packages/prompts
COPY packages/qualifier packages/qualifier
COPY packages/kits packages/kits
COPY packages/analytics packages/analytics
COPY analytics analytics
COPY prompts prompts
COPY apps/scheduler apps/scheduler
COPY apps/dashboard apps/dashboard
COPY apps/cli apps/cli

FROM runtime AS ml
COPY --from=ml-dependencies /app ./
COPY packages/shared packages/shared
COPY packages/db packages/db
COPY packages/prompts packages/prompts
COPY packages/qualifier packages/qualifier
COPY packages/kits packages/kits
COPY prompts prompts
COPY apps/ml-worker apps/ml-worker
CMD ["node", "apps/ml-worker/src/main.ts"]

FROM runtime AS sandbox
COPY --from=sandbox-dependencies /app ./
COPY deploy/sandbox-entrypoint.sh /usr/local/bin/
COPY packages/shared packages/shared
COPY apps/sandbox apps/sandbox
ENTRYPOINT ["sandbox-entrypoint.sh"]

# The way out and the way in of docker-compose.egress.yml. Node is not needed, but its image is there.
FROM ${NODE_IMAGE} AS egress
RUN apt-get update \
 && apt-get install --yes --no-install-recommends squid socat \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/egress-entrypoint.sh /usr/local/bin/
USER proxy
ENTRYPOINT ["egress-entrypoint.sh"]

FROM runtime AS browser
USER root
RUN apt-get update \
 && apt-get install --yes --no-install-recommends chromium xvfb x11vnc websockify fonts-liberation fonts-noto-color-emoji tini \
 # Its pages alone: the package depends on another Node.
 && cd /tmp && apt-get download novnc && dpkg-deb --extract novnc_*.deb / && rm novnc_*.deb \
 && rm -rf /var/lib/apt/lists/*
# The browser writes its profile, caches and sockets below its home.
ENV CHROMIUM_PATH=/usr/bin/chromium HOME=/tmp
COPY --from=browser-dependencies /app ./
COPY deploy/browser-entrypoint.sh /usr/local/bin/
COPY packages/shared packages/shared
COPY packages/db packages/db
COPY apps/browser-worker apps/browser-worker
USER node
ENTRYPOINT ["tini", "--", "browser-entrypoint.sh"]
CMD ["node", "apps/browser-worker/src/main.ts"]
