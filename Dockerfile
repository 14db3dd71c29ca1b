# The functions and the command as an image: `npm run build`, then build this, or
# `npm run image`, which needs no registry.
#
# Runs as any user, on a read-only root, without a shell and without a network.
# FLUX_PLATFORM_FUNCTION=label-namespaces selects the function that a ConfigMap
# configures; every other config selects it by its kind.

# Any image with Node 20 or newer, or `local`: the stage below.
ARG BASE=gcr.io/distroless/nodejs24-debian12

# Nothing but Node and the libraries it links to, gathered by `npm run image`.
FROM scratch AS local
COPY rootfs/ /

FROM ${BASE}
LABEL org.opencontainers.image.title="flux-platform-functions" \
      org.opencontainers.image.licenses="Apache-2.0"
# Where the official, the distroless and the local image keep Node.
ENV PATH=/usr/local/bin:/nodejs/bin:/usr/bin:/bin
COPY dist/ /app/
# For this very Node; the root may be read-only later.
RUN ["node", "/app/flux-platform", "compile"]
USER nobody
ENTRYPOINT ["node", "/app/flux-platform"]
