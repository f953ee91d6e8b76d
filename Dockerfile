# Confab as an image: `docker build --tag confab .`. How it is run is told in docs/self-hosting.md, with compose files in deploy/.

# The Node that package.json pins as well; a test holds the two together.
ARG NODE=26.10.0

FROM node:${NODE}-slim AS tools
RUN npm install --global pnpm@12.21.0
WORKDIR /build

# The server's bundle and the built app.
FROM tools AS build
COPY . .
RUN --mount=type=cache,target=/root/.local/share/pnpm \
    pnpm install --frozen-lockfile
RUN pnpm --filter @confab/server --filter @confab/web run build

# What the bundle takes from npm, as the lockfile says, and nothing that only builds and tests need. Packages of this repository are in
# the bundle already: as sources inside node_modules, Node would not run them.
FROM tools AS packages
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/server/package.json apps/server/
COPY packages/protocol/package.json packages/protocol/
COPY packages/markdown/package.json packages/markdown/
RUN --mount=type=cache,target=/root/.local/share/pnpm \
    pnpm install --prod --frozen-lockfile --filter @confab/server

# What runs. It lies as in the repository, because the packages are links across it and the server finds the app from its own place.
FROM node:${NODE}-slim
LABEL org.opencontainers.image.title="Confab" \
      org.opencontainers.image.description="Chat by room code" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /opt/confab
COPY deploy/image/confab LICENSE ./
COPY --from=packages /build/node_modules node_modules
COPY --from=packages /build/apps/server apps/server
COPY --from=build /build/apps/server/dist apps/server/dist
COPY --from=build /build/apps/web/dist apps/web/dist
RUN install --directory --owner=1000 --group=1000 --mode=700 /data

# `confab backup <file>` and the other commands work inside of the container.
ENV PATH=/opt/confab:$PATH \
    NODE_ENV=production \
    CONFAB_DATA_DIR=/data
# By number, so that Kubernetes sees that it is not root. Nothing but /data is ever written, so the root file system may be read-only.
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM

# Whether the process answers, not whether it takes people (/readyz): a database that is away is not cured by another container.
# An SQLite database that was not closed in order is examined before anybody is answered, which takes a while for a large one.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10m --start-interval=1s --retries=4 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["/opt/confab/confab"]
