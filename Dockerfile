# trueup and the programs that it runs: Node.js, the OpenSSH client and git. See docs/ci.md, "In a container".
FROM debian:trixie-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates nodejs npm \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The package as npm would publish it, and its only dependency.
RUN npm run -s build \
  && mkdir /opt/trueup \
  && npm pack --ignore-scripts --pack-destination /tmp \
  && tar -xzf /tmp/trueup-*.tgz -C /opt/trueup --strip-components=1 \
  && cp package-lock.json .npmrc /opt/trueup/ \
  && npm ci --prefix /opt/trueup --omit=dev --ignore-scripts --no-audit --no-fund

FROM debian:trixie-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates curl git libnss-extrausers nodejs openssh-client \
  && rm -rf /var/lib/apt/lists/* \
  && sed -i 's/^\(passwd:.*\)$/\1 extrausers/' /etc/nsswitch.conf \
  && mkdir -p /var/lib/extrausers \
  && chmod 1777 /var/lib/extrausers \
  && useradd --uid 1000 --gid 0 --create-home trueup
COPY --from=build /opt/trueup /opt/trueup
COPY .ci/container-entrypoint /usr/local/bin/trueup-entrypoint
RUN ln -s /opt/trueup/dist/cli/main.js /usr/local/bin/trueup
USER 1000
WORKDIR /work
ENTRYPOINT ["trueup-entrypoint"]
CMD ["--help"]
