# Fleetmark with a browser: docker build -t fleetmark . ; how it is run stands in docs/ci.md
FROM node:24-bookworm-slim
# Chromium is Debian's; git tells the report which commit was measured with.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates chromium git \
 && rm -rf /var/lib/apt/lists/*
ENV PERF_CHROMIUM=/usr/bin/chromium
WORKDIR /home/node/fleetmark
RUN chown node:node .
USER node
COPY --chown=node:node . .
RUN node setup.mjs
ENTRYPOINT ["npm", "run", "--silent"]
CMD ["perf"]
