# One image for the server, the projector and the command line: `docker build -t tidewaiter .`
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run -s build && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
# The installation's identity, source files and verdicts; the log and the read models are on their servers.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
ENV TIDEWAITER_DATA=/data
USER node
ENTRYPOINT ["node", "--max-semi-space-size=32", "--max-old-space-size=1536"]
CMD ["dist/apps/api/src/main.js"]
